#include "documents/formats/pdf_lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace duban::documents {
namespace {

double Height(const Box& box) { return box.bottom - box.top; }
double Middle(const Box& box) { return (box.top + box.bottom) / 2; }

Box Around(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

bool IsLatin(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The number of a line that holds nothing but a page number and what stands around it: - 3 -, 第3页
// 共10页, 3/10.
std::optional<int> PageNumber(std::string_view text) {
  static constexpr std::u32string_view kMarks = U"-—–－─·./,，第页共";
  int number = -1;
  bool open = false;  // inside of the first number
  std::size_t chars = 0;
  for (std::size_t at = 0; at < text.size(); ++chars) {
    const Char c = CharAt(text, at);
    at += c.bytes;
    if (c.code >= '0' && c.code <= '9') {
      if (number < 0) open = true;
      if (open) number = std::max(number, 0) * 10 + static_cast<int>(c.code - '0');
      if (number > 99'999) return std::nullopt;
      continue;
    }
    open = false;
    if (!IsSpace(c.code) && kMarks.find(c.code) == std::u32string_view::npos) return std::nullopt;
  }
  return number < 0 || chars > 16 ? std::nullopt : std::optional<int>(number);
}

// A line with its figures made alike, as page numbers and dates in page heads differ.
std::string Pattern(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (out.empty() || out.back() != '#') out += '#';
    } else if (c != ' ') {
      out += c;
    }
  }
  return out;
}

struct Margin {
  std::size_t page = 0;
  std::string text;
  std::string pattern;
  Box box;
  bool head = false;
};

// The two outermost lines at either end of a page that lie within its margins.
std::vector<Margin> MarginsOf(const std::vector<PdfPage>& pages) {
  std::vector<Margin> out;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::vector<PrintedLine> lines = LinesOf(pages[i].words, 0);
    for (std::size_t n = 0; n < lines.size(); ++n) {
      const bool head = n < 2 && lines[n].box.bottom < pages[i].height * 0.12;
      const bool foot = n + 2 >= lines.size() && lines[n].box.top > pages[i].height * 0.88;
      if (!head && !foot) continue;
      std::string text = TextOf(lines[n]);
      std::string pattern = Pattern(text);
      out.push_back({i, std::move(text), std::move(pattern), lines[n].box, head});
    }
  }
  return out;
}

bool IsAddress(std::string_view text) {
  return text.starts_with("file://") || text.starts_with("http://") || text.starts_with("https://");
}

}  // namespace

std::vector<PrintedLine> LinesOf(std::vector<Word> words, int page) {
  std::stable_sort(words.begin(), words.end(),
                   [](const Word& a, const Word& b) { return Middle(a.box) < Middle(b.box); });
  std::vector<PrintedLine> lines;
  for (Word& word : words) {
    bool placed = false;
    // Lines are sorted by their middles, so only the last few can be the word's own.
    for (std::size_t back = 1; back <= std::min<std::size_t>(lines.size(), 3) && !placed; ++back) {
      PrintedLine& line = lines[lines.size() - back];
      const double near = std::min(Height(word.box), Height(line.words.front().box)) / 2;
      if (std::abs(Middle(line.words.front().box) - Middle(word.box)) >= std::max(near, 1.0))
        continue;
      line.box = Around(line.box, word.box);
      line.words.push_back(std::move(word));
      placed = true;
    }
    if (!placed) {
      const Box box = word.box;
      lines.push_back({page, box, {}});
      lines.back().words.push_back(std::move(word));
    }
  }
  for (PrintedLine& line : lines) {
    std::stable_sort(line.words.begin(), line.words.end(),
                     [](const Word& a, const Word& b) { return a.box.left < b.box.left; });
  }
  return lines;
}

bool NeedsBlank(std::string_view before, std::string_view after) {
  if (before.empty() || after.empty()) return false;
  return IsLatin(CharBefore(before, before.size()).code) && IsLatin(CharAt(after, 0).code);
}

namespace {

// The gap that is a blank on this line. Lines that are stretched to the margin have gaps between
// all their characters.
double BlankGap(const PrintedLine& line, double em) {
  std::size_t gaps = 0;
  std::size_t chars = 0;
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    chars += CountChars(line.words[i].text);
    gaps += i > 0 && line.words[i].box.left - line.words[i - 1].box.right > em * 0.12;
  }
  return gaps > 3 && gaps * 3 > chars ? em * 0.45 : em * 0.15;
}

// The width of what cannot be broken at the beginning of a line: a figure or a Latin word, a
// character and the mark behind it.
double FirstUnit(const PrintedLine& line) {
  const Word& word = line.words.front();
  const double em = EmOf(line);
  std::size_t narrow = 0;
  std::size_t at = 0;
  for (; at < word.text.size(); ++narrow, ++at) {
    const char c = word.text[at];
    const bool latin = IsLatin(static_cast<unsigned char>(c)) || (c >= '0' && c <= '9') ||
                       c == '.' || c == '%' || c == '-';
    if (!latin) break;
  }
  double width = static_cast<double>(narrow) * em * 0.55;
  if (narrow == 0) {
    width = em;
    at = CharAt(word.text, 0).bytes;
  }
  if (at < word.text.size()) {
    for (const std::string_view mark :
         {"，", "。", "、", "；", "：", "）", "”", "》", ",", ";", ":", ")", "！", "？"}) {
      if (std::string_view(word.text).substr(at).starts_with(mark)) return width + em;
    }
  }
  return width;
}

}  // namespace

double EmOf(const PrintedLine& line) {
  double width = 0;
  double ems = 0;
  bool han = false;
  for (const Word& word : line.words) {
    width += word.box.right - word.box.left;
    for (std::size_t at = 0; at < word.text.size();) {
      const Char c = CharAt(word.text, at);
      at += c.bytes;
      ems += c.code < 0x2000 ? 0.55 : 1;  // Latin letters and figures are about half as wide
      han = han || IsHan(c.code);
    }
  }
  const double height = Height(line.words.front().box);
  return han ? std::clamp(width / ems, 1.0, std::max(height * 1.2, 1.0))
             : std::max(height * 0.75, 1.0);
}

std::string TextOf(const PrintedLine& line) {
  std::string out;
  const double em = EmOf(line);
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    const Word& word = line.words[i];
    if (i > 0) {
      const double gap = word.box.left - line.words[i - 1].box.right;
      if (gap > em * 1.9) {
        out += "  ";
      } else if (gap > BlankGap(line, em)) {
        out += ' ';
      }
    }
    out += word.text;
  }
  return out;
}

bool IsBroken(const PrintedLine& line, const PrintedLine& next, double right, double slack) {
  return line.box.right + FirstUnit(next) + slack >= right;
}

Runs JoinLines(const std::vector<PrintedLine>& lines, double right, double slack) {
  Runs out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string text = TextOf(lines[i]);
    const bool broken = i > 0 && IsBroken(lines[i - 1], lines[i], right, slack);
    if (i > 0 && (!broken || NeedsBlank(out.back().text, text))) text.insert(0, 1, ' ');
    out.push_back({std::move(text), {.page = lines[i].page, .box = lines[i].box}});
  }
  return out;
}

namespace {

bool IsMixed(char32_t a, char32_t b) {
  const auto narrow = [](char32_t c) { return IsLatin(c) || (c >= '0' && c <= '9') || c == '%'; };
  return (IsHan(a) && narrow(b)) || (narrow(a) && IsHan(b));
}

bool MeetMixed(const Word& before, const Word& after) {
  return IsMixed(CharBefore(before.text, before.text.size()).code, CharAt(after.text, 0).code);
}

std::size_t MixedInside(std::string_view text) {
  std::size_t count = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    count += IsMixed(before, c.code);
    before = c.code;
    at += c.bytes;
  }
  return count;
}

}  // namespace

void CloseMixedGaps(std::vector<PdfPage>* pages) {
  std::vector<std::vector<PrintedLine>> lines;
  std::size_t touching = 0;
  std::vector<double> gaps;  // in characters
  for (PdfPage& page : *pages) {
    lines.push_back(LinesOf(std::move(page.words), 0));
    page.words.clear();
    for (const PrintedLine& line : lines.back()) {
      for (std::size_t i = 0; i < line.words.size(); ++i) {
        touching += MixedInside(line.words[i].text);
        if (i == 0 || !MeetMixed(line.words[i - 1], line.words[i])) continue;
        const double gap = (line.words[i].box.left - line.words[i - 1].box.right) / EmOf(line);
        if (gap < 0.4) gaps.push_back(gap);
      }
    }
  }
  const bool set_apart = gaps.size() > touching;
  // A blank is wider than what is put in between.
  std::nth_element(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2),
                   gaps.end());
  const double usual = gaps.empty() ? 0 : gaps[gaps.size() / 2] * 1.15;
  for (std::size_t p = 0; p < lines.size(); ++p) {
    for (PrintedLine& line : lines[p]) {
      const double em = EmOf(line);
      bool joins = false;
      for (Word& word : line.words) {
        auto& words = (*pages)[p].words;
        if (joins && set_apart && MeetMixed(words.back(), word) &&
            word.box.left - words.back().box.right <= em * usual) {
          words.back().text += word.text;
          words.back().box = Around(words.back().box, word.box);
        } else {
          words.push_back(std::move(word));
        }
        joins = true;
      }
    }
  }
}

void DropFurniture(std::vector<PdfPage>* pages) {
  const std::vector<Margin> margins = MarginsOf(*pages);
  std::map<std::pair<bool, std::string>, std::set<std::size_t>> seen;
  std::map<std::pair<bool, int>, std::size_t>
      counted;  // page numbers, by their distance to the page's own
  for (const Margin& margin : margins) {
    seen[{margin.head, margin.pattern}].insert(margin.page);
    if (const auto number = PageNumber(margin.text))
      ++counted[{margin.head, *number - static_cast<int>(margin.page)}];
  }
  for (const Margin& margin : margins) {
    const double height = (*pages)[margin.page].height;
    const std::size_t often = seen[{margin.head, margin.pattern}].size();
    // A title repeated by the next page is furniture there, yet the first time it may be the title.
    const bool first_title = margin.head && margin.page == 0 && margin.pattern == margin.text;
    const bool repeated =
        often >= 2 && often * 2 >= pages->size() && !first_title && !PageNumber(margin.text);
    bool number = false;
    if (const auto value = PageNumber(margin.text)) {
      const std::size_t same = counted[{margin.head, *value - static_cast<int>(margin.page)}];
      const bool edge = Middle(margin.box) > height * 0.93 || Middle(margin.box) < height * 0.06;
      number = (same >= 2 && same * 2 >= pages->size()) || (pages->size() <= 2 && edge);
    }
    if (!repeated && !number && !IsAddress(margin.text)) continue;
    std::erase_if((*pages)[margin.page].words, [&margin](const Word& word) {
      return Middle(word.box) >= margin.box.top && Middle(word.box) <= margin.box.bottom;
    });
  }
}

}  // namespace duban::documents
