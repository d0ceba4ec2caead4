#include "documents/quantities/dates.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "documents/quantities/date_match.h"
#include "documents/quantities/lexicon.h"
#include "documents/quantities/numeral.h"
#include "documents/quantities/reads_as.h"

namespace duban::quantities {
namespace {

Date Clamp(int year, int month, int day) {
  return {year, month, std::min(day, LastDayOfMonth(year, month).day)};
}

// First and last day of the month that is `offset` months away.
void Month(const Date& from, int offset, int months, DateSpan& out) {
  const int index = from.year * 12 + from.month - 1 + offset;
  const int last = index + months - 1;
  out.start = {index / 12, index % 12 + 1, 1};
  out.end = Clamp(last / 12, last % 12 + 1, 31);
}

void ResolveRelative(const DateMatch& match, const std::optional<Date>& reference, DateSpan& out) {
  out.this_period_only = match.this_period;
  if (!reference) {
    out.resolved = false;
    return;
  }
  const Date& today = *reference;
  if (match.day1 != 0) {  // of 本月 and its like
    Month(today, match.unit_offset, 1, out);
    const Date month = out.start;
    out.start = Clamp(month.year, month.month, match.day1);
    out.end = Clamp(month.year, month.month, std::max(match.day1, match.day2));
    return;
  }
  switch (match.precision) {
    case DatePrecision::kMonth:
      return Month(today, match.unit_offset, 1, out);
    case DatePrecision::kQuarter:
      return Month({today.year, (today.month - 1) / 3 * 3 + 1, 1}, match.unit_offset * 3, 3, out);
    case DatePrecision::kTenDays: {                              // a week, Monday to Sunday
      const int since_monday = (DayNumber(today) % 7 + 10) % 7;  // 1970-01-01 was a Thursday
      out.start = AddDays(today, 7 * match.unit_offset - since_monday);
      out.end = AddDays(out.start, 6);
      return;
    }
    default:
      out.start = out.end = AddDays(today, match.unit_offset);
  }
}

void Resolve(const DateMatch& match, const DateOptions& options, int sentence_year, DateSpan& out) {
  if (match.from_reference) return ResolveRelative(match, options.reference, out);
  int year = match.year;
  out.year_stated = year != 0 || match.year_word || sentence_year != 0;
  if (match.year_word) {
    const int base = options.reference ? options.reference->year : options.default_year;
    year = base == 0 ? 0 : base + match.year_offset;
  } else if (year == 0) {
    year = sentence_year != 0 ? sentence_year : options.default_year;
  }
  if (year == 0 || (match.weak && match.month1 == 0)) {
    out.resolved = false;
    return;
  }
  const int last_year = match.year2 != 0 ? match.year2 : year + match.year2_offset;
  const int month1 = match.month1 != 0 ? match.month1 : 1;
  const int month2 = match.month1 != 0 ? match.month2 : 12;
  out.start = Clamp(year, month1, match.day1 != 0 ? match.day1 : 1);
  out.end = Clamp(last_year, month2, match.day2 != 0 ? match.day2 : 31);
}

// Characters without which nothing is a date: those of units and of the words for now, and the
// marks that join a year without 年 to what follows it (2022-06, 2021至2025). Of each its last
// bytes are noted, which other characters share: most texts without a date hold none of them all
// the same.
constexpr std::u32string_view kUnits = U"年月日季周週星天Q/Ｑ／";
constexpr std::u32string_view kNowWords[] = {U"目前", U"现在", U"当前", U"如今", U"眼下"};
constexpr std::u32string_view kJoints =
    U"至到-.~－．～\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE63\u2500\u301C\u223C";
enum class Sign : std::uint8_t { kNone, kUnit, kNow, kJoint };
constexpr std::size_t SignKey(char32_t c) { return c & 0xFFF; }
constexpr std::array<Sign, 0x1000> kSigns = [] {
  std::array<Sign, 0x1000> signs{};
  for (const char32_t c : kJoints) signs[SignKey(c)] = Sign::kJoint;
  for (const std::u32string_view word : kNowWords) signs[SignKey(word[0])] = Sign::kNow;
  for (const char32_t c : kUnits) signs[SignKey(c)] = Sign::kUnit;
  return signs;
}();

// A character by its last bytes, and how long it is.
struct Rough {
  char32_t key = 0;
  std::size_t bytes = 1;
};
Rough RoughAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(at) < 0xE0 || at + 2 >= text.size() || (byte(at + 1) & 0xC0) != 0x80 ||
      (byte(at + 2) & 0xC0) != 0x80)
    return {byte(at), 1};
  return {static_cast<char32_t>((byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F)), 3};
}

// Whether one of the words for now may begin with the character before `at`, which has the key.
bool MaySayNow(std::string_view text, char32_t first, std::size_t at) {
  if (at >= text.size()) return false;
  const char32_t second = RoughAt(text, at).key;
  return std::ranges::any_of(kNowWords, [=](std::u32string_view word) {
    return SignKey(word[0]) == first && SignKey(word[1]) == second;
  });
}

// Whether a year may end at `at`: four digits, blanks between them or not, or anything but letters
// and plain ideographs.
bool MayEndYear(std::string_view text, std::size_t at) {
  int digits = 0;
  for (std::size_t i = at; i > 0;) {
    const auto last = static_cast<unsigned char>(text[i - 1]);
    if (last < 0x80) {
      if (last >= '0' && last <= '9') {
        if (++digits == 4) return true;
      } else if (last != ' ' && last != '\t') {
        return false;
      }
      --i;
      continue;
    }
    if (i < 3 || RoughAt(text, i - 3).bytes != 3) return true;
    const auto code = RoughAt(text, i - 3).key |
                      static_cast<char32_t>(static_cast<unsigned char>(text[i - 3]) & 0x0F) << 12;
    return !IsHan(code) || (digits == 0 && (CharClass(ReadsAs(code)) & kNumeralChar) != 0);
  }
  return false;
}

bool MayHoldDate(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Rough c = RoughAt(text, at);
    const std::size_t end = at + c.bytes;
    switch (kSigns[SignKey(c.key)]) {
      case Sign::kNone:
        break;
      case Sign::kUnit:
        return true;
      case Sign::kNow:
        if (MaySayNow(text, c.key, end)) return true;
        break;
      case Sign::kJoint:
        if (MayEndYear(text, at)) return true;
        break;
    }
    at = end;
  }
  return false;
}

// A numeral or word that a date could continue backwards (12022年) does not start one.
bool InsideNumber(const Line& line, int pos) {
  return IsAsciiDigit(line[pos]) &&
         (IsAsciiDigit(line[pos - 1]) || (line[pos - 1] == U'.' && IsAsciiDigit(line[pos - 2]) &&
                                          IsAsciiDigit(line[pos + 1]) == false));
}

}  // namespace

// A date whose year the words around it may settle.
struct DateIndex::Found {
  DateMatch match;
  Span span;
  int sentence;  // in which a year that is printed governs what follows
  bool joined;   // by 、 to the one before it: 6月底、9月、12月前
};

DateIndex::DateIndex(std::string_view text) : text_(text) {}
DateIndex::~DateIndex() = default;

void DateIndex::Add(const Line& line) {
  ++sentence_;
  tried_.clear();
  next_tried_ = 0;
  first_found_ = next_found_ = found_.size();
  int last_end = -1;
  int next = 0;
  for (const int i : line.signs()) {
    if (i < next) continue;
    const std::uint32_t flags = CharClass(line[i]);
    sentence_ += (flags & kStopChar) != 0;
    if ((flags & (kDigitChar | kNumeralChar | kDateChar)) == 0 || InsideNumber(line, i)) continue;
    const DateMatch match = MatchDate(line, i);
    if (match) {
      const bool joined = last_end >= 0 && line[last_end] == U'、' && match.start == last_end + 1;
      found_.push_back({match, line.SpanOf(match.start, match.end), sentence_, joined});
      last_end = next = match.end;
      continue;
    }
    tried_.push_back(i);
    // A word that holds numerals holds no date: 一月有余.
    const bool may_hold = (flags & CategoryBit(Category::kDateWord)) != 0;
    next = i + (may_hold ? 0 : MatchForward(line, i, Category::kWord).length);
  }
}

DateMatch DateIndex::At(const Line& line, int pos) {
  while (next_found_ < found_.size() && found_[next_found_].match.start < pos) ++next_found_;
  if (next_found_ < found_.size() && found_[next_found_].match.start == pos)
    return found_[next_found_].match;
  while (next_tried_ < tried_.size() && tried_[next_tried_] < pos) ++next_tried_;
  return next_tried_ < tried_.size() && tried_[next_tried_] == pos ? DateMatch{}
                                                                   : MatchDate(line, pos);
}

int DateIndex::EndAround(int pos) const {
  return next_found_ > first_found_ ? std::max(pos, found_[next_found_ - 1].match.end) : pos;
}

std::vector<DateSpan> DateIndex::Resolved(std::size_t first, std::size_t last,
                                          const DateOptions& options) const {
  std::vector<DateSpan> dates;
  dates.reserve(last - first);
  int sentence = 0;
  int sentence_year = 0;
  std::size_t listed = first;  // the first of those that 、 joins to the one being read
  for (std::size_t i = first; i < last; ++i) {
    const auto& [match, span, own_sentence, joined] = found_[i];
    if (own_sentence != sentence) sentence_year = 0;
    sentence = own_sentence;
    DateSpan& date = dates.emplace_back();
    date.span = span;
    date.text = text_.substr(static_cast<std::size_t>(span.start_byte),
                             static_cast<std::size_t>(span.end_byte - span.start_byte));
    date.kind = match.kind;
    date.precision = match.precision;
    Resolve(match, options, sentence_year, date);
    if (match.year != 0) sentence_year = match.year2 != 0 ? match.year2 : match.year;
    if (!joined || i == first) listed = i;
    for (; match.kind == DateKind::kDeadline && listed < i; ++listed)
      dates[listed - first].kind = DateKind::kDeadline;
  }
  return dates;
}

std::vector<DateSpan> DateIndex::All(const DateOptions& options) const {
  return Resolved(0, found_.size(), options);
}

std::vector<DateSpan> DateIndex::In(std::size_t begin, std::size_t end,
                                    const DateOptions& options) const {
  const auto begins = [](const Found& found) {
    return static_cast<std::size_t>(found.span.start_byte);
  };
  const auto ends = [](const Found& found) {
    return static_cast<std::size_t>(found.span.end_byte);
  };
  const auto first = std::ranges::lower_bound(found_, begin, {}, begins);
  const auto last = std::ranges::lower_bound(first, found_.end(), end, {}, begins);
  const bool cut = (first != found_.begin() && ends(*std::prev(first)) > begin) ||
                   (first != last && ends(*std::prev(last)) > end);
  // A date that the bounds cut may be another inside of them.
  if (cut) return FindDates(text_.substr(begin, end - begin), options);
  std::vector<DateSpan> dates = Resolved(static_cast<std::size_t>(first - found_.begin()),
                                         static_cast<std::size_t>(last - found_.begin()), options);
  for (DateSpan& date : dates) {
    date.span.start_byte -= static_cast<std::int64_t>(begin);
    date.span.end_byte -= static_cast<std::int64_t>(begin);
  }
  return dates;
}

std::vector<DateSpan> FindDates(std::string_view text, const DateOptions& options) {
  if (!MayHoldDate(text)) return {};
  DateIndex dates(text);
  ForEachLine(text, [&dates](const Line& line) { dates.Add(line); });
  return dates.All(options);
}

}  // namespace duban::quantities
