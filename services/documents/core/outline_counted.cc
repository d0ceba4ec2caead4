#include <algorithm>
#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/outline_heads.h"
#include "documents/core/told.h"
#include "documents/core/utf8.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr int kLeastCounted =
    5;  // of promises that are announced: fewer sentences may be as many by chance
constexpr std::size_t kLeastUncounted =
    5;  // sentences of a paragraph that holds nearly all figures
constexpr std::size_t kLeastOfField =
    3;  // sentences of a paragraph that its kind opens, where nothing is announced
constexpr std::size_t kMostSloganChars = 24;  // 出行更加畅通。
constexpr std::size_t kMostFieldChars = 16;   // 交通出行方面

// A sentence of prose, or a piece of one.
struct Unit {
  Range range;
  bool opens = false;   // a line, or a paragraph that 一是 opens
  bool tells = false;   // it holds a figure, and counts no projects
  bool counts = false;  // it does: what is told behind it is of several
  bool heads = false;   // the heading of a kind above the line
};

// The units of one line.
using Units = std::vector<Unit>;

// Whether words name a kind of projects and no project: 交通出行, 教育养老方面, but not
// 停车设施建设 or 完善医疗服务.
bool IsKind(const Text& text, Range range) {
  constexpr std::size_t kMostChars = 14;
  const std::string_view words = text.Of(range);
  const std::size_t chars = CountChars(words.substr(0, 4 * kMostChars));
  if (chars < 2 || chars > kMostChars || range.size() > 4 * kMostChars || HoldsDigit(words))
    return false;
  const bool field = chars <= 4 && words.ends_with("建设");  // 城乡建设
  if (TellsOfWork(words) && !field) return false;
  if (EndsWithAny(words, {"情况", "问题", "工作", "措施", "安排", "项目", "工程", "行动", "附件",
                          "日", "室", "府", "局"}))
    return false;
  return !MentionsAny<"。", "，", ",", "：", ":", "；", ";", "(", "（", "“">(words) &&
         !StartsWithAny(words, {"提高", "促进", "加强", "保障", "优化", "改善", "强化", "加快",
                                "办好", "支持", "扩大", "关爱", "深化", "健全", "落实", "打造"});
}

bool IsNumbered(const OutlineLine& line) {
  return line.numbering && line.numbering->style != NumberStyle::kOne;
}

// 一、交通出行 above paragraphs.
bool IsKindHeading(const Text& text, const std::vector<OutlineLine>& lines, std::size_t i) {
  return !lines[i].labelled() && IsKind(text, lines[i].body) && i + 1 < lines.size() &&
         lines[i + 1].chars > lines[i].chars && !IsKind(text, lines[i + 1].body);
}

// The kind in a newspaper's heading that a slogan follows: 教育:新增学位5400个; empty for other
// lines.
Range KindOfSlogan(const Text& text, const std::vector<OutlineLine>& lines, std::size_t i) {
  const OutlineLine& line = lines[i];
  const std::string_view words = text.Of(line.range);
  if (line.chars > kMostSloganChars || IsNumbered(line) ||
      EndsWithAny(words, {":", "：", "。", "；", ";"}))
    return {};
  const std::size_t colon = kSetOf<":", "：">.First(words);
  const Range kind{line.range.begin, line.range.begin + colon};
  const bool above =
      colon < words.size() && i + 1 < lines.size() && lines[i + 1].chars > kMostSloganChars;
  return above && IsKind(text, kind) ? kind : Range{};
}

// The kinds that head paragraphs, by line; empty ranges where none does.
struct Kinds {
  std::vector<Range> of_line;
  std::size_t count = 0;
  bool slogans = false;  // stand behind them
};

Kinds KindsOf(const Text& text, const std::vector<OutlineLine>& lines) {
  constexpr std::size_t kLeastSlogans = 3;
  Kinds kinds{.of_line = std::vector<Range>(lines.size())};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (IsKindHeading(text, lines, i)) kinds.of_line[i] = lines[i].body;
    kinds.count += !kinds.of_line[i].empty();
  }
  if (kinds.count > 1) return kinds;
  Kinds slogans{.of_line = std::vector<Range>(lines.size()), .slogans = true};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    slogans.of_line[i] = KindOfSlogan(text, lines, i);
    slogans.count += !slogans.of_line[i].empty();
  }
  return slogans.count < kLeastSlogans ? kinds : slogans;
}

// (一)交通出行。A;B。: a kind and its projects on one line.
bool OpensWithKind(const Text& text, const OutlineLine& line) {
  const std::size_t stop = Find(text.Of(line.body), "。");
  return stop != std::string_view::npos && line.body.begin + stop + 3 < line.body.end &&
         IsKind(text, {line.body.begin, line.body.begin + stop});
}

Units UnitsOf(const Text& text, const FigureIndex& figures, const OutlineLine& line,
              std::u32string_view marks) {
  Units units;
  if ((IsNumbered(line) && !OpensWithKind(text, line)) || line.labelled() ||
      Closes(text.Of(line.range)))
    return units;
  const Range whole = IsNumbered(line) ? line.body : line.range;
  for (const Range part : SplitAt(text.str(), whole, marks)) {
    const auto one = NumberingAt(text.str(), part.begin);
    const bool opens = part.begin == whole.begin || (one && one->style == NumberStyle::kOne);
    const Range range =
        opens && one && one->range.end < part.end ? Range{one->range.end, part.end} : part;
    const std::string_view words = text.Of(range);
    const bool counts =
        FindAnnouncement(words).count > 0 ||
        std::ranges::any_of(Counts(words), [](const Count& count) { return count.value > 1; });
    units.push_back({range, opens, figures.In(range) > 0 && !counts, counts});
  }
  return units;
}

bool IsSlogan(const Text& text, const Unit& unit) {
  return !unit.tells && !unit.heads && CountChars(text.Of(unit.range)) <= kMostSloganChars;
}

// Where the field that opens a paragraph ends: 交通出行方面,…, 教育类:…, 聚焦出行难,…; 0 when none
// does.
std::size_t FieldEnd(std::string_view words) {
  std::size_t end = words.size();
  for (const std::string_view mark : kWordsOf<",", "，", ":", "：">)
    end = std::min(end, Find(words, mark));
  if (end == words.size()) return 0;
  const std::string_view field = words.substr(0, end);
  const bool named = EndsWithAny(field, {"方面", "领域", "类", "类项目", "类实事", "”项目"}) ||
                     StartsWithAny(field, {"聚焦", "围绕"});
  return named && CountChars(field) <= kMostFieldChars ? end : 0;
}

// Makes one item of each unit that tells.
class Maker {
 public:
  Maker(const Text& text, std::span<const Units> lines) : text_(text), lines_(lines) {
    std::size_t telling = 0;
    std::size_t slogans = 0;
    for (const Units& line : lines_) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        if (!line[i].tells) continue;
        ++telling;
        slogans += i > 0 && IsSlogan(text_, line[i - 1]);
      }
    }
    slogans_ = slogans * 5 >= telling * 4;
    fields_ = !slogans_ && AllOpenWithFields();
  }

  // How many sentences that tell stand below each kind at least, where kinds open all paragraphs
  // (交通出行类,…) and nothing is announced; 方面 may be the project itself. 0 where they do not.
  std::size_t least_of_field() const { return !fields_ ? 0 : kinds_ ? 2 : kLeastOfField; }

  Candidate Make() {
    for (const Units& line : lines_) AddLine(line);
    candidate_.end = candidate_.made.size();
    return std::move(candidate_);
  }

 private:
  bool AllOpenWithFields() {
    std::size_t openings = 0;
    std::size_t telling = 0;
    for (const Units& line : lines_) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        telling += line[i].tells;
        if (line[i].heads) return false;
        if (!line[i].opens) continue;
        ++openings;
        const std::string_view words = text_.Of(line[i].range);
        const bool slogan = IsSlogan(text_, line[i]) && i + 1 < line.size() && line[i + 1].tells;
        const std::size_t end = FieldEnd(words);
        if (!slogan && end == 0) return false;
        kinds_ = kinds_ && end > 0 && words.substr(0, end).ends_with("类");
      }
    }
    return openings >= 2 && telling >= 2 * openings;
  }

  void Push(Range range) { candidate_.made.push_back(MadeLine(text_, range)); }

  void PushGroup(Range range) {
    for (const std::string_view word : kWordsOf<"在", "聚焦", "围绕">) {
      if (text_.Of(range).starts_with(word)) range.begin += word.size();
    }
    for (const std::string_view word : kWordsOf<"方面", "领域">) {
      if (text_.Of(range).ends_with(word)) range.end -= word.size();
    }
    // 培训服务类项目进展顺利: the kind, and how it goes on.
    const std::string_view of_kind = "类项目";
    if (const std::size_t at = Find(text_.Of(range), of_kind); at < range.size())
      range.end = range.begin + at + of_kind.size();
    candidate_.groups.push_back(candidate_.made.size());
    Push(range);
  }

  void PushHead(Range range) {
    candidate_.heads.push_back(candidate_.made.size());
    Push(range);
  }

  void AddLine(const Units& line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const Unit& unit = line[i];
      if (unit.heads) {
        PushGroup(unit.range);
        continue;
      }
      const bool leads = i + 1 < line.size() && line[i + 1].tells && IsSlogan(text_, unit);
      if (slogans_ && unit.tells && i > 0 && IsSlogan(text_, line[i - 1])) {
        Push(unit.range);  // below its slogan
      } else if (slogans_ && leads) {
        PushHead(unit.range);
      } else if (unit.tells) {
        const std::size_t field = fields_ && unit.opens ? FieldEnd(text_.Of(unit.range)) : 0;
        if (field > 0) PushGroup({unit.range.begin, unit.range.begin + field});
        const std::size_t comma =
            field > 0 ? CharAt(text_.str(), unit.range.begin + field).bytes : 0;
        PushHead(Trim(text_.str(), {unit.range.begin + field + comma, unit.range.end}));
      } else if (fields_ && unit.opens) {
        PushGroup(unit.range);
      } else if (!candidate_.heads.empty() && !unit.opens) {
        Push(unit.range);  // more of the item before
      }
    }
  }

  const Text& text_;
  std::span<const Units> lines_;
  bool slogans_ = false;  // a short sentence stands before each that tells
  bool fields_ = false;   // a kind opens each paragraph
  bool kinds_ = true;     // which ends with 类
  Candidate candidate_{.way = Way::kSentences};
};

std::size_t Counting(const Units& line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](const Unit& unit) { return unit.counts; }));
}

// Short lines above paragraphs are the names of what these tell.
bool IsHeading(const Text& text, const OutlineLine& line) {
  constexpr std::size_t kMostChars = 32;
  const std::string_view words = text.Of(line.body);
  return line.chars <= kMostChars && !EndsWithAny(words, {"。", ":", "：", ";", "；"}) &&
         !HoldsDigit(words);
}

std::size_t Telling(std::span<const Units> lines) {
  std::size_t n = 0;
  for (const Units& line : lines)
    n += static_cast<std::size_t>(
        std::ranges::count_if(line, [](const Unit& unit) { return unit.tells; }));
  return n;
}

// What the lines tell, parted at marks.
struct Told {
  std::vector<Units> lines;  // that tell
  std::vector<Units> leads;  // that count all promises and tell as well
  std::size_t headings = 0;  // above those lines
  bool states =
      false;  // 9项中,3项进展较快,…;4项正在实施,…: sentences of states name their projects
};

Told Gather(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
            const Kinds& kinds, std::u32string_view marks) {
  const bool chapters = kinds.count > 1;
  Told told;
  for (std::size_t i = 0; i < lines.size() && !told.states; ++i) {
    if (figures.In(lines[i].range) == 0 || (chapters && !kinds.of_line[i].empty())) continue;
    Units units = UnitsOf(text, figures, lines[i], marks);
    if (Telling({&units, 1}) == 0) continue;
    told.states = Counting(units) > 1;
    if (chapters && i > 0 && !kinds.of_line[i - 1].empty()) {
      units.insert(units.begin(),
                   Unit{.range = kinds.of_line[i - 1], .opens = true, .heads = true});
    } else {
      told.headings += i > 0 && IsHeading(text, lines[i - 1]);
    }
    (Counting(units) > 0 ? told.leads : told.lines).push_back(std::move(units));
  }
  return told;
}

// 其余2所正在装修, 据市交通局介绍,该项目…: goes on about the project before.
bool GoesOn(std::string_view words) {
  if (StartsWithAny(words, {"其中", "其余", "剩余", "另", "该项目", "该工程", "截至", "累计",
                            "目前", "已", "同时"}))
    return true;
  return words.starts_with("据") && MentionsAny<"该项目", "该工程">(words);
}

bool Reports(std::string_view words) {
  return TellsWhatIsDone(words) || MentionsAny<"完成", "建成", "新增", "发放", "资助">(words);
}

// Whether pieces of paragraphs below so many kinds report each by itself, three or more of a kind.
bool ReportEach(const Text& text, std::span<const Units> lines, std::size_t kinds) {
  std::size_t telling = 0;
  std::size_t silent = 0;
  std::size_t reports = 0;
  for (const Units& line : lines) {
    for (const Unit& unit : line) {
      const std::string_view words = text.Of(unit.range);
      telling += unit.tells;
      silent += !unit.tells && !unit.heads && !unit.opens && !GoesOn(words);
      reports += unit.tells && Reports(words);
    }
  }
  return telling >= kLeastOfField * kinds && silent * 5 <= telling && reports * 4 >= telling * 3;
}

// 农村饮水安全工程计划铺设管网62公里,已铺设51公里 is named before what is told of it; a piece that
// opens with its plan has no name.
Range NameOf(const Text& text, Range piece) {
  const std::string_view words = text.Of(piece);
  std::string_view name = words.substr(0, NameEnd(words));
  const bool named = name.size() < words.size() && CountChars(name) <= kMostSloganChars &&
                     !HoldsDigit(name) && !Contains(name, "计划") &&
                     !StartsWithAny(name, {"今年", "我", "全市", "全县", "全区"});
  while (DropTail<"发放", "累计", "完成">(&name)) {
  }
  return {piece.begin, piece.begin + (named ? name.size() : 0)};
}

// 33项民生工程…。工程建设类项目加快推进。A已…;B已…。, 教育:新增学位5400个 above A已…。B已…;C已…。:
// news that tells of projects by kinds, each in a piece of a paragraph that reports by itself. It
// may leave some of those out that are announced, or part them otherwise.
void AddReporting(const Text& text, const FigureIndex& figures,
                  const std::vector<OutlineLine>& lines, const Counted& announced,
                  const Kinds& kinds, std::vector<Candidate>* out) {
  constexpr std::size_t kLeastKinds = 3;
  const int most = announced.promises.empty() ? 0 : *std::ranges::max_element(announced.promises);
  const bool chapters = kinds.count > 1;
  for (const std::u32string_view marks : {U"。；;", U"。"}) {
    Told told = Gather(text, figures, lines, kinds, marks);
    const std::size_t groups = chapters ? kinds.count : told.lines.size();
    if (told.states || groups < kLeastKinds) return;
    for (Units& units : told.lines) {
      for (Unit& unit : units) {
        if (!unit.heads && GoesOn(text.Of(unit.range))) unit.opens = unit.tells = false;
      }
    }
    Maker maker(text, told.lines);
    const auto off = [&](std::size_t items) { return std::abs(most - static_cast<int>(items)); };
    const bool by_kinds = chapters || maker.least_of_field() > 0;
    if (!by_kinds || !ReportEach(text, told.lines, groups) ||
        off(Telling(told.lines)) >= off(groups))
      continue;
    Candidate candidate = maker.Make();
    for (const std::size_t head : candidate.heads)
      candidate.names.push_back(NameOf(text, candidate.made[head].range));
    out->push_back(std::move(candidate));
    return;
  }
}

}  // namespace

bool Closes(std::string_view words) {
  return StartsWithAny(words,
                       {"下一步", "下步", "下一阶段", "下阶段", "接下来", "存在", "主要问题"});
}

void AddCounted(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
                const Counted& announced, bool only_chapters, std::vector<Candidate>* out) {
  // Numbers tell better than sentences where one item ends, unless they number kinds.
  const Kinds kinds = KindsOf(text, lines);
  std::size_t numbered = 0;
  std::size_t opened = 0;  // lines of a number, a kind and what stands below it
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool opens = IsNumbered(lines[i]) && OpensWithKind(text, lines[i]);
    opened += opens;
    numbered += IsNumbered(lines[i]) && kinds.of_line[i].empty() && !opens;
  }
  const bool chapters = kinds.count > 1;
  if (numbered > 2 || (only_chapters && !chapters && opened < 2)) return;
  for (const std::u32string_view marks : {U"", U"。", U"。；;"}) {
    if (marks.empty() && !chapters) continue;
    if (marks.size() > 1 && !HoldSemicolons(text, lines)) break;
    const Told told = Gather(text, figures, lines, kinds, marks);
    if (told.states || (told.headings > 2 && told.headings * 2 >= told.lines.size())) return;
    const std::span<const Units> all(told.lines);
    const auto as_announced = [&](std::span<const Units> some) {
      const int n = static_cast<int>(Telling(some));
      return n >= kLeastCounted &&
             std::ranges::find(announced.promises, n) != announced.promises.end();
    };
    const std::size_t n = all.size();
    std::vector<std::span<const Units>> windows;
    if (n > 0) windows.push_back(all);
    // Paragraphs below headings of a newspaper all belong to its list.
    if (n > 1 && !kinds.slogans) windows.insert(windows.end(), {all.subspan(1), all.first(n - 1)});
    if (n > 2 && !kinds.slogans) windows.push_back(all.subspan(1, n - 2));
    for (std::size_t i = 0; i < n && n > 1 && !kinds.slogans; ++i)
      windows.push_back(all.subspan(i, 1));
    for (const Units& lead : told.leads) windows.emplace_back(&lead, 1);
    const auto fits = std::ranges::find_if(windows, as_announced);
    if (fits != windows.end()) {
      out->push_back(Maker(text, *fits).Make());
      return;
    }
    if (n == 0 || chapters || !announced.promises.empty()) continue;
    // Paragraphs that a kind opens each, above several sentences.
    if (Maker maker(text, all);
        maker.least_of_field() > 0 && n * maker.least_of_field() <= Telling(all)) {
      out->push_back(maker.Make());
      return;
    }
    // One paragraph that tells all, each sentence of something else.
    const auto longest = std::ranges::max_element(all, {}, [](const Units& line) {
      return Telling({&line, 1});
    });
    const std::size_t telling = Telling({&*longest, 1});
    const bool sentences = marks.size() == 1;
    if (sentences && telling >= kLeastUncounted && telling + 1 >= Telling(all) &&
        telling * 5 >= longest->size() * 2) {
      out->push_back(Maker(text, {&*longest, 1}).Make());
      return;
    }
  }
  if (!only_chapters) AddReporting(text, figures, lines, announced, kinds, out);
}

}  // namespace duban::documents
