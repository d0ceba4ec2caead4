// One message of a report stream, taken apart.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <vector>

#include "absl/status/status.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "ingest/core/progress.h"

namespace duban::ingest {

// Reused for batch after batch, which spares most allocations. Not thread-safe.
class ReportBatch {
 public:
  // Reads a message. A request with broken UTF-8 fails alone. Errors: INVALID_ARGUMENT REQUEST_MALFORMED when the bytes
  // are no such message at all.
  absl::Status Parse(const grpc::ByteBuffer& bytes);

  // Requests in the message, good or not.
  int size() const { return static_cast<int>(refusals_.size()); }
  // Those that could be read, in order; they live until the next Parse.
  const std::vector<v1::SubmitReportRequest*>& good() const { return good_; }

  // The acknowledgements of the whole message: `answers` are those of good(), in order.
  class Answers {
   public:
    grpc::ByteBuffer Encode(std::vector<Progress::Answer> answers) const;

   private:
    friend class ReportBatch;
    std::vector<std::string> request_ids_;
    std::vector<absl::Status> refusals_;  // OK = one of good()
  };
  // May be used after the next Parse.
  Answers TakeAnswers();

 private:
  absl::Status ParseOneByOne(const grpc::ByteBuffer& bytes);

  v1::StreamReportsRequest message_;
  std::vector<v1::SubmitReportRequest*> good_;
  std::vector<absl::Status> refusals_;
};

}  // namespace duban::ingest
