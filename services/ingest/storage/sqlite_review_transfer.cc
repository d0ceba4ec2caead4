// SqliteReviewStore: what goes along with a district that moves.
#include <cstdlib>

#include "common/error.h"
#include "ingest/storage/sqlite_review_store.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

absl::Status Corrupt() {
  return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT",
               "a row about a document is damaged in the store");
}

bool Parse(std::string_view bytes, google::protobuf::Message& out) {
  return out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

google::protobuf::Timestamp AsTime(std::int64_t microseconds) {
  return ToProto(TimePoint(std::chrono::microseconds(microseconds)));
}

}  // namespace

absl::StatusOr<std::vector<v1::ReviewRecord>> SqliteReviewStore::Export(
    std::string_view district) const {
  absl::MutexLock lock(&mu_);
  std::vector<v1::ReviewRecord> out;
  ASSIGN_OR_RETURN(const std::vector<v1::LearnedWord> words, Words(district, true));
  for (const v1::LearnedWord& word : words) *out.emplace_back().mutable_word() = word;
  ASSIGN_OR_RETURN(
      SqliteStatement patches,
      db_.Prepare(
          "SELECT document_id, copy_key, patch, create_time_us FROM patches WHERE document_id IN "
          "(SELECT document_id FROM imports WHERE district = ?1) ORDER BY id"));
  patches.BindText(1, district);
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, patches.Step());
    if (!more) break;
    v1::ReviewRecord::Patch& patch = *out.emplace_back().mutable_patch();
    patch.set_document_id(std::string(patches.Bytes(0)));
    patch.set_copy_key(std::string(patches.Bytes(1)));
    if (!Parse(patches.Bytes(2), *patch.mutable_patch())) return Corrupt();
    *patch.mutable_create_time() = AsTime(patches.Int(3));
  }
  ASSIGN_OR_RETURN(SqliteStatement imports,
                   db_.Prepare("SELECT document_id, options, fingerprint, draft, places, "
                               "create_time_us FROM imports WHERE district = ?1 "
                               "ORDER BY create_time_us, document_id, options"));
  imports.BindText(1, district);
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, imports.Step());
    if (!more) return out;
    v1::ReviewRecord::Import& finished = *out.emplace_back().mutable_finished();
    finished.set_document_id(std::string(imports.Bytes(0)));
    finished.set_options(std::string(imports.Bytes(1)));
    finished.set_fingerprint(std::string(imports.Bytes(2)));
    if (!Parse(imports.Bytes(3), *finished.mutable_draft()) ||
        !Parse(imports.Bytes(4), *finished.mutable_places()))
      return Corrupt();
    *finished.mutable_create_time() = AsTime(imports.Int(5));
  }
}

absl::Status SqliteReviewStore::AdoptWord(std::string_view district, const v1::LearnedWord& word) {
  const auto slash = word.name().rfind('/');
  const std::int64_t number =
      slash == std::string::npos ? 0 : std::strtoll(word.name().c_str() + slash + 1, nullptr, 10);
  if (number < 1)
    return InvalidField("review.word.name", "NAME_MALFORMED", "want …/learnedWords/{number}");
  ASSIGN_OR_RETURN(
      SqliteStatement put,
      db_.Prepare(
          "INSERT OR REPLACE INTO learned_words(district, number, word) VALUES(?1, ?2, ?3)"));
  const std::string bytes = word.SerializeAsString();
  return put.BindText(1, district).BindInt(2, number).BindBlob(3, bytes).Run();
}

absl::Status SqliteReviewStore::AdoptPatch(const v1::ReviewRecord::Patch& patch) {
  const std::string bytes = patch.patch().SerializeAsString();
  const std::int64_t time = FromProto(patch.create_time()).time_since_epoch().count();
  ASSIGN_OR_RETURN(
      SqliteStatement put,
      db_.Prepare(
          "INSERT INTO patches(document_id, copy_key, patch, create_time_us) SELECT ?1, ?2, ?3, ?4 "
          "WHERE NOT EXISTS "
          "(SELECT 1 FROM patches WHERE document_id = ?1 AND create_time_us = ?4 AND patch = ?3)"));
  return put.BindText(1, patch.document_id())
      .BindText(2, patch.copy_key())
      .BindBlob(3, bytes)
      .BindInt(4, time)
      .Run();
}

absl::Status SqliteReviewStore::Adopt(std::string_view district, const v1::ReviewRecord& record) {
  if (record.has_finished()) {
    const v1::ReviewRecord::Import& finished = record.finished();
    return PutImport({.document_id = finished.document_id(),
                      .options = finished.options(),
                      .district = std::string(district),
                      .fingerprint = finished.fingerprint(),
                      .draft = finished.draft(),
                      .places = finished.places(),
                      .create_time = FromProto(finished.create_time())});
  }
  absl::MutexLock lock(&mu_);
  if (record.has_word()) return AdoptWord(district, record.word());
  return record.has_patch() ? AdoptPatch(record.patch()) : absl::OkStatus();
}

}  // namespace duban::ingest
