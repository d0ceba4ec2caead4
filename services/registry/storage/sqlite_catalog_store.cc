#include "registry/storage/sqlite_catalog_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/error.h"
#include "registry/core/keys.h"
#include "registry/storage/migrations.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using Kind = LoadedState::Kind;

std::int64_t Micros(TimePoint instant) { return instant.time_since_epoch().count(); }
TimePoint Instant(std::int64_t micros) { return TimePoint(std::chrono::microseconds(micros)); }

absl::Status Corrupt(std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT",
               fmt::format("the catalog's database holds a broken row: {}", what));
}

absl::StatusOr<int> LockFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0)
    return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
                 fmt::format("cannot create {}: {}", path, std::strerror(errno)));
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  close(file);
  return Error(
      absl::StatusCode::kFailedPrecondition, "STORE_LOCKED",
      fmt::format("another duban-registry uses this data directory (it holds {}); stop it, "
                  "or give this one a directory of its own",
                  path));
}

absl::StatusOr<int> AppliedVersion(sqlite3* db) {
  Statement newest(db, "SELECT COALESCE(MAX(version), 0) FROM schema_migrations");
  ASSIGN_OR_RETURN(const bool row, newest.Step());
  return row ? static_cast<int>(newest.Int(0)) : 0;
}

absl::Status Migrate(sqlite3* db, const std::string& path) {
  Transaction transaction(db);
  RETURN_IF_ERROR(transaction.Begin(/*write=*/true));
  RETURN_IF_ERROR(Execute(
      db, "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL PRIMARY KEY)"));
  ASSIGN_OR_RETURN(const int applied, AppliedVersion(db));
  const auto migrations = CatalogMigrations();
  if (applied > migrations.back().version)
    return Error(absl::StatusCode::kFailedPrecondition, "DATABASE_FROM_FUTURE",
                 fmt::format("{} has schema {}, this program knows {}; use the newer program", path,
                             applied, migrations.back().version));
  for (const Migration& migration : migrations) {
    if (migration.version <= applied) continue;
    RETURN_IF_ERROR(Execute(db, std::string(migration.sql)));
    Statement insert(db, "INSERT INTO schema_migrations (version) VALUES (?1)");
    RETURN_IF_ERROR(insert.Bind(1, migration.version).Run());
  }
  return transaction.Commit();
}

absl::Status FillEvent(Kind kind, const std::string& state, v1::CatalogEvent& event) {
  bool parsed = false;
  switch (kind) {
    case Kind::kDistrict:
      parsed = event.mutable_district()->ParseFromString(state);
      break;
    case Kind::kUnit:
      parsed = event.mutable_unit()->ParseFromString(state);
      break;
    case Kind::kProgramme:
      parsed = event.mutable_programme()->ParseFromString(state);
      break;
    case Kind::kRuleProfile:
      parsed = event.mutable_rule_profile()->ParseFromString(state);
      break;
  }
  if (parsed) return absl::OkStatus();
  return Corrupt(fmt::format("event {}", event.revision()));
}

// The keys of a row of catalog_events.
struct EventRow {
  std::int64_t revision;
  TimePoint now;
  std::string district;
  int year = 0;
  std::int64_t programme_revision = 0;
};

absl::Status InsertEvent(Statement& insert, const EventRow& row, Kind kind,
                         std::string_view state) {
  insert.Bind(1, row.revision).Bind(2, Micros(row.now)).Bind(3, row.district);
  insert.Bind(4, static_cast<int>(kind)).Bind(5, row.year).Bind(6, row.programme_revision);
  return insert.BindBytes(7, state).Run();
}

}  // namespace

SqliteCatalogStore::Writes::Writes(sqlite3* db)
    : head(db, "SELECT revision FROM catalog_head WHERE singleton = 1"),
      set_head(db, "UPDATE catalog_head SET revision = ?1 WHERE singleton = 1"),
      event(db,
            "INSERT INTO catalog_events (revision, commit_time, district, kind, year, "
            "programme_revision, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      district(db,
               "INSERT INTO districts (district, valid_from, valid_until, display_name, "
               "catalog_revision, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
               "ON CONFLICT (district, valid_from) DO UPDATE SET "
               "valid_until = excluded.valid_until, display_name = excluded.display_name, "
               "catalog_revision = excluded.catalog_revision, state = excluded.state"),
      unit(db,
           "INSERT INTO units (district, unit, display_name, merged_into, catalog_revision, "
           "state) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (district, unit) DO UPDATE SET "
           "display_name = excluded.display_name, merged_into = excluded.merged_into, "
           "catalog_revision = excluded.catalog_revision, state = excluded.state"),
      programme(db,
                "INSERT INTO programmes (district, year, title, revision, catalog_revision) "
                "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (district, year) DO UPDATE SET "
                "title = excluded.title, revision = excluded.revision, "
                "catalog_revision = excluded.catalog_revision"),
      revision(db,
               "INSERT INTO programme_revisions (district, year, revision, author, reason, "
               "document_id, project_count, task_count, commit_time, catalog_revision, state) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      profile(db,
              "INSERT INTO rule_profiles (district, valid_from, catalog_revision, state) "
              "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (district, valid_from) DO UPDATE SET "
              "catalog_revision = excluded.catalog_revision, state = excluded.state"),
      request(db,
              "INSERT INTO requests (district, request_id, method, content, response, "
              "commit_time) VALUES (?1, ?2, ?3, ?4, ?5, ?6)") {}

SqliteCatalogStore::SqliteCatalogStore(int lock_file, SqliteHandle writer, SqliteHandle reader)
    : lock_file_(lock_file),
      writer_(std::move(writer)),
      writes_(writer_.get()),
      reader_(std::move(reader)) {}

SqliteCatalogStore::~SqliteCatalogStore() { close(lock_file_); }

absl::StatusOr<std::unique_ptr<SqliteCatalogStore>> SqliteCatalogStore::Open(
    const std::string& path) {
  ASSIGN_OR_RETURN(const int lock, LockFile(path + ".lock"));
  auto opened = [&]() -> absl::StatusOr<std::pair<SqliteHandle, SqliteHandle>> {
    ASSIGN_OR_RETURN(SqliteHandle writer, OpenSqlite(path));
    RETURN_IF_ERROR(Migrate(writer.get(), path));
    ASSIGN_OR_RETURN(SqliteHandle reader, OpenSqlite(path));
    return std::pair(std::move(writer), std::move(reader));
  }();
  if (!opened.ok()) {
    close(lock);
    return opened.status();
  }
  return std::unique_ptr<SqliteCatalogStore>(
      new SqliteCatalogStore(lock, std::move(opened->first), std::move(opened->second)));
}

absl::Status SqliteCatalogStore::Commit(std::int64_t expected_head, TimePoint now,
                                        const std::vector<CatalogChange>& changes,
                                        const std::vector<AnsweredRequest>& requests) {
  absl::MutexLock lock(&write_mutex_);
  Transaction transaction(writer_.get());
  RETURN_IF_ERROR(transaction.Begin(/*write=*/true));
  ASSIGN_OR_RETURN(const bool row, writes_.head.Step());
  const std::int64_t head = row ? writes_.head.Int(0) : -1;
  writes_.head.Reset();
  if (!row) return Corrupt("catalog_head is empty");
  if (head != expected_head)
    return Error(absl::StatusCode::kAborted, "HEAD_MOVED", "the catalog has moved on");
  std::int64_t revision = head;
  for (const CatalogChange& change : changes) RETURN_IF_ERROR(Store(++revision, now, change));
  for (const AnsweredRequest& request : requests) {
    Statement& insert = writes_.request;
    insert.Bind(1, request.district).Bind(2, request.request_id).Bind(3, request.method);
    insert.BindBytes(4, AsBytes(request.content)).BindBytes(5, request.response);
    const absl::Status status = insert.Bind(6, Micros(request.commit_time)).Run();
    if (ReasonOf(status) == "ROW_EXISTS")
      return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "request id is taken");
    RETURN_IF_ERROR(status);
  }
  RETURN_IF_ERROR(writes_.set_head.Bind(1, revision).Run());
  return transaction.Commit();
}

absl::Status SqliteCatalogStore::Store(std::int64_t revision, TimePoint now,
                                       const CatalogChange& change) {
  const std::string code = DistrictOf(change);
  EventRow row{.revision = revision, .now = now, .district = code};
  if (const auto* district = std::get_if<v1::District>(&change)) {
    const std::string state = district->SerializeAsString();
    writes_.district.Bind(1, code).Bind(2, FormatDate(FromProto(district->valid_from())));
    writes_.district.Bind(3, FormatDate(FromProto(district->valid_until())));
    writes_.district.Bind(4, district->display_name()).Bind(5, revision).BindBytes(6, state);
    RETURN_IF_ERROR(writes_.district.Run());
    return InsertEvent(writes_.event, row, Kind::kDistrict, state);
  }
  if (const auto* unit = std::get_if<v1::Unit>(&change)) {
    const std::string state = unit->SerializeAsString();
    writes_.unit.Bind(1, code).Bind(2, LastSegment(unit->name())).Bind(3, unit->display_name());
    writes_.unit.Bind(4, unit->merged_into()).Bind(5, revision).BindBytes(6, state);
    RETURN_IF_ERROR(writes_.unit.Run());
    return InsertEvent(writes_.event, row, Kind::kUnit, state);
  }
  if (const auto* profile = std::get_if<v1::RuleProfile>(&change)) {
    const std::string state = profile->SerializeAsString();
    writes_.profile.Bind(1, code).Bind(2, LastSegment(profile->name())).Bind(3, revision);
    RETURN_IF_ERROR(writes_.profile.BindBytes(4, state).Run());
    return InsertEvent(writes_.event, row, Kind::kRuleProfile, state);
  }
  const auto& [programme, about] = std::get<ProgrammeState>(change);
  writes_.programme.Bind(1, code).Bind(2, programme.year()).Bind(3, programme.title());
  RETURN_IF_ERROR(writes_.programme.Bind(4, programme.revision()).Bind(5, revision).Run());
  Statement& insert = writes_.revision;
  insert.Bind(1, code).Bind(2, programme.year()).Bind(3, programme.revision());
  insert.Bind(4, about.author()).Bind(5, about.reason()).Bind(6, about.document_id());
  insert.Bind(7, about.project_count()).Bind(8, about.task_count());
  insert.Bind(9, Micros(FromProto(about.create_time()))).Bind(10, revision);
  RETURN_IF_ERROR(insert.BindBytes(11, programme.SerializeAsString()).Run());
  row.year = programme.year();
  row.programme_revision = programme.revision();
  return InsertEvent(writes_.event, row, Kind::kProgramme, "");
}

absl::StatusOr<CatalogHead> SqliteCatalogStore::GetHead() const {
  absl::MutexLock lock(&read_mutex_);
  Statement read(reader_.get(), "SELECT revision, compacted FROM catalog_head WHERE singleton = 1");
  ASSIGN_OR_RETURN(const bool row, read.Step());
  if (!row) return Corrupt("catalog_head is empty");
  return CatalogHead{.revision = read.Int(0), .compacted = read.Int(1)};
}

absl::StatusOr<CatalogHead> SqliteCatalogStore::Load(
    const std::function<absl::Status(LoadedState)>& visit) const {
  absl::MutexLock lock(&read_mutex_);
  Transaction snapshot(reader_.get());
  RETURN_IF_ERROR(snapshot.Begin(/*write=*/false));
  Statement head(reader_.get(), "SELECT revision, compacted FROM catalog_head WHERE singleton = 1");
  ASSIGN_OR_RETURN(const bool has_head, head.Step());
  if (!has_head) return Corrupt("catalog_head is empty");
  const CatalogHead out{.revision = head.Int(0), .compacted = head.Int(1)};
  head.Reset();
  Statement states(reader_.get(),
                   "SELECT 1, district, catalog_revision, state FROM districts UNION ALL "
                   "SELECT 2, district, catalog_revision, state FROM units UNION ALL "
                   "SELECT 4, district, catalog_revision, state FROM rule_profiles UNION ALL "
                   "SELECT 3, r.district, r.catalog_revision, r.state FROM programmes p "
                   "JOIN programme_revisions r ON r.district = p.district AND r.year = p.year "
                   "AND r.revision = p.revision");
  while (true) {
    ASSIGN_OR_RETURN(const bool row, states.Step());
    if (!row) return out;
    RETURN_IF_ERROR(visit({.catalog_revision = states.Int(2),
                           .kind = static_cast<Kind>(states.Int(0)),
                           .district = states.Text(1),
                           .message = states.Text(3)}));
  }
}

absl::StatusOr<std::vector<v1::CatalogEvent>> SqliteCatalogStore::ReadEvents(
    std::int64_t after, std::string_view district, int limit, std::int64_t max_bytes) const {
  absl::MutexLock lock(&read_mutex_);
  const std::string of_district = district.empty() ? "" : "AND e.district = ?3 ";
  Statement read(reader_.get(),
                 "SELECT e.revision, e.commit_time, e.kind, "
                 "CASE WHEN e.kind = 3 THEN r.state ELSE e.state END "
                 "FROM catalog_events e LEFT JOIN programme_revisions r "
                 "ON r.district = e.district AND r.year = e.year "
                 "AND r.revision = e.programme_revision "
                 "WHERE e.revision > ?1 " +
                     of_district + "ORDER BY e.revision LIMIT ?2");
  read.Bind(1, after).Bind(2, limit);
  if (!district.empty()) read.Bind(3, district);
  std::vector<v1::CatalogEvent> out;
  std::int64_t bytes = 0;
  while (bytes < max_bytes || out.empty()) {
    ASSIGN_OR_RETURN(const bool row, read.Step());
    if (!row) break;
    v1::CatalogEvent event;
    event.set_revision(read.Int(0));
    *event.mutable_commit_time() = ToProto(Instant(read.Int(1)));
    const std::string state = read.Text(3);
    RETURN_IF_ERROR(FillEvent(static_cast<Kind>(read.Int(2)), state, event));
    bytes += static_cast<std::int64_t>(state.size());
    out.push_back(std::move(event));
  }
  return out;
}

absl::StatusOr<std::optional<type::v1::Programme>> SqliteCatalogStore::ReadProgramme(
    std::string_view district, int year, std::int64_t revision) const {
  absl::MutexLock lock(&read_mutex_);
  Statement read(reader_.get(),
                 "SELECT state FROM programme_revisions "
                 "WHERE district = ?1 AND year = ?2 AND revision = ?3");
  ASSIGN_OR_RETURN(const bool row, read.Bind(1, district).Bind(2, year).Bind(3, revision).Step());
  if (!row) return std::nullopt;
  type::v1::Programme programme;
  if (!programme.ParseFromString(read.Text(0)))
    return Corrupt(fmt::format("programme {}/{} revision {}", district, year, revision));
  return programme;
}

absl::StatusOr<std::vector<v1::ProgrammeRevision>> SqliteCatalogStore::ListProgrammeRevisions(
    std::string_view district, int year, std::int64_t before, int limit) const {
  absl::MutexLock lock(&read_mutex_);
  Statement read(reader_.get(),
                 "SELECT revision, author, reason, document_id, project_count, task_count, "
                 "commit_time, catalog_revision FROM programme_revisions "
                 "WHERE district = ?1 AND year = ?2 AND (?3 = 0 OR revision < ?3) "
                 "ORDER BY revision DESC LIMIT ?4");
  read.Bind(1, district).Bind(2, year).Bind(3, before).Bind(4, limit);
  std::vector<v1::ProgrammeRevision> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, read.Step());
    if (!row) return out;
    v1::ProgrammeRevision& about = out.emplace_back();
    about.set_revision(read.Int(0));
    about.set_author(read.Text(1));
    about.set_reason(read.Text(2));
    about.set_document_id(read.Text(3));
    about.set_project_count(static_cast<int>(read.Int(4)));
    about.set_task_count(static_cast<int>(read.Int(5)));
    *about.mutable_create_time() = ToProto(Instant(read.Int(6)));
    about.set_catalog_revision(read.Int(7));
  }
}

absl::StatusOr<std::optional<AnsweredRequest>> SqliteCatalogStore::FindRequest(
    std::string_view district, std::string_view request_id) const {
  absl::MutexLock lock(&read_mutex_);
  Statement read(reader_.get(),
                 "SELECT method, content, response, commit_time FROM requests "
                 "WHERE district = ?1 AND request_id = ?2");
  ASSIGN_OR_RETURN(const bool row, read.Bind(1, district).Bind(2, request_id).Step());
  if (!row) return std::nullopt;
  AnsweredRequest request{.district = std::string(district),
                          .request_id = std::string(request_id),
                          .method = read.Text(0),
                          .response = read.Text(2),
                          .commit_time = Instant(read.Int(3))};
  const std::string content = read.Text(1);
  if (content.size() != request.content.size()) return Corrupt("request content");
  std::copy(content.begin(), content.end(), request.content.begin());
  return request;
}

absl::Status SqliteCatalogStore::ForgetRequests(TimePoint before) {
  absl::MutexLock lock(&write_mutex_);
  Statement forget(writer_.get(), "DELETE FROM requests WHERE commit_time < ?1");
  return forget.Bind(1, Micros(before)).Run();
}

absl::Status SqliteCatalogStore::Compact(std::int64_t revision) {
  absl::MutexLock lock(&write_mutex_);
  Transaction transaction(writer_.get());
  RETURN_IF_ERROR(transaction.Begin(/*write=*/true));
  Statement mark(writer_.get(),
                 "UPDATE catalog_head SET compacted = CASE WHEN ?1 > revision THEN revision "
                 "WHEN ?1 > compacted THEN ?1 ELSE compacted END WHERE singleton = 1");
  RETURN_IF_ERROR(mark.Bind(1, revision).Run());
  Statement drop(writer_.get(),
                 "DELETE FROM catalog_events WHERE revision <= "
                 "(SELECT compacted FROM catalog_head WHERE singleton = 1)");
  RETURN_IF_ERROR(drop.Run());
  return transaction.Commit();
}

}  // namespace duban::registry
