// Programme trees for tests of the catalog.
#pragma once

#include <fmt/format.h>

#include <string>

#include "duban/registry/v1/registry_service.pb.h"
#include "runtime/wire.h"

namespace duban::testing {

// Ten words of plausible promise, varied by `seed`.
inline std::string PromiseText(int seed) {
  static constexpr const char* kThings[] = {"供水管网",           "口袋公园", "公办幼儿园",
                                            "电动自行车充电设施", "老旧小区", "农村公路",
                                            "养老服务站",         "社区食堂"};
  return fmt::format("完成{}第{}批建设改造，惠及辖区群众，年底前全部投入使用", kThings[seed % 8],
                     seed);
}

// A valid programme of `projects` projects with `tasks` tasks each; every task has a target and a
// milestone.
inline type::v1::Programme MakeProgramme(const std::string& code, int year, int projects,
                                         int tasks) {
  type::v1::Programme programme;
  programme.set_name(fmt::format("districts/{}/programmes/{}", code, year));
  programme.set_title(fmt::format("{}年民生实事", year));
  for (int p = 1; p <= projects; ++p) {
    type::v1::Project& project = *programme.add_projects();
    project.set_number(p);
    project.set_title(fmt::format("实事{}：{}", p, PromiseText(p)));
    project.set_category(p % 2 == 0 ? "教育" : "交通");
    project.add_leaders("张副区长");
    project.add_lead_units(p % 2 == 0 ? "区教育局" : "区水务局");
    project.add_cooperating_units("区财政局");
    for (int t = 1; t <= tasks; ++t) {
      type::v1::Task& task = *project.add_tasks();
      task.set_number(t);
      task.set_title(PromiseText(p * 31 + t));
      task.set_content(PromiseText(p + t) + PromiseText(p * t));
      type::v1::Indicator& indicator = *task.add_indicators();
      indicator.set_measure("改造户数");
      indicator.set_comparator(type::v1::AT_LEAST);
      indicator.set_value(100 * t);
      indicator.set_unit("户");
      *indicator.mutable_due_date() = ToProto(Date{year, 12, 31});
      type::v1::Milestone& milestone = *task.add_milestones();
      milestone.set_title("完成招标");
      *milestone.mutable_due_date() = ToProto(Date{year, 3, 31});
    }
  }
  return programme;
}

inline registry::v1::ApplyProgrammeRequest ApplyRequest(const type::v1::Programme& programme) {
  registry::v1::ApplyProgrammeRequest request;
  *request.mutable_programme() = programme;
  request.set_create_district(true);
  request.set_district_display_name("番禺区");
  request.set_author("政府办");
  request.set_reason("年初公布");
  return request;
}

}  // namespace duban::testing
