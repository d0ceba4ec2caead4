#include "documents/core/outline_heads.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

bool EndsClause(std::string_view line) {
  return EndsWithAny(line, {"。", "；", ";", "，", ",", "、", "！", "!"});
}

bool IsHeading(const Text& text, const OutlineLine& line, std::size_t max_chars) {
  if (line.chars == 0 || line.chars > max_chars) return false;
  const std::string_view all = text.Of(line.body);
  if (all.ends_with("摄") || Contains(all, "供图")) return false;  // below a picture
  return !all.ends_with("。") || line.chars <= 30;
}

// The last items of a copy cut short have lost their labels: where the heads alone count on in one
// style, lines behind them that go on counting are heads too.
std::vector<std::size_t> WithRestOfRun(const std::vector<OutlineLine>& lines,
                                       std::vector<std::size_t> heads) {
  if (heads.size() < 2) return heads;
  int last = 0;
  for (const std::size_t head : heads) {
    const auto& numbering = lines[head].numbering;
    if (!numbering || numbering->style != lines[heads.front()].numbering->style ||
        numbering->value <= last)
      return heads;
    last = numbering->value;
  }
  const NumberStyle style = lines[heads.front()].numbering->style;
  std::vector<std::size_t> all = heads;
  for (std::size_t i = heads.front(); i < lines.size(); ++i) {
    const auto& numbering = lines[i].numbering;
    if (!numbering || numbering->style != style ||
        std::binary_search(heads.begin(), heads.end(), i))
      continue;
    // Steps inside of an item count in the same style: nothing is told by it.
    if (i < heads.back() || numbering->value != last + 1 || lines[i].labelled() ||
        lines[i].preamble)
      return heads;
    last = numbering->value;
    all.push_back(i);
  }
  return all;
}

}  // namespace

OutlineLine MadeLine(const Text& text, Range range) {
  return {.range = range, .body = range, .chars = CountChars(text.Of(range))};
}

void AddByLabels(const Text& text, const std::vector<OutlineLine>& lines,
                 std::vector<Candidate>* out) {
  std::vector<std::size_t> blocks;  // first line of each block of labels
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!NamesSomebody(lines[i].label)) continue;
    if (i > 0 && NamesSomebody(lines[i - 1].label)) continue;
    blocks.push_back(i);
  }
  if (blocks.size() < 2) return;
  const auto add = [&](std::vector<std::size_t> heads, std::vector<std::size_t> groups) {
    if (heads.size() < 2) return;
    heads = WithRestOfRun(lines, std::move(heads));
    out->push_back({.way = Way::kLabels,
                    .heads = std::move(heads),
                    .groups = std::move(groups),
                    .end = lines.size()});
  };
  std::vector<std::size_t> direct;
  for (const std::size_t block : blocks) {
    if (block == 0) continue;
    const OutlineLine& before = lines[block - 1];
    if (!before.labelled() && (before.numbering || IsHeading(text, before, 50)))
      direct.push_back(block - 1);
  }
  // Items that open with their labels: the line above is a heading more often than not, and no
  // sentence.
  const auto short_heads = std::count_if(direct.begin(), direct.end(), [&](std::size_t i) {
    return IsHeading(text, lines[i], 60) && !text.Of(lines[i].body).ends_with("。");
  });
  if (direct.size() * 10 >= blocks.size() * 8 &&
      short_heads * 10 >= static_cast<std::ptrdiff_t>(direct.size()) * 7) {
    add(direct, {});
  }
  const auto is_group = [&](const OutlineLine& line) {
    const std::string_view words = text.Of(line.body);
    return line.numbering && !line.labelled() && line.chars <= 12 && !words.ends_with("。") &&
           !HoldsDigit(words);
  };
  // Several labels in a row below each heading, whoever is named among them: 总投资:…, 建设内容:…,
  // 责任单位:….
  std::vector<std::size_t> records;
  std::vector<std::size_t> chapters;
  std::size_t runs = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!lines[i].labelled() || lines[i - 1].labelled()) continue;
    std::size_t end = i;
    while (end < lines.size() && lines[end].labelled()) ++end;
    if (end < i + 2) continue;
    ++runs;
    if (!IsHeading(text, lines[i - 1], 50)) continue;
    records.push_back(i - 1);
    if (i > 1 && is_group(lines[i - 2])) chapters.push_back(i - 2);
  }
  if (records.size() >= 3 && records.size() * 10 >= runs * 8 && records != direct)
    add(std::move(records), std::move(chapters));
  // One promise, then its labels, again and again; short numbered lines between them are groups.
  std::vector<std::size_t> alternating;
  std::vector<std::size_t> groups;
  for (const std::size_t block : blocks) {
    std::size_t promises = 0;
    std::size_t head = 0;
    for (std::size_t i = block; i-- > 0 && !lines[i].labelled();) {
      if (is_group(lines[i])) {
        groups.push_back(i);
        break;
      }
      ++promises;
      head = i;
    }
    if (promises == 1) alternating.push_back(head);
    // What stands above the first promise introduces the list.
    if (promises > 1 && block == blocks.front()) alternating.push_back(block - 1);
  }
  std::sort(groups.begin(), groups.end());
  if (alternating.size() * 10 >= blocks.size() * 8) add(std::move(alternating), std::move(groups));
}

void AddByLength(const Text& text, const std::vector<OutlineLine>& lines,
                 std::vector<Candidate>* out) {
  struct Look {
    bool counts;  // it holds a figure
    bool closes;  // a clause ends with it
  };
  std::vector<Look> looks;
  looks.reserve(lines.size());
  for (const OutlineLine& line : lines)
    looks.push_back({HoldsDigit(text.Of(line.body)), EndsClause(text.Of(line.body))});
  // Names and what is told of them by turns.
  const auto turns_at = [&](std::size_t i) {
    return !looks[i].counts && looks[i + 1].counts && looks[i + 1].closes;
  };
  std::size_t turns = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) turns += turns_at(i) && !looks[i].closes;
  const bool figures_below = turns >= 4 && turns * 5 >= lines.size() * 2;
  std::vector<std::size_t> heads;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (looks[i].closes || lines[i].labelled() || !IsHeading(text, lines[i], 32)) continue;
    const std::string_view below = text.Of(lines[i + 1].body);
    // 硬化道路85公里。 below a name of no figures, as above and below it.
    const bool told = lines[i + 1].chars > 32 || lines[i + 1].labelled() ||
                      (figures_below && turns_at(i)) ||
                      (below.ends_with("。") && lines[i + 1].chars > lines[i].chars) ||
                      (i + 2 == lines.size() && lines[i + 1].chars > lines[i].chars &&
                       !below.ends_with("日") && looks[i + 1].counts);  // cut short
    if (!told || (heads.empty() &&
                  (Introduces(text.Of(lines[i].body)) || FindAnnouncement(below).count > 0)))
      continue;
    // A heading over two lines: 开展妇女“两癌”筛查、 above 产前筛查.
    const bool goes_on =
        i > 0 && text.Of(lines[i - 1].body).ends_with("、") && lines[i - 1].chars <= 32;
    heads.push_back(goes_on ? i - 1 : i);
  }
  const auto add = [&](std::vector<std::size_t> some) {
    // Two headings are a list where much is told below each.
    const bool long_told = some.size() == 2 && std::ranges::all_of(some, [&](std::size_t i) {
                             return lines[i + 1].chars > 100;
                           });
    if (some.size() >= 3 || long_told)
      out->push_back({.way = Way::kLength, .heads = std::move(some), .end = lines.size()});
  };
  // 各位代表: is no heading like the others.
  std::vector<std::size_t> plain;
  std::copy_if(heads.begin(), heads.end(), std::back_inserter(plain),
               [&](std::size_t i) { return !EndsWithColon(text.Of(lines[i].body)); });
  if (plain.size() < heads.size()) add(std::move(plain));
  add(std::move(heads));
}

void AddGrouped(const Text& text, const std::vector<OutlineLine>& lines,
                std::vector<Candidate>* out) {
  constexpr std::size_t kMostKindChars = 12;
  const auto is_kind = [&](std::size_t i) {
    const std::string_view words = text.Of(lines[i].body);
    return lines[i].chars >= 2 && lines[i].chars <= kMostKindChars && !lines[i].labelled() &&
           !EndsClause(words) && !EndsWithColon(words) && !HoldsDigit(words);
  };
  Candidate candidate{.way = Way::kPlain};
  std::size_t figures = 0;
  std::size_t first = 0;  // behind the lines that announce
  for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 12); ++i) {
    const std::string_view words = text.Of(lines[i].body);
    if (MentionsAny(words, {"大类", "实事"}) || (lines[i].chars <= 12 && !Counts(words).empty()))
      first = i + 1;
  }
  for (std::size_t i = first; i < lines.size(); ++i) {
    const OutlineLine& line = lines[i];
    if (is_kind(i)) {
      if (i + 1 < lines.size() && !is_kind(i + 1)) candidate.groups.push_back(i);
    } else if (!candidate.groups.empty() && !line.labelled() && !line.numbering &&
               line.chars >= 6) {
      candidate.heads.push_back(i);
      candidate.end = i + 1;
      figures += HoldsDigit(text.Of(line.body));
    }
  }
  if (candidate.groups.size() < 2 || candidate.heads.size() < 2 * candidate.groups.size() ||
      figures * 2 < candidate.heads.size())
    return;
  out->push_back(std::move(candidate));
}

void AddPlain(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
              const Counted& announced, std::vector<Candidate>* out) {
  std::vector<std::size_t> run;
  const auto add = [&](std::size_t begin, std::size_t count) {
    Candidate candidate{.way = Way::kPlain, .end = run[begin + count - 1] + 1};
    candidate.heads.assign(run.begin() + static_cast<std::ptrdiff_t>(begin),
                           run.begin() + static_cast<std::ptrdiff_t>(begin + count));
    out->push_back(std::move(candidate));
  };
  const auto close = [&] {
    if (run.size() >= 3) add(0, run.size());
    // As many of them as are announced, from the first on or up to the last.
    for (const int count : announced.promises) {
      const auto n = static_cast<std::size_t>(count);
      if (n < 5 || n >= run.size() || n + 4 < run.size()) continue;
      add(0, n);
      add(run.size() - n, n);
    }
    run.clear();
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const OutlineLine& line = lines[i];
    const std::string_view words = text.Of(line.body);
    const auto leads = [&] {
      return EndsWithColon(words) || Contains(words, "如下") ||
             (run.empty() && (FindAnnouncement(words).count > 0 || Introduces(words)));
    };
    const bool own = !line.numbering && !line.labelled() && line.chars >= 8;
    if (own && (figures.In(line.body) > 0 || TellsOfWork(words.substr(0, 90))) && !leads()) {
      run.push_back(i);
    } else {
      close();
    }
  }
  close();
}

}  // namespace duban::documents
