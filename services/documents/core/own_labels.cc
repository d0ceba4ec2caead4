#include "documents/core/own_labels.h"

#include <algorithm>
#include <map>
#include <utility>

#include "documents/core/labels.h"
#include "documents/core/told.h"
#include "documents/core/utf8.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastPairs = 3;
constexpr std::size_t kLeastChars = 3;  // of a label
constexpr std::size_t kMostChars = 8;
constexpr std::size_t kMostLabels = 40;  // of a text that may pair, those that come most often
constexpr std::size_t kMostValue = 600;  // bytes that tell what a label stands before

struct Opening {
  Range name;
  std::size_t end = 0;  // behind its colon or bracket
};

// The words that may be labels, in order: those right before a colon, and those in brackets
// (【政府承诺】).
std::vector<Opening> Openings(std::string_view text) {
  std::vector<Opening> openings;
  kSetOf<":", "：", "【">.ForEach(text, [&](std::size_t, std::size_t at) {
    Opening opening{.name = {RunBegin(text, at, IsHan), at}, .end = at + CharAt(text, at).bytes};
    if (const BracketedLabel label = BracketedLabelAt(text, at); !label.name.empty())
      opening = {label.name, label.end};
    const std::size_t chars =
        opening.name.size() > 3 * kMostChars
            ? 0
            : CountChars(text.substr(opening.name.begin, opening.name.size()));
    if (chars >= kLeastChars && chars <= kMostChars) openings.push_back(opening);
    return true;
  });
  return openings;
}

// The places in `openings` of words that come again.
using Places = std::vector<std::size_t>;

class Pairing {
 public:
  Pairing(std::string_view text, const std::vector<Opening>& openings)
      : text_(text), openings_(openings) {}

  // Whether the words stand by turns, and those behind the first promise, those behind the second
  // report.
  bool Fits(const Places& promises, const Places& reports) const {
    if (promises.size() != reports.size()) return false;
    const std::size_t pairs = promises.size();
    std::size_t planned = 0;
    std::size_t told = 0;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
      if (promises[i] > reports[i] || (i + 1 < pairs && reports[i] > promises[i + 1])) return false;
      const std::string_view promise = ValueOf(promises[i]);
      const std::string_view report = ValueOf(reports[i]);
      planned +=
          HoldsDigit(promise) && !TellsWhatIsDone(promise) && !EndsWithAny(promise, {"?", "？"});
      told += TellsWhatIsDone(report);
      counted += HoldsDigit(report);
    }
    return planned * 4 >= pairs * 3 && told * 2 >= pairs && counted * 2 >= pairs;
  }

 private:
  // What stands behind a label on its line, up to the next one.
  std::string_view ValueOf(std::size_t at) const {
    const std::size_t begin = openings_[at].end;
    const std::size_t next =
        at + 1 < openings_.size() ? openings_[at + 1].name.begin : text_.size();
    const std::string_view value = Trim(text_.substr(begin, std::min(next - begin, kMostValue)));
    return Trim(value.substr(0, std::min(value.find('\n'), value.size())));
  }

  std::string_view text_;
  const std::vector<Opening>& openings_;
};

}  // namespace

std::vector<OwnLabel> FindOwnLabels(std::string_view text) {
  const std::vector<Opening> openings = Openings(text);
  if (openings.size() < 2 * kLeastPairs) return {};
  std::map<std::string_view, Places> places;
  for (std::size_t i = 0; i < openings.size(); ++i)
    places[text.substr(openings[i].name.begin, openings[i].name.size())].push_back(i);
  const Dictionary known;
  std::erase_if(places, [&](const auto& one) {
    return one.second.size() < kLeastPairs || known.LabelRole(one.first) != Role::kNone;
  });
  std::vector<std::pair<std::string_view, Places>> again(places.begin(), places.end());
  std::ranges::stable_sort(
      again, [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  again.resize(std::min(again.size(), kMostLabels));
  const Pairing pairing(text, openings);
  for (const auto& [promise, promises] : again) {
    for (const auto& [report, reports] : again) {
      if (report != promise && pairing.Fits(promises, reports))
        return {{promise, Role::kTarget}, {report, Role::kProgress}};
    }
  }
  return {};
}

}  // namespace duban::documents
