#include "documents/core/guess_roles.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>

#include "documents/core/cell_traits.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxRows = 60;  // of a long table the first ones tell what a column holds

// What the cells of one column look like, in counts of cells.
struct Looks {
  std::size_t filled = 0;
  std::size_t numbers = 0;  // bare numbers
  std::size_t follow = 0;   // of them those one above the one before, or the same
  std::size_t units = 0;
  std::size_t people = 0;
  std::size_t statuses = 0;
  std::size_t percents = 0;
  std::size_t numerics = 0;
  std::size_t dates = 0;
  std::size_t told = 0;     // say what has been done
  std::size_t terse = 0;    // up to four characters, no figure
  std::size_t figures = 0;  // hold a digit
  std::size_t chars = 0;
  std::size_t distinct = 0;

  // At least 70 % of the cells.
  bool Most(std::size_t count) const { return filled > 0 && count * 10 >= filled * 7; }
  std::size_t MeanChars() const { return filled == 0 ? 0 : chars / filled; }
  bool Text() const {
    return filled > 0 && !Most(numbers) && !Most(units) && !Most(people) && !Most(statuses) &&
           !Most(numerics) && !Most(dates);
  }
};

bool TellsOfDone(std::string_view cell) {
  return MentionsAny<"已", "完成了", "完工", "正在", "目前", "截至", "截止", "累计", "推进中",
                     "完成率", "竣工", "建成">(cell);
}

// The value of a bare figure; 0 when it is none.
double ValueOf(std::string_view cell) {
  std::string normal = Normal(cell);
  std::erase(normal, ',');
  return IsNumeric(normal) ? std::strtod(normal.c_str(), nullptr) : 0;
}

using Rows = std::vector<const std::vector<Range>*>;

// The rows as wide as `width`; where several of them open with a number, only these: others lost a
// merged cell at their front and may be filled up at their end.
Rows WholeRows(const Text& text, const std::vector<std::vector<Range>>& rows, std::size_t width) {
  Rows whole;
  Rows numbered;
  for (const auto& row : rows) {
    if (row.size() != width || whole.size() >= kMaxRows) continue;
    whole.push_back(&row);
    if (!row[0].empty() && NumberingAt(text.str(), row[0].begin))
      numbered.push_back(&row);
    else if (BareNumber(text.Of(row[0])) > 0)
      numbered.push_back(&row);
  }
  return numbered.size() >= 2 ? numbered : whole;
}

Looks LookAt(const Text& text, const Dictionary& dictionary, const Rows& rows, std::size_t column) {
  Looks looks;
  int last = 0;
  std::vector<std::string_view> words;
  for (const auto* row : rows) {
    const std::string_view cell = text.Of((*row)[column]);
    if (IsBlankCell(cell)) continue;
    const Traits traits = Describe(cell, dictionary);
    ++looks.filled;
    const int number = traits.number;
    looks.numbers += number > 0;
    looks.follow += number > 0 && (number == last || number == last + 1);
    if (number > 0) last = number;
    looks.units += traits.units;
    looks.people += traits.people;
    looks.statuses += traits.status;
    looks.percents += traits.numeric && traits.percent;
    looks.numerics += traits.numeric;
    looks.dates += traits.date && traits.chars <= 16 && !traits.sentence;
    looks.told += TellsOfDone(cell);
    looks.terse += traits.chars <= 4 && !HoldsDigit(cell);
    looks.figures += HoldsDigit(cell);
    looks.chars += traits.chars;
    words.push_back(cell);
  }
  std::ranges::sort(words);
  looks.distinct =
      static_cast<std::size_t>(std::unique(words.begin(), words.end()) - words.begin());
  return looks;
}

class Guesser {
 public:
  Guesser(const Text& text, const Dictionary& dictionary, const Rows& rows,
          std::vector<Column>* columns)
      : text_(text),
        dictionary_(dictionary),
        rows_(rows),
        columns_(*columns),
        looks_(columns->size()),
        values_(columns->size()) {}

  // A column, looked at when it is first asked for: most roles are known by their heads.
  const Looks& LooksOf(std::size_t i) {
    if (!looks_[i]) looks_[i] = LookAt(text_, dictionary_, rows_, i);
    return *looks_[i];
  }

  void Guess() {
    Shares();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kNone) columns_[i].role = ByKind(i);
    }
    Categories();
    Titles();
    Texts();
  }

 private:
  bool Has(Role role) const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [role](const Column& column) { return column.role == role; });
  }
  bool Open(std::size_t i) { return columns_[i].role == Role::kNone && LooksOf(i).Text(); }

  // Whether a column behind this one looks so.
  template <typename Looking>
  bool AnyBehind(std::size_t i, const Looking& looking) {
    for (++i; i < columns_.size(); ++i) {
      if (looking(LooksOf(i))) return true;
    }
    return false;
  }

  // Running numbers open a row, or close it.
  Role ByKind(std::size_t i) {
    const Looks& looks = LooksOf(i);
    if (looks.filled == 0) return Role::kNone;
    const bool edge = i <= 1 || i + 1 == columns_.size();
    if (looks.Most(looks.numbers) && looks.follow * 10 >= looks.numbers * 7 && edge &&
        !Has(Role::kNumber))
      return Role::kNumber;
    if (looks.Most(looks.people)) return Role::kLeader;
    if (looks.Most(looks.statuses)) return Has(Role::kStatus) ? Role::kNone : Role::kStatus;
    if (looks.Most(looks.units))
      return Has(Role::kLead) || Has(Role::kResponsible) ? Role::kCooperating : Role::kLead;
    if (looks.Most(looks.percents)) return Role::kRatio;
    if (looks.Most(looks.numerics)) {
      if (!Has(Role::kPlanned) && !Has(Role::kTarget) && !Has(Role::kContent))
        return Role::kPlanned;
      return Has(Role::kReached) || Has(Role::kProgress) ? Role::kNone : Role::kReached;
    }
    if (looks.Most(looks.dates)) return Has(Role::kDue) ? Role::kNone : Role::kDue;
    if (looks.Most(looks.terse) && Counted(i)) return Role::kMeasureUnit;
    return Role::kNone;
  }

  // Two columns of figures, one of which is the printed share of the other, are what is promised
  // and what is reached.
  void Shares() {
    for (std::size_t share = 0; share < columns_.size(); ++share) {
      const bool stated =
          columns_[share].role == Role::kRatio ||
          (columns_[share].role == Role::kNone && LooksOf(share).Most(LooksOf(share).percents));
      for (std::size_t a = 0; a < columns_.size() && stated; ++a) {
        for (std::size_t b = 0; b < columns_.size(); ++b) {
          if (a == b || !Figures(a) || !Figures(b) ||
              (columns_[a].role != Role::kNone && columns_[b].role != Role::kNone))
            continue;
          const std::vector<double>& bases = Values(a);
          const std::vector<double>& parts = Values(b);
          const std::vector<double>& shares = Values(share);
          std::size_t right = 0;
          for (std::size_t row = 0; row < rows_.size(); ++row) {
            right += bases[row] > 0 && std::abs(parts[row] / bases[row] * 100 - shares[row]) <= 1.0;
          }
          if (right < 2 || right * 10 < rows_.size() * 6) continue;
          columns_[a].role = Role::kPlanned;
          columns_[b].role = Role::kReached;
          columns_[share].role = Role::kRatio;
          for (std::size_t other = 0; other < columns_.size(); ++other) {
            if (other > 0 && columns_[other].role == Role::kNone && Figures(other))
              columns_[other].role = Role::kOther;
          }
          return;
        }
      }
    }
  }

  // The figure of a column in each row.
  const std::vector<double>& Values(std::size_t column) {
    for (std::size_t row = values_[column].size(); row < rows_.size(); ++row)
      values_[column].push_back(ValueOf(text_.Of((*rows_[row])[column])));
    return values_[column];
  }

  bool Figures(std::size_t i) {
    const Role role = columns_[i].role;
    const bool open = role == Role::kNone || role == Role::kPlanned || role == Role::kTarget ||
                      role == Role::kReached || role == Role::kProgress;
    return open && LooksOf(i).Most(LooksOf(i).numerics) && !LooksOf(i).Most(LooksOf(i).percents);
  }

  // 个, 公里 stand beside columns of bare figures.
  bool Counted(std::size_t i) {
    if (Has(Role::kMeasureUnit) || LooksOf(i).distinct * 10 > LooksOf(i).filled * 9) return false;
    const std::size_t right = i + 1;
    return right < columns_.size() && LooksOf(right).Most(LooksOf(right).numerics) &&
           !LooksOf(right).Most(LooksOf(right).percents);
  }

  // Short words that hold for several rows, before the names of these.
  void Categories() {
    if (Has(Role::kCategory)) return;
    for (std::size_t i = 0; i + 1 < columns_.size() && i < 3; ++i) {
      const Looks& looks = LooksOf(i);
      if (!Open(i) || looks.MeanChars() > 10 || looks.distinct * 3 > looks.filled * 2) continue;
      const bool named = AnyBehind(i, [&](const Looks& other) {
        return other.Text() && other.filled >= looks.filled &&
               other.distinct * 10 >= other.filled * 9;
      });
      if (named) columns_[i].role = Role::kCategory;
      return;
    }
  }

  void Titles() {
    if (Has(Role::kTitle) || Has(Role::kMeasure)) return;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kTarget || columns_[i].role == Role::kContent)
        return;  // a name stands before what it promises
      if (!Open(i)) continue;
      // The first text is the name when it is short, or when other texts stand beside it.
      const bool others =
          AnyBehind(i, [](const Looks& looks) { return looks.Text() && looks.MeanChars() > 12; });
      if (LooksOf(i).MeanChars() <= 24 || (others && LooksOf(i).MeanChars() <= 40))
        columns_[i].role = Role::kTitle;
      return;
    }
  }

  // A text that tells of what is done reports, and those before it promise. Where nothing is told,
  // of two that say the same beside a share or a state the second reports; else all hold what the
  // document is about.
  void Texts() {
    std::vector<std::size_t> texts;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (Open(i) && LooksOf(i).MeanChars() > 4 && LooksOf(i).figures * 2 >= LooksOf(i).filled)
        texts.push_back(i);
    }
    for (const std::size_t i : texts) {
      if (LooksOf(i).told * 10 >= LooksOf(i).filled * 6) columns_[i].role = Role::kProgress;
    }
    if (!Has(Role::kProgress) && (Has(Role::kRatio) || Has(Role::kStatus)) && texts.size() >= 2 &&
        SayTheSame(texts[texts.size() - 2], texts.back())) {
      columns_[texts.back()].role = Role::kProgress;
    }
    const auto told = std::find_if(columns_.begin(), columns_.end(), [](const Column& column) {
      return column.role == Role::kProgress || column.role == Role::kReached;
    });
    for (const std::size_t i : texts) {
      if (columns_[i].role != Role::kNone || Has(Role::kPeriod) || told == columns_.end() ||
          static_cast<std::ptrdiff_t>(i) > told - columns_.begin())
        continue;
      columns_[i].role = Has(Role::kTarget) || Has(Role::kContent) ? Role::kContent : Role::kTarget;
    }
  }

  bool SayTheSame(std::size_t a, std::size_t b) const {
    double alike = 0;
    for (const auto* row : rows_) alike += Alikeness(text_.Of((*row)[a]), text_.Of((*row)[b]));
    return alike >= 0.5 * static_cast<double>(rows_.size());
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const Rows& rows_;
  std::vector<Column>& columns_;
  std::vector<std::optional<Looks>> looks_;
  std::vector<std::vector<double>> values_;  // of each column that was asked for
};

// How many cells whole rows have: as many as a fifth of the rows or more, since merging shortens
// many; 0 when that is no table.
std::size_t UsualWidth(const std::vector<std::vector<Range>>& rows) {
  std::map<std::size_t, std::size_t> widths;
  for (const auto& row : rows) {
    const auto filled =
        std::count_if(row.begin(), row.end(), [](Range cell) { return !cell.empty(); });
    if (filled >= 2) ++widths[row.size()];
  }
  std::size_t width = 0;
  for (const auto& [size, count] : widths) {
    if (count > 1 && count * 5 >= rows.size()) width = size;
  }
  return width >= 2 ? width : 0;
}

// A row of short words, one of which is not what its column holds.
bool NamesColumns(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
                  Guesser* guesser) {
  bool apart = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string_view cell = text.Of(row[i]);
    if (cell.empty()) continue;
    const Traits traits = Describe(cell, dictionary);
    if (traits.chars > 14 || traits.sentence || traits.numeric || traits.number) return false;
    const Looks& below = guesser->LooksOf(i);
    apart = apart || (below.Most(below.numbers) || below.Most(below.numerics)) ||
            (below.Most(below.units) && !traits.units) ||
            (below.Most(below.people) && !traits.people) ||
            (below.Most(below.statuses) && !traits.status) ||
            (below.Most(below.dates) && !traits.date) || (below.Text() && below.MeanChars() > 24);
  }
  return apart;
}

}  // namespace

void GuessRoles(const Text& text, const Dictionary& dictionary,
                const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  const auto unknown = [](const Column& column) { return column.role == Role::kNone; };
  if (std::none_of(columns->begin(), columns->end(), unknown)) return;
  const Rows whole = WholeRows(text, rows, columns->size());
  if (whole.size() >= 2) Guesser(text, dictionary, whole, columns).Guess();
}

std::optional<std::vector<Column>> GuessColumns(const Text& text, const Dictionary& dictionary,
                                                const std::vector<std::vector<Range>>& rows,
                                                std::size_t* first) {
  const std::size_t width = UsualWidth(rows);
  if (width == 0) return std::nullopt;
  std::size_t top = 0;
  while (top < rows.size() && rows[top].size() != width) ++top;
  const std::vector<std::vector<Range>> below(rows.begin() + static_cast<std::ptrdiff_t>(top) + 1,
                                              rows.end());
  const Rows whole = WholeRows(text, below, width);
  if (whole.size() < 2) return std::nullopt;
  std::vector<Column> columns(width);
  Guesser guesser(text, dictionary, whole, &columns);
  const bool heads = NamesColumns(text, dictionary, rows[top], &guesser);
  *first = heads ? top + 1 : top;
  for (std::size_t i = 0; i < width && heads; ++i) {
    columns[i] = {.role = dictionary.HeadRole(text.Of(rows[top][i])),
                  .head = rows[top][i],
                  .name = Normal(text.Of(rows[top][i]))};
  }
  guesser.Guess();
  const auto has = [&](Role role) {
    return std::any_of(columns.begin(), columns.end(),
                       [role](const Column& column) { return column.role == role; });
  };
  const bool texts = has(Role::kTitle) || has(Role::kProgress) || has(Role::kTarget) ||
                     has(Role::kContent) || has(Role::kNone);
  const bool kinds = has(Role::kNumber) || (has(Role::kLead) && whole.size() >= 3);
  if (!texts || !kinds) return std::nullopt;
  return columns;
}

}  // namespace duban::documents
