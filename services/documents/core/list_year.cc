#include "documents/core/list_year.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLineBytes = 3'000;   // of a line before the list that are read
constexpr std::size_t kItemBytes = 60'000;  // of the items
constexpr std::size_t kLeadBytes = 3'000;   // a list that begins later has no lead in its document

// What a year is worth by where it stands. A title outweighs everything below it; a sentence that
// names the promises outweighs any number of years that are only mentioned.
constexpr double kInTitle = 12.0;
constexpr double kLaterInTitle = 3.0;
constexpr double kInHeading = 4.0;
constexpr double kOfPromises = 7.0;  // 2014年承诺的15件实事
constexpr double kBeforeList = 1.5;
constexpr double kAsOf = 3.0;   // 截至2021年12月底
constexpr double kOfDay = 0.4;  // 2021年3月5日, when something was
constexpr double kInItems = 0.6;
constexpr double kMostInItems = 4.0;
constexpr double kByPublication = 0.5;
constexpr double kFarther = 0.85;  // of a line for each line between it and the list

// Whether words are about the promises: 民生支出 is about money.
bool NamesPromises(std::string_view words) {
  if (MentionsAny(words, {"实事", "民心"})) return true;
  for (std::size_t at = Find(words, "民生"); at != std::string_view::npos;
       at = Find(words, "民生", at + 6)) {
    if (!StartsWithAny(words.substr(at + 6), {"支出", "投入", "领域", "福祉"})) return true;
  }
  return false;
}

// Where a meeting judges what the last list came to, it votes on the next:
// 对2023年民生实事进行满意度测评,票决确定了2024年….
bool IsJudged(std::string_view words, std::size_t begin, std::size_t end) {
  if (!MentionsAny(words, {"票决", "票选"})) return false;
  const std::string_view clause = words.substr(begin, end - begin);
  return MentionsAny(clause.substr(0, std::min(Find(clause, "票决"), Find(clause, "。"))),
                     {"票评", "测评", "评议", "完成情况的报告"});
}

// Where the words that may be said of the year at `i` end.
std::size_t EndOfNext(const std::vector<NamedYear>& years, std::size_t i, std::string_view words) {
  return i + 1 < years.size() ? years[i + 1].end : words.size();
}

class YearVotes {
 public:
  explicit YearVotes(std::optional<Date> issued) : issued_(issued) {}

  void Add(int year, double weight) {
    if (year >= 2000 && year <= 2050 && weight > 0) points_[year] += weight;
  }

  int Best() const {
    int best = 0;
    double most = 0;
    for (const auto& [year, points] : points_) {
      if (points < most) continue;
      most = points;
      best = year;
    }
    return best;
  }

  // The years that `words` name, each by what it is said of; `near` is what the place of the words
  // is worth.
  void ReadWords(std::string_view words, double near) {
    const std::vector<NamedYear> years = YearsIn(words);
    for (std::size_t i = 0; i < years.size(); ++i) {
      const NamedYear& named = years[i];
      if (named.past || IsJudged(words, named.end, EndOfNext(years, i, words))) continue;
      const std::string_view behind = words.substr(named.end, 120);
      const std::string_view sentence = behind.substr(0, Find(behind, "。"));
      const bool promises = !named.date && NamesPromises(sentence) &&
                            !MentionsAny(sentence.substr(0, 45), {"还将", "将继续"});
      Add(named.year, near * (named.as_of  ? kAsOf
                              : named.date ? kOfDay
                              : promises   ? kOfPromises
                                           : kBeforeList));
    }
    if (!issued_) return;
    const int past = issued_->month >= 11 ? 0 : -1;  // the year that is about to end
    for (const auto& [word, offset] : {std::pair<std::string_view, int>{"去年", -1},
                                       {"过去一年", past},
                                       {"上年度", -1},
                                       {"今年", 0}}) {
      const std::size_t at = Find(words, word);
      if (at == std::string_view::npos) continue;
      const std::string_view behind = words.substr(at, 120);
      const bool promises = NamesPromises(behind.substr(0, Find(behind, "。")));
      Add(issued_->year + offset, near * (promises ? kOfPromises : kBeforeList) * 0.6);
    }
  }

  void ReadItems(std::string_view words) {
    std::map<int, double> own;
    for (const NamedYear& named : YearsIn(words)) {
      if (!named.past) own[named.year] += named.as_of ? 1.0 : named.quoted ? 0.1 : kInItems;
    }
    for (const auto& [year, points] : own) Add(year, std::min(points, kMostInItems));
  }

 private:
  std::optional<Date> issued_;
  std::map<int, double> points_;
};

}  // namespace

int YearOfList(const Text& text, const Listing& listing, bool reports, std::optional<Date> issued) {
  YearVotes evidence(issued);
  const std::string_view title = text.Of(listing.title);
  // 2023年政府工作报告 is titled by the year in which it is given, and may look back on the last.
  const double own = Contains(title, "工作报告") && !NamesPromises(title) ? kInHeading : kInTitle;
  bool first = true;
  const std::vector<NamedYear> titled = YearsIn(title);
  for (std::size_t i = 0; i < titled.size(); ++i) {
    const NamedYear& named = titled[i];
    const bool other =
        named.date || named.past || IsJudged(title, named.end, EndOfNext(titled, i, title));
    evidence.Add(named.year, other ? kOfDay : first ? own : kLaterInTitle);
    first = first && other;
  }
  if (titled.empty()) evidence.Add(FirstYear(title), own);  // 2021十件民生实事
  if (issued && MentionsAny(title, {"去年", "上年度"})) evidence.Add(issued->year - 1, kInTitle);
  if (issued && titled.empty() && Contains(title, "明年")) evidence.Add(issued->year + 1, kInTitle);
  // What stands above the list of a later year is headed by that year (2018年政府工作报告, which
  // looks back on 2017).
  if (!listing.past) evidence.Add(FirstYear(text.Of(listing.heading)), kInHeading);
  double near = listing.past ? 0.05 : 1.0;
  for (auto line = listing.preface.rbegin(); line != listing.preface.rend() && near > 0.04;
       ++line, near *= kFarther) {
    evidence.ReadWords(text.Of(*line).substr(0, kLineBytes), near);
  }
  if (listing.preface.empty() && listing.range.begin <= kLeadBytes)
    evidence.ReadWords(text.Of({0, listing.range.begin}), 0.5);
  if (!listing.items.empty()) {
    const Range items{std::min(listing.items.front().title.begin, listing.range.end),
                      listing.range.end};
    evidence.ReadItems(text.Of(items).substr(0, kItemBytes));
  }
  if (issued) {
    // What is told from January to March was done in the year before.
    evidence.Add(issued->year - (reports && issued->month <= 3), kByPublication);
  }
  return evidence.Best();
}

}  // namespace duban::documents
