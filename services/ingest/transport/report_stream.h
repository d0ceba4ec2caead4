// StreamReports: batches in, acknowledgements out, in order, with a bounded number of batches under
// way.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "ingest/core/progress.h"
#include "runtime/executor.h"
#include "runtime/signal.h"

namespace duban::ingest {

struct ReportStreamConfig {
  int max_batch_requests =
      1'000;  // a larger batch ends the stream with INVALID_ARGUMENT BATCH_TOO_LARGE
  int max_batches_under_way = 8;  // read and not yet acknowledged; then the stream is not read on
};

// The reactor of one stream, over bytes as runtime/raw_rpc.h explains; deletes itself. The
// arguments must outlive it. When `stopping` is closed, what was read is acknowledged and the
// stream ends with UNAVAILABLE SERVER_STOPPING.
grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* NewReportStream(
    Progress& progress, runtime::Executor& executor, runtime::Signal& stopping,
    const ReportStreamConfig& config);

}  // namespace duban::ingest
