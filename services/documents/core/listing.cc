#include "documents/core/listing.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "documents/core/announced_lists.h"
#include "documents/core/bare_numbers.h"
#include "documents/core/join_places.h"
#include "documents/core/led_lists.h"
#include "documents/core/list_tail.h"
#include "documents/core/numbering.h"
#include "documents/core/section_reader.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxTitleChars = 70;
constexpr double kTitleWorth =
    1.0;  // a list below a heading that names it, against one that is found without

bool HasYear(std::string_view line) {
  for (std::size_t at = line.find("年"); at != std::string_view::npos;
       at = line.find("年", at + 3)) {
    if (at >= 1 && (IsDigit(CharBefore(line, at).code) || IsSpace(CharBefore(line, at).code)))
      return true;
    if (at >= 3 && IsChineseDigit(CharBefore(line, at).code)) return true;
  }
  return false;
}

// Whether a line is a sentence, or goes on below.
bool EndsWithMark(std::string_view line) {
  return EndsWithAny(line, {"。", ";", "；", ":", "：", ",", "，", "、", "!", "！"});
}

bool SaysKind(const Dictionary& dictionary, std::string_view line) {
  return dictionary.Mentions(Words::kProgress, line) ||
         dictionary.Mentions(Words::kCompletion, line) || dictionary.Mentions(Words::kPlan, line);
}

// A line that names a list of promises.
bool IsTitle(const Text& text, const Dictionary& dictionary, const Block& block) {
  if (block.table >= 0 || block.in_stream) return false;
  const std::string_view line = text.Of(block.range);
  if (line.size() > kMaxTitleChars * 4 || CountChars(line) > kMaxTitleChars || EndsWithMark(line))
    return false;
  if (!dictionary.Mentions(Words::kTitle, line)) return false;
  const bool promises = dictionary.NamesPromises(line);
  const bool year = HasYear(line);
  if (!promises && !(year && Contains(line, "民生") && SaysKind(dictionary, line))) return false;
  // 27项实事项目具体完成情况 is no head of a column.
  const auto counts = [&] {
    return FindAnnouncement(line).count > 0 && SaysKind(dictionary, line);
  };
  if (!year && dictionary.HeadRole(line) != Role::kNone && !counts()) return false;
  for (const std::string_view menu :
       kWordsOf<"。", "|", ">", "\u3000>", "当前位置", "首页", "来源:", "来源：">) {
    if (Contains(line, menu)) return false;
  }
  const auto numbering = NumberingAt(text.str(), block.range.begin);
  if (numbering && !(year && SaysKind(dictionary, line))) return false;
  if (year || SaysKind(dictionary, line)) return true;
  // …,并完成民生实事系统销号 is a sentence of a report.
  return CountChars(line) <= 30 && !Contains(line, ",") && !Contains(line, "，");
}

// An entry of a table of contents as its heading stands below: without the number of the entry (4
// 四、…) and of its page (…… 12).
std::string_view HeadingOf(std::string_view entry) {
  const auto counts = [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ' ' || c == '\t';
  };
  while (!entry.empty() && counts(entry.back())) entry.remove_suffix(1);
  entry = BeforeFirst<"…", "···", "...", "．．">(entry);
  const std::size_t number =
      static_cast<std::size_t>(std::ranges::find_if_not(entry, counts) - entry.begin());
  if (number > 0 && (entry[number - 1] == ' ' || entry[number - 1] == '\t'))
    entry.remove_prefix(number);
  return Trim(entry);
}

// The blocks of a table of contents (目录 above lines that come again below), which titles nothing;
// both 0 where there is none.
std::pair<std::size_t, std::size_t> TableOfContents(const Text& text,
                                                    const std::vector<Block>& blocks) {
  constexpr std::size_t kDeepest = 60;  // lines above it
  constexpr std::size_t kMostEntries = 60;
  const auto is_head = [&](const Block& block) {
    std::string line(text.Of(block.range).substr(0, 30));
    std::erase(line, ' ');
    return line == "目录" || line == "目次";
  };
  const std::size_t above = std::min(blocks.size(), kDeepest);
  const std::size_t head = static_cast<std::size_t>(
      std::find_if(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(above), is_head) -
      blocks.begin());
  if (head == above) return {};
  const auto comes_again = [&](std::size_t entry) {
    const std::string_view heading = HeadingOf(text.Of(blocks[entry].range));
    return !heading.empty() && std::any_of(blocks.begin() + static_cast<std::ptrdiff_t>(entry) + 1,
                                           blocks.end(), [&](const Block& block) {
                                             return text.Of(block.range).starts_with(heading);
                                           });
  };
  std::size_t end = head + 1;
  while (end < std::min(blocks.size(), head + kMostEntries) && comes_again(end)) ++end;
  return {head, end};
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

// Where annexes open in a line: 附件2:…, at its edge or behind a blank.
std::vector<std::size_t> AnnexesIn(std::string_view line) {
  std::vector<std::size_t> found;
  for (std::size_t at = Find(line, "附件"); at != std::string_view::npos;
       at = Find(line, "附件", at + 6)) {
    if (at == 0 || IsSpace(CharBefore(line, at).code)) found.push_back(at);
  }
  return found;
}

// The heading that opens an annex: up to a blank before its first item (附件2:2023年民生实事  1.…),
// else all of it.
Range HeadingOfAnnex(const Text& text, Range annex) {
  for (std::size_t at = NextBlank(text.str(), annex.begin, annex.end); at < annex.end;
       at = NextBlank(text.str(), at, annex.end)) {
    const std::size_t end = at;
    while (at < annex.end && IsSpace(CharAt(text.str(), at).code))
      at += CharAt(text.str(), at).bytes;
    const auto numbering = at < annex.end ? NumberingAt(text.str(), at) : std::nullopt;
    if (numbering && numbering->value == 1 && numbering->style != NumberStyle::kBare)
      return {annex.begin, end};  // 1 alone opens a row
  }
  return annex;
}

// Parts lines that run on into the heading of an annex (…已完成。 附件2 2023年民生实事) before that
// heading, and behind it where the annex goes on in its line; so before one that ends a list
// (附件3:名词解释  1.…).
std::vector<Block> PartAnnexes(const Text& text, const Dictionary& dictionary,
                               const std::vector<Block>& blocks) {
  std::vector<Block> out;
  for (const Block& block : blocks) {
    std::vector<std::size_t> annexes =
        block.table < 0 ? AnnexesIn(text.Of(block.range)) : std::vector<std::size_t>{};
    annexes.push_back(block.range.size());
    const auto opens_other = [&](const Block& heading) {
      return IsTitle(text, dictionary, heading) ||
             dictionary.StartsWith(Words::kTail, BehindAnnexNumber(text.Of(heading.range)));
    };
    std::size_t parted = block.range.begin;  // the bytes before it are in blocks of their own
    const auto part = [&](std::size_t end) {
      const Range range = Trim(text.str(), {parted, end});
      if (!range.empty()) out.push_back({.range = range});
      parted = end;
    };
    for (std::size_t i = 0; i + 1 < annexes.size(); ++i) {
      const Range annex =
          Trim(text.str(), {block.range.begin + annexes[i], block.range.begin + annexes[i + 1]});
      const Block heading{.range = HeadingOfAnnex(text, annex)};
      if (!opens_other(heading)) continue;
      part(annex.begin);
      part(heading.range.end);
    }
    if (parted == block.range.begin) {
      out.push_back(block);
    } else {
      part(block.range.end);
    }
  }
  return out;
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

// 2023年2月3日 alone dates a document.
bool IsDate(std::string_view line) {
  while (!line.empty()) {
    const Char c = CharAt(line, 0);
    const bool part =
        IsDigit(c.code) || IsChineseDigit(c.code) || IsSpace(c.code) ||
        std::u32string_view(U"〇○年月日()（）").find(c.code) != std::u32string_view::npos;
    if (!part) return false;
    line.remove_prefix(c.bytes);
  }
  return true;
}

// What may name a document that no heading announces as a programme: the first short line with a
// year that is no menu, else its first line, unless that is an item already (一、…).
Range FirstHeading(const Text& text, const std::vector<Block>& blocks) {
  for (std::size_t i = 0; i < std::min<std::size_t>(blocks.size(), 12); ++i) {
    const std::string_view line = text.Of(blocks[i].range);
    if (blocks[i].table >= 0 || CountChars(line) > kMaxTitleChars ||
        NumberingAt(text.str(), blocks[i].range.begin))
      break;
    if (HasYear(line) && !IsDate(line) &&
        !MentionsAny<">", "|", "时间", "日期", "来源", "发布", "浏览", "编辑", "。">(line))
      return blocks[i].range;
  }
  const bool titled = blocks[0].table < 0 && !blocks[0].lone_cell &&
                      !NumberingAt(text.str(), blocks[0].range.begin) &&
                      CountChars(text.Of(blocks[0].range)) <= kMaxTitleChars;
  return titled ? blocks[0].range : Range{};
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
  std::vector<std::size_t> titles;
  const auto [contents, body] = TableOfContents(text, blocks);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (contents <= i && i < body) continue;
    if (IsTitle(text, dictionary, blocks[i])) titles.push_back(i);
  }
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
