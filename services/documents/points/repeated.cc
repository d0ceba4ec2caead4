#include "documents/points/repeated.h"

#include <map>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

struct Place {
  int project = 0;
  int task = 0;
  std::string unit;
  const v1::DraftPoint* point = nullptr;
};

// By name, in the form that dictionaries hold.
std::multimap<std::string, Place> PlacesOf(const v1::DraftProgramme& programme) {
  std::multimap<std::string, Place> out;
  for (const v1::DraftProject& project : programme.projects()) {
    for (const v1::DraftTask& task : project.tasks()) {
      for (const v1::DraftPointList& list : task.point_lists()) {
        for (const v1::DraftPoint& point : list.points()) {
          out.emplace(Normal(point.name()),
                      Place{project.number(), task.number(),
                            point.has_value() ? point.unit() : list.unit(), &point});
        }
      }
    }
  }
  return out;
}

}  // namespace

std::vector<RepeatedPoint> RepeatedPoints(const v1::DraftProgramme& a,
                                          const v1::DraftProgramme& b) {
  constexpr size_t kLeastChars = 4;  // shorter names are too common: 市场, 广场
  const auto left = PlacesOf(a);
  const auto right = PlacesOf(b);
  const bool itself = &a == &b;
  std::vector<RepeatedPoint> out;
  for (const auto& [name, place] : left) {
    if (CountChars(name) < kLeastChars) continue;
    const auto [begin, end] = right.equal_range(name);
    for (auto other = begin; other != end; ++other) {
      if (other->second.unit != place.unit) continue;
      if (itself && other->second.project <= place.project) continue;
      out.push_back({place.project, place.task, *place.point, other->second.project,
                     other->second.task, *other->second.point, place.unit});
      break;  // one other place is enough to ask
    }
  }
  return out;
}

}  // namespace duban::documents
