#include "documents/core/numbering.h"

#include <algorithm>

#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr int kMaxNumber = 999;

struct Numeral {
  int value = -1;
  std::size_t end = 0;
  bool chinese = false;
};

// Digits or Chinese digits from `at`; a numeral never mixes both.
Numeral NumeralAt(std::string_view text, std::size_t at) {
  std::size_t end = at;
  bool chinese = false;
  for (int length = 0; end < text.size() && length < 5; ++length) {
    const Char c = CharAt(text, end);
    const bool is_chinese = IsChineseDigit(c.code) && c.code != U'两';
    if (!IsDigit(c.code) && !is_chinese) break;
    if (end > at && chinese != is_chinese) break;
    chinese = is_chinese;
    end += c.bytes;
  }
  if (end == at) return {};
  return {NumeralValue(text.substr(at, end - at)), end, chinese};
}

std::size_t SkipBlanks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const Char c = CharAt(text, at);
    if (!IsSpace(c.code) || c.code == '\n') break;
    at += c.bytes;
  }
  return at;
}

bool StartsYear(std::string_view text, std::size_t at) {
  const Numeral year = NumeralAt(text, at);
  return year.value >= 1990 && year.value < 2100 && text.substr(year.end).starts_with("年");
}

std::optional<Numbering> Made(NumberStyle style, int value, std::string_view text,
                              std::size_t begin, std::size_t end) {
  if (value < 0 || value > kMaxNumber) return std::nullopt;
  return Numbering{style, value, {begin, SkipBlanks(text, end)}};
}

std::optional<Numbering> Bracketed(std::string_view text, std::size_t at, std::size_t open) {
  const std::size_t inner = SkipBlanks(text, at + open);
  const Numeral numeral = NumeralAt(text, inner);
  if (numeral.value < 0) return std::nullopt;
  const std::size_t end = SkipBlanks(text, numeral.end);
  if (end >= text.size()) return std::nullopt;
  const Char close = CharAt(text, end);
  if (close.code != ')' && close.code != U'\uFF09') return std::nullopt;
  return Made(numeral.chinese ? NumberStyle::kChineseParen : NumberStyle::kArabicParen,
              numeral.value, text, at, end + close.bytes);
}

std::optional<Numbering> Ordinal(std::string_view text, std::size_t at, std::size_t prefix) {
  const Numeral numeral = NumeralAt(text, at + prefix);
  if (numeral.value < 0 || numeral.end >= text.size()) return std::nullopt;
  const Char next = CharAt(text, numeral.end);
  if (next.code == U'章' || next.code == U'部') {
    return Made(NumberStyle::kChapter, numeral.value, text, at, numeral.end + next.bytes);
  }
  const auto mark = [](char32_t c) {
    return c == ',' || c == U'，' || c == U'、' || c == ':' || c == U'\uFF1A' || c == '.';
  };
  if (mark(next.code))
    return Made(NumberStyle::kFirst, numeral.value, text, at, numeral.end + next.bytes);
  // 第一项:…, 第二件 …: the measure word of a list.
  if (next.code != U'项' && next.code != U'件' && next.code != U'条') return std::nullopt;
  const std::size_t after = numeral.end + next.bytes;
  if (after >= text.size()) return std::nullopt;
  const Char behind = CharAt(text, after);
  if (mark(behind.code) || IsSpace(behind.code))
    return Made(NumberStyle::kFirst, numeral.value, text, at, after + behind.bytes);
  return std::nullopt;
}

// Whether digits from `at` count what has no fractions, so that the mark before them is none of a
// decimal: 6.36所中小学. Behind 、 they may measure as well (6、1.6万人), but not go on
// (1、3、5分钟) or tell a date (1、2月).
bool Counts(std::string_view text, std::size_t at, bool dot) {
  std::size_t end = at;
  while (end < text.size() && (IsDigit(CharAt(text, end).code) || (!dot && text[end] == '.')))
    end += CharAt(text, end).bytes;
  const std::string_view unit = text.substr(end);
  if (StartsWithAny(unit, {"所", "个", "家", "处", "座", "条", "名", "户", "人", "台", "件",
                           "项", "间", "场", "辆", "套", "栋", "支", "块", "片", "对"}))
    return true;
  return !dot &&
         StartsWithAny(unit, {"万", "亿", "公里", "米", "千米", "平方", "亩", "公顷", "吨"});
}

std::optional<Numbering> Plain(std::string_view text, std::size_t at) {
  const Numeral numeral = NumeralAt(text, at);
  if (numeral.value < 0) return std::nullopt;
  std::size_t blank_end = SkipBlanks(text, numeral.end);
  if (blank_end >= text.size()) return std::nullopt;
  // 12*. and 12★、: a star marks some of the items.
  if (const Char star = CharAt(text, blank_end);
      star.code == '*' || star.code == U'★' || star.code == U'＊')
    blank_end += star.bytes;
  if (blank_end >= text.size()) return std::nullopt;
  const Char mark = CharAt(text, blank_end);
  const std::size_t after = blank_end + mark.bytes;
  if (numeral.chinese) {
    if (mark.code == U'、' || mark.code == U'.' || mark.code == U'．') {
      return Made(NumberStyle::kChinese, numeral.value, text, at, after);
    }
    if (mark.code == U'是' && blank_end == numeral.end) {
      return Made(NumberStyle::kOne, numeral.value, text, at, after);
    }
    return std::nullopt;
  }
  const bool dot = mark.code == '.' || mark.code == U'．';
  if (!dot && mark.code != U'、' && mark.code != U'。' && mark.code != ')' && mark.code != U'）') {
    return std::nullopt;
  }
  if (mark.code == ')' || mark.code == U'）') {
    return Made(NumberStyle::kArabicParen, numeral.value, text, at, after);
  }
  if (after < text.size()) {
    // A decimal, or a list of numbers such as 1、3、5分钟; a year behind the mark is the text
    // itself.
    const Char next = CharAt(text, after);
    if (IsDigit(next.code) && (dot || mark.code == U'、') && !StartsYear(text, after) &&
        !Counts(text, after, dot))
      return std::nullopt;
  }
  return Made(NumberStyle::kArabic, numeral.value, text, at, after);
}

// A numbering may start a range, a line, or what follows the end of a sentence or a blank.
bool MayStart(std::string_view text, std::size_t begin, std::size_t at, bool ones) {
  if (at == begin) return true;
  const char32_t before = CharBefore(text, at).code;
  switch (before) {
    case U'。':
    case U';':
    case U'；':
    case U':':
    case U'：':
    case U'!':
    case U'！':
    case U'?':
    case U'？':
    case U'|':
      return true;
    case U',':
    case U'，':
      return ones;
    default:
      return IsSpace(before);
  }
}

// The style and value of a number that is one character: ①, ⑴, ⒈, ㈠; the value is 0 for others.
struct Framed {
  NumberStyle style = NumberStyle::kCircled;
  int value = 0;
};

Framed FramedNumber(char32_t c) {
  constexpr struct {
    char32_t first, last;
    NumberStyle style;
  } kFrames[] = {{U'①', U'⑳', NumberStyle::kCircled},
                 {U'⑴', U'⒇', NumberStyle::kArabicParen},
                 {U'⒈', U'⒛', NumberStyle::kArabic},
                 {U'㈠', U'㈩', NumberStyle::kChineseParen}};
  for (const auto& [first, last, style] : kFrames) {
    if (c >= first && c <= last) return {style, static_cast<int>(c - first) + 1};
  }
  return {};
}

// Whether `c` begins a number of a style that stands for nothing else inside of a sentence.
bool CountsOnAnywhere(NumberStyle style, char32_t c) {
  if (const Framed framed = FramedNumber(c); framed.value > 0) return framed.style == style;
  return style == NumberStyle::kChineseParen && (c == '(' || c == U'（');
}

// Whether a bracket behind a closed sentence ends at `at`: …500个。(县水利局)2.….
bool EndsInRemark(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostBytes = 150;
  std::string_view before = text.substr(0, at);
  if (!EndsWithAny(before, {")", "）"})) return false;
  before.remove_prefix(at - std::min(at, kMostBytes));
  const std::size_t half = FindLast(before, "(");
  const std::size_t full = FindLast(before, "（");
  const std::size_t open = half == std::string_view::npos   ? full
                           : full == std::string_view::npos ? half
                                                            : std::max(half, full);
  return open != std::string_view::npos && before.substr(0, open).ends_with("。");
}

}  // namespace

bool IsBullet(char32_t c) {
  return std::u32string_view(U"●■◆•▪★◎○▶►▷➤☑✔√◇□☆✅◉▲△—").find(c) != std::u32string_view::npos;
}

std::optional<Numbering> NumberingAt(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  const Char first = CharAt(text, at);
  if (first.code == '(' || first.code == U'（') return Bracketed(text, at, first.bytes);
  if (const Framed framed = FramedNumber(first.code); framed.value > 0)
    return Made(framed.style, framed.value, text, at, at + first.bytes);
  if (first.code == U'第' || first.code == U'其') return Ordinal(text, at, first.bytes);
  // NO.1, No.2
  if ((first.code == 'N') && at + 3 < text.size() && (text[at + 1] == 'O' || text[at + 1] == 'o') &&
      text[at + 2] == '.') {
    const Numeral numeral = NumeralAt(text, at + 3);
    if (numeral.value < 0 || numeral.chinese) return std::nullopt;
    std::size_t end = numeral.end;
    for (const std::string_view mark : kWordsOf<".", ":", "：", "、">) {
      if (text.substr(end).starts_with(mark)) {
        end += mark.size();
        break;
      }
    }
    return Made(NumberStyle::kArabic, numeral.value, text, at, end);
  }
  if (!IsDigit(first.code) && !IsChineseDigit(first.code))
    return std::nullopt;  // most lines and cells
  return Plain(text, at);
}

std::vector<Piece> SplitNumbered(std::string_view text, Range range, Range* lead, std::size_t least,
                                 bool ones) {
  std::vector<Piece> pieces;
  const std::string_view window = text.substr(0, range.end);
  // Digits and what stands before them; most is inside of a sentence, where no numbering starts.
  constexpr const WordSet& kOpeners =
      kSetOf<"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "０", "１", "２", "３", "４", "５",
             "６", "７", "８", "９", "零", "一", "二", "两", "三", "四", "五", "六", "七", "八",
             "九", "十", "百", "千", "(", "（", "第", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨",
             "⑩", "⑪", "⑫", "⑬", "⑭", "⑮", "⑯", "⑰", "⑱", "⑲", "⑳", "⑴", "⑵", "⑶", "⑷", "⑸", "⑹",
             "⑺", "⑻", "⑼", "⑽", "⑾", "⑿", "⒀", "⒁", "⒂", "⒈", "⒉", "⒊", "⒋", "⒌", "⒍", "⒎", "⒏",
             "⒐", "⒑", "⒒", "⒓", "⒔", "⒕", "⒖">;
  for (std::size_t at = kOpeners.Next(window, range.begin); at < range.end;
       at = kOpeners.Next(window, at)) {
    const Char c = CharAt(window, at);
    const bool could = IsDigit(c.code) || IsChineseDigit(c.code) || c.code == '(' ||
                       c.code == U'（' || (ones && c.code == U'第') ||
                       FramedNumber(c.code).value > 0;
    // ⑦ behind ⑥ counts on wherever it stands: copies lose the stop before it.
    const bool goes_on =
        !pieces.empty() &&
        (CountsOnAnywhere(pieces.back().numbering.style, c.code) || EndsInRemark(window, at));
    if (could && (goes_on || MayStart(window, range.begin, at, ones))) {
      auto numbering = NumberingAt(window, at);
      const char32_t before = at == range.begin ? U'。' : CharBefore(window, at).code;
      const bool comma =
          before == ',' || before == U'，';  // …,二是…: no other numbering stands behind a comma
      if (comma && !goes_on && numbering && numbering->style != NumberStyle::kOne &&
          numbering->style != NumberStyle::kFirst)
        numbering.reset();
      const bool fits =
          numbering && (ones || numbering->style != NumberStyle::kOne) &&
          (pieces.empty() ? numbering->value >= 1
                          : numbering->style == pieces.back().numbering.style &&
                                numbering->value == pieces.back().numbering.value + 1);
      if (fits) {
        if (!pieces.empty()) pieces.back().body = Trim(text, {pieces.back().body.begin, at});
        pieces.push_back({*numbering, {numbering->range.end, range.end}});
        at = numbering->range.end;
        continue;
      }
    }
    at += c.bytes;
    while (could && at < range.end && window[at] >= '0' && window[at] <= '9')
      ++at;  // no numbering starts behind those
  }
  if (pieces.size() < least) {
    if (lead != nullptr) *lead = range;
    return {};
  }
  pieces.back().body = Trim(text, pieces.back().body);
  if (lead != nullptr) *lead = Trim(text, {range.begin, pieces.front().numbering.range.begin});
  return pieces;
}

}  // namespace duban::documents
