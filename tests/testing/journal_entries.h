// Entries for journal tests.
#pragma once

#include <string>
#include <vector>

#include "ingest/core/journal.h"

namespace duban::testing {

// An entry with a content digest made from its payload.
inline ingest::NewEntry NewReport(std::string district, std::string request_id,
                                  std::string payload) {
  ingest::NewEntry entry;
  entry.district = std::move(district);
  entry.request_id = std::move(request_id);
  entry.accept_time = TimePoint(std::chrono::microseconds(1'656'547'200'000'000));
  entry.payload = std::move(payload);
  entry.content = Hash(HashAlgorithm::kSha256, entry.payload);
  return entry;
}

// Every entry of the journal in order of sequence, read in small pages.
inline std::vector<ingest::Entry> Everything(const ingest::Journal& journal) {
  std::vector<ingest::Entry> all;
  while (true) {
    auto page = journal.ReadAll(all.empty() ? 0 : all.back().sequence, 97, 1 << 20);
    if (!page.ok() || page->empty()) return all;
    for (auto& entry : *page) all.push_back(std::move(entry));
  }
}

}  // namespace duban::testing
