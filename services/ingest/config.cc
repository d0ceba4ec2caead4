#include "ingest/config.h"

namespace duban::ingest {

void AddOptions(IngestConfig& config, runtime::OptionTable& table) {
  table.Add("data_dir", &config.data_dir,
            "directory of the journal, the documents and the remembered catalog");
  table.Add("registry_address", &config.registry_address, "host:port of the registry");
  table.Add("journal_engine", &config.journal_engine,
            "what keeps the journal: segments (directory journal/) or sqlite (file journal.db); "
            "`duban journal takeover` "
            "turns the latter into the former");
  table.Add("instance", &config.instance,
            "name of this instance in the placement file; empty = it runs alone");
  table.Add("placement", &config.placement,
            "placement file: which instance holds which district (docs/placement.md); read again "
            "when it changes; "
            "empty = this one holds all");
  table.Add("placement_interval", &config.placement_interval,
            "time between two looks at the placement file and at unfinished hand-overs", 50,
            600'000);
  table.Add("journal_hash", &config.journal_hash, "hash of a new journal's chain: sha256 or sm3");
  table.Add("signing_key", &config.signing_key,
            "PEM file of the Ed25519 key that signs journal heads; empty = signing_key.pem in "
            "data_dir, made when missing");
  table.Add("registry_timeout", &config.registry_timeout, "deadline of one call to the registry");
  table.Add("catalog_timeout", &config.catalog_timeout,
            "how long an import waits until ingest sees the programme that it applied");
  table.Add("start_timeout", &config.start_timeout,
            "how long the start waits for the registry before serving with the remembered catalog");
  table.Add("queue_entries", &config.committer.max_queue_entries,
            "reports that may wait to be written", 1, 1e8);
  table.Add("queue_bytes", &config.committer.max_queue_bytes, "bytes that may wait to be written",
            1 << 20, 1e11);
  table.Add("commit_entries", &config.committer.max_batch_entries,
            "most reports in one synced write", 1, 1e6);
  table.Add("commit_bytes", &config.committer.max_batch_bytes, "most bytes in one synced write",
            1 << 16, 1e9);
  table.Add("district_rate", &config.committer.district_rate_per_second,
            "reports per second that one district may send; 0 = no limit", 0, 1e9);
  table.Add("district_burst", &config.committer.district_burst,
            "reports that one district may send at once", 1, 1e9);
  table.Add("stream_batch", &config.stream.max_batch_requests,
            "most reports in one message of a stream", 1, 1e5);
  table.Add("stream_batches", &config.stream.max_batches_under_way,
            "batches of one stream that may be under way before it is not read on", 1, 1000);
  table.Add("import_threads", &config.import_threads, "imports at once", 1, 64);
  table.Add("slow_threads", &config.slow_threads, "exports, proofs and verifications at once", 1,
            64);
  table.Add("import_queue", &config.import_queue, "imports that may wait", 1, 1e4);
}

}  // namespace duban::ingest
