#include "ingest/storage/sqlite_review_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

constexpr char kSchema[] = R"(
  CREATE TABLE IF NOT EXISTS patches(
    id INTEGER PRIMARY KEY, document_id TEXT NOT NULL, copy_key TEXT NOT NULL, patch BLOB NOT NULL,
    create_time_us INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS patches_by_document ON patches(document_id, id);
  CREATE INDEX IF NOT EXISTS patches_by_copy ON patches(copy_key, id);
  CREATE TABLE IF NOT EXISTS learned_words(
    district TEXT NOT NULL, number INTEGER NOT NULL, word BLOB NOT NULL, PRIMARY KEY(district, number));
  CREATE TABLE IF NOT EXISTS imports(
    document_id TEXT NOT NULL, options TEXT NOT NULL, district TEXT NOT NULL, fingerprint TEXT NOT NULL,
    draft BLOB NOT NULL, places BLOB NOT NULL, create_time_us INTEGER NOT NULL, PRIMARY KEY(document_id, options));
  CREATE INDEX IF NOT EXISTS imports_by_district ON imports(district, create_time_us);
)";

absl::Status Corrupt(std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT",
               fmt::format("{} is damaged in the store", what));
}

template <typename Message>
absl::StatusOr<Message> ParseRow(std::string_view bytes, std::string_view what) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Corrupt(what);
  return message;
}

std::string_view DistrictOf(std::string_view word_name) {
  constexpr std::string_view kCollection = "districts/";
  if (word_name.substr(0, kCollection.size()) != kCollection) return "";
  word_name.remove_prefix(kCollection.size());
  return word_name.substr(0, word_name.find('/'));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteReviewStore>> SqliteReviewStore::Make(
    const std::string& path) {
  ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::OpenDurable(path));
  RETURN_IF_ERROR(db.Exec(kSchema));
  return std::unique_ptr<SqliteReviewStore>(new SqliteReviewStore(std::move(db)));
}

absl::StatusOr<std::optional<v1::ReviewPatch>> SqliteReviewStore::NewestPatch(
    const char* where, std::string_view key) const {
  ASSIGN_OR_RETURN(SqliteStatement select,
                   db_.Prepare(fmt::format(
                       "SELECT patch FROM patches WHERE {} = ?1 ORDER BY id DESC LIMIT 1", where)));
  select.BindText(1, key);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  ASSIGN_OR_RETURN(v1::ReviewPatch patch, ParseRow<v1::ReviewPatch>(select.Bytes(0), "a patch"));
  return patch;
}

absl::StatusOr<bool> SqliteReviewStore::PutPatch(const StoredPatch& patch, TimePoint now) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(const auto newest, NewestPatch("document_id", patch.document_id));
  const std::string bytes = patch.patch.SerializeAsString();
  if (newest && newest->SerializeAsString() == bytes) return false;
  ASSIGN_OR_RETURN(SqliteStatement insert,
                   db_.Prepare("INSERT INTO patches(document_id, copy_key, patch, create_time_us) "
                               "VALUES(?1, ?2, ?3, ?4)"));
  insert.BindText(1, patch.document_id)
      .BindText(2, patch.copy_key)
      .BindBlob(3, bytes)
      .BindInt(4, now.time_since_epoch().count());
  RETURN_IF_ERROR(insert.Run());
  return true;
}

absl::StatusOr<std::optional<v1::ReviewPatch>> SqliteReviewStore::GetPatch(
    std::string_view document_id) const {
  absl::MutexLock lock(&mu_);
  return NewestPatch("document_id", document_id);
}

absl::StatusOr<std::optional<v1::ReviewPatch>> SqliteReviewStore::FindPatch(
    std::string_view copy_key) const {
  absl::MutexLock lock(&mu_);
  return NewestPatch("copy_key", copy_key);
}

absl::StatusOr<std::vector<v1::LearnedWord>> SqliteReviewStore::Words(std::string_view district,
                                                                      bool show_forgotten) const {
  ASSIGN_OR_RETURN(
      SqliteStatement select,
      db_.Prepare("SELECT word FROM learned_words WHERE district = ?1 ORDER BY number"));
  select.BindText(1, district);
  std::vector<v1::LearnedWord> out;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    ASSIGN_OR_RETURN(v1::LearnedWord word,
                     ParseRow<v1::LearnedWord>(select.Bytes(0), "a learned word"));
    if (show_forgotten || !word.has_forget_time()) out.push_back(std::move(word));
  }
}

absl::StatusOr<bool> SqliteReviewStore::Learn(std::string_view district,
                                              const std::vector<v1::LearnedWord>& words,
                                              TimePoint now) {
  absl::MutexLock lock(&mu_);
  bool added = false;
  for (v1::LearnedWord word : words) {
    ASSIGN_OR_RETURN(std::vector<v1::LearnedWord> all, Words(district, true));
    const auto holds = std::find_if(all.begin(), all.end(), [&](const v1::LearnedWord& known) {
      return known.kind() == word.kind() && known.text() == word.text() && !known.has_forget_time();
    });
    if (holds != all.end() && holds->meaning() == word.meaning()) continue;
    ASSIGN_OR_RETURN(
        SqliteStatement put,
        db_.Prepare("INSERT INTO learned_words(district, number, word) VALUES(?1, ?2, ?3) "
                    "ON CONFLICT(district, number) DO UPDATE SET word = excluded.word"));
    if (holds != all.end()) {
      *holds->mutable_forget_time() = ToProto(now);
      const std::string old = holds->SerializeAsString();
      put.BindText(1, district).BindInt(2, holds - all.begin() + 1).BindBlob(3, old);
      RETURN_IF_ERROR(put.Run());
    }
    const auto number = static_cast<std::int64_t>(all.size()) + 1;
    word.set_name(fmt::format("districts/{}/learnedWords/{}", district, number));
    *word.mutable_create_time() = ToProto(now);
    const std::string bytes = word.SerializeAsString();
    put.BindText(1, district).BindInt(2, number).BindBlob(3, bytes);
    RETURN_IF_ERROR(put.Run());
    added = true;
  }
  return added;
}

absl::StatusOr<std::vector<v1::LearnedWord>> SqliteReviewStore::Learned(std::string_view district,
                                                                        bool show_forgotten) const {
  absl::MutexLock lock(&mu_);
  return Words(district, show_forgotten);
}

absl::StatusOr<v1::LearnedWord> SqliteReviewStore::Forget(std::string_view name, TimePoint now) {
  absl::MutexLock lock(&mu_);
  const std::string district(DistrictOf(name));
  ASSIGN_OR_RETURN(const std::vector<v1::LearnedWord> all, Words(district, true));
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].name() != name || all[i].has_forget_time()) continue;
    v1::LearnedWord word = all[i];
    *word.mutable_forget_time() = ToProto(now);
    const std::string bytes = word.SerializeAsString();
    ASSIGN_OR_RETURN(
        SqliteStatement update,
        db_.Prepare("UPDATE learned_words SET word = ?3 WHERE district = ?1 AND number = ?2"));
    update.BindText(1, district).BindInt(2, static_cast<std::int64_t>(i) + 1).BindBlob(3, bytes);
    RETURN_IF_ERROR(update.Run());
    return word;
  }
  return Error(absl::StatusCode::kNotFound, "WORD_NOT_FOUND",
               fmt::format("{} is not learned, or was forgotten", name),
               {{"name", std::string(name)}});
}

absl::Status SqliteReviewStore::PutImport(const FinishedImport& finished) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement put,
                   db_.Prepare("INSERT OR REPLACE INTO imports(document_id, options, district, "
                               "fingerprint, draft, create_time_us, places) "
                               "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  const std::string draft = finished.draft.SerializeAsString();
  const std::string places = finished.places.SerializeAsString();
  put.BindText(1, finished.document_id)
      .BindText(2, finished.options)
      .BindText(3, finished.district)
      .BindText(4, finished.fingerprint)
      .BindBlob(5, draft)
      .BindInt(6, finished.create_time.time_since_epoch().count())
      .BindBlob(7, places);
  return put.Run();
}

absl::StatusOr<std::optional<FinishedImport>> SqliteReviewStore::GetImport(
    std::string_view document_id, std::string_view options) const {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement select,
                   db_.Prepare("SELECT district, fingerprint, draft, create_time_us FROM imports "
                               "WHERE document_id = ?1 AND options = ?2"));
  select.BindText(1, document_id).BindText(2, options);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  FinishedImport out{.document_id = std::string(document_id), .options = std::string(options)};
  out.district = std::string(select.Bytes(0));
  out.fingerprint = std::string(select.Bytes(1));
  ASSIGN_OR_RETURN(out.draft, ParseRow<v1::ImportDraft>(select.Bytes(2), "a finished import"));
  out.create_time = TimePoint(std::chrono::microseconds(select.Int(3)));
  return out;
}

absl::StatusOr<std::vector<FinishedImport>> SqliteReviewStore::ListPlaces(
    std::string_view district) const {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(
      SqliteStatement select,
      db_.Prepare("SELECT document_id, places, min(create_time_us) AS first FROM imports "
                  "WHERE district = ?1 AND length(places) > 0 GROUP BY document_id ORDER BY first, "
                  "document_id"));
  select.BindText(1, district);
  std::vector<FinishedImport> out;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    FinishedImport& finished = out.emplace_back();
    finished.document_id = std::string(select.Bytes(0));
    finished.district = std::string(district);
    ASSIGN_OR_RETURN(finished.places,
                     ParseRow<v1::ImportDraft>(select.Bytes(1), "a finished import"));
  }
}

}  // namespace duban::ingest
