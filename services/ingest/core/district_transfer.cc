#include "ingest/core/district_transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "common/names.h"
#include "duban/type/v1/report.pb.h"
#include "ingest/core/chain.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

constexpr int kPageEntries = 2'000;
constexpr std::int64_t kPageBytes = 1 << 20;
constexpr std::size_t kPartBytes = 1 << 20;
constexpr std::size_t kMaxDocumentBytes = std::size_t{256} << 20;
constexpr int kFirstYear = 2000, kLastYear = 2100;  // of resource names

absl::Status Broken(std::string_view district, std::int64_t position, const std::string& what) {
  return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
               fmt::format("entry {} of district {}: {}", position, district, what));
}

bool ReadDigest(const std::string& bytes, Digest& out) {
  if (bytes.size() != out.size()) return false;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return true;
}

v1::RawEntry ToRaw(const Entry& entry) {
  v1::RawEntry out;
  out.set_position(entry.position);
  out.set_request_id(entry.request_id);
  out.set_kind(static_cast<int>(entry.kind));
  out.set_accept_time_us(entry.accept_time.time_since_epoch().count());
  out.set_payload(entry.payload);
  out.set_content(std::string(AsBytes(entry.content)));
  out.set_previous_hash(std::string(AsBytes(entry.previous_hash)));
  out.set_hash(std::string(AsBytes(entry.hash)));
  return out;
}

absl::StatusOr<Entry> FromRaw(const std::string& district, const v1::RawEntry& raw) {
  Entry out{.district = district,
            .position = raw.position(),
            .request_id = raw.request_id(),
            .kind = static_cast<EntryKind>(raw.kind()),
            .accept_time = TimePoint(std::chrono::microseconds(raw.accept_time_us())),
            .payload = raw.payload()};
  if (raw.kind() < 1 || raw.kind() > 255 || !ReadDigest(raw.content(), out.content) ||
      !ReadDigest(raw.previous_hash(), out.previous_hash) || !ReadDigest(raw.hash(), out.hash)) {
    return InvalidField("entries", "ENTRY_INVALID",
                        fmt::format("entry {} is malformed", raw.position()));
  }
  return out;
}

void AddSource(const type::v1::Source& source, std::set<std::string>& out) {
  if (!source.document_id().empty()) out.insert(source.document_id());
}

// The documents that the programmes of a district were read from.
std::set<std::string> ProgrammeDocuments(const CatalogView& catalog, const std::string& district) {
  std::set<std::string> out;
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    const auto programme = catalog.Find(district, year);
    if (!programme) continue;
    for (const auto& project : programme->programme().projects()) {
      for (const auto& task : project.tasks()) {
        for (const auto& indicator : task.indicators()) AddSource(indicator.source(), out);
        for (const auto& milestone : task.milestones()) {
          for (const auto& target : milestone.targets()) AddSource(target.source(), out);
        }
      }
    }
  }
  return out;
}

std::set<std::string> ReportDocuments(const std::vector<Entry>& page) {
  std::set<std::string> out;
  for (const Entry& entry : page) {
    type::v1::Report report;
    if (entry.kind != EntryKind::kReport || !report.ParseFromString(entry.payload)) continue;
    if (!report.document_id().empty()) out.insert(report.document_id());
    for (const auto& measurement : report.measurements()) AddSource(measurement.source(), out);
  }
  return out;
}

absl::Status SendDocument(const DocumentStore& documents, const std::string& id,
                          const PieceSink& sink) {
  const auto stored = documents.Get(id);
  // Reports by RPC may name documents that were never stored here.
  if (!stored.ok() && stored.status().code() == absl::StatusCode::kNotFound)
    return absl::OkStatus();
  if (!stored.ok()) return stored.status();
  const StoredDocument& document = *stored;
  std::size_t content = 0, text = 0;
  bool last = false;
  while (!last) {
    v1::DistrictPiece piece;
    v1::DocumentPart& part = *piece.mutable_document();
    part.set_id(document.id);
    if (content == 0 && text == 0) {
      part.set_file_name(document.file_name);
      part.set_mime_type(document.mime_type);
      *part.mutable_create_time() = duban::ToProto(document.create_time);
    }
    part.set_content(document.content.substr(content, kPartBytes));
    content += part.content().size();
    part.set_text(document.text.substr(text, kPartBytes - part.content().size()));
    text += part.text().size();
    last = content == document.content.size() && text == document.text.size();
    part.set_last(last);
    RETURN_IF_ERROR(sink(std::move(piece)));
  }
  return absl::OkStatus();
}

}  // namespace

v1::DistrictHead ToProto(const Head& head) {
  v1::DistrictHead out;
  out.set_district(head.district);
  out.set_position(head.position);
  out.set_hash(std::string(AsBytes(head.hash)));
  return out;
}

absl::StatusOr<Head> FromProto(const v1::DistrictHead& head) {
  Head out{.district = head.district(), .position = head.position()};
  if (!IsDistrictCode(head.district()) || head.position() < 0 || !ReadDigest(head.hash(), out.hash))
    return InvalidField("head", "HEAD_MALFORMED",
                        "want a six-digit district, a position and a hash of 32 bytes");
  return out;
}

std::string NameOf(HashAlgorithm algorithm) {
  return algorithm == HashAlgorithm::kSm3 ? "sm3" : "sha256";
}

absl::Status ExportDistrict(const Journal& journal, const DocumentStore& documents,
                            const ReviewStore& reviews, const CatalogView& catalog,
                            const v1::ExportDistrictRequest& request, const PieceSink& sink) {
  const std::string& district = request.district();
  if (!IsDistrictCode(district))
    return InvalidField("district", "DISTRICT_CODE_MALFORMED", "must be six digits");
  ASSIGN_OR_RETURN(const Head head, journal.GetHead(district));
  if (request.after_position() < 0 || request.after_position() > head.position) {
    return Error(absl::StatusCode::kOutOfRange, "POSITION_FUTURE",
                 fmt::format("got {}, but the journal of district {} is at {}",
                             request.after_position(), district, head.position));
  }
  std::set<std::string> sent;
  const auto send = [&](const std::set<std::string>& ids) -> absl::Status {
    for (const std::string& id : ids) {
      if (sent.insert(id).second) RETURN_IF_ERROR(SendDocument(documents, id, sink));
    }
    return absl::OkStatus();
  };
  std::set<std::string> programme_documents = ProgrammeDocuments(catalog, district);
  ASSIGN_OR_RETURN(const std::vector<v1::ReviewRecord> records, reviews.Export(district));
  for (const v1::ReviewRecord& record : records) {
    if (record.has_finished()) programme_documents.insert(record.finished().document_id());
    v1::DistrictPiece piece;
    *piece.mutable_review() = record;
    RETURN_IF_ERROR(sink(std::move(piece)));
  }
  if (request.with_programme_documents()) RETURN_IF_ERROR(send(programme_documents));

  ChainVerifier verifier(journal.algorithm());
  std::int64_t after = request.after_position();
  if (after > 0) {
    ASSIGN_OR_RETURN(const std::vector<Entry> before, journal.Read(district, after - 1, 1, 1));
    if (before.empty()) return Broken(district, after, "is missing");
    verifier.StartAt({district, after, before[0].hash, before[0].accept_time});
  }
  while (after < head.position) {
    const auto limit =
        static_cast<int>(std::min<std::int64_t>(kPageEntries, head.position - after));
    ASSIGN_OR_RETURN(const std::vector<Entry> page,
                     journal.Read(district, after, limit, kPageBytes));
    if (page.empty()) return Broken(district, after + 1, "is missing");
    v1::DistrictPiece piece;
    for (const Entry& entry : page) {
      if (const auto broken = verifier.Check(entry))
        return Broken(district, broken->position, broken->what);
      *piece.add_entries() = ToRaw(entry);
    }
    RETURN_IF_ERROR(send(ReportDocuments(page)));
    after = page.back().position;
    RETURN_IF_ERROR(sink(std::move(piece)));
  }
  return absl::OkStatus();
}

absl::Status DistrictAdoption::Take(const v1::AdoptDistrictRequest& message) {
  if (district_.empty()) {
    if (!IsDistrictCode(message.district()))
      return InvalidField("district", "DISTRICT_CODE_MALFORMED", "must be six digits");
    if (message.hash_algorithm() != NameOf(ports_.journal.algorithm())) {
      return Error(absl::StatusCode::kFailedPrecondition, "HASH_ALGORITHM_DIFFERS",
                   fmt::format("the journal comes with {}, this instance chains with {}; start it "
                               "with --journal-hash "
                               "{} on an empty directory",
                               message.hash_algorithm(), NameOf(ports_.journal.algorithm()),
                               message.hash_algorithm()));
    }
    district_ = message.district();
  }
  if (message.piece().has_review()) {
    RETURN_IF_ERROR(ports_.ownership.CheckAdoptable(district_));
    RETURN_IF_ERROR(ports_.reviews.Adopt(district_, message.piece().review()));
  }
  if (message.piece().has_document()) RETURN_IF_ERROR(TakeDocument(message.piece().document()));
  return message.piece().entries().empty() ? absl::OkStatus() : TakeEntries(message.piece());
}

absl::Status DistrictAdoption::TakeDocument(const v1::DocumentPart& part) {
  if (!document_ || document_->id != part.id()) {
    document_ = StoredDocument{.id = part.id(),
                               .file_name = part.file_name(),
                               .mime_type = part.mime_type(),
                               .content = {},
                               .text = {},
                               .create_time = duban::FromProto(part.create_time())};
  }
  document_->content += part.content();
  document_->text += part.text();
  const bool too_large = document_->content.size() + document_->text.size() > kMaxDocumentBytes;
  if (too_large || (part.last() && Sha256Hex(document_->content) != part.id())) {
    document_.reset();
    return InvalidField("piece.document", "DOCUMENT_CORRUPT",
                        fmt::format("the bytes of document {} do not have its id", part.id()));
  }
  if (!part.last()) return absl::OkStatus();
  const auto stored = ports_.documents.Put(*document_);
  document_.reset();
  return stored.status();
}

absl::Status DistrictAdoption::TakeEntries(const v1::DistrictPiece& piece) {
  std::vector<Entry> entries;
  for (const v1::RawEntry& raw : piece.entries()) {
    ASSIGN_OR_RETURN(entries.emplace_back(), FromRaw(district_, raw));
  }
  RETURN_IF_ERROR(ports_.ownership.CheckAdoptable(district_));
  absl::Status status;
  absl::Notification done;
  RETURN_IF_ERROR(ports_.committer.Adopt(std::move(entries), [&](Committer::Results results) {
    for (const auto& result : results) {
      if (status.ok()) status = result.status();
    }
    done.Notify();
  }));
  done.WaitForNotification();
  return status;
}

absl::StatusOr<Head> DistrictAdoption::Finish() const {
  if (district_.empty())
    return InvalidField("district", "DISTRICT_CODE_MALFORMED", "nothing was sent");
  return ports_.journal.GetHead(district_);
}

}  // namespace duban::ingest
