#include "registry/core/district_table.h"

#include <duban_registry_core_data.h>
#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t end = text.find(at);
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// What is wrong with a row; "" when it was read into `out`.
std::string ReadRow(std::string_view line, v1::District& out) {
  auto cells = Split(line, ',');
  if (cells.size() < 3 || cells.size() > 7) return "wants 3 to 7 columns";
  cells.resize(7);
  if (!IsDistrictCode(cells[0])) return fmt::format("\"{}\" is no six-digit code", cells[0]);
  if (cells[1].empty()) return "has no name";
  out.set_name(DistrictName(cells[0]));
  out.set_display_name(std::string(cells[1]));
  out.set_city(std::string(cells[2]));
  out.set_province(std::string(cells[3]));
  for (const int column : {4, 5}) {
    const std::string_view cell = cells[static_cast<size_t>(column)];
    if (cell.empty()) continue;
    const auto date = ParseDate(cell);
    if (!date) return fmt::format("\"{}\" is no date like 2021-04-09", cell);
    *(column == 4 ? out.mutable_valid_from() : out.mutable_valid_until()) = ToProto(*date);
  }
  for (const std::string_view code : Split(cells[6], ' ')) {
    if (code.empty()) continue;
    if (!IsDistrictCode(code)) return fmt::format("successor \"{}\" is no six-digit code", code);
    out.add_successors(DistrictName(code));
  }
  return "";
}

}  // namespace

absl::Status DistrictTable::Add(std::string_view csv) {
  int number = 0;
  for (std::string_view line : Split(csv, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    v1::District district;
    const std::string problem = ReadRow(line, district);
    if (!problem.empty())
      return Error(absl::StatusCode::kInvalidArgument, "DISTRICT_TABLE_INVALID",
                   fmt::format("line {} of the district table {}", number, problem),
                   {{"line", fmt::format("{}", number)}});
    const std::string code = district.name().substr(district.name().rfind('/') + 1);
    // Rows of prefectures and provinces only carry names for the others.
    if (code.ends_with("00")) continue;
    // The list without dates knows a code from always; a dated beginning takes its place.
    if (district.has_valid_from()) {
      const auto undated = meanings_.find({code, Date{}});
      if (undated != meanings_.end() && undated->second.display_name() == district.display_name() &&
          !undated->second.has_valid_until()) {
        meanings_.erase(undated);
      }
    }
    meanings_[{code, FromProto(district.valid_from())}] = std::move(district);
  }
  return absl::OkStatus();
}

DistrictTable DistrictTable::Shipped() {
  DistrictTable table;
  for (const std::string_view csv : {kDistricts, kDistrictChanges}) {
    // Shipped data is tested; a broken row of it would only be missing.
    (void)table.Add(csv);
  }
  return table;
}

absl::StatusOr<DistrictTable> DistrictTable::With(std::string_view csv) {
  DistrictTable table = Shipped();
  RETURN_IF_ERROR(table.Add(csv));
  return table;
}

const v1::District* DistrictTable::Find(std::string_view code, const Date& day) const {
  auto after = meanings_.upper_bound({std::string(code), day});
  if (after == meanings_.begin()) return nullptr;
  const auto& [key, district] = *std::prev(after);
  if (key.first != code) return nullptr;
  const Date until = FromProto(district.valid_until());
  return until.IsSet() && until <= day ? nullptr : &district;
}

std::vector<const v1::District*> DistrictTable::All() const {
  std::vector<const v1::District*> out;
  for (const auto& [key, district] : meanings_) out.push_back(&district);
  return out;
}

}  // namespace duban::registry
