// How a State is written and read back: docs/formats.md.
#include <algorithm>

#include "analytics/core/bytes.h"
#include "analytics/core/state.h"
#include "common/error.h"
#include "common/hash.h"

namespace duban::analytics {
namespace {

constexpr std::string_view kMagic = "duban-analytics-state 2\n";

template <typename T>
void PutMessage(std::string& out, const T& message) {
  PutText(out, message.SerializeAsString());
}

template <typename T>
bool GetMessage(std::string_view& in, T& message) {
  std::string bytes;
  return GetText(in, bytes) && message.ParseFromString(bytes);
}

void PutProfile(std::string& out, const Profile& p) {
  Put(out, p.valid_from), Put(out, p.behind_points), Put(out, p.ahead_points);
  Put(out, p.yellow_points), Put(out, p.red_points), Put(out, p.sticky_red);
  Put(out, p.reporting_period_days), Put(out, p.reporting_grace_days);
  Put(out, p.schedule_tolerance_points), Put(out, p.stalled_periods);
  Put(out, p.score_completion), Put(out, p.score_punctuality);
  Put(out, p.score_overdue_deduction), Put(out, p.score_finding_deduction);
}

bool GetProfile(std::string_view& in, Profile& p) {
  return Get(in, p.valid_from) && Get(in, p.behind_points) && Get(in, p.ahead_points) &&
         Get(in, p.yellow_points) && Get(in, p.red_points) && Get(in, p.sticky_red) &&
         Get(in, p.reporting_period_days) && Get(in, p.reporting_grace_days) &&
         Get(in, p.schedule_tolerance_points) && Get(in, p.stalled_periods) &&
         Get(in, p.score_completion) && Get(in, p.score_punctuality) &&
         Get(in, p.score_overdue_deduction) && Get(in, p.score_finding_deduction);
}

void PutCount(std::string& out, std::size_t count) { Put(out, static_cast<std::uint32_t>(count)); }

void PutProgramme(std::string& out, const ProgrammeState& programme) {
  PutText(out, programme.bytes);
  Put(out, programme.catalog_revision), Put(out, programme.first_seen);
  PutCount(out, programme.changed_targets.size());
  for (const auto& [key, versions] : programme.changed_targets) {
    Put(out, key.first), Put(out, key.second);
    PutCount(out, versions.size());
    for (const TargetVersion& version : versions) {
      Put(out, version.catalog_revision), Put(out, version.since);
      PutMessage(out, version.indicator);
    }
  }
}

bool GetProgramme(std::string_view& in, ProgrammeState& programme) {
  std::uint32_t targets = 0;
  if (!GetText(in, programme.bytes) || !Get(in, programme.catalog_revision) ||
      !Get(in, programme.first_seen) || !Get(in, targets)) {
    return false;
  }
  programme.IndexTasks(programme.Parse());
  for (std::uint32_t i = 0; i < targets; ++i) {
    std::pair<TaskKey, int> key;
    std::uint32_t count = 0;
    if (!Get(in, key.first) || !Get(in, key.second) || !Get(in, count)) return false;
    std::vector<TargetVersion>& versions = programme.changed_targets[key];
    for (std::uint32_t v = 0; v < count; ++v) {
      TargetVersion& version = versions.emplace_back();
      if (!Get(in, version.catalog_revision) || !Get(in, version.since) ||
          !GetMessage(in, version.indicator)) {
        return false;
      }
    }
  }
  return true;
}

void PutCatalog(std::string& out, const DistrictState& district) {
  PutMessage(out, district.district);
  Put(out, district.catalog_revision);
  PutCount(out, district.profiles.all().size());
  for (const Profile& profile : district.profiles.all()) PutProfile(out, profile);
  PutCount(out, district.units.size());
  for (const auto& [name, unit] : district.units) PutMessage(out, unit);
  PutCount(out, district.programmes.size());
  for (const auto& [year, programme] : district.programmes) {
    Put(out, year);
    PutProgramme(out, programme);
  }
}

bool GetCatalog(std::string_view& in, DistrictState& district) {
  std::uint32_t count = 0;
  if (!GetMessage(in, district.district) || !Get(in, district.catalog_revision) ||
      !Get(in, count)) {
    return false;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    Profile profile;
    if (!GetProfile(in, profile)) return false;
    district.profiles.Apply(profile);
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    registry::v1::Unit unit;
    if (!GetMessage(in, unit)) return false;
    district.units[unit.name()] = unit;
  }
  district.LayOutUnitNames();
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    int year = 0;
    if (!Get(in, year) || !GetProgramme(in, district.programmes[year])) return false;
  }
  return true;
}

void PutJournal(std::string& out, const DistrictState& district) {
  Put(out, district.head), Put(out, district.head_accept_us);
  PutText(out, district.head_hash), PutText(out, district.origin);
  PutCount(out, district.texts.size());
  for (std::uint32_t i = 0; i < district.texts.size(); ++i) PutText(out, district.texts.At(i));
  std::vector<TaskKey> keys;
  for (const auto& [key, series] : district.tasks) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  PutCount(out, keys.size());
  for (const TaskKey key : keys) {
    Put(out, key);
    district.tasks.at(key).Write(out);
  }
  PutCount(out, district.task_of_position.size());
  for (const TaskKey key : district.task_of_position) Put(out, key);
  PutCount(out, district.cases.size());
  for (const auto& [id, steps] : district.cases) {
    PutText(out, id);
    PutCount(out, steps.size());
    for (const CaseStepRecord& step : steps) Put(out, step.position), PutMessage(out, step.step);
  }
}

bool GetJournal(std::string_view& in, DistrictState& district) {
  std::uint32_t count = 0;
  if (!Get(in, district.head) || !Get(in, district.head_accept_us) ||
      !GetText(in, district.head_hash) || !GetText(in, district.origin) || !Get(in, count)) {
    return false;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    std::string text;
    if (!GetText(in, text) || district.texts.Intern(text) != i) return false;
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    TaskKey key = 0;
    if (!Get(in, key) || !district.tasks[key].Read(in)) return false;
  }
  if (!Get(in, count) || count != district.head) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    TaskKey key = 0;
    if (!Get(in, key)) return false;
    district.task_of_position.push_back(key);
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::string id;
    std::uint32_t steps = 0;
    if (!GetText(in, id) || !Get(in, steps)) return false;
    for (std::uint32_t s = 0; s < steps; ++s) {
      CaseStepRecord& step = district.cases[id].emplace_back();
      if (!Get(in, step.position) || !GetMessage(in, step.step)) return false;
    }
  }
  return true;
}

}  // namespace

std::string State::Serialize() const {
  std::string out(kMagic);
  Put(out, catalog_revision_);
  PutCount(out, districts_.size());
  for (const auto& [code, district] : districts_) {
    PutText(out, code);
    PutCatalog(out, *district);
    PutJournal(out, *district);
  }
  out += AsBytes(Hash(HashAlgorithm::kSha256, out));
  return out;
}

absl::Status State::Restore(std::string_view bytes) {
  catalog_revision_ = 0;
  districts_.clear();
  const auto corrupt = [&] {
    catalog_revision_ = 0;
    districts_.clear();
    return Error(absl::StatusCode::kDataLoss, "SNAPSHOT_CORRUPT",
                 "the snapshot is damaged or of another version; fold everything anew");
  };
  constexpr std::size_t kDigest = sizeof(Digest);
  if (bytes.size() < kMagic.size() + kDigest || !bytes.starts_with(kMagic)) return corrupt();
  const std::string_view digest = bytes.substr(bytes.size() - kDigest);
  bytes.remove_suffix(kDigest);
  if (AsBytes(Hash(HashAlgorithm::kSha256, bytes)) != digest) return corrupt();
  bytes.remove_prefix(kMagic.size());
  std::uint32_t count = 0;
  if (!analytics::Get(bytes, catalog_revision_) || !analytics::Get(bytes, count)) return corrupt();
  for (std::uint32_t i = 0; i < count; ++i) {
    std::string code;
    if (!GetText(bytes, code)) return corrupt();
    DistrictState& district = MutableDistrict(code);
    if (!GetCatalog(bytes, district) || !GetJournal(bytes, district)) return corrupt();
  }
  if (!bytes.empty()) return corrupt();
  return absl::OkStatus();
}

}  // namespace duban::analytics
