#include "analytics/storage/snapshot_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "analytics/core/bytes.h"
#include "common/error.h"
#include "common/hash.h"

namespace duban::analytics {
namespace {

absl::Status Corrupt() {
  return Error(absl::StatusCode::kDataLoss, "SNAPSHOT_CORRUPT",
               "the snapshot is damaged or of another version; everything is folded anew");
}

bool WriteAndSync(const std::string& path, std::string_view bytes) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  bool ok = true;
  while (ok && !bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    ok = written > 0;
    if (ok) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  ok = ok && fsync(fd) == 0;
  return close(fd) == 0 && ok;
}

}  // namespace

absl::Status WriteSnapshot(const std::string& path, const std::string& build,
                           const std::string& state_bytes,
                           const std::map<std::string, std::int64_t>& sequences) {
  std::string head;
  PutText(head, build);
  Put(head, static_cast<std::uint32_t>(sequences.size()));
  for (const auto& [address, sequence] : sequences) PutText(head, address), Put(head, sequence);
  std::string bytes;
  PutText(bytes, head);
  bytes += AsBytes(Hash(HashAlgorithm::kSha256, head));
  bytes += state_bytes;
  const std::string beside = path + ".new";
  if (!WriteAndSync(beside, bytes) || std::rename(beside.c_str(), path.c_str()) != 0) {
    return Error(absl::StatusCode::kUnavailable, "SNAPSHOT_NOT_WRITTEN",
                 "the snapshot could not be written; the next restart folds more");
  }
  return absl::OkStatus();
}

absl::StatusOr<Snapshot> ReadSnapshot(const std::string& path, const std::string& build) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error(absl::StatusCode::kNotFound, "SNAPSHOT_MISSING", "there is no snapshot");
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::string_view rest = bytes;
  std::string head;
  if (!GetText(rest, head) || rest.size() < sizeof(Digest) ||
      rest.substr(0, sizeof(Digest)) != AsBytes(Hash(HashAlgorithm::kSha256, head))) {
    return Corrupt();
  }
  rest.remove_prefix(sizeof(Digest));
  Snapshot snapshot;
  std::string_view fields = head;
  std::string writer;
  std::uint32_t count = 0;
  if (!GetText(fields, writer) || !Get(fields, count)) return Corrupt();
  if (writer != build) {
    return Error(absl::StatusCode::kNotFound, "SNAPSHOT_OF_ANOTHER_BUILD",
                 "another version wrote the snapshot; everything is folded anew");
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    std::string address;
    std::int64_t sequence = 0;
    if (!GetText(fields, address) || !Get(fields, sequence)) return Corrupt();
    snapshot.sequences[address] = sequence;
  }
  RETURN_IF_ERROR(snapshot.state.Restore(rest));
  return snapshot;
}

std::string BuildIdentity() {
  std::ifstream program("/proc/self/exe", std::ios::binary);
  if (!program) return "";
  return Sha256Hex(std::string(std::istreambuf_iterator<char>(program), {})).substr(0, 16);
}

}  // namespace duban::analytics
