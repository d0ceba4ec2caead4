#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "documents/core/reader.h"

// Any bytes: a reading or a named error; every span lies within the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace duban::documents;
  const auto reading =
      ReadDocument({reinterpret_cast<const char*>(data), size}, {.max_bytes = 1 << 20});
  if (!reading.ok()) {
    if (ErrorReason(reading.status()).empty()) std::abort();
    return 0;
  }
  const std::size_t end = reading->text.str().size();
  const auto inside = [end](Range range) {
    if (range.begin > range.end || range.end > end) std::abort();
  };
  for (const Programme& programme : reading->draft.programmes) {
    for (const Project& project : programme.projects) {
      for (const Task& task : project.tasks) {
        for (const Target& target : task.targets) inside(target.source);
        for (const Measurement& m : task.measurements) inside(m.source);
        for (const Milestone& milestone : task.milestones) inside(milestone.source);
      }
    }
  }
  for (const Check& check : reading->draft.checks) inside(check.source);
  for (const Aside& aside : reading->draft.set_aside) inside(aside.source);
  return 0;
}
