#include "documents/core/outline_heads.h"

#include <algorithm>
#include <string_view>

#include "documents/core/announced_lists.h"
#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

// How one style of numbering runs through the lines.
struct Run {
  std::vector<std::size_t> lines;
  bool resets = false;
};

Run RunOf(const std::vector<OutlineLine>& lines, NumberStyle style) {
  Run run;
  int last = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].numbering || lines[i].numbering->style != style || lines[i].label != Role::kNone) continue;
    const int value = lines[i].numbering->value;
    if (value <= last) run.resets = true;
    last = value;
    run.lines.push_back(i);
  }
  return run;
}

// The count that a title or preface announces: 十件民生实事, 20件实事.
int Announced(const Text& text, Range title, const std::vector<OutlineLine>& lines) {
  if (const int value = FindAnnouncement(text.Of(title)).count; value > 0) return value;
  for (std::size_t i = 0; i < lines.size() && i < 8; ++i) {
    if (const int value = FindAnnouncement(text.Of(lines[i].range)).count; value > 0) return value;
  }
  return 0;
}

bool EndsClause(std::string_view line) {
  for (const std::string_view mark : {"。", "；", ";", "，", ",", "、", "！", "!"}) {
    if (line.ends_with(mark)) return true;
  }
  return false;
}

bool IsHeading(const Text& text, const OutlineLine& line, std::size_t max_chars) {
  if (line.chars == 0 || line.chars > max_chars) return false;
  const std::string_view all = text.Of(line.body);
  return !all.ends_with("。") || line.chars <= 30;
}

std::size_t DigitsIn(const Text& text, const std::vector<OutlineLine>& lines, std::size_t begin, std::size_t end) {
  std::size_t digits = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view words = text.Of(lines[i].body);
    digits += static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; }));
  }
  return digits;
}

// Whether the lines of run `outer` are headings of an inner run, whose lines then are the items; that run, or `outer`. They are
// where the inner one counts on from heading to heading ((一)教育 1. 2. (二)卫生 3. 4.), and where a single one of a few short
// headings holds an inner run and nearly all figures (一、总体情况 二、进展情况 1. 2. 3. 三、打算).
std::size_t RunOfItems(const Text& text, const std::vector<OutlineLine>& lines, const std::vector<Run>& runs, std::size_t outer) {
  const std::vector<std::size_t>& heads = runs[outer].lines;
  const auto longest = std::max_element(heads.begin(), heads.end(), [&](std::size_t a, std::size_t b) { return lines[a].chars < lines[b].chars; });
  if (heads.size() < 2 || lines[*longest].chars > 40) return outer;
  for (std::size_t inner = outer + 1; inner < runs.size(); ++inner) {
    const Run& run = runs[inner];
    if (run.resets || run.lines.size() < 3) continue;
    const auto between = std::count_if(heads.begin(), heads.end(), [&](std::size_t head) {
      return head > run.lines.front() && head < run.lines.back();
    });
    if (between > 0 && run.lines.size() > heads.size()) return inner;
    const std::size_t end = std::min(lines.size(), *std::upper_bound(heads.begin(), heads.end() - 1, run.lines.back()));
    const std::size_t chapter_end = end > run.lines.back() ? end : lines.size();
    const std::size_t all = DigitsIn(text, lines, heads.front(), lines.size());
    const std::size_t own = DigitsIn(text, lines, run.lines.front(), chapter_end);
    if (between == 0 && heads.size() <= 4 && run.lines.size() >= heads.size() && own * 5 >= all * 4 && own >= 6) return inner;
  }
  return outer;
}

// The last items of a copy cut short have lost their labels: where the heads alone count on in one style, lines behind them
// that go on counting are heads too.
std::vector<std::size_t> WithRestOfRun(const std::vector<OutlineLine>& lines, std::vector<std::size_t> heads) {
  if (heads.size() < 2) return heads;
  int last = 0;
  for (const std::size_t head : heads) {
    const auto& numbering = lines[head].numbering;
    if (!numbering || numbering->style != lines[heads.front()].numbering->style || numbering->value <= last) return heads;
    last = numbering->value;
  }
  const NumberStyle style = lines[heads.front()].numbering->style;
  std::vector<std::size_t> all = heads;
  for (std::size_t i = heads.front(); i < lines.size(); ++i) {
    const auto& numbering = lines[i].numbering;
    if (!numbering || numbering->style != style || std::binary_search(heads.begin(), heads.end(), i)) continue;
    // Steps inside of an item count in the same style: nothing is told by it.
    if (i < heads.back() || numbering->value != last + 1 || lines[i].label != Role::kNone || lines[i].preamble) return heads;
    last = numbering->value;
    all.push_back(i);
  }
  return all;
}

}  // namespace

std::vector<std::size_t> HeadsByLabels(const Text& text, const std::vector<OutlineLine>& lines,
                                       std::vector<std::size_t>* groups) {
  std::vector<std::size_t> blocks;  // first line of each block of labels
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!NamesSomebody(lines[i].label)) continue;
    if (i > 0 && NamesSomebody(lines[i - 1].label)) continue;
    blocks.push_back(i);
  }
  if (blocks.size() < 2) return {};
  std::vector<std::size_t> direct;
  for (const std::size_t block : blocks) {
    if (block == 0) continue;
    const OutlineLine& before = lines[block - 1];
    if (before.label == Role::kNone && (before.numbering || IsHeading(text, before, 50))) direct.push_back(block - 1);
  }
  // Items that open with their labels: the line above is a heading more often than not, and no sentence.
  const auto short_heads = std::count_if(direct.begin(), direct.end(), [&](std::size_t i) {
    return IsHeading(text, lines[i], 60) && !text.Of(lines[i].body).ends_with("。");
  });
  if (direct.size() * 10 >= blocks.size() * 8 && short_heads * 10 >= static_cast<std::ptrdiff_t>(direct.size()) * 7) {
    return WithRestOfRun(lines, std::move(direct));
  }
  // One promise, then its labels, again and again; short numbered lines between them are groups.
  std::vector<std::size_t> alternating;
  for (const std::size_t block : blocks) {
    std::size_t promises = 0;
    std::size_t head = 0;
    for (std::size_t i = block; i-- > 0 && lines[i].label == Role::kNone;) {
      const std::string_view words = text.Of(lines[i].body);
      const bool promise = words.ends_with("。") ||
                           HoldsDigit(words);
      if (lines[i].numbering && lines[i].chars <= 12 && !promise) {
        groups->push_back(i);
        break;
      }
      ++promises;
      head = i;
    }
    if (promises == 1) alternating.push_back(head);
    // What stands above the first promise introduces the list.
    if (promises > 1 && block == blocks.front()) alternating.push_back(block - 1);
  }
  std::sort(groups->begin(), groups->end());
  if (alternating.size() * 10 >= blocks.size() * 8) return WithRestOfRun(lines, std::move(alternating));
  groups->clear();
  // Items closed by their labels: the first numbered line after each block, of the style that fits all of them.
  std::vector<std::size_t> best;
  for (const NumberStyle style : {NumberStyle::kChinese, NumberStyle::kChineseParen, NumberStyle::kArabic,
                                  NumberStyle::kArabicParen}) {
    const Run run = RunOf(lines, style);
    std::size_t fits = 0;
    for (std::size_t i = 0; i < run.lines.size(); ++i) {
      const std::size_t end = i + 1 < run.lines.size() ? run.lines[i + 1] : lines.size();
      fits += std::count_if(blocks.begin(), blocks.end(),
                            [&](std::size_t b) { return b > run.lines[i] && b < end; }) == 1;
    }
    if (fits * 10 >= run.lines.size() * 7 && fits * 10 >= blocks.size() * 7 && run.lines.size() > best.size()) {
      best = run.lines;
    }
  }
  return best;
}

std::vector<std::size_t> HeadsByNumbers(const Text& text, const Dictionary& dictionary, Range title,
                                        const std::vector<OutlineLine>& lines, std::vector<std::size_t>* groups) {
  const int announced = Announced(text, title, lines);
  std::vector<NumberStyle> order;
  for (const OutlineLine& line : lines) {
    if (!line.numbering || line.label != Role::kNone) continue;
    if (std::find(order.begin(), order.end(), line.numbering->style) == order.end()) {
      order.push_back(line.numbering->style);
    }
  }
  std::vector<Run> runs;
  for (const NumberStyle style : order) runs.push_back(RunOf(lines, style));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (announced > 0 && static_cast<int>(runs[i].lines.size()) == announced) {
      if (i > 0) *groups = runs[i - 1].lines;
      return runs[i].lines;
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool has_inner = i + 1 < runs.size() && runs[i + 1].lines.size() >= runs[i].lines.size();
    const bool grouping = std::all_of(runs[i].lines.begin(), runs[i].lines.end(), [&](std::size_t line) {
      return lines[line].chars <= 40 && line + 1 < lines.size() && lines[line + 1].numbering;
    });
    const auto statuses = std::count_if(runs[i].lines.begin(), runs[i].lines.end(), [&](std::size_t line) {
      const std::string_view all = text.Of(lines[line].body);
      // 一、食堂改造项目完成情况 names its project.
      if (lines[line].chars > 10 && all.ends_with("情况")) return false;
      return lines[line].chars <= 30 && (dictionary.Mentions(Words::kStatusInProgress, all) ||
                                         dictionary.Mentions(Words::kStatusCompleted, all) ||
                                         dictionary.Mentions(Words::kStatusDelayed, all));
    });
    const bool by_status = statuses * 2 > static_cast<std::ptrdiff_t>(runs[i].lines.size());
    if (by_status && !has_inner && runs[i].lines.size() >= 2) {
      // Paragraphs grouped by state, each a promise of its own.
      std::vector<std::size_t> paragraphs;
      for (std::size_t line = runs[i].lines.front(); line < lines.size(); ++line) {
        if (!lines[line].numbering && lines[line].label == Role::kNone && lines[line].chars >= 14) paragraphs.push_back(line);
      }
      if (paragraphs.size() >= runs[i].lines.size()) {
        *groups = runs[i].lines;
        return paragraphs;
      }
    }
    // A copy cut short may hold the first heading of each level alone: the level that counts on is the list.
    if (has_inner && grouping && runs[i].lines.size() == 1 && runs[i + 1].lines.size() == 1) continue;
    if (has_inner && ((grouping && !runs[i + 1].resets) || by_status)) {
      if (const std::size_t inner = RunOfItems(text, lines, runs, i + 1); inner > i + 1) {
        *groups = runs[i + 1].lines;
        return runs[inner].lines;
      }
      *groups = runs[i].lines;
      return runs[i + 1].lines;
    }
    if (const std::size_t inner = RunOfItems(text, lines, runs, i); inner > i) {
      *groups = runs[i].lines;
      return runs[inner].lines;
    }
    if (runs[i].lines.size() >= 2) return runs[i].lines;
  }
  return {};
}

std::vector<std::size_t> HeadsByLength(const Text& text, const std::vector<OutlineLine>& lines) {
  std::vector<std::size_t> heads;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const bool heading = IsHeading(text, lines[i], 32) && !EndsClause(text.Of(lines[i].body)) && lines[i].label == Role::kNone;
    const std::string_view below = text.Of(lines[i + 1].body);
    const bool told = lines[i + 1].chars > 32 || lines[i + 1].label != Role::kNone ||
                      (below.ends_with("。") && lines[i + 1].chars > lines[i].chars) ||
                      (i + 2 == lines.size() && lines[i + 1].chars > lines[i].chars && !below.ends_with("日") &&
                       DigitsIn(text, lines, i + 1, i + 2) > 0);  // cut short
    if (!heading || !told) continue;
    // A heading over two lines: 开展妇女“两癌”筛查、 above 产前筛查.
    const bool goes_on = i > 0 && text.Of(lines[i - 1].body).ends_with("、") && lines[i - 1].chars <= 32;
    heads.push_back(goes_on ? i - 1 : i);
  }
  return heads.size() >= 3 ? heads : std::vector<std::size_t>{};
}

}  // namespace duban::documents
