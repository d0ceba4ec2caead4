#include <algorithm>
#include <iterator>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/outline_candidates.h"
#include "documents/core/outline_lines.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

struct Weight {
  Feature feature;
  double weight;
};

// A count that the text itself announces outweighs everything that only looks like a list.
// Restarting numbers and headings of the organisation speak against a level as strongly as running
// numbers speak for it.
constexpr Weight kWeights[] = {
    {Feature::kAnnounced, 4.0},     {Feature::kRunsOn, 1.5},     {Feature::kRestarts, -3.0},
    {Feature::kCrosses, 1.5},       {Feature::kCrossed, -1.5},   {Feature::kCoverage, 3.0},
    {Feature::kTelling, 2.0},       {Feature::kFigures, 0.5},    {Feature::kEven, 0.7},
    {Feature::kConcentrated, -2.0}, {Feature::kLabelled, 1.5},   {Feature::kOrganising, -2.5},
    {Feature::kGrouping, -0.5},     {Feature::kFew, -1.2},       {Feature::kMany, -1.0},
    {Feature::kMixed, -2.0},        {Feature::kIntroduced, 1.5},
};

// What a way is worth by itself: a way that needs words of the trade is seldom wrong, one that
// needs only short lines often is.
constexpr double WorthOf(Way way) {
  switch (way) {
    case Way::kTable:
      return 3.0;
    case Way::kTitles:
    case Way::kNames:
    case Way::kOrdinals:
      return 2.0;
    case Way::kPairs:
      return 1.5;
    case Way::kNumbers:
    case Way::kTurns:
    case Way::kLabels:
    case Way::kForm:
    case Way::kStates:
      return 1.0;
    case Way::kLength:
      return 0.3;
    case Way::kPlain:
    case Way::kParts:
      return -0.5;
    case Way::kSentences:
    case Way::kClauses:
      return 0.5;
    case Way::kCount:
      break;
  }
  return 0;
}

// (一)已完成年度任务的有4项, 11个项目已完成全年目标, 二、区级为民办实事: what begins so counts or
// names projects, and is none.
bool CountsProjects(std::string_view head) {
  head = BeforeFirst<"。", "：", ":", "，", ",">(head.substr(0, 90));
  if (MentionsAny<"民办实事", "民生实事", "实事项目">(head) || head.ends_with("类")) return true;
  return MentionsAny<"完成", "推进", "缓慢", "滞后", "较慢", "进度", "序时", "未启动", "未开工",
                     "正常">(head) &&
         !Counts(head).empty();
}

// 主要项目进展情况如下: leads to projects, 现将有关情况报告如下: to chapters of a report.
bool LeadsToProjects(std::string_view before) {
  before = Trim(before);
  bool leads = false;
  for (const std::string_view end : {"：", ":", "。"}) {
    if (!before.ends_with(end)) continue;
    leads = end != "。" || before.ends_with("如下。");
    before.remove_suffix(end.size());
    break;
  }
  leads = leads || before.ends_with("如下");
  if (!leads) return false;
  before = BehindLast<"。", "\n">(before);
  return MentionsAny<"项目", "实事", "事项", "工程", "具体">(before) &&
         MentionsAny<"如下", "分别是", "分别为", "包括", "具体", "进展", "有">(before) &&
         !MentionsAny<"报告如下", "汇报如下", "通报如下", "公告如下", "通知如下", "部署如下",
                      "安排如下">(before);
}

}  // namespace

bool TellsOfWork(std::string_view words) {
  return MentionsAny<"新建", "改造", "完成", "实施", "提升", "建设", "新增", "推进", "开展", "建成",
                     "扩建", "解决", "发放", "培训", "完善", "整治">(words);
}

bool Introduces(std::string_view words) {
  constexpr std::size_t kLead = 600;  // bytes of a paragraph that say what it is
  constexpr std::size_t kLong = 90;   // a short line that counts may be a promise
  const std::string_view lead = words.substr(0, kLead);
  constexpr std::size_t kOpening = 240;  // bytes in which it says who tells it
  constexpr std::size_t kOfPromises = 3;
  constexpr std::size_t kOfMoney = 6;
  static constexpr std::string_view kSigns[] = {
      "实事", "民生工程", "民心工程", "完成投资", "总投资",   "开工率",    "记者",      "获悉",
      "本报", "日前",     "据悉",     "召开",     "其中提到", "今年以来,", "今年以来，"};
  static constexpr WordSet kAnySign(kSigns);
  bool promises = false;
  bool money = false;
  bool told = false;
  kAnySign.ForEach(lead, [&](std::size_t sign, std::size_t at) {
    promises = promises || sign < kOfPromises;
    money = money || (sign >= kOfPromises && sign < kOfMoney);
    told = told || (sign >= kOfMoney && at + kSigns[sign].size() <= kOpening);
    return !told;
  });
  if (told) return true;
  if (words.size() > kLong &&
      (FindAnnouncement(lead).count > 0 || (promises && !Counts(lead).empty())))
    return true;
  return money && Contains(lead, "个项目") && !Counts(lead).empty();
}

double Score(Way way, const Signs& signs) {
  double score = WorthOf(way);
  for (const Weight& weight : kWeights) score += weight.weight * signs[weight.feature];
  return score;
}

std::size_t FigureIndex::In(Range range) const {
  const auto first = std::lower_bound(begins_.begin(), begins_.end(), range.begin);
  return static_cast<std::size_t>(std::lower_bound(first, begins_.end(), range.end) - first);
}

std::vector<ItemLines> ItemsOf(const Candidate& candidate) {
  std::vector<ItemLines> items;
  auto group = candidate.groups.begin();
  for (std::size_t h = 0; h < candidate.heads.size(); ++h) {
    std::size_t end = h + 1 < candidate.heads.size() ? candidate.heads[h + 1] : candidate.end;
    group = std::upper_bound(group, candidate.groups.end(), candidate.heads[h]);
    if (group != candidate.groups.end() && *group < end) end = *group;
    items.push_back({candidate.heads[h], std::max(end, candidate.heads[h] + 1)});
  }
  return items;
}

void CountSpans(const Text& text, const FigureIndex& figures, Range passage,
                std::span<const Range> spans, const Counted& counted, Signs* signs_of) {
  Signs& signs = *signs_of;
  const auto n = static_cast<double>(spans.size());
  std::vector<std::size_t> lengths;
  std::size_t inside = 0;
  std::size_t most = 0;
  std::size_t with_figures = 0;
  std::size_t telling = 0;
  for (const Range span : spans) {
    const std::size_t own = figures.In(span);
    lengths.push_back(span.size());
    inside += own;
    most = std::max(most, own);
    with_figures += own > 0;
    telling += own > 0 || TellsOfWork(text.Of(span).substr(0, 300));
  }
  const std::size_t total = figures.In(passage);
  signs[Feature::kCoverage] =
      total == 0 ? 0 : std::min(1.0, static_cast<double>(inside) / static_cast<double>(total));
  const double even_share = 1 / n;
  const double share =
      inside == 0 ? even_share : static_cast<double>(most) / static_cast<double>(inside);
  // Of two or three items one may well hold all figures.
  signs[Feature::kConcentrated] =
      spans.size() < 2 ? 0 : (share - even_share) / (1 - even_share) * std::min(1.0, (n - 1) / 3);
  signs[Feature::kFigures] = static_cast<double>(with_figures) / n;
  signs[Feature::kTelling] = static_cast<double>(telling) / n;
  std::vector<std::size_t> sorted = lengths;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const auto even = std::count_if(lengths.begin(), lengths.end(), [&](std::size_t length) {
    return length * 4 >= *middle && length <= *middle * 4;
  });
  signs[Feature::kEven] = static_cast<double>(even) / n;
  constexpr double kFewness[] = {2, 2, 1, 0.4, 0.2};
  signs[Feature::kFew] = spans.size() < std::size(kFewness) ? kFewness[spans.size()] : 0;
  signs[Feature::kMany] = spans.size() > 60 ? 1 : 0;
  double announced = 0;
  for (const int count : counted.promises) {
    const int off = std::abs(count - static_cast<int>(spans.size()));
    // Fewer than announced may be an excerpt, more are another level.
    const double fits = off == 0                                 ? 1
                        : off <= 2 && count >= 8                 ? 0.4
                        : static_cast<int>(spans.size()) < count ? -0.15
                                                                 : -0.3;
    announced = announced == 0 ? fits : std::max(announced, fits);
  }
  for (const int count : counted.others) {
    // 3项 may be a group of them, or anything that is counted.
    if (count == static_cast<int>(spans.size()))
      announced = std::max(announced, count > 4 ? 0.6 : 0.4);
  }
  signs[Feature::kAnnounced] = announced;
}

void CountSigns(const Text& text, const FigureIndex& figures, Range passage,
                const std::vector<OutlineLine>& all, const Counted& counted, Candidate* candidate) {
  const std::vector<OutlineLine>& lines = candidate->made.empty() ? all : candidate->made;
  const std::vector<ItemLines> items = ItemsOf(*candidate);
  std::vector<Range> spans;
  std::size_t labelled = 0;
  std::size_t organising = 0;
  std::size_t grouping = 0;
  std::size_t numbered = 0;
  std::size_t follows = 0;
  std::size_t restarts = 0;
  int last = 0;
  for (const ItemLines& item : items) {
    const OutlineLine& head = lines[item.begin];
    spans.push_back({head.body.begin, std::max(head.body.end, lines[item.end - 1].range.end)});
    std::size_t blocks = 0;
    for (std::size_t i = item.begin + 1; i < item.end; ++i) {
      blocks += NamesSomebody(lines[i].label) && !NamesSomebody(lines[i - 1].label);
    }
    labelled += blocks == 1;
    organising += head.preamble || CountsProjects(text.Of(head.body));
    const bool heads_numbers = item.begin + 1 < item.end &&
                               lines[item.begin + 1].numbering.has_value() && head.numbering &&
                               lines[item.begin + 1].numbering->style != head.numbering->style;
    grouping += heads_numbers && head.chars <= 40 && figures.In(head.body) == 0;
    if (!head.numbering) continue;
    ++numbered;
    follows += head.numbering->value == last + 1;
    const bool chapter = candidate->way == Way::kParts &&
                         std::ranges::binary_search(candidate->groups, item.begin - 1);
    restarts += head.numbering->value <= last && !chapter;
    last = head.numbering->value;
  }
  Signs& signs = candidate->signs;
  // 5项进展缓慢:一是…;二是… counts a group of projects.
  const Counted own =
      candidate->way == Way::kParts ? Counted{.promises = counted.promises} : counted;
  CountSpans(text, figures, passage, spans, own, &signs);
  const auto n = static_cast<double>(items.size());
  signs[Feature::kLabelled] = static_cast<double>(labelled) / n;
  signs[Feature::kOrganising] = static_cast<double>(organising) / n;
  signs[Feature::kGrouping] = static_cast<double>(grouping) / n;
  signs[Feature::kMixed] = numbered > 0 && numbered < items.size() ? 1 : 0;
  constexpr double kBullets =
      0.5;  // tell one item from the next as well as numbers do, but not the first of them
  signs[Feature::kRunsOn] = candidate->bulleted ? kBullets : static_cast<double>(follows) / n;
  const std::size_t first = candidate->groups.empty()
                                ? candidate->heads.front()
                                : std::min(candidate->heads.front(), candidate->groups.front());
  constexpr std::size_t kLead = 180;  // bytes above a list that may lead to it
  const std::size_t begin = lines[first].range.begin;
  signs[Feature::kIntroduced] =
      LeadsToProjects(text.str().substr(begin > kLead ? begin - kLead : 0, std::min(begin, kLead)))
          ? 1
          : 0;
  signs[Feature::kRestarts] = static_cast<double>(restarts) / n;
}

}  // namespace duban::documents
