#include <algorithm>
#include <optional>

#include "documents/core/glued_names.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxHeadChars = 12;
constexpr std::size_t kMaxLine = 200'000;

// Heads that run together: 序号项目名称主要内容分管领导牵头单位1….
struct GluedHead {
  std::vector<Range> heads;
  std::size_t end = 0;  // behind the last head
  int number = 0;       // of the row that follows
  Range category;       // between the heads and that row, may be empty: 一、教育(7项)
};

// Behind the heading of a chapter that stands at `at` (一、教育(7项)), where the number of the row
// below it begins; npos when none does.
std::size_t BehindChapter(std::string_view text, std::size_t at, std::size_t end) {
  constexpr std::size_t kMaxChapterChars = 24;
  const auto numbering = NumberingAt(text, at);
  if (!numbering || numbering->style != NumberStyle::kChinese || numbering->value == 0)
    return std::string_view::npos;
  int depth = 0;
  at = numbering->range.end;
  for (std::size_t chars = 0; at < end && chars < kMaxChapterChars; ++chars) {
    const Char c = CharAt(text, at);
    const bool opens = c.code == '(' || c.code == U'\uFF08';
    const bool closes = c.code == ')' || c.code == U'\uFF09';
    depth += opens ? 1 : closes ? -1 : 0;
    if (depth == 0 && IsDigit(c.code)) return chars >= 2 ? at : std::string_view::npos;
    if (!opens && !closes && !IsHan(c.code) && c.code != U'、' && !(depth > 0 && IsDigit(c.code)))
      break;
    at += c.bytes;
  }
  return std::string_view::npos;
}

// Where the chapter's heading begins that ends at `at`; `at` when there is none.
std::size_t ChapterBefore(std::string_view text, std::size_t from, std::size_t at) {
  constexpr std::size_t kMaxBytes = 90;
  std::size_t found = at;
  for (std::size_t begin = at; begin > from && at - begin < kMaxBytes;) {
    begin -= CharBefore(text, begin).bytes;
    if (IsChineseDigit(CharAt(text, begin).code) && BehindChapter(text, begin, at + 1) == at) {
      found = begin;
    } else if (found < at) {
      break;
    }
  }
  return found;
}

std::size_t Digits(std::string_view text, std::size_t at, int* value) {
  std::size_t end = at;
  *value = 0;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9' && end - at < 4)
    *value = *value * 10 + (text[end++] - '0');
  return end;
}

std::optional<GluedHead> HeadAt(std::string_view text, std::size_t at, std::size_t end,
                                const Dictionary& dictionary) {
  GluedHead head;
  while (at < end && head.heads.size() < 16) {
    // The longest known word; an unknown one of at most six characters belongs to the next (区政府
    // of 区政府分管领导).
    Range found;
    std::size_t from = at;
    for (std::size_t skipped = 0; skipped <= 6 && from < end && found.empty(); ++skipped) {
      std::size_t to = from;
      for (std::size_t chars = 1; chars <= kMaxHeadChars && to < end; ++chars) {
        to += CharAt(text, to).bytes;
        if (chars >= 2 && dictionary.IsHead(text.substr(from, to - from))) found = {at, to};
      }
      if (head.heads.empty() && found.empty()) return std::nullopt;
      from += CharAt(text, from).bytes;
    }
    if (found.empty()) break;
    head.heads.push_back(found);
    at = found.end;
  }
  if (head.heads.size() < 4 || at >= end) return std::nullopt;
  if (const std::size_t behind = BehindChapter(text, at, end); behind != std::string_view::npos) {
    head.category = {at, behind};
    at = behind;
  }
  head.end = at;
  const std::size_t behind = Digits(text, at, &head.number);
  if (behind == at || head.number == 0 || behind >= end || !IsHan(CharAt(text, behind).code))
    return std::nullopt;
  return head;
}

class GluedReader {
 public:
  GluedReader(const Text& text, const Dictionary& dictionary, Range line)
      : text_(text.str().substr(0, line.end)), dictionary_(dictionary), line_(line) {}

  // The table of the line; nothing unless at least two rows are told apart. `lead` receives what
  // stands before it.
  std::optional<Table> Read(Range* lead) {
    std::size_t at = FindHead(line_.begin);
    if (at == line_.end || !NamesWho()) return std::nullopt;
    *lead = Trim(text_, {line_.begin, at});
    const std::size_t last = BeforeImprint(*lead);
    AddCategory(head_.category);
    for (int number = head_.number; at < last;) {
      int value = 0;
      const std::size_t body = Digits(text_, head_.end, &value);
      const std::size_t next = NextRow(body, number + 1);
      const std::size_t chapter = next < last ? ChapterBefore(text_, body, next) : last;
      AddRecord({head_.end, body}, {body, chapter});
      if (next < last) AddCategory({chapter, next});
      ++records_;
      number += 1;
      at = next;
      if (next < last && !(text_[next] >= '0' && text_[next] <= '9')) {
        const auto again = HeadAt(text_, next, line_.end, dictionary_);
        number = again->number;
        head_.end = again->end;
        AddCategory(again->category);
      } else {
        head_.end = next;
      }
    }
    if (records_ < 2) return std::nullopt;
    return Build();
  }

 private:
  struct Row {
    Range category, number, title, content, people, report;
    std::vector<Range> units;
  };

  std::size_t FindHead(std::size_t from) {
    for (const std::string_view first : kWordsOf<"序号", "编号">) {
      for (std::size_t at = Find(text_, first, from); at < line_.end;
           at = Find(text_, first, at + first.size())) {
        if (auto head = HeadAt(text_, at, line_.end, dictionary_)) {
          head_ = *std::move(head);
          return at;
        }
      }
    }
    return line_.end;
  }

  // What follows the table on its line says who printed the document:
  // 某某管理委员会办公室2022年1月7日印发. The office is the one that the document names in front of
  // the table.
  std::size_t BeforeImprint(Range lead) const {
    constexpr std::size_t kMaxBytes = 30;   // of a date and 印发
    constexpr std::size_t kMaxOffice = 60;  // bytes
    constexpr std::size_t kMinOffice = 15;
    const std::string_view all = Trim(text_);
    const std::size_t year = all.rfind("20");
    if (!all.ends_with("印发") || year == std::string_view::npos ||
        all.size() - year > kMaxBytes + 6)
      return line_.end;
    const std::size_t date =
        static_cast<std::size_t>(all.data() - text_.data()) + all.rfind("20", all.rfind("年"));
    std::size_t office_end = date;
    const std::string_view before = text_.substr(0, date);
    if (before.ends_with("办公室")) office_end -= std::string_view("办公室").size();
    std::size_t office = office_end;
    const std::string_view named = text_.substr(lead.begin, lead.size());
    while (office > lead.end && office_end - office < kMaxOffice) {
      const std::size_t wider = office - CharBefore(text_, office).bytes;
      if (Find(named, text_.substr(wider, office_end - wider)) == std::string_view::npos) break;
      office = wider;
    }
    return office_end - office >= kMinOffice ? office : date;
  }

  void AddCategory(Range category) {
    if (!category.empty()) rows_.push_back({.category = category});
  }

  // Only where names stand in the row can its cells be told apart.
  bool NamesWho() {
    for (const Range head : head_.heads) {
      const Role role = dictionary_.HeadRole(text_.substr(head.begin, head.size()));
      roles_.push_back(role);
      const bool names =
          role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating;
      if (names && first_names_ == 0) first_names_ = roles_.size() - 1;
    }
    return first_names_ > 0;
  }

  // Where the next row begins: its number behind the name of a unit or the end of a sentence, or
  // the heads again.
  std::size_t NextRow(std::size_t from, int number) {
    const std::string digits = std::to_string(number);
    const std::string_view first = text_.substr(head_.heads[0].begin, head_.heads[0].size());
    if (again_ < from) again_ = std::min(Find(text_, first, from), line_.end);
    const std::size_t heads = again_;
    for (std::size_t at = text_.find(digits, from); at < heads; at = text_.find(digits, at + 1)) {
      int value = 0;
      const std::size_t behind = Digits(text_, at, &value);
      if (value != number || (text_[at - 1] >= '0' && text_[at - 1] <= '9') || text_[at - 1] == '.')
        continue;
      if (behind + 3 >= line_.end || !IsHan(CharAt(text_, behind).code) || Counts(behind)) continue;
      const std::string_view before = text_.substr(from, ChapterBefore(text_, from, at) - from);
      const bool closed = before.ends_with("。") || before.ends_with(")") ||
                          before.ends_with("\uFF09") || before.ends_with(" ");
      if (closed ||
          EndsWithUnit(before.substr(before.size() - std::min<std::size_t>(before.size(), 12)),
                       dictionary_) ||
          LooksLikeUnits(LastClause(before), dictionary_)) {
        return at;
      }
    }
    return heads < line_.end && HeadAt(text_, heads, line_.end, dictionary_) ? heads : line_.end;
  }

  // What stands behind the last sentence or bracket of `words`, where that is short; else nothing.
  static std::string_view LastClause(std::string_view words) {
    constexpr std::size_t kMaxBytes = 150;
    words = BehindLast<"。", ")", "\uFF09", "；">(words);
    return words.size() <= kMaxBytes ? words : std::string_view();
  }

  bool Counts(std::size_t at) const {
    if (StartsWithAny(text_.substr(at),
                      {"公共", "公交", "公园", "公租", "公办", "公益", "公立", "平安",
                       "平价", "户厕", "户外", "对口", "支持", "日间", "人才", "人行",
                       "人居", "人民", "家庭", "家政", "分类", "名师", "名医", "场馆"})) {
      return false;
    }
    const char32_t c = CharAt(text_, at).code;
    return std::u32string_view(
               U"个家处所条名人户座台项次场辆张间套平万亿元公千吨米月年日级期对批支岁份分")
               .find(c) != std::u32string_view::npos;
  }

  // One record may hold several rows whose number and title were merged: each ends with the names
  // of who does it.
  void AddRecord(Range number, Range body) {
    bool first = true;
    while (!body.empty()) {
      Row row;
      if (first) row.number = number;
      GluedNames names;
      const std::size_t at = FindNames(body, &names);
      row.content = Trim(text_, {body.begin, at});
      if (first && !row.content.empty()) {
        const std::size_t opens = TaskOpens(text_.substr(row.content.begin, row.content.size()));
        if (opens != std::string_view::npos) {
          row.title = {row.content.begin, row.content.begin + opens};
          row.content.begin = row.title.end;
        }
      }
      if (!names.people.empty()) row.people = {names.people.front().begin, names.people.back().end};
      row.units = names.units;
      body.begin = names.empty() ? body.end : names.end;
      if (Reports() && !names.empty()) {
        row.report = Trim(text_, body);
        body.begin = body.end;
      }
      widest_ = std::max(widest_, row.units.size());
      rows_.push_back(std::move(row));
      first = false;
    }
  }

  bool Reports() const {
    return std::any_of(roles_.begin() + static_cast<std::ptrdiff_t>(first_names_), roles_.end(),
                       [](Role role) { return role == Role::kProgress; });
  }

  // Names open a cell behind the end of a sentence, or end the record.
  std::size_t FindNames(Range body, GluedNames* names) const {
    for (std::size_t at = body.begin; at < body.end;) {
      const Char c = CharAt(text_, at);
      at += c.bytes;
      if (c.code != U'。' && c.code != ')' && c.code != U'\uFF09' && c.code != U'；') continue;
      const bool piece = text_[at - 1] == ')' && at > 1 &&
                         IsDigit(CharBefore(text_, at - 1).code);  // (2)胜浦街道养老中心:…
      if (piece) continue;
      *names = ReadGluedNames(text_, at, body.end, dictionary_);
      if (names->end < body.end && LooksLikeUnits(text_.substr(at, body.end - at), dictionary_))
        *names = {.units = {{at, body.end}}, .end = body.end};
      // A leader stands before the units; without one, they fill the cell (全区城镇新增… names
      // nobody).
      const bool whole = Trim(text_, {names->end, body.end}).empty() || names->units.size() > 1;
      const bool led = std::count(roles_.begin(), roles_.end(), Role::kLeader) > 0;
      if (!names->empty() && (!names->people.empty() || (!led && whole))) return at;
      *names = {};
    }
    return body.end;
  }

  // A column per unit, as their cells hold one name each.
  Table Build() const {
    Table table{.form = TableForm::kBlanks, .range = {head_.heads.front().begin, line_.end}};
    const bool lead = std::count(roles_.begin(), roles_.end(), Role::kLead) > 0;
    const auto names = [](Role role) {
      return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating;
    };
    const auto kinds = static_cast<std::size_t>(std::count_if(roles_.begin(), roles_.end(), names));
    const std::size_t others = kinds > 1 && lead ? 1 : 0;  // the first unit leads, the others help
    const std::size_t last_names =
        static_cast<std::size_t>(std::find_if(roles_.rbegin(), roles_.rend(), names).base() -
                                 roles_.begin()) -
        1;
    const auto add = [&](const Row* row) {
      std::vector<Range> cells;
      bool titled = false;
      bool told = false;
      for (std::size_t i = 0; i < roles_.size(); ++i) {
        const Role role = roles_[i];
        const Range head = head_.heads[i];
        if (names(role)) {
          const std::size_t begin = others > 0 && i > first_names_ ? 1 : 0;
          const std::size_t end = others > 0 && i == first_names_ ? 1
                                  : i == last_names ? std::max<std::size_t>(widest_, begin)
                                                    : begin;
          for (std::size_t k = begin; k < end; ++k)
            cells.push_back(row == nullptr          ? head
                            : k < row->units.size() ? row->units[k]
                                                    : Range{});
          continue;
        }
        Range cell;
        if (row != nullptr && role == Role::kNumber) cell = row->number;
        if (row != nullptr && role == Role::kLeader) cell = row->people;
        if (row != nullptr && role == Role::kProgress) cell = row->report;
        if (row != nullptr && role == Role::kTitle && !titled) cell = row->title;
        if (row != nullptr && (role == Role::kContent || role == Role::kTarget) && !told)
          cell = row->content;
        titled = titled || role == Role::kTitle;
        told = told || role == Role::kContent || role == Role::kTarget;
        cells.push_back(row == nullptr ? head : cell);
      }
      table.rows.push_back(std::move(cells));
    };
    add(nullptr);
    for (const Row& row : rows_) {
      if (row.category.empty()) {
        add(&row);
      } else {
        table.rows.push_back({row.category});
      }
    }
    return table;
  }

  const std::string_view text_;  // up to the end of the line: what stands below is another's
  const Dictionary& dictionary_;
  const Range line_;
  GluedHead head_;
  std::size_t again_ = 0;  // where the first head's words stand again
  std::vector<Role> roles_;
  std::size_t first_names_ = 0;
  std::size_t records_ = 0;
  std::size_t widest_ = 0;
  std::vector<Row> rows_;
};

}  // namespace

void PartGluedTables(const Text& text, const Dictionary& dictionary, Page* page) {
  std::vector<Block> out;
  for (const Block& block : page->blocks) {
    Range lead;
    std::optional<Table> table;
    if (block.table < 0 && block.range.size() > 120 && block.range.size() < kMaxLine) {
      table = GluedReader(text, dictionary, block.range).Read(&lead);
    }
    if (!table) {
      out.push_back(block);
      continue;
    }
    if (!lead.empty()) out.push_back({.range = lead});
    out.push_back({.range = table->range, .table = static_cast<int>(page->tables.size())});
    page->tables.push_back(*std::move(table));
  }
  page->blocks = std::move(out);
}

}  // namespace duban::documents
