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

// Whether words name a report: 进展情况, 完成情况.
bool SaysReport(const Dictionary& dictionary, std::string_view words) {
  return dictionary.Mentions(Words::kCompletion, words) ||
         dictionary.Mentions(Words::kProgress, words);
}

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

// Drops a list of a few items half of which count as many promises as another one holds:
// ●十件民生实事共投入3.2亿元 says of all ten how they went.
void DropSummaries(const Text& text, std::vector<Listing>* listings) {
  constexpr std::size_t kMostItems = 5;
  std::set<int> whole;  // sizes of the longer lists
  for (const Listing& listing : *listings) {
    if (listing.items.size() > kMostItems) whole.insert(static_cast<int>(listing.items.size()));
  }
  if (whole.empty()) return;
  std::erase_if(*listings, [&](const Listing& listing) {
    if (listing.items.size() > kMostItems) return false;
    const auto counting = std::ranges::count_if(listing.items, [&](const Item& item) {
      return whole.contains(FindAnnouncement(text.Of(ItemsRange({&item, 1}))).count);
    });
    return counting > 0 && counting * 2 >= std::ssize(listing.items);
  });
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
    if (!SaysReport(dictionary, name)) planned.insert(FirstYear(name));
  }
  for (Listing& listing : *listings) {
    const int year = NamedYearOf(text, listing);
    listing.followed = year > 0 && planned.contains(year + 1);
  }
}

// Finds the lists among the blocks of a page: below their titles, and where none of those is sure,
// wherever a sentence or the page itself tells of one.
class ListFinder {
 public:
  // All must outlive it; the blocks are those of the page.
  ListFinder(const Text& text, const Dictionary& dictionary, const FigureIndex& figures,
             const Page& page, const std::vector<Block>& blocks)
      : text_(text),
        dictionary_(dictionary),
        figures_(figures),
        blocks_(blocks),
        titles_(FindTitles(text, dictionary, blocks)),
        reader_(text, dictionary, figures, page) {}

  // Once only.
  std::vector<Listing> Find() {
    ReadAboveAnnex();
    ReadBelowTitles();
    const bool sure_by_title = IsSure();
    if (!sure_by_title) {
      for (Listing& listing : found_) listing.score += kTitleWorth;
      for (Listing& listing : ReadAnnounced(text_, reader_, FindAnnouncedLists(text_, blocks_)))
        Take(std::move(listing));
    }
    ReadLed();
    // What sentences announce for two years is all: the chapters around are the work report's.
    if (IsSure() && (sure_by_title || found_.size() < 2)) ReadAround(sure_by_title);
    if (!IsSure() && !blocks_.empty()) ReadWhole();
    if (found_.empty()) ReadParagraphs();
    return std::move(found_);
  }

 private:
  void Take(Listing listing) {
    if (!listing.items.empty() && listing.score >= kLeastScore)
      found_.push_back(std::move(listing));
  }

  bool IsSure() const {
    return std::ranges::any_of(found_,
                               [](const Listing& listing) { return listing.score >= kSureScore; });
  }

  std::vector<Block> Slice(std::size_t begin, std::size_t end) const {
    return {blocks_.begin() + static_cast<std::ptrdiff_t>(begin),
            blocks_.begin() + static_cast<std::ptrdiff_t>(end)};
  }
  // The blocks below a title, up to the next one.
  std::vector<Block> BelowTitle(std::size_t i) const {
    return Slice(titles_[i] + 1, i + 1 < titles_.size() ? titles_[i + 1] : blocks_.size());
  }

  // The heading of an annex governs what follows it: numbered reports above it are a list of their
  // own, of the year before.
  void ReadAboveAnnex() {
    if (titles_.empty() || titles_[0] == 0 ||
        !text_.Of(blocks_[titles_[0]].range).starts_with("附件"))
      return;
    Listing listing = reader_.Read(Range{}, Slice(0, titles_[0]));
    std::size_t longest = 0;  // bytes of an item: a report says much of each, a chapter of a report
                              // more, a menu little
    for (const Item& item : listing.items)
      longest = std::max(longest, ItemsRange({&item, 1}).size());
    listing.past = true;
    if (listing.items.size() >= 3 && longest > 300 && longest < 6000) Take(std::move(listing));
  }

  void ReadBelowTitles() {
    for (std::size_t i = 0; i < titles_.size(); ++i) {
      Listing listing = reader_.Read(blocks_[titles_[i]].range, BelowTitle(i));
      if (i > 0) listing.heading = blocks_[titles_[i - 1]].range;
      Take(std::move(listing));
    }
    // Where an annex reports, what stands above the first one is the body of the document.
    const auto reports = [&](const Listing& listing) {
      return SaysReport(dictionary_, text_.Of(listing.title));
    };
    if (found_.size() > 1 && found_.front().past &&
        std::any_of(found_.begin() + 1, found_.end(), reports))
      found_.erase(found_.begin());
  }

  // What a sentence leads to without a count tells less surely of promises than what one counts.
  void ReadLed() {
    for (Listing& listing :
         ReadAnnounced(text_, reader_, FindLedLists(text_, dictionary_, figures_, blocks_))) {
      const auto known = [&](const Listing& other) {
        return other.range.begin < listing.range.end && listing.range.begin < other.range.end;
      };
      if (!std::ranges::any_of(found_, known) && TellsOfWorks(text_, figures_, listing))
        Take(std::move(listing));
    }
  }

  // A report on the year that is over may stand above the sure list of the next, or below it,
  // without a heading. So may the promises of a work report, which a sentence announces, above the
  // annex that tells of the last ones.
  void ReadAround(bool announced) {
    Range known = found_.front().range;
    for (const Listing& listing : found_)
      known = {std::min(known.begin, listing.range.begin), std::max(known.end, listing.range.end)};
    const auto first = std::ranges::find_if(
        blocks_, [&](const Block& block) { return block.range.end > known.begin; });
    const auto behind = std::find_if(
        first, blocks_.end(), [&](const Block& block) { return block.range.begin >= known.end; });
    ReadRest({blocks_.begin(), first}, announced);
    ReadRest({behind, blocks_.end()}, announced);
  }

  // `announced`: a sentence may announce the lists of these blocks.
  void ReadRest(std::vector<Block> blocks, bool announced) {
    if (blocks.empty()) return;
    std::vector<Listing> read =
        announced ? ReadAnnounced(text_, reader_, FindAnnouncedLists(text_, blocks))
                  : std::vector<Listing>{};
    const Range heading = FirstHeading(text_, blocks);
    read.push_back(reader_.Read(heading, std::move(blocks)));
    for (Listing& listing : read) {
      if (listing.score >= kSureScore && listing.items.size() >= 5 &&
          TellsOfWorks(text_, figures_, listing))
        Take(std::move(listing));
    }
  }

  // All blocks as one list, below the first heading.
  void ReadWhole() {
    const Range heading = FirstHeading(text_, blocks_);
    const auto behind = std::ranges::find_if(
        blocks_, [&](const Block& block) { return block.range.begin >= heading.end; });
    // Below the only title all is read already.
    if (titles_.size() == 1 && heading == blocks_[titles_[0]].range &&
        behind == blocks_.begin() + static_cast<std::ptrdiff_t>(titles_[0]) + 1)
      return;
    Listing listing = reader_.Read(heading, {behind, blocks_.end()});
    const auto promises = [&] {
      return listing.labelled || NamesOffices(listing) || TellsOfWorks(text_, figures_, listing) ||
             dictionary_.Mentions(Words::kTitle, text_.str()) ||
             FindAnnouncement(text_.str()).count > 0;
    };
    if (!listing.items.empty() && promises()) Take(std::move(listing));
  }

  // Paragraphs below the first title that heads any.
  void ReadParagraphs() {
    for (std::size_t i = 0; i < titles_.size() && found_.empty(); ++i) {
      Listing listing = reader_.ReadParagraph(blocks_[titles_[i]].range, BelowTitle(i));
      if (!listing.items.empty()) found_.push_back(std::move(listing));
    }
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const FigureIndex& figures_;
  const std::vector<Block>& blocks_;
  const std::vector<std::size_t> titles_;
  const SectionReader reader_;
  std::vector<Listing> found_;
};

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
  std::vector<Listing> apart =
      BestApart(ListFinder(text, dictionary, figures, page, blocks).Find());
  DropSummaries(text, &apart);
  JoinPlaces(text, &apart);
  MarkFollowed(text, dictionary, &apart);
  return apart;
}

}  // namespace duban::documents
