#pragma once

// Six works that a list promises or reports, and the figures that are read of them.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "documents/core/reader.h"

namespace duban::documents {

struct PromisedWork {
  std::string_view name;
  std::string_view promise;
  std::string_view done;
};

inline constexpr PromisedWork kWorks[] = {
    {"停车设施建设", "新建公共停车位500个", "建成公共停车位520个"},
    {"公厕改造提升", "在主次干道改造公厕30座", "改造公厕31座,全部对外开放"},
    {"学前教育扩容", "新建公办幼儿园4所,新增学位1260个", "新建公办幼儿园4所,新增学位1280个"},
    {"老旧小区改造", "改造老旧小区18个,惠及居民4200户", "18个老旧小区全部完工,惠及居民4236户"},
    {"食堂提质工程", "36所中小学食堂达到新标准", "36所中小学食堂改造全部完成"},
    {"健康惠民行动", "为2万名妇女免费筛查", "完成筛查20350人"}};

// The figures of a list in order; those of the other kind, reached in a plan and promised in a
// report, are marked.
inline std::string FiguresOf(const Programme& list, bool plan) {
  std::string figures;
  for (const Project& project : list.projects) {
    for (const Task& task : project.tasks) {
      for (const Target& target : task.targets)
        figures += fmt::format("{}{} ", plan ? "" : "目标", target.value);
      for (const Measurement& measured : task.measurements)
        figures += fmt::format("{}{} ", plan ? "完成" : "", measured.value);
    }
  }
  return figures;
}

}  // namespace duban::documents
