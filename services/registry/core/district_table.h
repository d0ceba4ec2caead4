// The county-level codes that duban ships with, and what a file adds to them. Names and codes are
// facts (GB/T 2260).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/date.h"
#include "duban/registry/v1/registry_service.pb.h"

namespace duban::registry {

// Immutable once made; thread-safe.
class DistrictTable {
 public:
  // Nothing but the shipped codes.
  static DistrictTable Shipped();

  // The shipped codes and those of a CSV text:
  // code,name,city,province[,valid_from,valid_until[,successor codes with blanks between]]; "#"
  // begins a comment line. A row replaces what is known of its code and valid_from. Errors:
  // INVALID_ARGUMENT DISTRICT_TABLE_INVALID, naming the line.
  static absl::StatusOr<DistrictTable> With(std::string_view csv);

  // What the code means on a day, without etag and times; null when it means nothing then.
  const v1::District* Find(std::string_view code, const Date& day) const;

  // Every meaning of every code, in order of code and valid_from.
  std::vector<const v1::District*> All() const;

 private:
  absl::Status Add(std::string_view csv);

  std::map<std::pair<std::string, Date>, v1::District> meanings_;
};

}  // namespace duban::registry
