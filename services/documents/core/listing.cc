#include "documents/core/listing.h"

#include <algorithm>
#include <span>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_lists.h"
#include "documents/core/numbering.h"
#include "documents/core/outline_lines.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxTitleChars = 70;

bool HasYear(std::string_view line) {
  for (std::size_t at = line.find("年"); at != std::string_view::npos; at = line.find("年", at + 3)) {
    if (at >= 1 && (IsDigit(CharBefore(line, at).code) || IsSpace(CharBefore(line, at).code))) return true;
    if (at >= 3 && IsChineseDigit(CharBefore(line, at).code)) return true;
  }
  return false;
}

bool EndsSentence(std::string_view line) {
  return EndsWithAny(line, {"。", ";", "；", ":", "：", ",", "，", "、", "!", "！"});
}

bool SaysKind(const Dictionary& dictionary, std::string_view line) {
  return dictionary.Mentions(Words::kProgress, line) || dictionary.Mentions(Words::kCompletion, line) ||
         dictionary.Mentions(Words::kPlan, line);
}

// A line that names a list of promises.
bool IsTitle(const Text& text, const Dictionary& dictionary, const Block& block) {
  if (block.table >= 0 || block.in_stream) return false;
  const std::string_view line = text.Of(block.range);
  if (line.size() > kMaxTitleChars * 4 || CountChars(line) > kMaxTitleChars || EndsSentence(line)) return false;
  if (!dictionary.Mentions(Words::kTitle, line)) return false;
  const Searched words(line);
  const bool promises = std::any_of(dictionary.List(Words::kTitle).begin(), dictionary.List(Words::kTitle).end(),
                                    [&](std::string_view word) { return word != "民生" && words.Holds(word); });
  const bool year = HasYear(line);
  if (!promises && !(year && Contains(line, "民生") && SaysKind(dictionary, line))) return false;
  // 27项实事项目具体完成情况 is no head of a column.
  const auto counts = [&] { return FindAnnouncement(line).count > 0 && SaysKind(dictionary, line); };
  if (!year && dictionary.HeadRole(line) != Role::kNone && !counts()) return false;
  for (const std::string_view menu : {"。", "|", ">", "\u3000>", "当前位置", "首页", "来源:", "来源："}) {
    if (Contains(line, menu)) return false;
  }
  const auto numbering = NumberingAt(text.str(), block.range.begin);
  if (numbering && !(year && SaysKind(dictionary, line))) return false;
  if (year || SaysKind(dictionary, line)) return true;
  // …,并完成民生实事系统销号 is a sentence of a report.
  return CountChars(line) <= 30 && !Contains(line, ",") && !Contains(line, "，");
}

bool IsTail(const Text& text, const Dictionary& dictionary, const Block& block) {
  if (block.table >= 0) return false;
  const std::string_view line = text.Of(block.range);
  return dictionary.StartsWith(Words::kTail, line) && CountChars(line.substr(0, std::min<std::size_t>(line.size(), 400))) <= 60;
}

std::string LayoutOf(TableForm form) {
  switch (form) {
    case TableForm::kPipe:
      return "PIPE_TABLE";
    case TableForm::kTab:
      return "TAB_TABLE";
    case TableForm::kHtml:
      return "HTML_TABLE";
    case TableForm::kBlanks:
      return "BLANK_TABLE";
    case TableForm::kComma:
      return "CSV";
  }
  return "";
}

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
      for (const Field& field : part.fields) include(field.range);
    }
  }
  return range.begin > range.end ? Range{} : range;
}

// Whether most items of an outline say by a label who is in charge: then each is a task that somebody has to do.
bool NamesOffices(const Listing& listing) {
  const auto named = [](const Field& field) { return NamesSomebody(field.role) && !field.head.empty(); };
  const auto offices = std::count_if(listing.items.begin(), listing.items.end(), [&](const Item& item) {
    return std::any_of(item.fields.begin(), item.fields.end(), named) ||
           std::any_of(item.parts.begin(), item.parts.end(), [&](const Part& part) {
             return std::any_of(part.fields.begin(), part.fields.end(), named);
           });
  });
  return listing.items.size() >= 3 && offices * 2 > static_cast<std::ptrdiff_t>(listing.items.size());
}

// Reads the list of one passage, by the first layout that finds one: tables, a stream of cells, an outline.
class SectionReader {
 public:
  SectionReader(const Text& text, const Dictionary& dictionary, const Page& page)
      : text_(text), dictionary_(dictionary), page_(page) {}

  Listing Read(Range title, std::vector<Block> blocks) {
    Listing listing{.title = title, .range = title};
    bool begun = false;  // menus above a list hold the same words as those below it
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::string_view line = text_.Of(blocks[i].range);
      begun = begun || blocks[i].table >= 0 || NumberingAt(text_.str(), blocks[i].range.begin) ||
              (line.size() < 30 && dictionary_.HeadRole(line) == Role::kNumber) || CountChars(line) > 120;
      // 主办单位:… closes a page, or an item that others follow.
      const bool followed = line.starts_with("主办单位") && i + 1 < blocks.size() && NumberingAt(text_.str(), blocks[i + 1].range.begin);
      if (begun && !followed && IsTail(text_, dictionary_, blocks[i])) {
        blocks.resize(i);
        break;
      }
    }
    ReadGroups(blocks, &listing);
    if (listing.items.empty()) ReadTables(blocks, &listing);
    if (listing.items.empty()) {
      std::size_t first = 0;
      std::size_t last = 0;
      listing.items = ReadCellStream(text_, dictionary_, blocks, &first, &last, &listing.totals);
      if (!listing.items.empty()) {
        listing.layout = "LINE_TABLE";
        listing.labelled = true;
        for (std::size_t i = 0; i < first; ++i) listing.preface.push_back(blocks[i].range);
      }
    }
    if (listing.items.empty()) {
      listing.items = ReadOutline(text_, dictionary_, blocks, title, &listing.preface);
      listing.layout = "OUTLINE";
      AddClauseLists(blocks, &listing);
    }
    // 记者从…获悉:…具体如下: introduces the list.
    if (listing.items.size() > 2 && listing.layout == "OUTLINE") {
      const Item& lead = listing.items.front();
      const std::string_view name = text_.Of(lead.title);
      if (!lead.title.empty() && (name.ends_with("获悉") || name.ends_with("如下") || name.starts_with("记者从"))) {
        listing.preface.push_back(lead.title);
        listing.items.erase(listing.items.begin());
        for (std::size_t i = 0; i < listing.items.size(); ++i) listing.items[i].number = static_cast<int>(i) + 1;
      }
    }
    // A table of places reports on the one promise that its title names.
    if (listing.items.size() == 1 && listing.items[0].title.empty()) listing.items[0].title = title;
    if (const Range range = ItemsRange(listing.items); !range.empty()) {
      listing.range = title.empty() ? range : Range{title.begin, range.end};
    }
    return listing;
  }

  // A list whose every line is an item.
  Listing ReadPlain(Range title, const std::vector<Block>& blocks) {
    Listing listing{.title = title, .range = {title.begin, blocks.back().range.end}, .layout = "OUTLINE"};
    listing.items = ReadPlainLines(text_, dictionary_, blocks);
    return listing;
  }

 private:
  // Promises beside each other above places below each other, whether the cells stand in rows or one by one.
  void ReadGroups(const std::vector<Block>& blocks, Listing* listing) {
    const bool places = std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
      Range first = block.range;
      if (block.table >= 0) {
        const auto& rows = page_.tables[static_cast<std::size_t>(block.table)].rows;
        first = rows.empty() || rows[0].empty() ? Range{} : rows[0][0];
      }
      return first.size() <= 30 && dictionary_.HeadRole(text_.Of(first)) == Role::kPlace;
    });
    if (!places) return;
    std::vector<Range> cells;
    for (const Block& block : blocks) {
      if (block.table < 0) {
        cells.push_back(block.range);
        continue;
      }
      for (const auto& row : page_.tables[static_cast<std::size_t>(block.table)].rows) {
        std::copy_if(row.begin(), row.end(), std::back_inserter(cells), [](Range cell) { return !cell.empty(); });
      }
    }
    Range before;
    listing->items = ReadPlaceGroups(text_, dictionary_, cells, &before, &listing->totals);
    if (listing->items.empty()) return;
    listing->layout = "MATRIX";
    listing->labelled = true;
    for (const Block& block : blocks) {
      if (before.Contains(block.range.begin)) listing->preface.push_back(block.range);
    }
  }

  void ReadTables(const std::vector<Block>& blocks, Listing* listing) {
    std::vector<Column> columns;
    for (const Block& block : blocks) {
      if (block.table < 0) {
        if (listing->items.empty()) listing->preface.push_back(block.range);
        continue;
      }
      const Table& table = page_.tables[static_cast<std::size_t>(block.table)];
      std::vector<Item> items = ReadTable(text_, dictionary_, table, &columns, &listing->totals);
      const bool matrix = items.empty() && listing->items.empty();
      if (matrix) items = ReadMatrix(text_, dictionary_, table);
      if (items.empty()) continue;
      listing->layout = matrix ? "MATRIX" : LayoutOf(table.form);
      listing->labelled = true;
      Append(std::move(items), &listing->items);
    }
    if (listing->items.empty()) listing->preface.clear();
  }

  // Prose lists projects within its sentences, and may go on with numbered ones (有7个项目实施较慢:1、…). Where the outline
  // found chapters only, the lists inside them are what the document is about.
  void AddClauseLists(const std::vector<Block>& blocks, Listing* listing) {
    const bool chapters = listing->items.size() <= 3 && !NamesOffices(*listing);
    ClauseLists lists = chapters ? ReadClauseLists(text_, dictionary_, blocks) : ClauseLists{};
    std::vector<Item>& members = lists.items;
    if (members.empty() || members.size() <= listing->items.size()) return;
    const bool before = !listing->items.empty() && members.back().title.end <= listing->items.front().title.begin;
    // 推动增收、就业等十个方面 above a numbered list sums it up.
    const bool bare = std::ranges::all_of(members, [&](const Item& item) {
      const std::string_view words = text_.Of(item.title);
      return item.group_status == Status::kNone && !HoldsDigit(words);
    });
    if (before && bare) return;
    std::vector<Item> numbered = before ? std::move(listing->items) : std::vector<Item>{};
    listing->items = std::move(members);
    listing->counts = std::move(lists.counts);
    listing->statements = std::move(lists.lines);
    listing->told = std::any_of(listing->items.begin(), listing->items.end(),
                                [](const Item& item) { return item.group_status != Status::kNone; });
    for (Item& item : numbered) {
      item.number = listing->items.back().number + 1;
      listing->items.push_back(std::move(item));
    }
    if (before) return;
    listing->preface.clear();
    for (const Block& block : blocks) {
      if (block.range.begin >= listing->items.front().title.begin) break;
      listing->preface.push_back({block.range.begin, std::min(block.range.end, listing->items.front().title.begin)});
    }
  }

  // A table that goes on after a page break continues the item it broke off in.
  static void Append(std::vector<Item> more, std::vector<Item>* items) {
    for (Item& item : more) {
      if (item.counted && !items->empty()) item.number = items->back().number + 1;
      if (!items->empty() && items->back().number == item.number) {
        for (Part& part : item.parts) items->back().parts.push_back(std::move(part));
      } else {
        items->push_back(std::move(item));
      }
    }
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const Page& page_;
};

// Whether an outline of five items or more, of which a copy has lost the title, reports on promises: nearly every item holds
// figures, and most say what of them is done.
bool TellsOfFigures(const Text& text, const Listing& listing) {
  std::size_t figures = 0;
  std::size_t done = 0;
  for (const Item& item : listing.items) {
    const Range range = ItemsRange({&item, 1});
    const std::string_view words = text.Of(range).substr(0, 2000);
    figures += HoldsDigit(words);
    done += MentionsAny(words, {"已完成", "已建成", "占计划", "完成率", "已开工", "年度任务", "目标任务"});
  }
  return listing.items.size() >= 5 && figures * 5 >= listing.items.size() * 4 && done * 3 >= listing.items.size() * 2;
}

// Parts a line that runs on into the heading of an annex (…已完成。 附件2 2023年民生实事) before that heading.
std::vector<Block> PartAnnexes(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  std::vector<Block> out;
  for (const Block& block : blocks) {
    const std::string_view line = text.Of(block.range);
    const std::size_t at = block.table < 0 ? FindLast(line, " 附件") : std::string_view::npos;
    if (at != std::string_view::npos) {
      const Block heading{.range = {block.range.begin + at + 1, block.range.end}};
      if (IsTitle(text, dictionary, heading)) {
        out.push_back({.range = Trim(text.str(), {block.range.begin, heading.range.begin})});
        out.push_back(heading);
        continue;
      }
    }
    out.push_back(block);
  }
  return out;
}

// The lists that sentences announce, read each by itself.
std::vector<Listing> ReadAnnounced(const Text& text, SectionReader* reader, const std::vector<Block>& blocks) {
  std::vector<Listing> listings;
  for (AnnouncedList& list : FindAnnouncedLists(text, blocks)) {
    Listing listing = list.plain ? reader->ReadPlain(list.title, list.blocks) : reader->Read(list.title, std::move(list.blocks));
    if (listing.items.size() != static_cast<std::size_t>(list.count)) continue;
    listing.preface = std::move(list.preface);
    listings.push_back(std::move(listing));
  }
  return listings;
}

// The single report below a title that announces progress: its first sentence, when it is short, names the project.
Listing OneParagraph(const Text& text, const Dictionary& dictionary, Range title, const std::vector<Block>& blocks) {
  Listing listing{.title = title, .range = title, .layout = "OUTLINE"};
  const std::string_view announced = text.Of(title);
  if (!dictionary.Mentions(Words::kProgress, announced) && !dictionary.Mentions(Words::kCompletion, announced)) {
    return listing;
  }
  for (const Block& block : blocks) {
    const std::string_view words = text.Of(block.range);
    const auto digits = std::count_if(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool told = Contains(words, "截至") || Contains(words, "截止") || Contains(words, "已") || Contains(words, "累计");
    if (block.table >= 0 || CountChars(words) < 40 || digits < 4 || !told) {
      listing.preface.push_back(block.range);
      continue;
    }
    Range name = block.range;
    const std::size_t stop = words.find("。");
    if (stop != std::string_view::npos && CountChars(words.substr(0, stop)) <= 40) name.end = name.begin + stop;
    Range body{name.end < block.range.end ? name.end + std::string_view("。").size() : name.begin, block.range.end};
    if (name.end == block.range.end) name = title;
    // 2023年市定民生实事-改造公厕: what the list is, then the project.
    for (const std::string_view dash : {"-", "—", "－"}) {
      const std::size_t at = text.Of(name).rfind(dash);
      if (at != std::string_view::npos && !(name == title)) name.begin += at + dash.size();
    }
    Item item{.number = 1, .title = name};
    item.parts.emplace_back().fields.push_back({.role = Role::kProgress, .range = Trim(text.str(), body)});
    listing.items.push_back(std::move(item));
    listing.range = {title.begin, block.range.end};
    break;
  }
  return listing;
}

// What may name a document that no heading announces as a programme: the first short line with a year that is no menu,
// else its first line.
Range FirstHeading(const Text& text, const std::vector<Block>& blocks) {
  for (std::size_t i = 0; i < std::min<std::size_t>(blocks.size(), 12); ++i) {
    const std::string_view line = text.Of(blocks[i].range);
    if (blocks[i].table >= 0 || CountChars(line) > kMaxTitleChars || NumberingAt(text.str(), blocks[i].range.begin)) break;
    if (HasYear(line) && !MentionsAny(line, {">", "|", "时间", "日期", "来源", "发布", "浏览", "编辑", "。"})) return blocks[i].range;
  }
  const bool titled = blocks[0].table < 0 && CountChars(text.Of(blocks[0].range)) <= kMaxTitleChars;
  return titled ? blocks[0].range : Range{};
}

}  // namespace

std::vector<Listing> FindListings(const Text& text, const Dictionary& dictionary, const Page& printed) {
  Page page = printed;
  PartSpacedTables(text, dictionary, &page);
  PartGluedTables(text, dictionary, &page);
  MarkCellStreams(text, &page.blocks);
  const std::vector<Block> blocks =
      PartAnnexes(text, dictionary, JoinBareNumbers(text, dictionary, PartRunOnTables(text, dictionary, page.blocks)));
  std::vector<std::size_t> titles;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (IsTitle(text, dictionary, blocks[i])) titles.push_back(i);
  }
  SectionReader reader(text, dictionary, page);
  std::vector<Listing> listings;
  const auto slice = [&](std::size_t begin, std::size_t end) {
    return std::vector<Block>(blocks.begin() + static_cast<std::ptrdiff_t>(begin),
                              blocks.begin() + static_cast<std::ptrdiff_t>(end));
  };
  // The heading of an annex governs what follows it: numbered reports above it are a list of their own, of the year before.
  if (!titles.empty() && titles[0] > 0 && text.Of(blocks[titles[0]].range).starts_with("附件")) {
    Listing listing = reader.Read(Range{}, slice(0, titles[0]));
    std::size_t longest = 0;  // bytes of an item: a report says much of each, a chapter of a report more, a menu little
    for (const Item& item : listing.items) longest = std::max(longest, ItemsRange({&item, 1}).size());
    listing.past = true;
    if (listing.items.size() >= 3 && longest > 300 && longest < 6000) listings.push_back(std::move(listing));
  }
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::size_t end = i + 1 < titles.size() ? titles[i + 1] : blocks.size();
    Listing listing = reader.Read(blocks[titles[i]].range, slice(titles[i] + 1, end));
    if (!listing.items.empty()) listings.push_back(std::move(listing));
  }
  // Where an annex reports, what stands above the first one is the body of the document.
  const auto reports = [&](const Listing& listing) {
    const std::string_view name = text.Of(listing.title);
    return dictionary.Mentions(Words::kCompletion, name) || dictionary.Mentions(Words::kProgress, name);
  };
  if (listings.size() > 1 && listings.front().past && std::any_of(listings.begin() + 1, listings.end(), reports)) listings.erase(listings.begin());
  if (listings.empty()) listings = ReadAnnounced(text, &reader, blocks);
  if (listings.empty() && !blocks.empty()) {
    Listing listing = reader.Read(FirstHeading(text, blocks), blocks);
    const auto promises = [&] {
      return listing.labelled || NamesOffices(listing) || TellsOfFigures(text, listing) ||
             dictionary.Mentions(Words::kTitle, text.str()) || FindAnnouncement(text.str()).count > 0;
    };
    if (!listing.items.empty() && promises()) listings.push_back(std::move(listing));
  }
  for (std::size_t i = 0; i < titles.size() && listings.empty(); ++i) {
    const std::size_t end = i + 1 < titles.size() ? titles[i + 1] : blocks.size();
    Listing listing = OneParagraph(text, dictionary, blocks[titles[i]].range, slice(titles[i] + 1, end));
    if (!listing.items.empty()) listings.push_back(std::move(listing));
  }
  return listings;
}

}  // namespace duban::documents
