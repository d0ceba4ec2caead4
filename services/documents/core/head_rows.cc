#include "documents/core/head_rows.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/outline_lines.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxParted = 3;  // heads above the parts of a lower row
constexpr std::size_t kMaxParts = 9;
constexpr std::size_t kMaxTried = 10;  // rows that tell where the parts stand

// The name of a column below a shared head; a unit behind that one is the column's: 投资(万元)
// above 计划 and 完成.
std::string JoinedName(std::string_view upper, std::string_view lower) {
  const std::size_t open =
      upper.ends_with(')') && !lower.ends_with(')') ? upper.rfind('(') : std::string_view::npos;
  if (open == std::string_view::npos) return std::string(upper).append(lower);
  return std::string(upper.substr(0, open)).append(lower).append(upper.substr(open));
}

// Heads over two rows: the lower row names the columns, the upper one what several of them share.
void JoinHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& lower,
               std::vector<Column>* columns) {
  std::string upper;
  for (std::size_t i = 0; i < columns->size(); ++i) {
    Column& column = (*columns)[i];
    if (!column.head.empty()) upper = column.name;
    if (lower[i].empty()) continue;
    const Role role = dictionary.HeadRole(text.Of(lower[i]));
    const std::string name = Normal(text.Of(lower[i]));
    column.name = JoinedName(column.head.empty() ? upper : column.name, name);
    column.head = lower[i];
    if (role != Role::kNone) column.role = role;
  }
}

// A lower row that holds only what parts the last head (2025年进展情况 over 截至6月底 | 7月计划),
// moved to the left where the heads above it were merged over both rows. False when it is no such
// row.
bool SpreadLastHead(const Text& text, const Dictionary& dictionary, const std::vector<Range>& lower,
                    std::vector<Column>* columns) {
  std::vector<Range> parts;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (lower[i].empty()) continue;
    if (parts.size() != i || CountChars(text.Of(lower[i])) > 14 ||
        BareNumber(text.Of(lower[i])) > 0)
      return false;
    parts.push_back(lower[i]);
  }
  std::size_t heads = columns->size();
  while (heads > 0 && (*columns)[heads - 1].head.empty()) --heads;
  if (parts.size() < 2 || parts.size() > 4 || heads < 3 || parts.size() * 2 > heads) return false;
  const auto known = std::count_if(parts.begin(), parts.end(), [&](Range part) {
    return dictionary.HeadRole(text.Of(part)) != Role::kNone;
  });
  if (known * 2 < static_cast<std::ptrdiff_t>(parts.size())) return false;
  const Column last = (*columns)[heads - 1];
  columns->resize(heads - 1);
  for (const Range part : parts) {
    const Role role = dictionary.HeadRole(text.Of(part));
    columns->push_back({.role = role == Role::kNone ? last.role : role,
                        .head = part,
                        .name = JoinedName(last.name, Normal(text.Of(part)))});
  }
  return true;
}

// Heads that a line break parted: the lower row holds only known heads, and the rows below have
// more cells than the upper one has heads.
bool HeadsGoOn(const Text& text, const Dictionary& dictionary,
               const std::vector<std::vector<Range>>& rows, std::size_t lower,
               std::vector<Column>* columns) {
  std::vector<Range> more = rows[lower];
  while (!more.empty() && more.back().empty()) more.pop_back();
  if (more.empty() || std::any_of(more.begin(), more.end(), [&](Range cell) {
        const Role role = cell.empty() ? Role::kNone : dictionary.HeadRole(text.Of(cell));
        return role == Role::kNone || role == Role::kNumber;
      })) {
    return false;
  }
  // 备注 parts no head above it.
  const bool whole = std::any_of(more.begin(), more.end(), [&](Range cell) {
    const Role role = dictionary.HeadRole(text.Of(cell));
    return role == Role::kNote || role == Role::kLead || role == Role::kResponsible ||
           role == Role::kLeader;
  });
  if (!whole) return false;
  std::size_t heads = columns->size();
  while (heads > 0 && (*columns)[heads - 1].head.empty()) --heads;
  std::size_t wide = 0;
  for (std::size_t i = lower + 1; i < rows.size(); ++i) {
    const auto filled =
        std::count_if(rows[i].begin(), rows[i].end(), [](Range cell) { return !cell.empty(); });
    wide += static_cast<std::size_t>(filled) > heads;
  }
  if (wide * 2 <= rows.size() - lower - 1) return false;
  columns->resize(heads);
  for (const Range cell : more) {
    columns->push_back(
        {.role = dictionary.HeadRole(text.Of(cell)), .head = cell, .name = Normal(text.Of(cell))});
  }
  return true;
}

// What a head above says of the columns below it: 投资 below 完成情况 is reached, 形象进度 below
// 年度计划 is promised.
Role BelowHead(Role role, std::string_view above) {
  const bool reports = MentionsAny<"完成", "进展", "实际", "落实">(above);
  const bool plans = MentionsAny<"计划", "目标", "任务">(above);
  if (plans && !reports && role == Role::kProgress) return Role::kTarget;
  if (plans && !reports && role == Role::kReached) return Role::kPlanned;
  if (reports && !plans && role == Role::kPlanned) return Role::kReached;
  if (reports && !plans && role == Role::kTarget) return Role::kProgress;
  return role;
}

// A lower row that merging moved to the left parts one to three heads above it, next to each other
// or not.
class Parting {
 public:
  Parting(const Text& text, const Dictionary& dictionary,
          const std::vector<std::vector<Range>>& rows, std::size_t lower,
          const std::vector<Column>& columns)
      : text_(text), dictionary_(dictionary), columns_(columns) {
    while (!columns_.empty() && columns_.back().head.empty()) columns_.pop_back();
    for (const Range cell : rows[lower]) {
      if (!cell.empty()) parts_.push_back(cell);
    }
    std::map<std::size_t, std::size_t> widths;
    for (std::size_t i = lower + 1; i < rows.size(); ++i) {
      ++widths[rows[i].size()];
      if (tried_.size() < kMaxTried && rows[i].size() > columns_.size()) tried_.push_back(&rows[i]);
    }
    // Of the widest rows there may be one only.
    for (const auto& [width, count] : widths) {
      if (count >= 2 || width == width_ + 1) width_ = width;
    }
    moved_ = !rows[lower].empty() && !rows[lower][0].empty() &&
             BareNumber(text.Of(rows[lower][0])) == 0 &&
             std::none_of(rows[lower].begin(),
                          rows[lower].begin() + static_cast<std::ptrdiff_t>(parts_.size()),
                          [](Range cell) { return cell.empty(); });
  }

  bool Read(std::vector<Column>* columns) {
    const std::size_t heads = columns_.size();
    if (!moved_ || heads < 4 || parts_.size() < 2 || parts_.size() > kMaxParts || tried_.size() < 2)
      return false;
    if (width_ <= heads || heads + parts_.size() <= width_) return false;
    const std::size_t parted = heads + parts_.size() - width_;
    if (parted > kMaxParted || parted * 2 > parts_.size()) return false;
    std::size_t known = 0;
    for (const Range part : parts_) {
      if (CountChars(text_.Of(part)) > 14) return false;
      known += dictionary_.HeadRole(text_.Of(part)) != Role::kNone;
    }
    if (known * 2 < parts_.size()) return false;
    Try(0, 0, parted, 0, {});
    if (best_.empty()) return false;
    *columns = std::move(best_);
    return true;
  }

 private:
  // What names a row, says when, or is one number is not parted; of several heads for names the
  // first names.
  bool MayPart(std::size_t head) const {
    const Role role = columns_[head].role;
    if (role == Role::kTitle) {
      return std::any_of(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(head),
                         [](const Column& c) { return c.role == Role::kTitle; });
    }
    return role == Role::kNone || role == Role::kTarget || role == Role::kProgress ||
           role == Role::kPeriod || role == Role::kSteps || role == Role::kStatus ||
           NamesSomebody(role);
  }

  // Offices and people stand below a head that names them (主办 and 协办 below 承办单位), and
  // nothing else does.
  static bool MayStandBelow(Role upper, Role lower) {
    return upper == Role::kNone || NamesSomebody(upper) == NamesSomebody(lower);
  }

  // All ways to give the parts from `part` on to `parted` of the heads from `head` on, at least two
  // to each.
  void Try(std::size_t head, std::size_t part, std::size_t parted, double bonus,
           const std::vector<Column>& before) {
    if (head == columns_.size()) {
      if (parted > 0 || part < parts_.size()) return;
      const double score = FitRows(text_, dictionary_, tried_, before).score + bonus;
      if (!best_.empty() && score <= best_score_) return;
      best_score_ = score;
      best_ = before;
      return;
    }
    std::vector<Column> with = before;
    with.push_back(columns_[head]);
    Try(head + 1, part, parted, bonus, with);
    if (parted == 0 || !MayPart(head)) return;
    with = before;
    const std::size_t left = parts_.size() - part;
    for (std::size_t count = 1; count <= left; ++count) {
      const Range cell = parts_[part + count - 1];
      const Role role = dictionary_.HeadRole(text_.Of(cell));
      if (!MayStandBelow(columns_[head].role, role)) break;
      with.push_back(
          {.role = role == Role::kNone ? columns_[head].role : BelowHead(role, columns_[head].name),
           .head = cell,
           .name = JoinedName(columns_[head].name, Normal(text_.Of(cell)))});
      if (count < 2) continue;
      // What is done is counted first below its head: 投资 | 形象进度 of the plan, then 完成投资 |
      // 形象进度.
      const bool opens = part > 0 && MentionsAny<"完成", "实际", "截至">(text_.Of(parts_[part]));
      Try(head + 1, part + count, parted - 1, bonus + (opens ? 1.0 : 0.0), with);
    }
  }

  const Text& text_;
  const Dictionary& dictionary_;
  std::vector<Column> columns_;
  std::vector<Range> parts_;
  std::vector<const std::vector<Range>*> tried_;
  std::size_t width_ = 0;  // of the widest rows
  bool moved_ = false;
  std::vector<Column> best_;
  double best_score_ = 0;
};

// Whether a head may be one of two rows: one that figures, reports or steps stand below.
bool HoldsWork(Role role) {
  return role == Role::kTarget || role == Role::kProgress || role == Role::kPlanned ||
         role == Role::kReached || role == Role::kSteps || role == Role::kPeriod ||
         role == Role::kRatio || role == Role::kStatus || role == Role::kPeriodReached;
}

// Whether two characters of a head stand in each of those below it: 投资 in 投资情况, 计划投资,
// 完成投资. Months and quarters stand below 进度安排.
bool NamesAll(const Column& upper, std::span<const Column> lower) {
  if (upper.role == Role::kSteps &&
      std::ranges::all_of(lower, [](const Column& column) { return column.role == Role::kPeriod; }))
    return true;
  constexpr std::size_t kTwo = 6;  // bytes of two ideographs
  for (std::size_t at = 0; at + kTwo <= upper.name.size(); at += CharAt(upper.name, at).bytes) {
    const std::string_view word = std::string_view(upper.name).substr(at, kTwo);
    if (CountChars(word) == 2 && std::ranges::all_of(lower, [&](const Column& column) {
          return Contains(column.name, word);
        }))
      return true;
  }
  return false;
}

// All ways to read the last two to six heads, which tell of work, as parts of another one.
std::vector<std::vector<Column>> WorkParted(const Dictionary& dictionary,
                                            const std::vector<Column>& columns) {
  constexpr std::size_t kMost = 6;
  std::vector<std::vector<Column>> ways;
  for (std::size_t parts = 1; parts <= kMost && columns.size() >= parts + 3; ++parts) {
    const std::size_t lower = columns.size() - parts;
    if (!HoldsWork(dictionary.HeadRole(columns[lower].name))) break;
    const std::span<const Column> below(columns.begin() + static_cast<std::ptrdiff_t>(lower),
                                        columns.end());
    const bool told =
        std::any_of(columns.begin() + 1, columns.begin() + static_cast<std::ptrdiff_t>(lower),
                    [&](const Column& column) { return NamesAll(column, below); });
    for (std::size_t parted = 1; parts >= 2 && parted < lower; ++parted) {
      if (!HoldsWork(columns[parted].role) && columns[parted].role != Role::kNone) continue;
      if (told && !NamesAll(columns[parted], below)) continue;
      std::vector<Column> way(columns.begin(),
                              columns.begin() + static_cast<std::ptrdiff_t>(parted));
      for (std::size_t i = lower; i < columns.size(); ++i) {
        way.push_back(
            {.role = BelowHead(dictionary.HeadRole(columns[i].name), columns[parted].name),
             .head = columns[i].head,
             .name = JoinedName(columns[parted].name, columns[i].name)});
      }
      way.insert(way.end(), columns.begin() + static_cast<std::ptrdiff_t>(parted) + 1,
                 columns.begin() + static_cast<std::ptrdiff_t>(lower));
      ways.push_back(std::move(way));
    }
  }
  return ways;
}

bool IsOffice(Role role) {
  return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating;
}

// Heads of offices at the end moved below the only other head of offices: 主办 | 协办 below
// 承办单位. Empty when there are none.
std::vector<Column> OfficesParted(std::vector<Column> columns, std::span<const Column> parts) {
  const auto office = [](const Column& column) { return IsOffice(column.role); };
  const auto shared = std::ranges::find_if(columns, office);
  if (shared == columns.end() || std::any_of(shared + 1, columns.end(), office)) return {};
  std::vector<Column> way(columns.begin(), shared);
  for (const Column& part : parts) {
    way.push_back(part);
    way.back().name = JoinedName(shared->name, part.name);
  }
  way.insert(way.end(), shared + 1, columns.end());
  return way;
}

}  // namespace

std::vector<std::vector<Column>> PartedHeads(const Dictionary& dictionary,
                                             const std::vector<Column>& columns) {
  std::vector<std::vector<Column>> ways = WorkParted(dictionary, columns);
  std::size_t upper = columns.size();
  while (upper > 0 && IsOffice(columns[upper - 1].role)) --upper;
  const std::span<const Column> offices = std::span(columns).subspan(upper);
  if (upper < 4 || offices.size() < 2 || offices.size() > 3) return ways;
  const std::vector<Column> rest(columns.begin(),
                                 columns.begin() + static_cast<std::ptrdiff_t>(upper));
  std::vector<std::vector<Column>> parted = WorkParted(dictionary, rest);
  parted.push_back(rest);
  for (std::vector<Column>& way : parted) {
    std::vector<Column> both = OfficesParted(std::move(way), offices);
    if (!both.empty()) ways.push_back(std::move(both));
  }
  return ways;
}

bool ReadLowerHeads(const Text& text, const Dictionary& dictionary,
                    const std::vector<std::vector<Range>>& rows, std::size_t lower,
                    std::vector<Column>* columns) {
  if (lower >= rows.size()) return false;
  if (Parting(text, dictionary, rows, lower, *columns).Read(columns)) return true;
  if (HeadsGoOn(text, dictionary, rows, lower, columns)) return true;
  if (SpreadLastHead(text, dictionary, rows[lower], columns)) return true;
  if (rows[lower].size() != columns->size() || !IsHeadRow(text, dictionary, rows[lower]))
    return false;
  JoinHeads(text, dictionary, rows[lower], columns);
  return true;
}

}  // namespace duban::documents
