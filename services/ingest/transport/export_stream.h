// ExportJournal: a journal as text lines, written as fast as they are read.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <string>

#include "duban/ingest/v1/progress_service.pb.h"
#include "ingest/core/journal.h"
#include "runtime/executor.h"

namespace duban::ingest {

// The reactor of one export of a district, or of all when `district` is empty; deletes itself. It
// holds a thread of the executor for as long as the export takes, so the executor must not be one
// that others wait for.
grpc::ServerWriteReactor<v1::ExportJournalResponse>* NewExportStream(const Journal& journal,
                                                                     std::string district,
                                                                     runtime::Executor& executor);

}  // namespace duban::ingest
