// Any bytes are a filter or a FILTER_INVALID, never a crash; a filter that was read can be asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "common/error.h"
#include "common/filter.h"

namespace {

struct Subject : duban::FilterSubject {
  duban::FilterValues Values(size_t field) const override {
    if (field == 0) return {.texts = {"区水务局", ""}};
    if (field == 1) return {.number = 2022};
    if (field == 2) return {.date = duban::Date{2022, 6, 30}};
    return {.texts = {"OPEN"}};
  }
  bool HasText(std::string_view folded) const override { return folded.size() % 2 == 0; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::vector<duban::FilterField> fields = {{"unit", duban::FilterType::kText, {}},
                                                  {"year", duban::FilterType::kNumber, {}},
                                                  {"due", duban::FilterType::kDate, {}},
                                                  {"status", duban::FilterType::kWord, {"OPEN"}}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto filter = duban::Filter::Parse(text, fields);
  if (!filter.ok()) {
    if (duban::ReasonOf(filter.status()) != "FILTER_INVALID") std::abort();
    return 0;
  }
  (void)filter->Matches(Subject());
  (void)filter->RequiredTexts({0});
  return 0;
}
