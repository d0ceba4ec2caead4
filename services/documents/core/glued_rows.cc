#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/glued_names.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/told.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxHeadLine = 150;  // bytes
constexpr std::size_t kLeastRows = 3;

bool NamesOffices(Role role) {
  return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating;
}
bool NamesAnybody(Role role) { return NamesOffices(role) || role == Role::kLeader; }

// Heads that run together, and what stands below them.
struct Heads {
  std::vector<Range> ranges;
  std::vector<Role> roles;
  std::size_t number = 0;       // the column that opens the rows, behind that of their kinds
  std::size_t first_names = 0;  // the columns of offices and leaders
  std::size_t end_names = 0;
  bool Has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
};

// The heads that a line consists of (类别序号工程内容牵头单位三季度进展情况): the longest known
// words, before which at most six characters of the same head may be unknown. Empty where something
// else stands in the line.
std::vector<Range> SplitHeads(const Text& text, const Dictionary& dictionary, Range line) {
  constexpr std::size_t kMostUnknown = 6;
  constexpr std::size_t kMostChars = 12;
  std::vector<Range> heads;
  for (std::size_t at = line.begin; at < line.end;) {
    Range found;
    std::size_t from = at;
    for (std::size_t unknown = 0; found.empty() && unknown <= kMostUnknown && from < line.end;
         ++unknown) {
      std::size_t to = from;
      for (std::size_t chars = 1; chars <= kMostChars && to < line.end; ++chars) {
        to += CharAt(text.str(), to).bytes;
        if (chars >= 2 && dictionary.IsHead(text.Of({from, to}))) found = {at, to};
      }
      from += CharAt(text.str(), from).bytes;
    }
    if (found.empty()) return {};
    // 责任单位责任人 is the head of one column elsewhere.
    for (std::size_t mid = found.begin; mid < found.end; mid += CharAt(text.str(), mid).bytes) {
      const Range offices{found.begin, mid};
      if (!dictionary.IsHead(text.Of(offices)) ||
          !NamesOffices(dictionary.HeadRole(text.Of(offices))))
        continue;
      if (dictionary.IsHead(text.Of({mid, found.end}))) found.end = mid;
    }
    heads.push_back(found);
    at = found.end;
  }
  return heads;
}

// The heads of a line below which cells can be told apart: numbers open the rows, names part their
// texts, and one column at most stands behind the names.
std::optional<Heads> HeadsAt(const Text& text, const Dictionary& dictionary, Range line) {
  const std::string_view words = text.Of(line);
  if (words.size() > kMaxHeadLine || !MentionsAny<"序号", "编号">(words)) return std::nullopt;
  Heads heads{.ranges = SplitHeads(text, dictionary, line)};
  for (const Range head : heads.ranges) heads.roles.push_back(dictionary.HeadRole(text.Of(head)));
  const auto& roles = heads.roles;
  const auto begin = roles.begin();
  const auto index = [&](auto it) { return static_cast<std::size_t>(it - begin); };
  heads.number = index(std::find(begin, roles.end(), Role::kNumber));
  heads.first_names = index(std::find_if(begin, roles.end(), NamesAnybody));
  heads.end_names = index(std::find_if_not(begin + static_cast<std::ptrdiff_t>(heads.first_names),
                                           roles.end(), NamesAnybody));
  const bool numbered = heads.number == 0 || (heads.number == 1 && roles[0] == Role::kCategory);
  const bool parted =
      heads.first_names > heads.number + 1 && std::any_of(begin, roles.end(), NamesOffices);
  if (!numbered || !parted || roles.size() > heads.end_names + 1) return std::nullopt;
  const std::size_t leader = index(std::find(begin, roles.end(), Role::kLeader));
  const bool first_or_last =
      leader == roles.size() || leader == heads.first_names || leader + 1 == roles.size();
  return first_or_last ? std::optional(std::move(heads)) : std::nullopt;
}

class RowsReader {
 public:
  RowsReader(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
             Heads heads)
      : text_(text),
        dictionary_(dictionary),
        blocks_(blocks),
        heads_(std::move(heads)),
        behind_(heads_.roles.size() > heads_.end_names) {}

  // The table whose heads are block `head`; `end` receives where it ends. Nothing where few rows
  // name anybody.
  std::optional<Table> Read(std::size_t head, std::size_t* end) {
    FindRows(head + 1, end);
    if (rows_.size() < kLeastRows) return std::nullopt;
    std::size_t named = 0;
    for (Row& row : rows_) named += FindNames(&row);
    for (Row& row : rows_) named += row.names.empty() && FindKnownNames(&row);
    if (named * 3 < rows_.size() * 2) return std::nullopt;
    return Build({blocks_[head].range.begin, blocks_[*end - 1].range.end});
  }

 private:
  struct Row {
    Range group;  // a heading above it: 二、医疗卫生
    Range category, number, body;
    std::size_t names_at = 0;
    GluedNames names;
  };

  // Whether row `number` opens `line`: its number, behind its kind where a column holds kinds.
  std::optional<Row> RowAt(Range line, int number) const {
    constexpr std::size_t kMostChars = 12;  // of a kind
    const std::string_view all = text_.str();
    std::size_t at = line.begin;
    for (std::size_t chars = 0; heads_.number > 0 && chars < kMostChars && at < line.end; ++chars) {
      const Char c = CharAt(all, at);
      if (!IsHan(c.code) && c.code != U'、') break;
      at += c.bytes;
    }
    std::size_t behind = at;
    int value = 0;
    while (behind < line.end && behind < at + 3 && all[behind] >= '0' && all[behind] <= '9')
      value = value * 10 + (all[behind++] - '0');
    if (value != number || behind >= line.end) return std::nullopt;
    const char32_t next = CharAt(all, behind).code;
    if (!IsHan(next) && next != U'“' && next != U'《') return std::nullopt;
    return Row{.category = {line.begin, at}, .number = {at, behind}, .body = {behind, line.end}};
  }

  // Lines between rows go on with the one above them, or head those below.
  void FindRows(std::size_t first, std::size_t* end) {
    constexpr std::size_t kMostHeading = 60;  // bytes
    Range group;
    Range more;  // the lines behind the last row
    *end = first;
    for (std::size_t i = first; i < blocks_.size() && blocks_[i].table < 0; ++i) {
      const Range line = blocks_[i].range;
      if (auto row = RowAt(line, static_cast<int>(rows_.size()) + 1)) {
        if (!rows_.empty() && !more.empty()) rows_.back().body.end = more.end;
        row->group = std::exchange(group, Range{});
        more = {};
        rows_.push_back(*std::move(row));
        *end = i + 1;
        continue;
      }
      const auto numbering = NumberingAt(text_.str(), line.begin);
      const bool heading =
          numbering && numbering->style == NumberStyle::kChinese && line.size() <= kMostHeading;
      if (rows_.empty() && !heading) return;
      (heading ? group : more) = line;
    }
  }

  // Whether a cell may end before `at`: behind the end of a sentence, a bracket or a line, or
  // behind what a figure counts (改造120户区住建局).
  bool MayEnd(Range body, std::size_t at) const {
    constexpr std::size_t kMostUnit = 3;  // characters
    const std::string_view all = text_.str();
    Char c = CharBefore(all, at);
    if (c.code == ')' || c.code == U'\uFF09')
      return at - c.bytes > body.begin && !IsDigit(CharBefore(all, at - c.bytes).code);  // (2)
    if (c.code == U'。' || c.code == U'；' || c.code == ';' || IsSpace(c.code)) return true;
    if (!StartsWithAny(all.substr(at), {"区", "县", "市", "州", "旗", "省", "各"})) return false;
    for (std::size_t chars = 0; chars < kMostUnit && IsHan(c.code); ++chars) {
      at -= c.bytes;
      if (at <= body.begin) return false;
      c = CharBefore(all, at);
      if (IsDigit(c.code) || c.code == '%') return true;
    }
    return false;
  }

  // The names at `at`, where they fit the columns; they fill the cell unless another column stands
  // behind them.
  GluedNames NamesAt(Range body, std::size_t at) const {
    GluedNames names = ReadGluedNames(text_.str(), at, body.end, dictionary_);
    if (names.empty()) return {};
    const Range rest = Trim(text_.str(), {names.end, body.end});
    if (behind_) {
      // Behind the office a report begins, which may name others: only what opens like the first
      // one belongs to the cell.
      const auto place = [&](Range unit) { return CharAt(text_.str(), unit.begin).code; };
      const auto other = std::find_if(names.units.begin(), names.units.end(), [&](Range unit) {
        return place(unit) != place(names.units.front());
      });
      names.units.erase(other, names.units.end());
      names.end = names.units.back().end;
      return names;
    }
    if (rest.empty()) return names;
    if (heads_.roles.back() == Role::kLeader && LooksLikePeople(text_.Of(rest), dictionary_)) {
      names.people = {rest};
      return names;
    }
    if (!LooksLikeUnits(text_.Of({at, body.end}), dictionary_)) return {};
    return {.units = {{at, body.end}}, .end = body.end};
  }

  bool FindNames(Row* row) const {
    for (std::size_t at = row->body.begin; at < row->body.end;
         at += CharAt(text_.str(), at).bytes) {
      if (at == row->body.begin || !MayEnd(row->body, at)) continue;
      row->names = NamesAt(row->body, at);
      row->names_at = at;
      if (!row->names.empty()) return true;
    }
    return false;
  }

  // The office of another row, where no mark stands before it.
  bool FindKnownNames(Row* row) const {
    const std::string_view body = text_.Of(row->body);
    std::size_t first = body.size();
    for (const Row& other : rows_) {
      if (!other.names.empty())
        first = std::min(first, Find(body, text_.Of(other.names.units.front())));
    }
    if (first == 0 || first >= body.size()) return false;
    row->names_at = row->body.begin + first;
    row->names = NamesAt(row->body, row->names_at);
    return !row->names.empty();
  }

  // Where what was promised ends in a text of both: before the first sentence that tells what is
  // done.
  std::size_t ReportBegins(Range words) const {
    const std::string_view all = text_.Of(words);
    std::size_t at = 0;
    for (std::size_t stop = Find(all, "。"); stop < all.size(); stop = Find(all, "。", at)) {
      at = stop + std::string_view("。").size();
      if (at < all.size() && TellsWhatIsDone(all.substr(at, Find(all.substr(at), "。"))))
        return words.begin + at;
    }
    return words.end;
  }

  // The cells of a row, one for each head; the offices have as many as the row with most of them.
  std::vector<Range> Cells(const Row& row, std::size_t most) const {
    const bool named = !row.names.empty();
    Range told = Trim(text_.str(), {row.body.begin, named ? row.names_at : row.body.end});
    Range report = named && behind_ ? Trim(text_.str(), {row.names.end, row.body.end}) : Range{};
    Range title;
    if (heads_.Has(Role::kProgress) && !behind_) {
      const std::size_t begins = ReportBegins(told);
      report = {begins, told.end};
      told.end = begins;
    }
    if (heads_.Has(Role::kTitle) && (heads_.Has(Role::kContent) || heads_.Has(Role::kTarget))) {
      const std::size_t opens = TaskOpens(text_.Of(told));
      title = {told.begin, opens == std::string_view::npos ? told.begin : told.begin + opens};
      told.begin = title.end;
    } else if (heads_.Has(Role::kTitle)) {
      title = std::exchange(told, Range{});
    }
    std::vector<Range> cells;
    std::size_t unit = 0;
    for (std::size_t i = 0; i < heads_.roles.size(); ++i) {
      const Role role = heads_.roles[i];
      if (NamesOffices(role)) {
        const std::size_t end = LastOffices(i) ? std::max(most, unit + 1) : unit + 1;
        for (; unit < end; ++unit)
          cells.push_back(unit < row.names.units.size() ? row.names.units[unit] : Range{});
        continue;
      }
      Range cell;
      if (i == heads_.number) cell = row.number;
      if (i < heads_.number) cell = row.category;
      if (role == Role::kTitle) cell = std::exchange(title, Range{});
      if (role == Role::kContent || role == Role::kTarget) cell = std::exchange(told, Range{});
      if (role == Role::kLeader && !row.names.people.empty())
        cell = {row.names.people.front().begin, row.names.people.back().end};
      if (role == Role::kProgress || i >= heads_.end_names) cell = std::exchange(report, Range{});
      cells.push_back(cell);
    }
    return cells;
  }

  bool LastOffices(std::size_t column) const {
    return std::none_of(heads_.roles.begin() + static_cast<std::ptrdiff_t>(column) + 1,
                        heads_.roles.end(), NamesOffices);
  }

  Table Build(Range range) const {
    Table table{.form = TableForm::kBlanks, .range = range};
    std::size_t most = 0;
    for (const Row& row : rows_) most = std::max(most, row.names.units.size());
    std::vector<Range> head;
    std::size_t unit = 0;
    for (std::size_t i = 0; i < heads_.roles.size(); ++i) {
      const bool offices = NamesOffices(heads_.roles[i]);
      const std::size_t end = offices && LastOffices(i) ? std::max(most, unit + 1) : unit + 1;
      head.insert(head.end(), offices ? end - unit : 1, heads_.ranges[i]);
      if (offices) unit = end;
    }
    table.rows.push_back(std::move(head));
    for (const Row& row : rows_) {
      if (!row.group.empty()) table.rows.push_back({row.group});
      table.rows.push_back(Cells(row, most));
    }
    return table;
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Block>& blocks_;
  const Heads heads_;
  const bool behind_;  // a column stands behind the names
  std::vector<Row> rows_;
};

}  // namespace

void PartGluedRows(const Text& text, const Dictionary& dictionary, Page* page) {
  std::vector<Block> out;
  for (std::size_t i = 0; i < page->blocks.size(); ++i) {
    const Block& block = page->blocks[i];
    auto heads = block.table < 0 ? HeadsAt(text, dictionary, block.range) : std::nullopt;
    std::size_t end = i;
    auto table = heads ? RowsReader(text, dictionary, page->blocks, *std::move(heads)).Read(i, &end)
                       : std::nullopt;
    if (!table) {
      out.push_back(block);
      continue;
    }
    out.push_back({.range = table->range, .table = static_cast<int>(page->tables.size())});
    page->tables.push_back(*std::move(table));
    i = end - 1;
  }
  page->blocks = std::move(out);
}

}  // namespace duban::documents
