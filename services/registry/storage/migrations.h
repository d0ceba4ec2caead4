// The catalog's relational schema as numbered steps, in SQL that SQLite and PostgreSQL both take.
#pragma once

#include <string_view>
#include <vector>

namespace duban::registry {

// One step. Steps are applied in order, each in one transaction with its row in schema_migrations,
// and never edited once released.
struct Migration {
  int version;  // 1, 2, 3 …
  std::string_view sql;
};

// All steps that this program knows, in order of version.
std::vector<Migration> CatalogMigrations();

}  // namespace duban::registry
