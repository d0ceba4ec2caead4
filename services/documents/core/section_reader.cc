#include "documents/core/section_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/category_projects.h"
#include "documents/core/clause_lists.h"
#include "documents/core/list_tail.h"
#include "documents/core/numbering.h"
#include "documents/core/outline_candidates.h"
#include "documents/core/outline_lines.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// 记者从…获悉:…具体如下: introduces the list.
void DropLead(const Text& text, Listing* listing) {
  if (listing->items.size() <= 2) return;
  const Item& lead = listing->items.front();
  const std::string_view name = text.Of(lead.title);
  if (lead.title.empty() ||
      !(name.ends_with("获悉") || name.ends_with("如下") || name.starts_with("记者从")))
    return;
  listing->preface.push_back(lead.title);
  listing->items.erase(listing->items.begin());
  for (std::size_t i = 0; i < listing->items.size(); ++i)
    listing->items[i].number = static_cast<int>(i) + 1;
}

// 完成了A、B、C3项: a verb leads to the list, and the count says that none is left out.
bool ListsDone(const Text& text, std::span<const Item> items,
               const std::vector<NamedCount>& counts) {
  constexpr std::size_t kMostDone = 100;  // each is looked for in what goes on
  if (items.size() < 3 || items.size() > kMostDone || counts.size() != 1 ||
      counts.front().named != static_cast<int>(items.size()))
    return false;
  return text.str().substr(0, items.front().title.begin).ends_with("完成了");
}

constexpr std::size_t kLeastNumbered = 5;

// How many lines of words count on from 1 in one style, up to the last.
std::size_t CountedOn(const Text& text, const std::vector<Block>& blocks) {
  std::map<NumberStyle, std::size_t> counted;
  for (const Block& block : blocks) {
    const auto numbering =
        block.table < 0 ? NumberingAt(text.str(), block.range.begin) : std::nullopt;
    if (!numbering || numbering->range.end >= block.range.end) continue;
    std::size_t& last = counted[numbering->style];
    if (numbering->value == static_cast<int>(last) + 1) ++last;
  }
  std::size_t most = 0;
  for (const auto& [style, count] : counted) most = std::max(most, count);
  return most;
}

// How many rows open with numbers that count on from 1 through all records: their tasks, 1. and 2.
// below 一, 3. below 二. None where a record holds no such row: an outline's lines stand below its
// headings.
int NumberedTasks(const Text& text, const std::vector<Item>& records) {
  int last = 0;
  const auto next = [&](const Field& field) {
    const auto numbering =
        field.inherited ? std::nullopt : NumberingAt(text.str(), field.range.begin);
    return numbering && numbering->value == last + 1;
  };
  for (const Item& record : records) {
    const int before = last;
    for (const Part& row : record.parts) last += std::ranges::any_of(row.fields, next);
    if (last == before) return 0;
  }
  return last;
}

// What stands above the items of a list counts.
Counted CountedAbove(const Text& text, const Listing& listing) {
  constexpr std::size_t kMostBytes = 3000;  // of a line that is searched
  Counted counted;
  TakeCounts(text.Of(listing.title), &counted);
  for (const Range line : listing.preface)
    TakeCounts(text.Of(line).substr(0, kMostBytes), &counted);
  return counted;
}

// What is done above 一是…;二是…, what goes on: whether the sentences hold the whole outline and,
// before it, projects of which the outline does not tell again.
bool AddsTo(const Text& text, const Listing& outline, const Listing& sentences) {
  if (outline.items.empty() || sentences.items.size() < outline.items.size() + 3) return false;
  const std::span<const Item> added(sentences.items.data(),
                                    sentences.items.size() - outline.items.size());
  if (added.back().title.end > outline.items.front().title.begin ||
      !ListsDone(text, added, sentences.counts))
    return false;
  const std::string_view below = text.Of(ItemsRange(outline.items));
  return std::ranges::none_of(
      added, [&](const Item& item) { return Contains(below, text.Of(item.title)); });
}

}  // namespace

Range ItemsRange(std::span<const Item> items) {
  Range range{static_cast<std::size_t>(-1), 0};
  const auto include = [&range](Range part) {
    if (part.empty()) return;
    range.begin = std::min(range.begin, part.begin);
    range.end = std::max(range.end, part.end);
  };
  for (const Item& item : items) {
    include(item.title);
    for (const Field& field : item.fields) include(field.range);
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        if (!field.inherited) include(field.range);
      }
    }
  }
  return range.begin > range.end ? Range{} : range;
}

bool NamesOffices(const Listing& listing) {
  const auto named = [](const Field& field) {
    return NamesSomebody(field.role) && !field.head.empty();
  };
  const auto offices =
      std::count_if(listing.items.begin(), listing.items.end(), [&](const Item& item) {
        return std::any_of(item.fields.begin(), item.fields.end(), named) ||
               std::any_of(item.parts.begin(), item.parts.end(), [&](const Part& part) {
                 return std::any_of(part.fields.begin(), part.fields.end(), named);
               });
      });
  return listing.items.size() >= 3 &&
         offices * 2 > static_cast<std::ptrdiff_t>(listing.items.size());
}

Listing SectionReader::Read(Range title, std::vector<Block> blocks) const {
  Listing best{.title = title, .range = title};
  if (blocks.empty()) return best;
  const Range passage{blocks.front().range.begin, blocks.back().range.end};
  blocks = WithoutTail(text_, dictionary_, std::move(blocks));
  std::vector<Block> body = blocks;
  const std::vector<Range> closing = TakeClosing(text_, &body);
  const auto take = [&](Way way, Listing listing, double least = 0) {
    if (listing.items.empty()) return;
    if (way != Way::kClauses) listing.closing = closing;
    if (way != Way::kNumbers) listing.score = std::max(ScoreOf(way, listing, passage), least);
    if (best.items.empty() || listing.score > best.score) best = std::move(listing);
  };
  take(Way::kTable, ReadGroups(title, blocks));
  if (best.items.empty()) take(Way::kTable, ReadTables(title, blocks));
  if (best.items.empty()) {
    // Numbered lines that count on open the records of a stream, or their rows, or it is none.
    Listing stream = ReadStream(title, blocks);
    const std::size_t numbered = stream.items.empty() ? 0 : CountedOn(text_, blocks);
    if (numbered < kLeastNumbered || numbered <= stream.items.size() ||
        std::cmp_less_equal(numbered, NumberedTasks(text_, stream.items)))
      take(Way::kTable, std::move(stream));
  }
  if (!best.items.empty()) MakeCategoriesProjects(text_, CountedAbove(text_, best), &best.items);
  if (best.score < kSureScore) {
    Listing outline = ReadLines(title, passage, body);
    if (outline.score < kSureScore && best.score < kSureScore) {
      Listing sentences = ReadSentences(outline, blocks);
      const double least = AddsTo(text_, outline, sentences) ? outline.score : 0;
      take(Way::kClauses, std::move(sentences), least);
    }
    // 20个实事项目, of which sentences name thirteen and the outline the others.
    const std::vector<int> announced =
        outline.score < kSureScore ? std::vector<int>{} : CountedAbove(text_, outline).promises;
    const auto as_many = [&](const Listing& listing) {
      return std::ranges::find(announced, static_cast<int>(listing.items.size())) !=
             announced.end();
    };
    if (!announced.empty() && !as_many(outline)) {
      Listing sentences = ReadSentences(outline, blocks);
      if (sentences.items.size() > outline.items.size() && as_many(sentences))
        take(Way::kClauses, std::move(sentences), outline.score);
    }
    take(Way::kNumbers, std::move(outline));
  }
  // A table of places reports on the one promise that its title names.
  if (best.items.size() == 1 && best.items[0].title.empty()) best.items[0].title = title;
  if (const Range range = ItemsRange(best.items); !range.empty()) {
    best.range = title.empty() ? range : Range{title.begin, range.end};
  }
  return best;
}

Listing SectionReader::ReadPlain(Range title, const std::vector<Block>& blocks) const {
  Listing listing{
      .title = title, .range = {title.begin, blocks.back().range.end}, .layout = "OUTLINE"};
  listing.items = ReadPlainLines(text_, dictionary_, blocks);
  listing.score = ScoreOf(Way::kPlain, listing, listing.range);
  return listing;
}

Listing SectionReader::ReadParagraph(Range title, const std::vector<Block>& blocks) const {
  Listing listing{.title = title, .range = title, .layout = "OUTLINE"};
  const std::string_view announced = text_.Of(title);
  if (!dictionary_.Mentions(Words::kProgress, announced) &&
      !dictionary_.Mentions(Words::kCompletion, announced))
    return listing;
  for (const Block& block : blocks) {
    const std::string_view words = text_.Of(block.range);
    const auto digits =
        std::count_if(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (block.table >= 0 || CountChars(words) < 40 || digits < 4 ||
        !MentionsAny(words, {"截至", "截止", "已", "累计"})) {
      listing.preface.push_back(block.range);
      continue;
    }
    Range name = block.range;
    const std::size_t stop = Find(words, "。");
    if (stop != std::string_view::npos && CountChars(words.substr(0, stop)) <= 40)
      name.end = name.begin + stop;
    Range body{name.end < block.range.end ? name.end + std::string_view("。").size() : name.begin,
               block.range.end};
    if (name.end == block.range.end) name = title;
    // 2023年市定民生实事-改造公厕: what the list is, then the project.
    for (const std::string_view dash : kWordsOf<"-", "—", "－">) {
      const std::size_t at = text_.Of(name).rfind(dash);
      if (at != std::string_view::npos && !(name == title)) name.begin += at + dash.size();
    }
    Item item{.number = 1, .title = name};
    item.parts.emplace_back().fields.push_back(
        {.role = Role::kProgress, .range = Trim(text_.str(), body)});
    listing.items.push_back(std::move(item));
    listing.range = {title.begin, block.range.end};
    break;
  }
  return listing;
}

double SectionReader::ScoreOf(Way way, const Listing& listing, Range passage) const {
  std::vector<Range> spans;
  Signs signs;
  std::size_t follows = 0;
  std::size_t states = 0;
  int last = 0;
  for (const Item& item : listing.items) {
    spans.push_back(ItemsRange({&item, 1}));
    follows += item.number == last + 1;
    states += item.group_status != Status::kNone;
    last = item.number;
  }
  Counted counted;
  TakeCounts(text_.Of(listing.title), &counted);
  CountSpans(text_, figures_, passage, spans, counted, &signs);
  const auto n = static_cast<double>(listing.items.size());
  if (way == Way::kTable) {
    // Columns of places lie across each other, and one row may hold all: neither tells against a
    // table.
    signs[Feature::kRunsOn] = static_cast<double>(follows) / n;
    signs[Feature::kConcentrated] = 0;
    signs[Feature::kFew] = 0;
    signs[Feature::kTelling] = 1;
  }
  if (way == Way::kClauses) {
    signs[Feature::kTelling] = std::max(signs[Feature::kTelling], static_cast<double>(states) / n);
    // A sentence that counts projects, or says how far each is, speaks of a list as one that
    // announces them. So do five that their members bear out, and the more surely.
    const bool announced =
        !listing.counts.empty() || states >= listing.items.size() || listing.chosen;
    signs[Feature::kAnnounced] = listing.counts.size() >= 5 ? 1 : announced ? 0.5 : 0;
  }
  return Score(way, signs);
}

Listing SectionReader::ReadLines(Range title, Range passage,
                                 const std::vector<Block>& blocks) const {
  Listing listing{.title = title, .range = title, .layout = "OUTLINE"};
  listing.items = ReadOutline(text_, dictionary_, figures_, blocks, title, passage,
                              &listing.preface, &listing.score);
  DropLead(text_, &listing);
  return listing;
}

// Prose lists projects within its sentences, and may go on with the numbered ones of `outline`
// (有7个项目实施较慢:1、…).
Listing SectionReader::ReadSentences(const Listing& outline,
                                     const std::vector<Block>& blocks) const {
  Listing listing{.title = outline.title,
                  .range = outline.title,
                  .preface = outline.preface,
                  .layout = "OUTLINE"};
  ClauseLists lists = ReadClauseLists(text_, dictionary_, blocks);
  std::vector<Item>& members = lists.items;
  if (members.empty()) return listing;
  // Names in quotes below a list of those that are done stand inside of the outline's items.
  const auto inside = std::ranges::find_if(members, [&](const Item& item) {
    return !outline.items.empty() && item.title.begin >= outline.items.front().title.begin;
  });
  if (ListsDone(text_, {members.begin(), inside}, lists.counts)) {
    members.erase(inside, members.end());
  }
  const bool before =
      !outline.items.empty() && members.back().title.end <= outline.items.front().title.begin;
  // 推动增收、就业等十个方面 above a numbered list sums it up.
  const bool bare = std::ranges::all_of(members, [&](const Item& item) {
    const bool told = std::ranges::any_of(item.parts, [&](const Part& part) {
      return std::ranges::any_of(
          part.fields, [&](const Field& field) { return HoldsDigit(text_.Of(field.range)); });
    });
    return item.group_status == Status::kNone && !HoldsDigit(text_.Of(item.title)) && !told;
  });
  if (before && bare) return listing;
  listing.items = std::move(members);
  listing.counts = std::move(lists.counts);
  listing.statements = std::move(lists.lines);
  listing.chosen = lists.chosen;
  listing.told = std::ranges::any_of(
      listing.items, [](const Item& item) { return item.group_status != Status::kNone; });
  if (before) {
    for (Item item : outline.items) {
      item.number = listing.items.back().number + 1;
      listing.items.push_back(std::move(item));
    }
    return listing;
  }
  listing.preface.clear();
  for (const Block& block : blocks) {
    const std::size_t first = listing.items.front().title.begin;
    if (block.range.begin >= first) break;
    listing.preface.push_back({block.range.begin, std::min(block.range.end, first)});
  }
  return listing;
}

}  // namespace duban::documents
