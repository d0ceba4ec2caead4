// The placement file: which ingest instance holds which district. An operator edits this one file;
// the instances, analytics, the Kubernetes pieces and the proxies' routes all follow from it.
//
//   shared: ingest                  # holds every district that is not listed; never changes
//   instances:
//     - name: ingest                # a DNS label; names the Service, the StatefulSet and the data
//     - name: ingest-panyu
//       endpoint: 10.0.0.5:7402     # host:port; NAME:7402 unless given
//       resources: {cpu: "2", memory: 2Gi, storage: 50Gi}
//   districts:
//     440113: ingest-panyu
//
// Pure values; thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace duban {

// One ingest instance. The resources are Kubernetes quantities; empty = what the base says.
struct PlacedInstance {
  std::string name;
  std::string endpoint;  // host:port
  std::string cpu;       // requested
  std::string memory;    // requested and limit
  std::string storage;   // of its volume

  bool operator==(const PlacedInstance&) const = default;
};

class Placement {
 public:
  // Errors: INVALID_ARGUMENT with every problem, each with its field, line, value and remedy:
  // PLACEMENT_MALFORMED (no YAML), KEY_UNKNOWN, KEY_REPEATED, VALUE_INVALID, INSTANCE_UNKNOWN,
  // NAME_REPEATED, ENDPOINT_REPEATED.
  static absl::StatusOr<Placement> Parse(std::string_view yaml);

  // The instance that holds whatever is not listed.
  const PlacedInstance& shared() const { return *Find(shared_); }
  // In order of the file; at least one.
  const std::vector<PlacedInstance>& instances() const { return instances_; }
  // The listed districts: code -> name of an instance.
  const std::map<std::string, std::string>& districts() const { return districts_; }

  // nullptr when there is none of that name.
  const PlacedInstance* Find(std::string_view name) const;
  // Where the file puts a district.
  const PlacedInstance& OwnerOf(const std::string& district) const;
  // The codes that the file lists for an instance, in order.
  std::vector<std::string> DistrictsOf(std::string_view name) const;

  bool operator==(const Placement&) const = default;

 private:
  friend class PlacementReader;
  std::string shared_;
  std::vector<PlacedInstance> instances_;
  std::map<std::string, std::string> districts_;
};

// The text of a placement file in which `district` is put to `instance`, with comments and order
// kept; listed districts stay listed. Errors: those of Parse about the text before or after;
// INVALID_ARGUMENT INSTANCE_UNKNOWN.
absl::StatusOr<std::string> PutDistrict(const std::string& yaml, const std::string& district,
                                        const std::string& instance);

}  // namespace duban
