#include "ingest/storage/sqlite_ownership_store.h"

#include <algorithm>

#include "common/error.h"

namespace duban::ingest {
namespace {

constexpr char kSchema[] = R"(
  CREATE TABLE IF NOT EXISTS handovers(
    district TEXT PRIMARY KEY, state INTEGER NOT NULL, epoch INTEGER NOT NULL, instance TEXT NOT NULL,
    endpoint TEXT NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, confirmed INTEGER NOT NULL,
    time_us INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS names(role TEXT PRIMARY KEY, name TEXT NOT NULL);
)";

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteOwnershipStore>> SqliteOwnershipStore::Make(
    const std::string& path) {
  ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::OpenDurable(path));
  RETURN_IF_ERROR(db.Exec(kSchema));
  return std::unique_ptr<SqliteOwnershipStore>(new SqliteOwnershipStore(std::move(db)));
}

absl::StatusOr<std::vector<Handover>> SqliteOwnershipStore::Load() const {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement select,
                   db_.Prepare("SELECT district, state, epoch, instance, endpoint, position, hash, "
                               "confirmed, time_us FROM handovers "
                               "ORDER BY district"));
  std::vector<Handover> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return out;
    Handover handover{.district = std::string(select.Bytes(0)),
                      .state = static_cast<Handover::State>(select.Int(1)),
                      .epoch = select.Int(2),
                      .to = std::string(select.Bytes(3)),
                      .endpoint = std::string(select.Bytes(4)),
                      .position = select.Int(5),
                      .confirmed = select.Int(7) != 0,
                      .time = TimePoint(std::chrono::microseconds(select.Int(8)))};
    const std::string_view hash = select.Bytes(6);
    if (hash.size() != handover.hash.size() || (handover.state != Handover::State::kTaken &&
                                                handover.state != Handover::State::kReleased)) {
      return Error(absl::StatusCode::kDataLoss, "OWNERSHIP_CORRUPT",
                   "the hand-over of district " + handover.district + " cannot be read");
    }
    std::copy(hash.begin(), hash.end(), handover.hash.begin());
    out.push_back(std::move(handover));
  }
}

absl::Status SqliteOwnershipStore::Put(const Handover& handover) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement put,
                   db_.Prepare("INSERT OR REPLACE INTO handovers(district, state, epoch, instance, "
                               "endpoint, position, hash, confirmed, time_us) "
                               "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  return put.BindText(1, handover.district)
      .BindInt(2, static_cast<std::int64_t>(handover.state))
      .BindInt(3, handover.epoch)
      .BindText(4, handover.to)
      .BindText(5, handover.endpoint)
      .BindInt(6, handover.position)
      .BindBlob(7, AsBytes(handover.hash))
      .BindInt(8, handover.confirmed ? 1 : 0)
      .BindInt(9, handover.time.time_since_epoch().count())
      .Run();
}

absl::StatusOr<std::string> SqliteOwnershipStore::GetName(const std::string& role) const {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement select, db_.Prepare("SELECT name FROM names WHERE role = ?1"));
  select.BindText(1, role);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::string(select.Bytes(0)) : std::string();
}

absl::Status SqliteOwnershipStore::PutName(const std::string& role, const std::string& name) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement put,
                   db_.Prepare("INSERT OR REPLACE INTO names(role, name) VALUES(?1, ?2)"));
  return put.BindText(1, role).BindText(2, name).Run();
}

}  // namespace duban::ingest
