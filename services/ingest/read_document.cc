#include "ingest/read_document.h"

#include <optional>

#include "common/error.h"
#include "common/hash.h"
#include "documents/convert/convert.h"
#include "documents/formats/read_file.h"
#include "documents/review/learned.h"
#include "documents/review/patch.h"

namespace duban::ingest {
namespace {

documents::Kind KindOf(v1::ProgrammeKind kind) {
  switch (kind) {
    case v1::PLAN:
      return documents::Kind::kPlan;
    case v1::PROGRESS:
      return documents::Kind::kProgress;
    case v1::COMPLETION:
      return documents::Kind::kCompletion;
    default:
      return documents::Kind::kUnknown;
  }
}

std::optional<documents::SourceGrade> GradeOf(v1::SourceGrade grade) {
  switch (grade) {
    case v1::OFFICIAL:
      return documents::SourceGrade::kOfficial;
    case v1::MIRROR:
      return documents::SourceGrade::kMirror;
    case v1::DAMAGED_COPY:
      return documents::SourceGrade::kDamaged;
    default:
      return std::nullopt;
  }
}

absl::Status ReaderError(const absl::Status& status) {
  const std::string reason = documents::ErrorReason(status);
  const auto code =
      reason == "DOCUMENT_TOO_LARGE" ? absl::StatusCode::kResourceExhausted : status.code();
  return Error(code, reason, MessageOf(status));
}

}  // namespace

DocumentReader MakeDocumentReader() {
  return [](const std::string& content, const std::string& file_name,
            const v1::ReadOptions& options) -> absl::StatusOr<ReadResult> {
    documents::ReadOptions read;
    read.file_name = file_name;
    read.district = options.district_code();
    if (options.year() != 0) read.year = options.year();
    if (options.has_as_of())
      read.as_of = Date{options.as_of().year(), options.as_of().month(), options.as_of().day()};
    read.kind = KindOf(options.kind());
    read.grade = GradeOf(options.source_grade());
    const auto reading = documents::ReadFile(content, read);
    if (!reading.ok()) return ReaderError(reading.status());
    return ReadResult{documents::ToProto(*reading, Sha256Hex(content)),
                      std::string(reading->text.Verbatim())};
  };
}

DocumentReviewer MakeDocumentReviewer() {
  return [](const v1::ReviewPatch& patch, const std::vector<v1::LearnedWord>& learned,
            const std::string& text, v1::ImportDraft& draft) {
    documents::PatchResult result = documents::ApplyPatch(patch, text, draft);
    documents::ApplyLearned(learned, text, draft);
    return ReviewOutcome{std::move(result.problems), std::move(result.to_learn)};
  };
}

}  // namespace duban::ingest
