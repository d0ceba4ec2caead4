#include "documents/core/listing.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "documents/core/annexes.h"
#include "documents/core/announced_lists.h"
#include "documents/core/bare_numbers.h"
#include "documents/core/join_places.h"
#include "documents/core/led_lists.h"
#include "documents/core/list_titles.h"
#include "documents/core/section_reader.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr double kTitleWorth =
    1.0;  // a list below a heading that names it, against one that is found without

// Whether a list of a document that names no programme is one all the same: most items hold
// figures, and say what is done.
bool TellsOfWorks(const Text& text, const FigureIndex& figures, const Listing& listing) {
  std::size_t counted = 0;
  std::size_t done = 0;
  for (const Item& item : listing.items) {
    const Range range = ItemsRange({&item, 1});
    counted += figures.In(range) > 0;
    done += MentionsAny<"完成", "建成", "新建", "改建", "扩建", "改造", "新增", "开工", "竣工",
                        "占计划", "年度任务", "目标任务", "整治", "修复">(
        text.Of(range).substr(0, 2000));
  }
  return listing.items.size() >= 3 && counted * 5 >= listing.items.size() * 3 &&
         done * 5 >= listing.items.size() * 3;
}

// The lists that sentences announce or lead to, read each by itself.
std::vector<Listing> ReadAnnounced(const Text& text, const SectionReader& reader,
                                   std::vector<AnnouncedList> lists) {
  std::vector<Listing> listings;
  for (AnnouncedList& list : lists) {
    Listing listing = list.plain ? reader.ReadPlain(list.title, list.blocks)
                                 : reader.Read(list.title, std::move(list.blocks));
    if (listing.items.size() != static_cast<std::size_t>(list.count)) continue;
    listing.preface = std::move(list.preface);
    const int stated = FindAnnouncement(text.Of(list.counted)).count;
    if (stated == list.count && listing.counts.empty())
      listing.counts.push_back({stated, list.count, list.counted});
    listings.push_back(std::move(listing));
  }
  return listings;
}

// The best lists that do not lie across each other, in the order of the text.
std::vector<Listing> BestApart(std::vector<Listing> found) {
  std::ranges::stable_sort(found,
                           [](const Listing& a, const Listing& b) { return a.score > b.score; });
  std::vector<Listing> apart;
  std::map<std::size_t, std::size_t> taken;  // where their items begin and end
  for (Listing& listing : found) {
    const Range own = ItemsRange(listing.items);
    const auto behind = taken.lower_bound(own.end);
    if (behind != taken.begin() && std::prev(behind)->second > own.begin) continue;
    std::size_t& end = taken[own.begin];
    end = std::max(end, own.end);
    apart.push_back(std::move(listing));
  }
  std::ranges::stable_sort(
      apart, [](const Listing& a, const Listing& b) { return a.range.begin < b.range.begin; });
  return apart;
}

// The year that a list says it is of: its title, else what stands above it; 0 when neither does.
int NamedYearOf(const Text& text, const Listing& listing) {
  constexpr std::size_t kMostBytes = 1'500;  // of a line above it
  int year = FirstYear(text.Of(listing.title));
  for (auto line = listing.preface.rbegin(); year == 0 && line != listing.preface.rend(); ++line) {
    year = FirstYear(text.Of(*line).substr(0, kMostBytes));
  }
  return year;
}

// Who lists what the next year is to bring has closed this one.
void MarkFollowed(const Text& text, const Dictionary& dictionary, std::vector<Listing>* listings) {
  std::set<int> planned;  // years of the lists whose titles report nothing
  for (const Listing& listing : *listings) {
    const std::string_view name = text.Of(listing.title);
    if (!dictionary.Mentions(Words::kCompletion, name) &&
        !dictionary.Mentions(Words::kProgress, name))
      planned.insert(FirstYear(name));
  }
  for (Listing& listing : *listings) {
    const int year = NamedYearOf(text, listing);
    listing.followed = year > 0 && planned.contains(year + 1);
  }
}

}  // namespace

std::vector<Listing> FindListings(const Text& text, const Dictionary& dictionary,
                                  const FigureIndex& figures, const Page& printed) {
  Page page = printed;
  PartSpacedTables(text, dictionary, &page);
  PartGluedTables(text, dictionary, &page);
  PartGluedRows(text, dictionary, &page);
  page.blocks = PartRunOnTables(text, dictionary, page.blocks);
  MarkCellStreams(text, dictionary, &page);
  const std::vector<Block> blocks =
      PartAnnexes(text, dictionary, JoinBareNumbers(text, dictionary, page.blocks));
  const std::vector<std::size_t> titles = FindTitles(text, dictionary, blocks);
  const SectionReader reader(text, dictionary, figures, page);
  const auto slice = [&](std::size_t begin, std::size_t end) {
    return std::vector<Block>(blocks.begin() + static_cast<std::ptrdiff_t>(begin),
                              blocks.begin() + static_cast<std::ptrdiff_t>(end));
  };
  std::vector<Listing> found;
  const auto take = [&](Listing listing) {
    if (!listing.items.empty() && listing.score >= kLeastScore) found.push_back(std::move(listing));
  };
  // The heading of an annex governs what follows it: numbered reports above it are a list of their
  // own, of the year before.
  if (!titles.empty() && titles[0] > 0 && text.Of(blocks[titles[0]].range).starts_with("附件")) {
    Listing listing = reader.Read(Range{}, slice(0, titles[0]));
    std::size_t longest = 0;  // bytes of an item: a report says much of each, a chapter of a report
                              // more, a menu little
    for (const Item& item : listing.items)
      longest = std::max(longest, ItemsRange({&item, 1}).size());
    listing.past = true;
    if (listing.items.size() >= 3 && longest > 300 && longest < 6000) take(std::move(listing));
  }
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::size_t end = i + 1 < titles.size() ? titles[i + 1] : blocks.size();
    Listing listing = reader.Read(blocks[titles[i]].range, slice(titles[i] + 1, end));
    if (i > 0) listing.heading = blocks[titles[i - 1]].range;
    take(std::move(listing));
  }
  // Where an annex reports, what stands above the first one is the body of the document.
  const auto reports = [&](const Listing& listing) {
    const std::string_view name = text.Of(listing.title);
    return dictionary.Mentions(Words::kCompletion, name) ||
           dictionary.Mentions(Words::kProgress, name);
  };
  if (found.size() > 1 && found.front().past &&
      std::any_of(found.begin() + 1, found.end(), reports))
    found.erase(found.begin());
  const auto sure = [&] {
    return std::ranges::any_of(found,
                               [](const Listing& listing) { return listing.score >= kSureScore; });
  };
  const bool sure_by_title = sure();
  if (!sure_by_title) {
    for (Listing& listing : found) listing.score += kTitleWorth;
    for (Listing& listing : ReadAnnounced(text, reader, FindAnnouncedLists(text, blocks)))
      take(std::move(listing));
  }
  // What a sentence leads to without a count tells less surely of promises than what one counts.
  for (Listing& listing :
       ReadAnnounced(text, reader, FindLedLists(text, dictionary, figures, blocks))) {
    const auto known = [&](const Listing& other) {
      return other.range.begin < listing.range.end && listing.range.begin < other.range.end;
    };
    if (!std::ranges::any_of(found, known) && TellsOfWorks(text, figures, listing))
      take(std::move(listing));
  }
  // A report on the year that is over may stand above the sure list of the next, or below it,
  // without a heading. So may the promises of a work report, which a sentence announces, above the
  // annex that tells of the last ones.
  if (sure()) {
    Range known = found.front().range;
    for (const Listing& listing : found)
      known = {std::min(known.begin, listing.range.begin), std::max(known.end, listing.range.end)};
    const auto first = std::ranges::find_if(
        blocks, [&](const Block& block) { return block.range.end > known.begin; });
    const auto behind = std::find_if(
        first, blocks.end(), [&](const Block& block) { return block.range.begin >= known.end; });
    for (const auto& [begin, end] :
         {std::pair(blocks.begin(), first), std::pair(behind, blocks.end())}) {
      std::vector<Block> rest(begin, end);
      if (rest.empty()) continue;
      std::vector<Listing> others =
          sure_by_title ? ReadAnnounced(text, reader, FindAnnouncedLists(text, rest))
                        : std::vector<Listing>{};
      const Range heading = FirstHeading(text, rest);
      others.push_back(reader.Read(heading, std::move(rest)));
      for (Listing& listing : others) {
        if (listing.score >= kSureScore && listing.items.size() >= 5 &&
            TellsOfWorks(text, figures, listing))
          take(std::move(listing));
      }
    }
  }
  if (!sure() && !blocks.empty()) {
    const Range heading = FirstHeading(text, blocks);
    const auto behind = std::ranges::find_if(
        blocks, [&](const Block& block) { return block.range.begin >= heading.end; });
    // Below the only title all is read already.
    const bool known = titles.size() == 1 && heading == blocks[titles[0]].range &&
                       behind == blocks.begin() + static_cast<std::ptrdiff_t>(titles[0]) + 1;
    Listing listing = known ? Listing{} : reader.Read(heading, {behind, blocks.end()});
    const auto promises = [&] {
      return listing.labelled || NamesOffices(listing) || TellsOfWorks(text, figures, listing) ||
             dictionary.Mentions(Words::kTitle, text.str()) ||
             FindAnnouncement(text.str()).count > 0;
    };
    if (!listing.items.empty() && promises()) take(std::move(listing));
  }
  for (std::size_t i = 0; i < titles.size() && found.empty(); ++i) {
    const std::size_t end = i + 1 < titles.size() ? titles[i + 1] : blocks.size();
    Listing listing = reader.ReadParagraph(blocks[titles[i]].range, slice(titles[i] + 1, end));
    if (!listing.items.empty()) found.push_back(std::move(listing));
  }
  std::vector<Listing> apart = BestApart(std::move(found));
  JoinPlaces(text, &apart);
  MarkFollowed(text, dictionary, &apart);
  return apart;
}

}  // namespace duban::documents
