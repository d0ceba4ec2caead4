// What makes a journal this journal: its identity, secret and hash algorithm, in the file JOURNAL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/hash.h"
#include "ingest/journal/file_system.h"
#include "ingest/journal/sip_hash.h"

namespace duban::ingest {

struct JournalId {
  std::string id;  // 16 random bytes, in every file of the journal
  SipKey secret;   // for hashes of request ids
  HashAlgorithm algorithm = HashAlgorithm::kSha256;
  bool copy_damaged = false;  // one of the file's two copies cannot be read

  // Start value of the checksums in a file, so that a file (or frame) in a wrong place is noticed.
  std::uint32_t Salt(std::string_view file_kind, std::uint64_t number) const;
  std::uint64_t HashOf(std::string_view district, std::string_view request_id) const;
};

// Reads JOURNAL, or makes it in a directory that holds no journal yet, with `random_bytes` (32) as
// id and secret. Errors: FAILED_PRECONDITION JOURNAL_FROM_THE_FUTURE, JOURNAL_FOREIGN_FILE,
// JOURNAL_ALGORITHM_MISMATCH; DATA_LOSS ENTRY_CORRUPT when the file is damaged, or missing beside
// segments.
absl::StatusOr<JournalId> OpenJournalId(FileSystem& files, HashAlgorithm algorithm,
                                        std::string_view random_bytes);

// Reads JOURNAL, whatever its algorithm. Errors: NOT_FOUND FILE_MISSING, and those above.
absl::StatusOr<JournalId> ReadJournalId(FileSystem& files);

}  // namespace duban::ingest
