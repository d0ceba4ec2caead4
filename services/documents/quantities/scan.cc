#include <algorithm>
#include <cmath>
#include <string_view>

#include "documents/quantities/classify.h"
#include "documents/quantities/date_match.h"
#include "documents/quantities/date_words.h"
#include "documents/quantities/dates.h"
#include "documents/quantities/figure.h"
#include "documents/quantities/lexicon.h"
#include "documents/quantities/quantity.h"

namespace duban::quantities {
namespace {

constexpr int kNounCharacters = 24;
constexpr int kShortQuote = 14;  // “1、3、5分钟” names something; a longer quotation is speech
constexpr int kTitle = 80;

bool EndsClause(char32_t c) { return (CharClass(c) & kClauseChar) != 0; }

class Scanner {
 public:
  Scanner(const QuantityOptions& options, std::vector<Quantity>& found, DateIndex& dates)
      : options_(options), found_(found), dates_(dates) {}

  void Scan(const Line& line) {
    line_ = &line;
    around_ = {};
    inherited_ = {};
    listed_kind_ = Kind::kQuantity;
    last_end_ = 0;
    ascii_end_ = 0;
    figure_at_ = -1;
    dates_.Add(line);
    int next = 0;
    for (const int i : line.signs()) {
      if (i >= next) next = Step(i);
    }
  }

 private:
  char32_t At(int i) const { return (*line_)[i]; }

  int Step(int i) {
    const char32_t c = At(i);
    const std::uint32_t flags = CharClass(c);
    const bool word = (flags & CategoryBit(Category::kWord)) != 0;
    if ((flags & (kDigitChar | kNumeralChar | kPartChar)) == 0 && !word) {
      if ((flags & kQuoteChar) != 0) Enclosure(i, c);
      return i + 1;
    }
    const bool numeral = (flags & (kDigitChar | kNumeralChar)) != 0;
    if (word) {
      if (const int next = Word(i, numeral); next > i) return next;
    }
    if (numeral) return Numeral(i);
    return PartOfYear(i);
  }

  // Quotations and titles: what is counted inside them is part of a name.
  void Enclosure(int i, char32_t c) {
    if (c == U'“' || c == U'「' || c == U'‘')
      around_.quote_end = Closing(i, c == U'“' ? U'”' : c == U'「' ? U'」' : U'’', kShortQuote);
    if (c == U'《') around_.title_end = Closing(i, U'》', kTitle);
  }

  int Closing(int i, char32_t close, int limit) const {
    for (int k = i + 1; k <= i + limit && k < line_->size(); ++k) {
      if (At(k) == close) return k;
    }
    return -1;
  }

  // 第二季度, 上半年: names of a part of the year that hold a numeral but do not begin with it.
  int PartOfYear(int i) {
    const WordMatch word = MatchForward(*line_, i, Category::kDateWord);
    const bool part = word && NamesPartOfYear(static_cast<DateWord>(word.entry.kind));
    const DateMatch date = part ? dates_.At(*line_, i) : DateMatch{};
    return date ? SetAside(Kind::kDate, i, date.end, 0) : i + 1;
  }

  // A word that holds numerals and counts nothing. Returns where to go on; i when the word does not
  // win here.
  int Word(int i, bool numeral) {
    const WordMatch word = MatchForward(*line_, i, Category::kWord);
    if (!word) return i;
    if (!numeral) {
      return word.entry.kind == static_cast<std::uint8_t>(Kind::kWord)
                 ? i + word.length
                 : SetAside(static_cast<Kind>(word.entry.kind), i, i + word.length, 0);
    }
    if (dates_.At(*line_, i).end > i + 1) return i;
    if (At(i - 1) == U'第') return i;  // 第一名
    // 至少一个, 五类以上, 新增一个 count after all.
    const bool read = Read(i);
    const Figure& figure = figure_;
    if (read && (figure.fraction || figure.percent || figure.number.end > i + word.length)) {
      return i;  // 十分之九, 一点五亿元
    }
    // 一小时 is no 一小: a unit that goes on behind the word, and 三元五角 goes on with what it
    // began.
    if (read && figure.unit_start >= 0 &&
        ((figure.unit_end - figure.unit_start > 1 && figure.unit_end > i + word.length) ||
         Coins(figure, i)))
      return i;
    if (read && Postposed(figure, i + word.length)) return i;
    if (read && figure.unit_start >= 0 &&
        (figure.compared || figure.value != std::floor(figure.value) ||
         (MatchBackward(*line_, i, Category::kVerb) && At(i + 1) != U'批'))) {
      return i;
    }
    const int value = At(i) == U'十' ? 10 : DigitOf(At(i));
    if (value < 1) return i + word.length;
    return SetAside(static_cast<Kind>(word.entry.kind), i, i + word.length, value);
  }

  // 角 or 分 at `pos`, right behind a figure in 元 or 角.
  bool Coins(const Figure& figure, int pos) const {
    const bool coin = At(figure.unit_start) == U'角' || At(figure.unit_start) == U'分';
    return coin && last_end_ == pos && pos > 0 && (At(pos - 1) == U'元' || At(pos - 1) == U'角');
  }

  // 新建人行天桥一座: behind its noun, at the end of the clause, 一座 counts.
  bool Postposed(const Figure& figure, int word_end) const {
    if (figure.unit_start < 0 || figure.end != word_end || !IsHan(At(figure.start - 1)) ||
        IsHan(At(word_end)))
      return false;
    constexpr std::u32string_view kLoose = U"批种类样带线片面点边代步行方路层级年月天日番把次";
    return kLoose.find(At(figure.unit_start)) == std::u32string_view::npos;
  }

  // What belongs to a web address counts nothing: past it; i outside of one. Looks at every
  // character once.
  int AddressEnd(int i) {
    const auto ascii = [&](int k) {
      return k >= 0 && At(k) > U' ' && At(k) < U'\x7F' && line_->Byte(k + 1) == line_->Byte(k) + 1;
    };
    if (i >= ascii_end_) {
      address_ = false;
      int start = i;
      while (start > ascii_end_ && ascii(start - 1)) --start;
      for (ascii_end_ = start; ascii(ascii_end_); ++ascii_end_) {
        const int k = ascii_end_;
        address_ |= k < i && At(k) == U':' && At(k + 1) == U'/' && At(k + 2) == U'/';
      }
      ascii_end_ = std::max(ascii_end_, i + 1);
    }
    return address_ ? ascii_end_ : i;
  }

  // Reads the figure that begins at i, once.
  bool Read(int i) {
    if (figure_at_ != i) {
      figure_at_ = i;
      figure_ = {};
      read_ = ReadFigure(*line_, i, figure_);
    }
    return read_;
  }

  int Numeral(int i) {
    if (const int end = AddressEnd(i); end > i) return SetAside(Kind::kDocumentNumber, i, end, 0);
    if (const DateMatch date = dates_.At(*line_, i); date && DateWins(date))
      return SetAside(Kind::kDate, i, date.end, 0);
    if (const int end = dates_.EndAround(i); end > i) return SetAside(Kind::kDate, i, end, 0);
    if (!Read(i)) return i + 1;
    Figure& figure = figure_;
    if (PartOfWord(i, figure)) return i + 1;
    if (figure.start < last_end_) figure.start = figure.number.start;
    if (i >= around_.quote_end) around_.quote_end = -1;
    if (i >= around_.title_end) around_.title_end = -1;
    Verdict verdict = ClassifyShape(*line_, figure);
    if (verdict.kind == Kind::kQuantity) verdict = ClassifyWords(*line_, figure, around_);
    if (verdict.kind == Kind::kQuantity && Listed(figure))
      verdict = {listed_kind_, figure.start, figure.end};
    listed_kind_ = verdict.kind;
    if (verdict.kind != Kind::kQuantity) return SetAside(verdict, figure);
    Inherit(figure);
    Emit(Kind::kQuantity, figure.start, figure.end, figure);
    last_end_ = figure.end;
    return std::max(figure.end,
                    figure.after_end >= 0 && figure.unit_start < 0 ? figure.after_end : 0);
  }

  // 第1、2、3项, 一类、二类、三类: the list goes on with what it began with.
  bool Listed(const Figure& figure) const {
    const bool names = listed_kind_ == Kind::kOrdinal || listed_kind_ == Kind::kGrade;
    if (!names || last_end_ == 0 || At(last_end_) != U'、' || figure.start != last_end_ + 1)
      return false;
    const char32_t last = At(last_end_ - 1);
    const bool same =
        DigitOf(last) >= 0 || last == At(figure.end - 1);  // no unit yet, or the same one
    return same && !figure.compared && !figure.percent && figure.number.scale == 1;
  }

  // 陆续, 队伍, 零星: a lone financial numeral or zero that nothing makes a number.
  bool PartOfWord(int i, const Figure& figure) const {
    if (!figure.number.chinese || figure.number.characters != 1 ||
        figure.start != figure.number.start || figure.unit_start >= 0 || figure.percent)
      return false;
    constexpr std::string_view kPlain = "一二两三四五六七八九十";
    const bool plain = kPlain.find(line_->Text(i, i + 1)) != std::string_view::npos;
    return !plain && (IsHan(At(i - 1)) || IsHan(At(i + 1)));
  }

  // 2000-2500米 has the form of two years and is none; 15日 after 工作 neither.
  bool DateWins(const DateMatch& date) const {
    if (date.precision == DatePrecision::kYears && At(date.core_end - 1) != U'年' &&
        At(date.core_end - 1) != U'度') {
      return !UnitAt(*line_, date.core_end) && !ComparedBefore(*line_, date.start);
    }
    return true;
  }

  // 分别不低于40%、70%、100%: the comparator holds for the list.
  void Inherit(Figure& figure) {
    const bool listed = last_end_ > 0 && figure.start == last_end_ + 1 &&
                        (At(last_end_) == U'、' || At(last_end_) == U'和');
    if (listed && inherited_.respective && !figure.compared) {
      figure.comparator = inherited_.comparator;
      figure.exclusive = inherited_.exclusive;
      figure.compared = true;
    } else if (!listed) {
      inherited_ = {};
    }
    if (figure.before_start >= 2 && figure.compared && At(figure.before_start - 1) == U'别' &&
        At(figure.before_start - 2) == U'分') {
      inherited_ = {
          .comparator = figure.comparator, .exclusive = figure.exclusive, .respective = true};
    }
  }

  int SetAside(Kind kind, int start, int end, double value) {
    last_end_ = end;
    listed_kind_ = kind;
    if (!options_.set_aside) return end;
    Figure figure;
    figure.start = figure.number.start = figure.phrase_start = start;
    figure.end = figure.number_end = figure.phrase_end = end;
    figure.value = figure.low = figure.high = value;
    Emit(kind, start, end, figure);
    return end;
  }

  int SetAside(const Verdict& verdict, const Figure& figure) {
    const int end = std::max(verdict.end, verdict.start + 1);
    if (options_.set_aside) {
      Figure aside = figure;
      if (verdict.kind == Kind::kNumbering && figure.number.point >= 0 &&
          verdict.end == figure.number.point + 1) {
        aside.value = aside.low = aside.high =
            static_cast<double>(static_cast<std::int64_t>(figure.value));
        aside.number_end = figure.number.point;
      }
      if (aside.unit_end > end || aside.number_end > end) {
        aside.unit_start = aside.unit_end = -1;
        aside.number_end = std::min(aside.number_end, end);
      }
      const bool counts = verdict.kind == Kind::kAge || verdict.kind == Kind::kGrade ||
                          verdict.kind == Kind::kPeriodLength;
      if (!counts && aside.upper) {  // 020-84636200 is no range
        aside.range = false;
        aside.high = aside.low;
      }
      aside.phrase_start = verdict.start;
      aside.phrase_end = std::max(end, aside.number_end);
      Emit(verdict.kind, verdict.start, end, aside);
    }
    last_end_ = end;
    return end;
  }

  void Emit(Kind kind, int start, int end, const Figure& f) {
    Quantity& q = found_.emplace_back();
    q.kind = kind;
    q.span = line_->SpanOf(start, end);
    q.number = line_->SpanOf(std::max(start, std::min(f.start, end)), std::min(f.number_end, end));
    q.phrase = line_->SpanOf(f.phrase_start, f.phrase_end);
    q.text = line_->Text(start, end);
    q.value = f.value;
    q.low = f.low;
    q.high = f.high;
    q.range = f.range;
    q.percent = f.percent;
    q.permille = f.permille;
    q.comparator = f.comparator;
    q.exclusive = f.exclusive &&
                  (f.comparator == Comparator::kMoreThan || f.comparator == Comparator::kAtMost);
    q.hedged = f.more || f.number.vague || f.comparator == Comparator::kAbout;
    q.chinese = f.number.chinese;
    q.decimals = f.number.decimals;
    q.scale = f.number.scale;
    SetUnit(f, q);
    SetWords(f, q);
    if (kind == Kind::kQuantity) {
      ReadClause(f, q);
      if (q.unit.empty() && !f.fraction) CountPeople(f.phrase_end, q);
    }
  }

  void SetUnit(const Figure& f, Quantity& q) const {
    if (f.percent) {
      q.unit = "%";
    } else if (f.permille) {
      q.unit = "‰";
    } else if (f.unit_start >= 0) {
      for (int from = f.unit_start, i = from; i <= f.unit_end; ++i) {
        if (i < f.unit_end && At(i) != U' ') continue;
        q.unit += line_->Text(from, i);
        from = i + 1;
      }
    }
  }

  void SetWords(const Figure& f, Quantity& q) const {
    if (f.before_start >= 0) q.comparator_words = line_->Text(f.before_start, f.before_end);
    if (f.after_start < 0) return;
    if (!q.comparator_words.empty()) q.comparator_words += ' ';
    q.comparator_words += line_->Text(f.after_start, f.after_end);
  }

  // The nouns of the figure's clause and 每月, 年均 before it, of which the last one holds.
  void ReadClause(const Figure& f, Quantity& q) const {
    const int least = std::max(0, f.phrase_start - kNounCharacters);
    bool rate = false;
    int from = f.phrase_start;
    for (; from > least; --from) {
      const std::uint32_t flags = CharClass(At(from - 1));
      if ((flags & kClauseChar) != 0) break;
      if ((flags & CategoryBit(Category::kPer)) == 0 || rate) continue;
      rate = (At(from - 1) == U'每' || At(from) == U'均') && SetRate(from - 1, q);
    }
    if (!options_.nouns) return;
    const int most = std::min(line_->size(), f.phrase_end + kNounCharacters);
    int to = f.phrase_end;
    while (to < most && !EndsClause(At(to))) ++to;
    q.noun_before = line_->Text(from, f.phrase_start);
    q.noun_after = line_->Text(f.phrase_end, to);
  }

  bool SetRate(int at, Quantity& q) const {
    const WordMatch per = MatchForward(*line_, at, Category::kPer);
    if (!per) return false;
    constexpr std::string_view kPeriods[] = {"日", "周", "月", "季度", "年"};
    q.per = kPeriods[per.entry.kind];
    return true;
  }

  // 8万多农村居民: people need no unit.
  void CountPeople(int at, Quantity& q) const {
    for (int i = at; i < at + 3 && !EndsClause(At(i)); ++i) {
      if (MatchForward(*line_, i, Category::kPerson)) {
        q.unit = "人";
        q.unit_implied = true;
        return;
      }
    }
  }

  struct Inherited {
    Comparator comparator = Comparator::kEqual;
    bool exclusive = false;
    bool respective = false;
  };

  const QuantityOptions& options_;
  std::vector<Quantity>& found_;
  DateIndex& dates_;
  const Line* line_ = nullptr;
  Surroundings around_;
  Inherited inherited_;
  int last_end_ = 0;
  int ascii_end_ = 0;                   // of the run of printed ASCII that was looked at last
  bool address_ = false;                // whether it is a web address
  Kind listed_kind_ = Kind::kQuantity;  // of the figure that ended at last_end_
  Figure figure_;                       // of the numeral at figure_at_
  int figure_at_ = -1;
  bool read_ = false;
};

}  // namespace

std::vector<Quantity> FindQuantities(std::string_view text, const QuantityOptions& options) {
  std::vector<Quantity> found;
  found.reserve(text.size() /
                48);  // about as many as a table holds: moving them costs more than finding some
  DateIndex own(text);
  Scanner scanner(options, found, options.dates != nullptr ? *options.dates : own);
  ForEachLine(text, [&scanner](const Line& line) { scanner.Scan(line); });
  return found;
}

}  // namespace duban::quantities
