// The reports that the load consists of, and the programmes that they are about.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <string>
#include <vector>

#include "duban/ingest/v1/progress_service.pb.h"
#include "tests/load/traffic.h"

namespace duban::load {

std::string DistrictCode(int index);
// "440113" of "districts/440113".
std::string CodeOf(const std::string& district);
std::string ProgrammeNameOf(int district);
// A name for the ids of this run that earlier runs have not used.
std::string RunId();

// A report of about 300 bytes.
ingest::v1::SubmitReportRequest MakeReport(const std::string& run, std::int64_t number,
                                           int districts);

// The message of one sender: made and serialized once, so that what is measured is the server and
// not the making of reports; each time it is sent the reports get fresh request ids, written into
// the bytes.
class PreparedBatch {
 public:
  // A stream's message of options.batch reports.
  PreparedBatch(const std::string& run, const Options& options);
  // A call's, of the report with this number.
  PreparedBatch(const std::string& run, const Options& options, int number);

  // The reports `first`, `first` + 1, …
  grpc::ByteBuffer Message(std::int64_t first);

  std::string IdOf(std::int64_t number) const;
  const std::string& DistrictOf(int index) const {
    return districts_[static_cast<std::size_t>(index)];
  }

 private:
  ingest::v1::StreamReportsRequest Make(int first, int count, const Options& options);
  void FindIds();

  const std::string run_;
  std::vector<std::string> districts_;  // by place in the message
  std::string bytes_;
  std::vector<std::size_t> ids_;  // where each request id begins
};

}  // namespace duban::load
