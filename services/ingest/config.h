// What duban-ingest can be told.
#pragma once

#include <chrono>
#include <string>

#include "ingest/core/committer.h"
#include "ingest/transport/report_stream.h"
#include "runtime/options.h"

namespace duban::ingest {

struct IngestConfig {
  // Behaviour.
  std::string data_dir = "data/ingest";  // journal, documents, remembered catalog
  std::string registry_address = "127.0.0.1:7401";
  std::string journal_engine = "segments";  // or sqlite
  std::string journal_hash = "sha256";      // or sm3; fixed once the journal exists
  std::string instance;   // this one's name in the placement file; "" = it runs alone
  std::string placement;  // path of the placement file; "" = it runs alone
  std::chrono::milliseconds placement_interval{
      1'000};               // between two looks at the file, and at unfinished hand-overs
  std::string signing_key;  // PEM file of the key that signs heads; "" = in data_dir
  std::chrono::milliseconds registry_timeout{10'000};  // one call to the registry
  std::chrono::milliseconds catalog_timeout{10'000};   // until an applied programme must be seen
  std::chrono::milliseconds start_timeout{
      3'000};  // waiting for the registry before serving without it
  // Performance.
  CommitterConfig committer;
  ReportStreamConfig stream;
  int import_threads = 2;
  int import_queue = 32;
  int slow_threads = 2;  // exports, proofs and verifications at once
};

// Binds every option to its field.
void AddOptions(IngestConfig& config, runtime::OptionTable& table);

}  // namespace duban::ingest
