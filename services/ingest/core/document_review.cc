#include "ingest/core/document_review.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

#include "common/hash.h"
#include "common/names.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

// Equal for every copy of one publication, whatever its bytes.
std::string CopyKey(const std::string& district, const v1::ImportDraft& draft) {
  std::string key = district;
  for (const v1::DraftProgramme& programme : draft.programmes()) {
    const auto& date = programme.as_of();
    key += fmt::format("|{}-{}-{}{:02}{:02}", programme.year(), static_cast<int>(programme.kind()),
                       date.year(), date.month(), date.day());
  }
  return key;
}

absl::Status CheckGiven(const v1::ReviewPatch& patch, std::vector<FieldViolation> problems) {
  for (FieldViolation& problem : problems) problem.field = "patch." + problem.field;
  if (patch.author().empty())
    problems.insert(problems.begin(),
                    {"patch.author", "AUTHOR_MISSING", "say who corrects the document"});
  return InvalidFields(problems);
}

void AddLost(const std::vector<FieldViolation>& problems, v1::ImportDraft& draft) {
  for (const FieldViolation& problem : problems) {
    v1::Doubt& doubt = *draft.add_doubts();
    doubt.set_reason("CORRECTION_LOST");
    doubt.set_message(
        fmt::format("a stored correction does not fit: {}: {}", problem.field, problem.message));
  }
}

std::string DigestOf(const v1::ReadOptions& options) {
  return Sha256Hex(options.SerializeAsString()).substr(0, 16);
}

// The draft without its figures: what a summary shows.
v1::ImportDraft Shorten(const v1::ImportDraft& draft) {
  v1::ImportDraft out = draft;
  out.clear_set_aside();
  for (v1::DraftProgramme& programme : *out.mutable_programmes()) {
    for (v1::DraftProject& project : *programme.mutable_projects()) {
      project.clear_content();
      for (v1::DraftTask& task : *project.mutable_tasks()) {
        task.clear_narrative();
        task.clear_content();
      }
    }
  }
  return out;
}

// Only the places that the draft names.
v1::ImportDraft PlacesOf(const v1::ImportDraft& draft) {
  v1::ImportDraft out;
  for (const v1::DraftProgramme& programme : draft.programmes()) {
    v1::DraftProgramme kept;
    kept.set_year(programme.year());
    for (const v1::DraftProject& project : programme.projects()) {
      v1::DraftProject of;
      of.set_number(project.number());
      for (const v1::DraftTask& task : project.tasks()) {
        if (task.point_lists().empty()) continue;
        v1::DraftTask& part = *of.add_tasks();
        part.set_number(task.number());
        *part.mutable_point_lists() = task.point_lists();
      }
      if (!of.tasks().empty()) *kept.add_projects() = std::move(of);
    }
    if (!kept.projects().empty()) *out.add_programmes() = std::move(kept);
  }
  return out;
}

absl::Status NotImported(const std::string& name) {
  return Error(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND",
               fmt::format("there is no finished import {} that still holds", name));
}

}  // namespace

absl::StatusOr<v1::ReviewPatch> DocumentReview::PatchOf(const std::string& document_id) const {
  ASSIGN_OR_RETURN(const auto patch, store_.GetPatch(document_id));
  return patch.value_or(v1::ReviewPatch());
}

absl::StatusOr<LaidReview> DocumentReview::Lay(const std::string& document_id,
                                               const std::string& district,
                                               const v1::ReviewPatch* given,
                                               const std::string& text,
                                               v1::ImportDraft& draft) const {
  bool own = true;  // the patch was made for these very bytes
  LaidReview out{.patch = {.document_id = document_id, .copy_key = CopyKey(district, draft)}};
  if (given != nullptr) {
    out.patch.patch = *given;
    out.given = true;
  } else {
    ASSIGN_OR_RETURN(auto stored, store_.GetPatch(document_id));
    if (!stored) {
      own = false;
      ASSIGN_OR_RETURN(stored, store_.FindPatch(out.patch.copy_key));
    }
    out.patch.patch = std::move(stored).value_or(v1::ReviewPatch());
  }
  ASSIGN_OR_RETURN(const std::vector<v1::LearnedWord> learned, store_.Learned(district, false));
  ReviewOutcome outcome = reviewer_(out.patch.patch, learned, text, draft);
  if (given != nullptr) {
    RETURN_IF_ERROR(CheckGiven(*given, std::move(outcome.problems)));
  } else if (own || std::cmp_less(outcome.problems.size(), out.patch.patch.corrections_size())) {
    AddLost(outcome.problems, draft);
  }  // a document that none of the corrections fits is no copy
  out.to_learn = std::move(outcome.to_learn);
  for (v1::LearnedWord& word : out.to_learn) word.set_document_id(document_id);
  return out;
}

absl::StatusOr<bool> DocumentReview::Keep(const LaidReview& laid, const std::string& district) {
  if (!laid.given) return false;
  ASSIGN_OR_RETURN(const bool stored, store_.PutPatch(laid.patch, clock_.Now()));
  // A patch that is repeated does not teach again what was forgotten since.
  if (!stored) return false;
  RETURN_IF_ERROR(store_.Learn(district, laid.to_learn, clock_.Now()).status());
  return true;
}

absl::StatusOr<std::string> DocumentReview::Fingerprint(const std::string& document_id,
                                                        const std::string& district,
                                                        const std::string& copy_key) const {
  ASSIGN_OR_RETURN(auto patch, store_.GetPatch(document_id));
  if (!patch) {
    ASSIGN_OR_RETURN(patch, store_.FindPatch(copy_key));
  }
  ASSIGN_OR_RETURN(const std::vector<v1::LearnedWord> learned, store_.Learned(district, false));
  std::string all = reader_version_ + "\n" + (patch ? patch->SerializeAsString() : "");
  for (const v1::LearnedWord& word : learned) all += "\n" + word.name();
  return Sha256Hex(all);
}

absl::Status DocumentReview::Finish(const std::string& document_id, const v1::ReadOptions& options,
                                    const std::string& district, const v1::ImportDraft& draft) {
  ASSIGN_OR_RETURN(std::string fingerprint,
                   Fingerprint(document_id, district, CopyKey(district, draft)));
  return store_.PutImport({.document_id = document_id,
                           .options = DigestOf(options),
                           .district = district,
                           .fingerprint = std::move(fingerprint),
                           .draft = Shorten(draft),
                           .places = PlacesOf(draft),
                           .create_time = clock_.Now()});
}

absl::StatusOr<std::vector<OtherList>> DocumentReview::OtherLists(
    const std::string& district, const std::string& document_id) const {
  ASSIGN_OR_RETURN(std::vector<FinishedImport> imports, store_.ListPlaces(district));
  std::vector<OtherList> out;
  for (FinishedImport& import : imports) {
    if (import.document_id == document_id) continue;
    for (v1::DraftProgramme& programme : *import.places.mutable_programmes())
      out.push_back({import.document_id, std::move(programme)});
  }
  return out;
}

absl::StatusOr<v1::DocumentImport> DocumentReview::GetImport(
    const v1::GetDocumentImportRequest& request) const {
  constexpr std::string_view kBefore = "documents/";
  constexpr std::string_view kAfter = "/import";
  constexpr size_t kDigits = 64;
  const std::string& name = request.name();
  const bool shaped = name.size() == kBefore.size() + kDigits + kAfter.size() &&
                      name.rfind(kBefore, 0) == 0 &&
                      name.substr(kBefore.size() + kDigits) == kAfter;
  const std::string id = shaped ? name.substr(kBefore.size(), kDigits) : "";
  if (!ParseDigest(id))
    return InvalidField("name", "NAME_MALFORMED",
                        "want documents/{64 lower-case hex digits}/import");
  ASSIGN_OR_RETURN(const auto finished, store_.GetImport(id, DigestOf(request.options())));
  if (!finished) return NotImported(name);
  ASSIGN_OR_RETURN(
      const std::string now,
      Fingerprint(id, finished->district, CopyKey(finished->district, finished->draft)));
  if (now != finished->fingerprint) return NotImported(name);
  v1::DocumentImport out;
  out.set_name(name);
  *out.mutable_draft() = finished->draft;
  *out.mutable_create_time() = ToProto(finished->create_time);
  return out;
}

absl::StatusOr<v1::ListLearnedWordsResponse> DocumentReview::ListWords(
    const v1::ListLearnedWordsRequest& request) const {
  ASSIGN_OR_RETURN(const auto district, ParseDistrictName("parent", request.parent()));
  ASSIGN_OR_RETURN(std::vector<v1::LearnedWord> words,
                   store_.Learned(district.district, request.show_forgotten()));
  v1::ListLearnedWordsResponse out;
  for (v1::LearnedWord& word : words) *out.add_words() = std::move(word);
  return out;
}

absl::StatusOr<v1::LearnedWord> DocumentReview::Forget(
    const v1::ForgetLearnedWordRequest& request) {
  if (request.name().empty())
    return InvalidField("name", "NAME_MALFORMED", "want districts/{code}/learnedWords/{number}");
  return store_.Forget(request.name(), clock_.Now());
}

}  // namespace duban::ingest
