// The queries whose answers are kept: in this process's memory, and in the cache that replicas
// share.
#include <set>

#include "absl/synchronization/notification.h"
#include "analytics/core/queries_inl.h"
#include "analytics/core/ranking.h"
#include "analytics/core/summary.h"

namespace duban::analytics {
namespace {

// True where an answer made from `made` says all that one made from `wanted` would.
bool AsNewAs(const StateVersion& made, const StateVersion& wanted) {
  return made.origin == wanted.origin && made.catalog_revision >= wanted.catalog_revision &&
         made.position >= wanted.position;
}

template <typename Message>
Message Parsed(const AnswerBytes& bytes) {
  Message message;
  message.ParseFromString(*bytes);
  return message;
}

}  // namespace

struct Queries::Flight {
  absl::Notification landed;
  // Set before it lands.
  absl::StatusOr<AnswerBytes> answer;
  StateVersion made_from;
};

Queries::Queries(const SharedState& state, AnswerMemory& memory, SummaryCache* cache,
                 Staleness staleness, const Clock& clock)
    : state_(state),
      memory_(memory),
      cache_(cache),
      staleness_(std::move(staleness)),
      clock_(clock) {}

template <typename Answer>
std::optional<CachedAnswer> Queries::Fetch(const Question& question, const StateVersion& version) {
  // A journal that has not begun has no identity that a shared answer could be held against.
  if (cache_ == nullptr || version.position == 0) return std::nullopt;
  std::optional<CachedAnswer> cached = cache_->Get(question.code, question.key);
  if (!cached || cached->position < question.at_least ||
      !AsNewAs({cached->catalog_revision, cached->position, cached->origin}, version) ||
      !Answer().ParseFromString(cached->bytes)) {
    return std::nullopt;
  }
  return cached;
}

template <typename Answer>
void Queries::Fly(const Question& question, const std::string& key, Flight& flight,
                  Answer (*build)(const ProgrammeView&)) {
  if (auto cached = Fetch<Answer>(question, state_.VersionOf(question.code))) {
    flight.made_from = {cached->catalog_revision, cached->position, cached->origin};
    flight.answer = std::make_shared<const std::string>(std::move(cached->bytes));
  } else {
    const absl::StatusOr<Answer> made =
        Look<Answer>(question, [&](const ProgrammeView& view) -> absl::StatusOr<Answer> {
          flight.made_from = {view.district().catalog_revision, view.district().head,
                              view.district().origin};
          return build(view);
        });
    if (!made.ok()) {
      flight.answer = made.status();
      return;
    }
    const auto bytes = std::make_shared<const std::string>(made->SerializeAsString());
    flight.answer = bytes;
    if (cache_ != nullptr && flight.made_from.position > 0) {
      cache_->Put(question.code, question.key,
                  {flight.made_from.catalog_revision, flight.made_from.position,
                   flight.made_from.origin, *bytes});
    }
  }
  memory_.Store(key, flight.made_from, *flight.answer);
}

template <typename Answer>
absl::StatusOr<AnswerBytes> Queries::Kept(const Question& question, Deadline deadline,
                                          Answer (*build)(const ProgrammeView&)) {
  const std::string key = question.code + "/" + question.key;
  if (!state_.Holds(question.code, question.at_least)) {
    // Another replica may be ahead of this one.
    if (auto cached = Fetch<Answer>(question, state_.VersionOf(question.code))) {
      return std::make_shared<const std::string>(std::move(cached->bytes));
    }
    RETURN_IF_ERROR(state_.WaitFor(question.code, question.at_least, deadline));
  }
  for (;;) {
    const StateVersion version = state_.VersionOf(question.code);
    if (AnswerBytes kept = memory_.Find(key, version)) return kept;
    std::shared_ptr<Flight> flight;
    bool first = false;
    {
      absl::MutexLock lock(&flights_mu_);
      std::shared_ptr<Flight>& slot = flights_[key];
      first = slot == nullptr;
      if (first) slot = std::make_shared<Flight>();
      flight = slot;
    }
    if (first) {
      Fly(question, key, *flight, build);
      {
        absl::MutexLock lock(&flights_mu_);
        flights_.erase(key);
      }
      flight->landed.Notify();
      return flight->answer;
    }
    flight->landed.WaitForNotification();
    // One that took off before this question was asked may know less; the next one does not.
    if (!flight->answer.ok() || AsNewAs(flight->made_from, version)) return flight->answer;
  }
}

template <typename Answer>
AnswerBytes Queries::WithStaleness(AnswerBytes bytes, const std::string& code) const {
  const double stale = staleness_(code);
  if (stale <= 0) return bytes;
  // Messages that are written one after the other are merged where they are read.
  Answer more;
  more.mutable_basis()->set_stale_seconds(stale);
  return std::make_shared<const std::string>(*bytes + more.SerializeAsString());
}

absl::StatusOr<AnswerBytes> Queries::ProgrammeSummaryBytes(
    const v1::GetProgrammeSummaryRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("name", request.name()));
  ASSIGN_OR_RETURN(Question question, Ask(request, name));
  question.key = fmt::format("summary:{}:{}:{}", question.year, FormatDay(question.viewpoint.as_of),
                             request.at_position());
  ASSIGN_OR_RETURN(AnswerBytes bytes, Kept(question, deadline, &BuildProgrammeSummary));
  return WithStaleness<v1::ProgrammeSummary>(std::move(bytes), question.code);
}

absl::StatusOr<v1::ProgrammeSummary> Queries::GetProgrammeSummary(
    const v1::GetProgrammeSummaryRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const AnswerBytes bytes, ProgrammeSummaryBytes(request, deadline));
  return Parsed<v1::ProgrammeSummary>(bytes);
}

absl::StatusOr<Queries::Question> Queries::AskSummary(
    const v1::GetDistrictSummaryRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("name", request.name()));
  ASSIGN_OR_RETURN(Question question, Ask(request, name));
  question.year = request.year();
  question.key = fmt::format("district:{}:{}:{}", question.year,
                             FormatDay(question.viewpoint.as_of), request.at_position());
  return question;
}

absl::StatusOr<AnswerBytes> Queries::DistrictSummaryBytes(
    const v1::GetDistrictSummaryRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const Question question, AskSummary(request));
  ASSIGN_OR_RETURN(AnswerBytes bytes, Kept(question, deadline, &BuildDistrictSummary));
  return WithStaleness<v1::DistrictSummary>(std::move(bytes), question.code);
}

absl::StatusOr<v1::DistrictSummary> Queries::GetDistrictSummary(
    const v1::GetDistrictSummaryRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const AnswerBytes bytes, DistrictSummaryBytes(request, deadline));
  return Parsed<v1::DistrictSummary>(bytes);
}

AnswerBytes Queries::DistrictSummaryFromMemory(const v1::GetDistrictSummaryRequest& request) {
  const absl::StatusOr<Question> question = AskSummary(request);
  if (!question.ok()) return nullptr;
  // The version first: an answer of that version holds whatever was folded when it was read.
  const StateVersion version = state_.VersionOf(question->code);
  if (!state_.Holds(question->code, question->at_least)) return nullptr;
  AnswerBytes kept = memory_.Find(question->code + "/" + question->key, version);
  if (kept == nullptr || version.position < question->at_least) return nullptr;
  return WithStaleness<v1::DistrictSummary>(std::move(kept), question->code);
}

absl::StatusOr<std::vector<std::string>> Queries::Compared(
    const v1::CompareDistrictsRequest& request, int year) const {
  std::vector<std::string> codes;
  std::set<std::string> seen;
  for (const std::string& text : request.districts()) {
    ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("districts", text));
    if (seen.insert(name.district).second) codes.push_back(name.district);
  }
  return state_.Read([&](const State& state) -> absl::StatusOr<std::vector<std::string>> {
    for (const std::string& code : codes) {
      const DistrictState* district = state.Find(code);
      if (district == nullptr) return internal::NoDistrict(state, code);
      if (!district->programmes.contains(year)) return internal::NoProgramme(*district, code, year);
    }
    if (!codes.empty()) return codes;
    for (const auto& [code, district] : state.districts()) {
      if (district->programmes.contains(year)) codes.push_back(code);
    }
    return codes;
  });
}

absl::StatusOr<v1::CompareDistrictsResponse> Queries::CompareDistricts(
    const v1::CompareDistrictsRequest& request, Deadline deadline) {
  Question question;
  question.viewpoint.as_of = DayNumber(DateAt(clock_.Now()));
  if (request.has_as_of()) question.viewpoint.as_of = ToDay(request.as_of());
  if (question.viewpoint.as_of == kNoDay) {
    return InvalidField("as_of", "DATE_INVALID", "as_of is no day of the calendar");
  }
  const std::string day = FormatDay(question.viewpoint.as_of);
  question.year =
      request.year() != 0 ? request.year() : FromDayNumber(question.viewpoint.as_of).year;
  question.key = fmt::format("compare:{}:{}", question.year, day);
  ASSIGN_OR_RETURN(const std::vector<std::string> codes, Compared(request, question.year));
  std::vector<v1::CompareDistrictsResponse> rows;
  for (const std::string& code : codes) {
    if (std::chrono::system_clock::now() > deadline) {
      return Error(
          absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
          "the deadline passed before all districts were compared; retry, what was done is kept");
    }
    question.code = code;
    const absl::StatusOr<AnswerBytes> bytes = Kept(question, deadline, &BuildComparison);
    // It may have lost its programme a moment ago.
    if (bytes.ok()) rows.push_back(Parsed<v1::CompareDistrictsResponse>(*bytes));
  }
  SortComparison(rows);
  std::string parameters = fmt::format("{}|{}", day, question.year);
  for (const std::string& text : request.districts()) parameters += "|" + text;
  ASSIGN_OR_RETURN(const internal::Page page,
                   internal::Paginate(
                       rows, [](const auto& row) { return row.districts(0).name(); },
                       request.page_size(), request.page_token(), parameters));
  v1::CompareDistrictsResponse response = MergeComparison(rows, page.begin, page.end);
  for (v1::DistrictSummary& summary : *response.mutable_districts()) {
    const auto name = ParseDistrictName("name", summary.name());
    if (name.ok()) summary.mutable_basis()->set_stale_seconds(staleness_(name->district));
  }
  response.set_next_page_token(page.next_token);
  response.set_total_size(static_cast<int>(rows.size()));
  return response;
}

}  // namespace duban::analytics
