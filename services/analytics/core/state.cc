#include "analytics/core/state.h"

#include <algorithm>
#include <charconv>

namespace duban::analytics {
namespace {

// Reads "<prefix><number><suffix>" segment by segment without allocating: names are the hottest
// path of the fold.
bool Eat(std::string_view& text, std::string_view literal) {
  if (!text.starts_with(literal)) return false;
  text.remove_prefix(literal.size());
  return true;
}

bool EatNumber(std::string_view& text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

// The key of a task of district `code`, or 0; leaves what follows the task in `name`.
TaskKey EatTaskName(std::string_view& name, std::string_view code) {
  int year = 0, project = 0, task = 0;
  if (!Eat(name, "districts/") || !Eat(name, code) || !Eat(name, "/programmes/") ||
      !EatNumber(name, year) || !Eat(name, "/projects/") || !EatNumber(name, project) ||
      !Eat(name, "/tasks/") || !EatNumber(name, task)) {
    return 0;
  }
  return MakeTaskKey(year, project, task);
}

TaskKey KeyOfTask(std::string_view name, std::string_view code) {
  const TaskKey key = EatTaskName(name, code);
  return name.empty() ? key : 0;
}

// Number of the indicator when `name` is one of task `key`; else 0.
int IndicatorOf(std::string_view name, std::string_view code, TaskKey key) {
  int number = 0;
  if (EatTaskName(name, code) != key || !Eat(name, "/indicators/") || !EatNumber(name, number) ||
      !name.empty()) {
    return 0;
  }
  return number <= 0xffff ? number : 0;
}

std::string_view CodeOf(std::string_view name) {
  if (!Eat(name, "districts/")) return {};
  return name.substr(0, 6);
}

Position PositionOf(std::string_view report_name, std::string_view code) {
  Position position = 0;
  if (!Eat(report_name, "districts/") || !Eat(report_name, code) ||
      !Eat(report_name, "/reports/")) {
    return 0;
  }
  std::from_chars(report_name.data(), report_name.data() + report_name.size(), position);
  return position;
}

// Descriptions are the bulk of a programme and appear in no answer.
std::string Compact(type::v1::Programme programme) {
  for (auto& project : *programme.mutable_projects()) {
    project.clear_content();
    for (auto& task : *project.mutable_tasks()) {
      task.clear_content();
      task.clear_name();
      for (auto& indicator : *task.mutable_indicators()) indicator.clear_name();
      for (auto& milestone : *task.mutable_milestones()) milestone.clear_name();
    }
  }
  return programme.SerializeAsString();
}

bool SameTarget(const type::v1::Indicator& a, const type::v1::Indicator& b) {
  return a.value() == b.value() && a.comparator() == b.comparator();
}

using Targets = std::map<std::pair<TaskKey, int>, type::v1::Indicator>;

Targets TargetsOf(const type::v1::Programme& programme) {
  Targets targets;
  for (const auto& project : programme.projects()) {
    for (const auto& task : project.tasks()) {
      const TaskKey key = MakeTaskKey(programme.year(), project.number(), task.number());
      for (const auto& indicator : task.indicators())
        targets[{key, indicator.number()}] = indicator;
    }
  }
  return targets;
}

}  // namespace

TaskKey MakeTaskKey(int year, int project, int task) {
  if (year < 2000 || year > 2100 || project < 1 || project > 999 || task < 1 || task > 999)
    return 0;
  return static_cast<TaskKey>((year - 1999) << 20 | project << 10 | task);
}

int YearOf(TaskKey key) { return static_cast<int>(key >> 20) + 1999; }

void ProgrammeState::IndexTasks(const type::v1::Programme& programme) {
  tasks.clear();
  for (const auto& project : programme.projects()) {
    for (const auto& task : project.tasks()) {
      tasks.push_back(MakeTaskKey(programme.year(), project.number(), task.number()));
    }
  }
  tasks.shrink_to_fit();
  std::sort(tasks.begin(), tasks.end());
}

bool DistrictState::Holds(std::int64_t position) const {
  if (position > head) return false;
  if (position <= 0) return true;
  const TaskKey key = task_of_position[static_cast<std::size_t>(position - 1)];
  if (key == 0) return true;
  const auto programme = programmes.find(YearOf(key));
  return programme != programmes.end() &&
         std::binary_search(programme->second.tasks.begin(), programme->second.tasks.end(), key);
}

type::v1::Programme ProgrammeState::Parse() const {
  type::v1::Programme programme;
  programme.ParseFromString(bytes);
  return programme;
}

const TaskSeries* DistrictState::FindSeries(int year, int project, int task) const {
  const auto it = tasks.find(MakeTaskKey(year, project, task));
  return it == tasks.end() ? nullptr : &it->second;
}

std::string DistrictState::OfficialName(const std::string& unit) const {
  const auto it = unit_display_names.find(unit);
  return it == unit_display_names.end() ? unit : it->second;
}

void DistrictState::LayOutUnitNames() {
  // Few units change: names are laid out anew, so that a merge or a withdrawn alias leaves nothing
  // behind.
  unit_display_names.clear();
  for (const auto& [name, unit] : units) {
    const registry::v1::Unit* target = &unit;
    for (int hops = 0; hops < 8 && !target->merged_into().empty(); ++hops) {
      const auto next = units.find(target->merged_into());
      if (next == units.end()) break;
      target = &next->second;
    }
    unit_display_names[unit.display_name()] = target->display_name();
    for (const std::string& alias : unit.aliases()) {
      unit_display_names.try_emplace(alias, target->display_name());
    }
  }
}

const DistrictState* State::Find(const std::string& code) const {
  const auto it = districts_.find(code);
  return it == districts_.end() ? nullptr : it->second.get();
}

DistrictState& State::MutableDistrict(const std::string& code) {
  std::unique_ptr<DistrictState>& district = districts_[code];
  if (district == nullptr) district = std::make_unique<DistrictState>();
  return *district;
}

State::Applied State::ApplyCatalog(const registry::v1::CatalogEvent& event) {
  if (event.revision() <= catalog_revision_) return Applied::kSkipped;
  switch (event.change_case()) {
    case registry::v1::CatalogEvent::kDistrict: {
      DistrictState& district = MutableDistrict(std::string(CodeOf(event.district().name())));
      district.district = event.district();
      district.catalog_revision = event.revision();
      break;
    }
    case registry::v1::CatalogEvent::kUnit:
      ApplyUnit(event);
      break;
    case registry::v1::CatalogEvent::kProgramme:
      ApplyProgramme(event);
      break;
    case registry::v1::CatalogEvent::kRuleProfile: {
      DistrictState& district = MutableDistrict(std::string(CodeOf(event.rule_profile().name())));
      district.profiles.Apply(FromProto(event.rule_profile()));
      district.catalog_revision = event.revision();
      break;
    }
    case registry::v1::CatalogEvent::CHANGE_NOT_SET:
      break;
  }
  catalog_revision_ = event.revision();
  return Applied::kApplied;
}

void State::ApplyUnit(const registry::v1::CatalogEvent& event) {
  DistrictState& district = MutableDistrict(std::string(CodeOf(event.unit().name())));
  district.units[event.unit().name()] = event.unit();
  district.catalog_revision = event.revision();
  district.LayOutUnitNames();
}

void State::ApplyProgramme(const registry::v1::CatalogEvent& event) {
  const type::v1::Programme& programme = event.programme();
  DistrictState& district = MutableDistrict(std::string(CodeOf(programme.name())));
  ProgrammeState& entry = district.programmes[programme.year()];
  const Day day = ToDay(event.commit_time());
  if (!entry.bytes.empty()) {
    const Targets before = TargetsOf(entry.Parse());
    for (const auto& [key, indicator] : TargetsOf(programme)) {
      const auto old = before.find(key);
      if (old == before.end() || SameTarget(old->second, indicator)) continue;
      std::vector<TargetVersion>& versions = entry.changed_targets[key];
      if (versions.empty()) {
        versions.push_back({entry.catalog_revision, entry.first_seen, old->second});
      }
      versions.push_back({event.revision(), day, indicator});
    }
  } else {
    entry.first_seen = day;
  }
  entry.bytes = Compact(programme);
  entry.IndexTasks(programme);
  entry.catalog_revision = event.revision();
  district.catalog_revision = event.revision();
}

State::Applied State::ApplyEntry(const ingest::v1::JournalEntry& entry) {
  const std::string code(CodeOf(entry.district()));
  if (entry.position() <= 0 || entry.position() >= kNow) return Applied::kGap;
  const auto position = static_cast<Position>(entry.position());
  DistrictState& district = MutableDistrict(code);
  if (position <= district.head) return Applied::kSkipped;
  if (position != district.head + 1) return Applied::kGap;
  if (!district.head_hash.empty() && !entry.previous_hash().empty() &&
      district.head_hash != entry.previous_hash()) {
    return Applied::kForked;
  }
  district.task_of_position.push_back(0);
  if (entry.has_report()) {
    ApplyReport(district, position, ToDay(entry.accept_time()), entry.report());
  } else if (entry.has_case_step()) {
    district.cases[entry.case_step().finding_id()].push_back({position, entry.case_step()});
  }
  if (position == 1) district.origin = entry.hash();
  district.head = position;
  district.head_hash = entry.hash();
  district.head_accept_us =
      entry.accept_time().seconds() * 1'000'000 + entry.accept_time().nanos() / 1'000;
  return Applied::kApplied;
}

void State::ApplyReport(DistrictState& district, Position position, Day accepted,
                        const type::v1::Report& report) {
  const std::string_view task_name = report.task();
  const std::string_view code = CodeOf(task_name);
  if (!report.replaces().empty()) {
    const Position replaced =
        PositionOf(report.replaces(), code.empty() ? CodeOf(report.replaces()) : code);
    if (replaced >= 1 && replaced < position) {
      const auto series = district.tasks.find(district.task_of_position[replaced - 1]);
      if (series != district.tasks.end()) series->second.Replace(replaced, position);
    }
  }
  const TaskKey key = KeyOfTask(task_name, code);
  if (key == 0 || report.retraction()) return;
  district.task_of_position.back() = key;
  ReportRecord record;
  record.date = ToDay(report.as_of());
  record.accepted = accepted;
  record.position = position;
  record.status = static_cast<std::uint8_t>(report.status());
  std::vector<Point> points;
  ReportDetails details;
  details.narrative = report.narrative();
  record.from_document = !report.document_id().empty();
  points.reserve(static_cast<std::size_t>(report.measurements_size()));
  for (const type::v1::Measurement& m : report.measurements()) {
    Point& point = points.emplace_back();
    point.value = m.value();
    // A negative share is none.
    point.stated = m.has_stated_ratio() && m.stated_ratio() >= 0;
    details.stated_percents.push_back(point.stated ? m.stated_ratio() : 0);
    point.date = ToDay(m.as_of());
    // A half-year report may say 截至7月1日: its figures are known from the date that the report
    // speaks of.
    if (point.date == kNoDay || point.date > record.date) point.date = record.date;
    point.position = position;
    point.measure = district.texts.Intern(m.measure());
    point.unit = district.texts.Intern(m.unit());
    point.indicator = static_cast<std::uint16_t>(IndicatorOf(m.indicator(), code, key));
    point.ordinal = static_cast<std::uint8_t>(std::min<std::size_t>(points.size() - 1, 255));
    point.period = m.accumulation() == type::v1::PERIOD;
    point.expected = m.expected();
    point.from_document = record.from_document;
    details.sources.push_back(m.has_source() ? m.source().SerializeAsString() : "");
  }
  if (report.document_findings_size() > 0) {
    type::v1::Report only;
    *only.mutable_document_findings() = report.document_findings();
    details.document_findings = only.SerializeAsString();
  }
  record.points = static_cast<std::uint16_t>(std::min<std::size_t>(points.size(), 0xffff));
  district.tasks[key].Add(record, points, details);
}

void State::ForgetJournal(const std::string& code) {
  const auto it = districts_.find(code);
  if (it == districts_.end()) return;
  DistrictState& district = *it->second;
  district.head = 0;
  district.head_hash.clear();
  district.origin.clear();
  district.head_accept_us = 0;
  district.texts = TextTable();
  district.tasks.clear();
  district.task_of_position.clear();
  district.cases.clear();
}

}  // namespace duban::analytics
