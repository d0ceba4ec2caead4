#include <algorithm>

#include "documents/align/align.h"
#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

using Targets = std::vector<AlignTarget>;

// Two wordings of one measure: equal, or one within the other, signs and blanks apart.
bool SameMeasure(const std::string& a, const std::string& b) {
  const std::string left = Normal(a);
  const std::string right = Normal(b);
  constexpr size_t kLeastBytes = 6;  // two characters
  if (left.size() < kLeastBytes || right.size() < kLeastBytes)
    return left == right && !left.empty();
  return Contains(left, right) || Contains(right, left);
}

bool Promises(const Targets& all, const AlignTarget& target) {
  return std::any_of(all.begin(), all.end(), [&](const AlignTarget& promise) {
    return promise.value == target.value && promise.unit == target.unit;
  });
}

// The only promise that counts the same as `target`; null when none or several.
const AlignTarget* Counterpart(const Targets& all, const AlignTarget& target) {
  const AlignTarget* found = nullptr;
  for (const AlignTarget& promise : all) {
    if (promise.unit != target.unit || !SameMeasure(promise.measure, target.measure)) continue;
    if (found != nullptr) return nullptr;
    found = &promise;
  }
  return found;
}

}  // namespace

std::vector<ChangedTarget> ChangedTargets(const std::vector<AlignItem>& from,
                                          const std::vector<AlignItem>& to,
                                          const std::vector<Link>& links) {
  std::vector<ChangedTarget> out;
  for (const Link& link : links) {
    const Targets& before = from[static_cast<size_t>(link.from)].targets;
    const Targets& after = to[static_cast<size_t>(link.to)].targets;
    for (const AlignTarget& was : before) {
      const AlignTarget* now = Counterpart(after, was);
      if (now == nullptr || Promises(after, was) || Promises(before, *now)) continue;
      if (Counterpart(before, *now) != &was) continue;
      out.push_back({link.from, link.to, was, *now});
    }
  }
  return out;
}

}  // namespace duban::documents
