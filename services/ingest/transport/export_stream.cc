#include "ingest/transport/export_stream.h"

#include <utility>

#include "ingest/core/journal_export.h"
#include "ingest/transport/blocking_stream.h"

namespace duban::ingest {
namespace {

constexpr size_t kChunkBytes = 256 << 10;

using Stream = BlockingStream<v1::ExportJournalResponse>;

absl::Status Export(const Journal& journal, const std::string& district,
                    const Stream::Write& write) {
  v1::ExportJournalResponse chunk;
  size_t bytes = 0;
  const auto flush = [&] {
    bytes = 0;
    return write(std::exchange(chunk, {}));
  };
  RETURN_IF_ERROR(ExportJournal(journal, district, [&](std::string_view line) {
                    bytes += line.size();
                    chunk.add_lines(std::string(line));
                    return bytes < kChunkBytes ? absl::OkStatus() : flush();
                  }).status());
  return flush();
}

}  // namespace

grpc::ServerWriteReactor<v1::ExportJournalResponse>* NewExportStream(const Journal& journal,
                                                                     std::string district,
                                                                     runtime::Executor& executor) {
  return new Stream(executor,
                    [&journal, district = std::move(district)](const Stream::Write& write) {
                      return Export(journal, district, write);
                    });
}

}  // namespace duban::ingest
