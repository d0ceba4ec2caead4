#include "ingest/core/catalog_view.h"

#include <algorithm>
#include <utility>

namespace duban::ingest {

ProgrammeIndex::ProgrammeIndex(type::v1::Programme programme) : programme_(std::move(programme)) {
  for (const type::v1::Project& project : programme_.projects()) {
    projects_.emplace(project.number(), &project);
    for (const type::v1::Task& task : project.tasks())
      tasks_.emplace(project.number() * 1000 + task.number(), &task);
  }
}

const type::v1::Task* ProgrammeIndex::FindTask(int project, int task) const {
  if (task < 1 || task > 999) return nullptr;
  const auto found = tasks_.find(project * 1000 + task);
  return found == tasks_.end() ? nullptr : found->second;
}

const type::v1::Project* ProgrammeIndex::FindProject(int project) const {
  const auto found = projects_.find(project);
  return found == projects_.end() ? nullptr : found->second;
}

void CatalogView::Apply(const registry::v1::CatalogEvent& event) {
  std::shared_ptr<const ProgrammeIndex> index;
  if (event.has_programme()) index = std::make_shared<ProgrammeIndex>(event.programme());
  absl::MutexLock lock(&mu_);
  heard_ = clock_.Now();
  if (event.revision() <= revision_) return;
  revision_ = event.revision();
  if (index) programmes_[event.programme().name()] = std::move(index);
}

void CatalogView::Restore(std::vector<type::v1::Programme> programmes, std::int64_t revision,
                          TimePoint heard) {
  absl::MutexLock lock(&mu_);
  if (revision_ != 0) return;
  for (type::v1::Programme& programme : programmes) {
    std::string name = programme.name();
    programmes_[std::move(name)] = std::make_shared<ProgrammeIndex>(std::move(programme));
  }
  revision_ = revision;
  heard_ = heard;
}

void CatalogView::Reset() {
  absl::MutexLock lock(&mu_);
  programmes_.clear();
  revision_ = 0;
}

void CatalogView::SetConnected(bool connected) {
  absl::MutexLock lock(&mu_);
  if (connected || connected_) heard_ = clock_.Now();
  connected_ = connected;
}

std::shared_ptr<const ProgrammeIndex> CatalogView::Find(std::string_view district, int year) const {
  const std::string name = ProgrammeName(district, year);
  absl::ReaderMutexLock lock(&mu_);
  const auto found = programmes_.find(name);
  return found == programmes_.end() ? nullptr : found->second;
}

CatalogFreshness CatalogView::freshness() const {
  absl::ReaderMutexLock lock(&mu_);
  CatalogFreshness out{.revision = revision_, .connected = connected_};
  if (!connected_ && revision_ != 0) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(clock_.Now() - heard_);
    out.age = std::max(age, std::chrono::seconds(0));  // the wall clock may have stepped back
  }
  return out;
}

bool CatalogView::WaitFor(std::int64_t revision, std::chrono::milliseconds timeout) const {
  absl::ReaderMutexLock lock(&mu_);
  const auto reached = [this, revision]()
                           ABSL_SHARED_LOCKS_REQUIRED(mu_) { return Reached(revision); };
  return mu_.AwaitWithTimeout(absl::Condition(&reached), absl::FromChrono(timeout));
}

}  // namespace duban::ingest
