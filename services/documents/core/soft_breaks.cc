#include "documents/core/soft_breaks.h"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "documents/core/marks.h"
#include "documents/core/numbering.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;      // without trailing blanks
  std::size_t indent = 0;   // bytes of blanks before the first word
  std::size_t columns = 0;  // a wide character counts two
  std::size_t chars = 0;
};

std::vector<Line> LinesOf(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const Range range = Trim(text, {at, end});
    const std::string_view words = text.substr(range.begin, range.size());
    Line line{.begin = at,
              .end = std::max(range.end, at),
              .indent = range.empty() ? 0 : range.begin - at,
              .chars = CountChars(words)};
    line.columns = line.chars + CountWide(words);
    lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

// Whether more than `most` lines hold a bar or a tab between their words.
bool HasMoreRowsThan(std::size_t most, std::string_view text) {
  std::size_t rows = 0;
  std::size_t bar = text.find('|');
  std::size_t tab = text.find('\t');
  while (rows <= most) {
    const std::size_t mark = std::min(bar, tab);
    if (mark == std::string_view::npos) return false;
    const std::size_t begin = mark == 0 ? 0 : text.rfind('\n', mark) + 1;
    const std::size_t end = std::min(text.find('\n', mark), text.size());
    rows += mark < Trim(text, {begin, end}).end;
    if (bar < end) bar = text.find('|', end);
    if (tab < end) tab = text.find('\t', end);
  }
  return true;
}

// The length in characters that most long lines are cut at.
std::size_t CommonLength(const std::vector<Line>& lines) {
  std::vector<std::size_t> lengths;
  for (const Line& line : lines) {
    if (line.chars > 0) lengths.push_back(line.chars);
  }
  std::sort(lengths.begin(), lengths.end());
  return lengths.empty() ? 0 : lengths[lengths.size() * 85 / 100];
}

// The number that opens a line, with a blank behind it: 3 家庭养老床位…; 0 when none does.
int RowNumber(std::string_view text, const Line& line) {
  std::size_t at = line.begin;
  int number = 0;
  while (at < line.end && text[at] >= '0' && text[at] <= '9' && number < 1000)
    number = number * 10 + (text[at++] - '0');
  return at > line.begin && at < line.end && text[at] == ' ' ? number : 0;
}

// Whether a text was cut at any character: some lines begin with a mark that no writer begins a
// line with.
bool IsCutAnywhere(std::string_view text, const std::vector<Line>& lines) {
  constexpr std::ptrdiff_t kLeastMarks = 2;
  return std::ranges::count_if(lines, [&](const Line& line) {
           return StartsWithAny<"，", ",", "。", "、", "；", ";", "：", ":", "）", ")", "%", "％">(
               text.substr(line.begin + line.indent, line.end - line.begin));
         }) >= kLeastMarks;
}

// The lines without the tenth at either end, where a site prints its own.
std::span<const Line> WithoutEdges(std::span<const Line> lines) {
  const std::size_t edge = lines.size() / 10;
  return lines.subspan(edge, lines.size() - 2 * edge);
}

// Whether lines are the rows of a sheet: three open with a number and a comma, or most hold the
// same number of commas.
bool IsCommaSheet(std::string_view text, const std::vector<Line>& lines) {
  constexpr std::ptrdiff_t kLeastCommas = 3;
  std::size_t numbered = 0;
  std::map<std::ptrdiff_t, std::size_t> widths;
  for (const Line& line : lines) {
    std::size_t at = line.begin;
    while (at < line.end && text[at] >= '0' && text[at] <= '9') ++at;
    numbered += at > line.begin && at < line.end && text[at] == ',';
    const auto commas = std::ranges::count(text.substr(line.begin, line.end - line.begin), ',');
    if (commas >= kLeastCommas) ++widths[commas];
  }
  return numbered >= 3 || std::ranges::any_of(widths, [&](const auto& width) {
           return width.second >= 5 && width.second * 2 > lines.size();
         });
}

}  // namespace

std::vector<Range> SoftBreaks(std::string_view text) {
  constexpr std::size_t kWidest = 160;
  constexpr std::size_t kSlack = 8;
  constexpr std::size_t kEven = 3;    // columns that a cut line lacks
  constexpr std::size_t kRagged = 8;  // where not columns but characters were counted
  // Rows of a table are whole; a bar or two may part the links of a menu.
  if (HasMoreRowsThan(2, text) || MentionsAny<"\uFF5C", "│", "┃", "║">(text)) return {};
  // No character has more than three bytes a column: a long line was not cut.
  constexpr std::size_t kLong = 3 * (kWidest + kSlack);
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    if (end - at > kLong && Trim(text, {at, end}).size() > kLong) return {};
  }
  const std::vector<Line> lines = LinesOf(text);
  // The width most lines are cut at, and how many lines are about as wide.
  std::vector<std::size_t> widths;
  for (const Line& line : lines) {
    if (line.columns > 0) widths.push_back(line.columns);
  }
  if (widths.size() < 8) return {};
  std::sort(widths.begin(), widths.end());
  const std::size_t width = widths[widths.size() * 85 / 100];
  const std::size_t chars = CommonLength(lines);
  if (width < 40 || width > kWidest) return {};
  const bool ragged = IsCutAnywhere(text, lines);
  const auto wide = [width](const Line& line) { return line.columns > width + kSlack; };
  // The menu above a page and the imprint below it are whole, and so may be a few lines of a copy.
  const std::span<const Line> page = ragged ? std::span<const Line>(lines) : WithoutEdges(lines);
  if (std::ranges::count_if(page, wide) * 10 > (ragged ? std::ssize(widths) : 0)) return {};
  const std::size_t ends = ragged ? kRagged : kEven;
  const auto full =
      std::count_if(widths.begin(), widths.end(), [&](std::size_t w) { return w + ends >= width; });
  if (full * 100 < static_cast<std::ptrdiff_t>(widths.size()) * 12) return {};
  // Sentences that happen to be of one length end where their lines do; cut ones seldom.
  const auto closed = std::ranges::count_if(lines, [&](const Line& line) {
    return line.columns + ends >= width &&
           ClosesSentence(text.substr(line.begin, line.end - line.begin));
  });
  if (closed * 4 >= full * 3 && full >= 4) return {};
  if (IsCommaSheet(text, lines)) return {};
  std::vector<Range> breaks;
  int row = 0;  // the last number that opened a line and counts on
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (const int number = RowNumber(text, lines[i]); number == row + 1) row = number;
    const std::string_view line = text.substr(lines[i].begin, lines[i].end - lines[i].begin);
    if ((lines[i].columns + ends < width && lines[i].chars + 2 < chars) || wide(lines[i]) ||
        ClosesSentence(line))
      continue;
    std::size_t next = i + 1;
    if (next + 1 < lines.size() && lines[next].columns > 0 &&
        IsPageNumber(text.substr(lines[next].begin, lines[next].end - lines[next].begin))) {
      ++next;
    }
    if (RowNumber(text, lines[next]) == row + 1) continue;
    if (lines[next].columns == 0 ||
        NumberingAt(text, Trim(text, {lines[next].begin, lines[next].end}).begin))
      continue;
    // The margin of a page goes with its breaks; deeper lines open paragraphs or stand in columns.
    const bool deeper = lines[next].indent > lines[i].indent;
    breaks.push_back({lines[i].end, lines[next].begin + (deeper ? 0 : lines[next].indent)});
  }
  return breaks;
}

bool IsPageNumber(std::string_view line) {
  bool digit = false;
  for (std::size_t at = 0; at < line.size();) {
    const Char c = CharAt(line, at);
    at += c.bytes;
    digit = digit || IsDigit(c.code);
    if (!IsDigit(c.code) && !IsSpace(c.code) && c.code != '-' && c.code != U'—' && c.code != U'–' &&
        c.code != U'第' && c.code != U'页') {
      return false;
    }
  }
  return digit && line.size() < 24;
}

}  // namespace duban::documents
