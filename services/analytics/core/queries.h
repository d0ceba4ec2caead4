// Queries answers the requests of AnalyticsService from the shared state.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "analytics/core/answer_memory.h"
#include "analytics/core/bulletin.h"
#include "analytics/core/programme_view.h"
#include "analytics/core/shared_state.h"
#include "analytics/core/summary_cache.h"
#include "common/clock.h"
#include "common/names.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// Thread-safe. Methods block only for `at_least` (until `deadline`), for the shared cache (its
// timeout) and for an equal question that another thread is answering. Everything passed in must
// outlive it.
//
// Any method: INVALID_ARGUMENT NAME_MALFORMED, DATE_INVALID, POSITION_INVALID; NOT_FOUND
// DISTRICT_NOT_FOUND, PROGRAMME_NOT_FOUND; DEADLINE_EXCEEDED POSITION_NOT_REACHED.
class Queries {
 public:
  using Deadline = std::chrono::system_clock::time_point;
  // Age in seconds of what is known of a district: 0 while its sources are reached.
  using Staleness = std::function<double(const std::string& code)>;

  // `cache` may be nullptr: then only this process's memory is used.
  Queries(const SharedState& state, AnswerMemory& memory, SummaryCache* cache, Staleness staleness,
          const Clock& clock);

  absl::StatusOr<v1::ProgrammeSummary> GetProgrammeSummary(
      const v1::GetProgrammeSummaryRequest& request, Deadline deadline);
  absl::StatusOr<v1::DistrictSummary> GetDistrictSummary(
      const v1::GetDistrictSummaryRequest& request, Deadline deadline);
  // The same two as serialized bytes, which are shared with the memory they are kept in.
  absl::StatusOr<AnswerBytes> ProgrammeSummaryBytes(const v1::GetProgrammeSummaryRequest& request,
                                                    Deadline deadline);
  absl::StatusOr<AnswerBytes> DistrictSummaryBytes(const v1::GetDistrictSummaryRequest& request,
                                                   Deadline deadline);
  // DistrictSummaryBytes where it takes no waiting at all: from memory. nullptr = ask
  // DistrictSummaryBytes.
  AnswerBytes DistrictSummaryFromMemory(const v1::GetDistrictSummaryRequest& request);
  absl::StatusOr<v1::ListTaskProgressResponse> ListTaskProgress(
      const v1::ListTaskProgressRequest& request, Deadline deadline);
  absl::StatusOr<v1::ListFindingsResponse> ListFindings(const v1::ListFindingsRequest& request,
                                                        Deadline deadline);
  // NOT_FOUND PROJECT_NOT_FOUND, TASK_NOT_FOUND as well.
  absl::StatusOr<v1::Trend> GetTrend(const v1::GetTrendRequest& request, Deadline deadline);
  absl::StatusOr<v1::Forecast> GetForecast(const v1::GetForecastRequest& request,
                                           Deadline deadline);
  absl::StatusOr<v1::RankUnitsResponse> RankUnits(const v1::RankUnitsRequest& request,
                                                  Deadline deadline);
  // Districts that are not known or have no programme of the year are NOT_FOUND when named, left
  // out when all are asked. Every district is looked at by itself, so that a comparison of
  // thousands keeps nobody from folding; districts that are unchanged since the last time come from
  // memory. DEADLINE_EXCEEDED DEADLINE_PASSED.
  absl::StatusOr<v1::CompareDistrictsResponse> CompareDistricts(
      const v1::CompareDistrictsRequest& request, Deadline deadline);
  // What a bulletin says, and what it rests on; the transport lays it out.
  struct BulletinAnswer {
    BulletinContent content;
    v1::Basis basis;
    v1::Basis* mutable_basis() { return &basis; }
  };
  absl::StatusOr<BulletinAnswer> GetBulletin(const v1::GenerateBulletinRequest& request,
                                             Deadline deadline);

 private:
  // A request's common part, read and checked.
  struct Question {
    std::string code;
    int year = 0;  // 0 = the year of as_of, else the newest programme
    Viewpoint viewpoint;
    std::int64_t at_least = 0;
    std::string key;  // names the answer within the district; "" = not kept
  };
  template <typename Request>
  absl::StatusOr<Question> Ask(const Request& request, const ResourceName& name) const;
  absl::StatusOr<Question> AskSummary(const v1::GetDistrictSummaryRequest& request) const;
  // Calls `build` with the view, the state locked for reading.
  template <typename Answer>
  absl::StatusOr<Answer> Look(
      const Question& question,
      const std::function<absl::StatusOr<Answer>(const ProgrammeView&)>& build) const;
  // Waits for at_least, looks, and says how stale it is.
  template <typename Answer>
  absl::StatusOr<Answer> Build(
      const Question& question, Deadline deadline,
      const std::function<absl::StatusOr<Answer>(const ProgrammeView&)>& build) const;
  // Through memory and shared cache, without a word about staleness.
  template <typename Answer>
  absl::StatusOr<AnswerBytes> Kept(const Question& question, Deadline deadline,
                                   Answer (*build)(const ProgrammeView&));
  struct Flight;
  // Answers for all who ask the same at this moment.
  template <typename Answer>
  void Fly(const Question& question, const std::string& key, Flight& flight,
           Answer (*build)(const ProgrammeView&));
  // The shared cache's answer; nullopt unless it is as new as `version` and what is asked for.
  template <typename Answer>
  std::optional<CachedAnswer> Fetch(const Question& question, const StateVersion& version);
  template <typename Answer>
  AnswerBytes WithStaleness(AnswerBytes bytes, const std::string& code) const;
  // Which districts a comparison is about. Their codes, without duplicates.
  absl::StatusOr<std::vector<std::string>> Compared(const v1::CompareDistrictsRequest& request,
                                                    int year) const;

  const SharedState& state_;
  AnswerMemory& memory_;
  SummaryCache* const cache_;
  const Staleness staleness_;
  const Clock& clock_;

  // Equal questions are answered once: the first computes, the others wait for it.
  absl::Mutex flights_mu_;
  absl::flat_hash_map<std::string, std::shared_ptr<Flight>> flights_ ABSL_GUARDED_BY(flights_mu_);
};

}  // namespace duban::analytics
