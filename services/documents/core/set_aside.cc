#include "documents/core/set_aside.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "documents/core/utf8.h"

namespace duban::documents {

void SetAsideNames(const Text& text, std::vector<quantities::Quantity>* quantities) {
  const std::string_view all = text.str();
  std::size_t open = std::string_view::npos;  // the last “ before the figure
  std::size_t next = Find(all, "“");
  for (auto& quantity : *quantities) {
    const auto begin = static_cast<std::size_t>(quantity.span.start_byte);
    for (; next < begin; next = Find(all, "“", next + 3)) open = next;
    if (quantity.kind != quantities::Kind::kQuantity) continue;
    const std::string_view behind =
        all.substr(static_cast<std::size_t>(quantity.span.end_byte), 60);
    const bool cohort = quantity.unit == "级" && quantity.value >= 1990 && quantity.value < 2050;
    if (cohort && (Contains(behind, "生") || Contains(behind, "毕业")))
      quantity.kind = quantities::Kind::kDate;  // 2015级毕业生
    if (open == std::string_view::npos || begin - open > 150 ||
        Contains(all.substr(open, begin - open), "”"))
      continue;
    const std::string_view after =
        all.substr(static_cast<std::size_t>(quantity.span.end_byte), 150);
    const std::string_view quoted = after.substr(0, std::min(Find(after, "”"), after.size()));
    if (quoted.size() == after.size() || Contains(quoted, "\n") || Contains(quoted, "。")) continue;
    if (EndsWithAny(quoted, {"项目", "工程", "方案", "行动", "计划", "系统", "办法"}))
      quantity.kind = quantities::Kind::kProperName;
  }
}

void TakeTitles(const Text& text, const Listing& listing,
                std::vector<quantities::Quantity>* quantities) {
  for (const Item& item : listing.items) {
    const Range title = item.title;
    const std::string_view open =
        title.begin < 3 ? std::string_view() : text.str().substr(title.begin - 3, 3);
    const std::string_view close = text.str().substr(title.end, 3);
    if (!(open == "《" && close == "》") && !(open == "“" && close == "”")) continue;
    const auto before = [](const quantities::Quantity& quantity, std::size_t at) {
      return static_cast<std::size_t>(quantity.span.start_byte) < at;
    };
    auto inside = std::lower_bound(quantities->begin(), quantities->end(), title.begin, before);
    for (; inside != quantities->end() && before(*inside, title.end); ++inside) {
      quantities::Quantity& quantity = *inside;
      const bool named = quantity.kind == quantities::Kind::kProperName ||
                         quantity.kind == quantities::Kind::kDocumentNumber ||
                         quantity.kind == quantities::Kind::kModel;
      if (named && !quantity.unit.empty()) quantity.kind = quantities::Kind::kQuantity;
    }
  }
}

std::vector<Aside> LeftAside(const std::vector<quantities::Quantity>& quantities,
                             const std::vector<Programme>& programmes,
                             const std::vector<Range>& lists) {
  std::vector<Aside> left;
  left.reserve(quantities.size());
  std::vector<Range> used;
  for (const Programme& programme : programmes) {
    for (const Project& project : programme.projects) {
      for (const Task& task : project.tasks) {
        for (const Target& target : task.targets) used.push_back(target.source);
        for (const Milestone& milestone : task.milestones) {
          for (const Target& target : milestone.targets) used.push_back(target.source);
        }
        for (const Measurement& m : task.measurements) {
          used.push_back(m.source);
          if (m.stated_ratio) used.push_back(m.share_source);
        }
      }
    }
  }
  std::sort(used.begin(), used.end(), [](Range a, Range b) { return a.begin < b.begin; });
  std::size_t next = 0;
  std::size_t reach = 0;  // end of the used ranges that start before the figure
  for (const auto& quantity : quantities) {
    const Range own{static_cast<std::size_t>(quantity.span.start_byte),
                    static_cast<std::size_t>(quantity.span.end_byte)};
    while (next < used.size() && used[next].begin <= own.begin)
      reach = std::max(reach, used[next++].end);
    std::string_view reason = quantities::Name(quantity.kind);
    if (quantity.kind == quantities::Kind::kQuantity) {
      if (reach > own.begin) continue;
      const bool inside = std::any_of(lists.begin(), lists.end(),
                                      [&](Range list) { return list.Contains(own.begin); });
      reason = !inside ? "OUTSIDE" : quantity.unit.empty() ? "UNIT_UNKNOWN" : "UNUSED";
    }
    left.push_back({own, std::string(reason)});
  }
  return left;
}

}  // namespace duban::documents
