#include "registry/storage/migrations.h"

namespace duban::registry {
namespace {

// `state` columns hold the serialized message, which is what the program reads; the columns beside
// it are keys, or there for people and other programs. Instants are microseconds since 1970 UTC,
// dates are yyyy-mm-dd or ''.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE catalog_head (
  singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
  revision BIGINT NOT NULL,
  compacted BIGINT NOT NULL
);
INSERT INTO catalog_head (singleton, revision, compacted) VALUES (1, 0, 0);

CREATE TABLE districts (
  district TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  display_name TEXT NOT NULL,
  catalog_revision BIGINT NOT NULL,
  state BYTEA NOT NULL,
  PRIMARY KEY (district, valid_from)
);

CREATE TABLE units (
  district TEXT NOT NULL,
  unit TEXT NOT NULL,
  display_name TEXT NOT NULL,
  merged_into TEXT NOT NULL,
  catalog_revision BIGINT NOT NULL,
  state BYTEA NOT NULL,
  PRIMARY KEY (district, unit)
);

CREATE TABLE programmes (
  district TEXT NOT NULL,
  year INTEGER NOT NULL,
  title TEXT NOT NULL,
  revision BIGINT NOT NULL,
  catalog_revision BIGINT NOT NULL,
  PRIMARY KEY (district, year)
);

CREATE TABLE programme_revisions (
  district TEXT NOT NULL,
  year INTEGER NOT NULL,
  revision BIGINT NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  document_id TEXT NOT NULL,
  project_count INTEGER NOT NULL,
  task_count INTEGER NOT NULL,
  commit_time BIGINT NOT NULL,
  catalog_revision BIGINT NOT NULL,
  state BYTEA NOT NULL,
  PRIMARY KEY (district, year, revision)
);

CREATE TABLE rule_profiles (
  district TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  catalog_revision BIGINT NOT NULL,
  state BYTEA NOT NULL,
  PRIMARY KEY (district, valid_from)
);

CREATE TABLE requests (
  district TEXT NOT NULL,
  request_id TEXT NOT NULL,
  method TEXT NOT NULL,
  content BYTEA NOT NULL,
  response BYTEA NOT NULL,
  commit_time BIGINT NOT NULL,
  PRIMARY KEY (district, request_id)
);

-- kind: 1 district, 2 unit, 3 programme, 4 rule profile. A programme's state is in programme_revisions.
CREATE TABLE catalog_events (
  revision BIGINT NOT NULL PRIMARY KEY,
  commit_time BIGINT NOT NULL,
  district TEXT NOT NULL,
  kind INTEGER NOT NULL,
  year INTEGER NOT NULL,
  programme_revision BIGINT NOT NULL,
  state BYTEA NOT NULL
);
CREATE INDEX catalog_events_by_district ON catalog_events (district, revision);
)sql";

}  // namespace

std::vector<Migration> CatalogMigrations() { return {{1, kFirst}}; }

}  // namespace duban::registry
