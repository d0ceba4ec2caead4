#include "documents/core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "common/error.h"
#include "documents/core/encoding.h"
#include "documents/core/numbering.h"
#include "documents/core/soft_breaks.h"
#include "documents/core/traditional.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kStride = 64;

// Bytes of another encoding often decode as GB18030 too, but then into rare characters and without
// punctuation.
bool LooksChinese(std::string_view text) {
  std::size_t han = 0;
  std::size_t common = 0;
  std::size_t odd = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    at += c.bytes;
    if (c.code < 0x80) continue;
    const bool known = c.code >= 0x4E00 && c.code <= 0x9FA5;
    han += known;
    odd += !known && !(c.code >= 0x3000 && c.code <= 0x303F) &&
           !(c.code >= 0xFF00 && c.code <= 0xFFEF) && !(c.code >= 0x2000 && c.code <= 0x22FF) &&
           c.code != 0xB7 && c.code != 0xA0;
    for (const char32_t word : U"的年月区县市政府民工设建一不个和项单位目任务。,、:;")
      common += word == c.code;
  }
  return han > 0 && odd * 10 <= han && common * 20 >= han;
}

bool IsBinary(std::string_view bytes) {
  for (const std::string_view magic :
       {std::string_view("PK\x03\x04"), std::string_view("%PDF-"),
        std::string_view("\xD0\xCF\x11\xE0"), std::string_view("\x89PNG"),
        std::string_view("\x1F\x8B"), std::string_view("\xFF\xD8\xFF")}) {
    if (bytes.substr(0, magic.size()) == magic) return true;
  }
  if (bytes.find('\0') != std::string_view::npos) return true;
  return CountControls(bytes) * 50 > bytes.size();
}

// The number of — 2 — or -2-; 0 for any other line.
int NumberBetweenDashes(std::string_view line) {
  if (!IsPageNumber(line)) return 0;
  const char32_t first = CharAt(line, 0).code;
  const char32_t last = CharBefore(line, line.size()).code;
  const auto dash = [](char32_t c) { return c == '-' || c == U'—' || c == U'–'; };
  if (!dash(first) || !dash(last)) return 0;
  int number = 0;
  for (const char c : line) {
    if (c >= '0' && c <= '9' && number < 1000) number = number * 10 + (c - '0');
  }
  return number;
}

// Whether a bracket or quotation mark of the line stays open.
bool StaysOpen(std::string_view line) {
  int depth = 0;
  for (std::size_t at = 0; at < line.size();) {
    const Char c = CharAt(line, at);
    at += c.bytes;
    depth += c.code == '(' || c.code == U'\uFF08' || c.code == U'“' || c.code == U'《';
    depth -= c.code == ')' || c.code == U'\uFF09' || c.code == U'”' || c.code == U'》';
  }
  return depth > 0;
}

// The text with every byte of the ranges overwritten.
std::string Overwritten(std::string_view text, const std::vector<Range>& ranges, char with) {
  std::string out(text);
  for (const Range range : ranges)
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(range.begin),
              out.begin() + static_cast<std::ptrdiff_t>(range.end), with);
  return out;
}

// The next line from `*at` on that holds more than blanks; `*at` is moved behind it. Empty where
// none is left.
Range NextLine(std::string_view text, std::size_t* at) {
  Range line;
  while (line.empty() && *at < text.size()) {
    const std::size_t end = std::min(text.find('\n', *at), text.size());
    line = Trim(text, {*at, end});
    *at = end + 1;
  }
  return line;
}

// The text without the page marks of a document viewer: long lines that open with 1、 2、 3、 …
// where the page before broke off inside a sentence. Empty when there are none.
std::string WithoutPageMarks(std::string_view text) {
  std::vector<Range> marks;  // from the end of the line before to the end of the mark
  bool open = false;
  Range before;
  std::string next = "1、";
  std::size_t at = 0;
  for (Range line = NextLine(text, &at); !line.empty(); line = NextLine(text, &at)) {
    const std::string_view above = text.substr(before.begin, before.size());
    const bool marked = text.substr(line.begin, line.size()).starts_with(next);
    if (marked && !marks.empty() && (above.size() < 360 || ClosesSentence(above))) return "";
    if (marked) {
      open = open || (!marks.empty() && StaysOpen(above));
      marks.push_back({marks.empty() ? line.begin : before.end, line.begin + next.size()});
      next = fmt::format("{}、", marks.size() + 1);
    } else if (!marks.empty()) {
      break;
    }
    before = line;
  }
  if (marks.size() < 2 || !open) return "";
  return Overwritten(text, marks, ' ');
}

// The text of a site that shows documents by their pages (…可在线阅读…), without the number it puts
// before each page (3、) where that breaks a sentence, which is made whole. Empty when there are
// none.
std::string WithoutViewerNumbers(std::string_view text) {
  constexpr std::size_t kHead = 3'000;  // bytes in which the site speaks of itself
  constexpr int kMostSkipped = 3;       // pages that began with a sentence show no break
  if (!Contains(text.substr(0, kHead), "可在线阅读")) return "";
  std::vector<Range> marks;
  Range before;
  int last = 1;
  std::size_t at = 0;
  for (Range line = NextLine(text, &at); !line.empty(); line = NextLine(text, &at)) {
    const std::string_view words = text.substr(line.begin, line.size());
    const std::string_view above = text.substr(before.begin, before.size());
    std::size_t digits = 0;
    while (digits < words.size() && digits < 4 && words[digits] >= '0' && words[digits] <= '9')
      ++digits;
    const int page = digits == 0 ? 0 : NumeralValue(words.substr(0, digits));
    const bool broken = !ClosesSentence(above) &&
                        (Contains(above, ",") || Contains(above, "，") || Contains(above, "、"));
    if (broken && words.substr(digits).starts_with("、") && page > last &&
        page <= last + kMostSkipped) {
      marks.push_back({before.end, line.begin + digits + std::string_view("、").size()});
      last = page;
    }
    before = line;
  }
  if (marks.empty()) return "";
  return Overwritten(text, marks, ' ');
}

// The text without the numbers that its pages were printed with (— 2 —) alone on their lines: at
// least three that count on. A sentence that goes on behind one is made whole. Empty when there are
// none.
std::string WithoutPageNumbers(std::string_view text) {
  std::vector<Range> numbers;  // with the line breaks around them where the sentence goes on
  int last = 0;
  Range before;
  std::size_t at = 0;
  for (Range line = NextLine(text, &at); !line.empty(); line = NextLine(text, &at)) {
    const std::string_view words = text.substr(line.begin, line.size());
    const int number = words.size() < 24 ? NumberBetweenDashes(words) : 0;
    if (number > 0 && (number == last + 1 || numbers.empty())) {
      const std::size_t next = text.find_first_not_of(" \n\r", at);
      const bool goes_on = !ClosesSentence(text.substr(before.begin, before.size())) &&
                           before.size() >= 90 && next != std::string_view::npos &&
                           !NumberingAt(text, next);
      numbers.push_back(goes_on ? Range{before.end, next} : line);
      last = number;
    } else {
      before = line;
    }
  }
  if (numbers.size() < 3) return "";
  return Overwritten(text, numbers, kPageBreak);
}

// The text with the frames of drawn tables as plain bars: ｜ and │ part cells, and lines of nothing
// else (├──┼──┤) are blank. Every byte keeps its place. Empty when no such bar is printed.
std::string WithPlainBars(std::string_view text) {
  constexpr std::string_view kBars[] = {"\uFF5C", "│", "┃", "║"};
  if (!MentionsAny<"\uFF5C", "│", "┃", "║">(text)) return {};
  std::string out(text);
  for (std::size_t begin = 0; begin < out.size();) {
    const std::size_t end = std::min(out.find('\n', begin), out.size());
    bool frame = end > begin;
    for (std::size_t at = begin; at < end && frame; at += CharAt(text, at).bytes) {
      const char32_t c = CharAt(text, at).code;
      frame = (c >= 0x2500 && c <= 0x257F) || IsSpace(c) || c == '\r';
    }
    if (frame)
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(begin),
                out.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    for (const std::string_view bar : kBars) {
      for (std::size_t at = out.find(bar, begin); at < end; at = out.find(bar, at + bar.size()))
        out.replace(at, bar.size(), "|  ");
    }
    begin = end + 1;
  }
  return out;
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsLetterOrDigit(char c) { return IsLetter(c) || (c >= '0' && c <= '9'); }

// The text without the few letters that a site sets behind the lines it hands out (…已完工。Qvx,
// …已完工。6tE): the same ones behind many lines, most of which are closed without them. Empty when
// there are none.
std::string WithoutTrailingLetters(std::string_view text) {
  constexpr std::size_t kLeastLines = 8;
  constexpr std::size_t kMostLetters = 8;
  std::vector<Range> tails;
  std::string_view mark;
  std::size_t closed = 0;  // sentences and brackets before them
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', end + 1)) {
    std::size_t begin = end;
    while (begin > 0 && IsLetterOrDigit(text[begin - 1])) --begin;
    const std::string_view letters = text.substr(begin, end - begin);
    if (letters.size() > kMostLetters || std::ranges::count_if(letters, IsLetter) < 2) continue;
    if (letters != mark) {
      if (tails.size() > 2) continue;  // of another line
      mark = letters;
      tails.clear();
      closed = 0;
    }
    tails.push_back({begin, end});
    const std::string_view before = text.substr(0, begin);
    closed += EndsWithAny(before, {"。", ")", "）"});
  }
  return tails.size() < kLeastLines || closed * 2 < tails.size() ? std::string()
                                                                 : Overwritten(text, tails, ' ');
}

// The text with offices in 〔〕 or ［］ in round brackets, as other copies print them; 〔2023〕9号
// is the number of a paper. Every byte keeps its place. Empty when there are none.
std::string WithRoundBrackets(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"〔", "〕"}, {"﹝", "﹞"}, {"［", "］"}, {"〖", "〗"}};
  if (!MentionsAny<"〔", "﹝", "［", "〖">(text)) return {};
  std::string out;
  for (const auto& [open, close] : kPairs) {
    for (std::size_t at = Find(text, open); at < text.size();) {
      const std::size_t next = std::min(Find(text, open, at + open.size()), text.size());
      const std::size_t end = Find(text.substr(0, next), close, at);  // of the innermost
      if (end < next && !IsDigit(CharAt(text, at + open.size()).code)) {
        if (out.empty()) out = text;
        out.replace(at, open.size(), "（").replace(end, close.size(), "）");
      }
      at = next;
    }
  }
  return out;
}

// `plain` is the text with some of it overwritten; empty when none is.
std::string AsRead(std::string_view text, std::string plain, const Unread& unread) {
  std::string read = std::move(plain);
  if (!unread.empty()) read = unread.Without(read.empty() ? text : std::string_view(read));
  for (const auto step : {Simplified, WithPlainBars, WithRoundBrackets, WithoutPageMarks,
                          WithoutViewerNumbers, WithoutPageNumbers}) {
    if (std::string changed = step(read.empty() ? text : std::string_view(read)); !changed.empty())
      read = std::move(changed);
  }
  return read;
}

}  // namespace

Text::Text(std::string utf8) : Text(WithoutTrailingLetters(utf8), std::move(utf8)) {}

Text::Text(std::string plain, std::string&& utf8)
    : utf8_(std::move(utf8)),
      unread_(plain.empty() ? utf8_ : plain),
      read_(AsRead(utf8_, std::move(plain), unread_)),
      marks_(str()) {
  counts_.reserve(utf8_.size() / kStride + 1);
  std::size_t count = 0;
  for (std::size_t at = 0; at <= utf8_.size(); at += kStride) {
    counts_.push_back(static_cast<std::uint32_t>(count));
    count += CountChars(std::string_view(utf8_).substr(at, kStride));
  }
}

std::string Text::Letters(Range range) const {
  std::string out;
  for (std::size_t at = range.begin; at < range.end; ++at) out += utf8_[Printed({at, at}).begin];
  return out;
}

std::int64_t Text::CodePointsBefore(std::size_t printed) const {
  const std::size_t at = std::min(printed, utf8_.size());
  const std::size_t mark = at / kStride;
  const std::string_view before =
      std::string_view(utf8_).substr(mark * kStride, at - mark * kStride);
  return static_cast<std::int64_t>(counts_[mark] + CountChars(before));
}

std::size_t Text::ByteAt(std::int64_t code_points) const {
  const auto behind = std::upper_bound(counts_.begin(), counts_.end(), code_points);
  if (behind == counts_.begin()) return 0;
  const auto mark = static_cast<std::size_t>(behind - counts_.begin()) - 1;
  std::int64_t left = code_points - counts_[mark];
  std::size_t at = mark * kStride;
  const auto goes_on = [&] {
    return at < utf8_.size() && (static_cast<unsigned char>(utf8_[at]) & 0xC0) == 0x80;
  };
  while (goes_on()) ++at;  // of a character that began before the mark
  for (; left > 0 && at < utf8_.size(); --left) at += CharAt(utf8_, at).bytes;
  return unread_.Read(at);
}

absl::StatusOr<std::string> DecodeDocument(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.size() > max_bytes) {
    return DocumentError(
        "DOCUMENT_TOO_LARGE",
        fmt::format("the document has {} bytes, the limit is {}", bytes.size(), max_bytes));
  }
  const bool utf16 = IsUtf16(bytes);
  if (!utf16 && IsBinary(bytes)) {
    return DocumentError("DOCUMENT_BINARY", "the bytes are no text; give the document as text");
  }
  Utf8Text read = ToUtf8(bytes);
  const bool certain =
      read.encoding == "UTF-8" || (read.replaced == 0 && (utf16 || LooksChinese(read.text)));
  if (!certain)
    return DocumentError("DOCUMENT_ENCODING", "the bytes are neither UTF-8 nor GB18030 text");
  if (Trim(read.text).empty()) return DocumentError("DOCUMENT_EMPTY", "the document holds no text");
  return std::move(read.text);
}

absl::Status DocumentError(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

std::string ErrorReason(const absl::Status& status) { return ReasonOf(status); }

}  // namespace duban::documents
