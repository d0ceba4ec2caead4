// One message of a report stream, taken apart.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "ingest/core/progress.h"

namespace duban::ingest {

// Reused for batch after batch, which spares most allocations. Not thread-safe.
class ReportBatch {
 public:
  // Reads a message. A request that cannot be read fails alone. Errors: INVALID_ARGUMENT
  // REQUEST_MALFORMED when the bytes are no such message at all.
  absl::Status Parse(const grpc::ByteBuffer& bytes);

  // Requests in the message, good or not.
  int size() const { return static_cast<int>(items_.size()); }
  // Those that could be read, in order; they live until the next Parse.
  const std::vector<Submission>& good() const { return good_; }
  // What the views among them lie in.
  const std::shared_ptr<const std::string>& bytes() const { return bytes_; }

  // The acknowledgements of the whole message: `receipts` are those of good(), in order.
  class Answers {
   public:
    grpc::ByteBuffer Encode(const std::vector<absl::StatusOr<Receipt>>& receipts) const;

   private:
    friend class ReportBatch;
    struct Item {
      std::string_view request_id;
      absl::Status refusal;  // OK = one of good()
    };
    std::shared_ptr<const std::string> bytes_;
    std::vector<std::shared_ptr<v1::SubmitReportRequest>> messages_;
    std::vector<Item> items_;
  };
  // May be used after the next Parse.
  Answers TakeAnswers();

 private:
  void TakeRequest(std::string_view bytes, RequestView& view);
  void TakeMessage(const std::string& bytes);

  std::shared_ptr<const std::string> bytes_;
  std::vector<RequestView> views_;
  std::vector<std::shared_ptr<v1::SubmitReportRequest>> messages_;  // those that no view fits
  std::vector<Submission> good_;
  std::vector<Answers::Item> items_;
};

}  // namespace duban::ingest
