#include "common/placement.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <regex>
#include <set>

#include "common/error.h"
#include "common/names.h"

namespace duban {
namespace {

constexpr int kDefaultPort = 7402;
constexpr std::size_t kMaxNameBytes = 40;  // leaves room for the suffixes that Kubernetes adds

std::string NamesOf(const std::vector<PlacedInstance>& instances) {
  std::string out;
  for (const PlacedInstance& instance : instances) out += (out.empty() ? "" : ", ") + instance.name;
  return out.empty() ? "(none)" : out;
}

// A key that is there with a value.
bool IsGiven(const YAML::Node& node) { return node.IsDefined() && !node.IsNull(); }

bool IsEndpoint(const std::string& text) {
  static const std::regex pattern(R"(([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:]+\]):([0-9]{1,5}))");
  std::smatch parts;
  return std::regex_match(text, parts, pattern) && std::stoi(parts[2]) >= 1 &&
         std::stoi(parts[2]) <= 65535;
}

}  // namespace

// Reads one file and collects every problem.
class PlacementReader {
 public:
  absl::StatusOr<Placement> Read(std::string_view yaml) {
    YAML::Node root;
    try {
      root = YAML::Load(std::string(yaml));
    } catch (const YAML::Exception& error) {
      return InvalidField("(file)", "PLACEMENT_MALFORMED",
                          fmt::format("line {}: is not YAML: {}", error.mark.line + 1, error.msg));
    }
    if (!root.IsMap()) {
      return InvalidField("(file)", "PLACEMENT_MALFORMED",
                          "want a mapping with shared, instances and districts");
    }
    YAML::Node shared, instances, districts;
    ReadMap(root, "", {{"shared", &shared}, {"instances", &instances}, {"districts", &districts}});
    ReadInstances(instances);
    ReadShared(shared);
    ReadDistricts(districts);
    if (!problems_.empty()) return InvalidFields(problems_);
    return std::move(out_);
  }

 private:
  void Problem(const YAML::Node& node, const std::string& field, std::string_view reason,
               const std::string& message) {
    const bool placed = node.IsDefined() && node.Mark().line >= 0;
    problems_.push_back(
        {field, std::string(reason),
         placed ? fmt::format("line {}: {}", node.Mark().line + 1, message) : message});
  }

  // Hands the values of the known keys out; other keys and repeated ones are problems.
  void ReadMap(const YAML::Node& map, const std::string& prefix,
               const std::map<std::string, YAML::Node*>& known) {
    std::set<std::string> seen;
    for (const auto& pair : map) {
      const auto key = pair.first.IsScalar() ? pair.first.Scalar() : std::string("?");
      const auto found = known.find(key);
      if (found == known.end()) {
        std::string names;
        for (const auto& [name, unused] : known) names += (names.empty() ? "" : ", ") + name;
        Problem(pair.first, prefix + key, "KEY_UNKNOWN",
                fmt::format("is no key; want one of {}", names));
      } else if (!seen.insert(key).second) {
        Problem(pair.first, prefix + key, "KEY_REPEATED", "stands here a second time; leave one");
      } else {
        found->second->reset(pair.second);
      }
    }
  }

  // The scalar, or a problem and nothing.
  std::string Text(const YAML::Node& node, const std::string& field, const std::string& want) {
    if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    Problem(node, field, "VALUE_INVALID", fmt::format("is missing or no text; want {}", want));
    return "";
  }

  void ReadInstances(const YAML::Node& list) {
    if (!list.IsSequence() || list.size() == 0) {
      Problem(list, "instances", "VALUE_INVALID", "want a list of instances, each with a name");
      return;
    }
    for (std::size_t i = 0; i < list.size(); ++i)
      ReadInstance(list[i], fmt::format("instances[{}]", i));
  }

  void ReadInstance(const YAML::Node& node, const std::string& field) {
    if (!node.IsMap()) {
      Problem(node, field, "VALUE_INVALID",
              "want a mapping with name, and endpoint and resources where wanted");
      return;
    }
    YAML::Node name, endpoint, resources;
    ReadMap(node, field + ".",
            {{"name", &name}, {"endpoint", &endpoint}, {"resources", &resources}});
    PlacedInstance instance;
    instance.name = Text(name, field + ".name", "a DNS label such as ingest-440113");
    static const std::regex label("[a-z]([a-z0-9-]*[a-z0-9])?");
    if (!instance.name.empty() &&
        (instance.name.size() > kMaxNameBytes || !std::regex_match(instance.name, label))) {
      Problem(name, field + ".name", "VALUE_INVALID",
              fmt::format("got \"{}\"; want a DNS label of at most {} characters: lower-case "
                          "letters, digits and "
                          "hyphens, a letter first",
                          instance.name, kMaxNameBytes));
    }
    if (out_.Find(instance.name) != nullptr)
      Problem(name, field + ".name", "NAME_REPEATED",
              fmt::format("\"{}\" names another instance already", instance.name));
    instance.endpoint = fmt::format("{}:{}", instance.name, kDefaultPort);
    if (IsGiven(endpoint)) {
      instance.endpoint = Text(endpoint, field + ".endpoint", "host:port");
      if (!instance.endpoint.empty() && !IsEndpoint(instance.endpoint)) {
        Problem(endpoint, field + ".endpoint", "VALUE_INVALID",
                fmt::format("got \"{}\"; want host:port such as 10.0.0.5:7402", instance.endpoint));
      }
    }
    for (const PlacedInstance& other : out_.instances_) {
      if (other.endpoint == instance.endpoint && other.name != instance.name)
        Problem(IsGiven(endpoint) ? endpoint : name, field + ".endpoint", "ENDPOINT_REPEATED",
                fmt::format("\"{}\" is the endpoint of {} already", instance.endpoint, other.name));
    }
    if (IsGiven(resources)) ReadResources(resources, field + ".resources", instance);
    out_.instances_.push_back(std::move(instance));
  }

  void ReadResources(const YAML::Node& node, const std::string& field, PlacedInstance& out) {
    if (!node.IsMap()) {
      Problem(node, field, "VALUE_INVALID", "want a mapping with cpu, memory and storage");
      return;
    }
    YAML::Node cpu, memory, storage;
    ReadMap(node, field + ".", {{"cpu", &cpu}, {"memory", &memory}, {"storage", &storage}});
    Quantity(cpu, field + ".cpu", "[0-9]+(\\.[0-9]+)?|[0-9]+m", "cores such as 2, 0.5 or 500m",
             out.cpu);
    Quantity(memory, field + ".memory", "[0-9]+(Ki|Mi|Gi|Ti)", "a size such as 2Gi", out.memory);
    Quantity(storage, field + ".storage", "[0-9]+(Ki|Mi|Gi|Ti)", "a size such as 50Gi",
             out.storage);
  }

  void Quantity(const YAML::Node& node, const std::string& field, const char* pattern,
                const char* want, std::string& out) {
    if (!IsGiven(node)) return;
    out = Text(node, field, want);
    if (!out.empty() && !std::regex_match(out, std::regex(pattern)))
      Problem(node, field, "VALUE_INVALID", fmt::format("got \"{}\"; want {}", out, want));
  }

  void ReadShared(const YAML::Node& node) {
    out_.shared_ =
        Text(node, "shared", "the name of the instance that holds every district not listed");
    if (!out_.shared_.empty()) CheckInstance(node, "shared", out_.shared_);
  }

  void CheckInstance(const YAML::Node& node, const std::string& field, const std::string& name) {
    if (out_.Find(name) == nullptr) {
      Problem(node, field, "INSTANCE_UNKNOWN",
              fmt::format("got \"{}\", which is no instance; want one of {}", name,
                          NamesOf(out_.instances_)));
    }
  }

  void ReadDistricts(const YAML::Node& map) {
    if (!IsGiven(map)) return;
    if (!map.IsMap()) {
      Problem(map, "districts", "VALUE_INVALID",
              "want a mapping from six-digit codes to instances");
      return;
    }
    for (const auto& pair : map) {
      const std::string code = pair.first.IsScalar() ? pair.first.Scalar() : "?";
      const std::string field = "districts." + code;
      if (!IsDistrictCode(code))
        Problem(pair.first, field, "VALUE_INVALID",
                fmt::format("got \"{}\"; want a six-digit code such as 440113", code));
      const std::string name = Text(pair.second, field, "the name of an instance");
      if (!name.empty()) CheckInstance(pair.second, field, name);
      if (!out_.districts_.emplace(code, name).second)
        Problem(pair.first, field, "KEY_REPEATED",
                "stands here a second time; a district has one place");
    }
  }

  Placement out_;
  std::vector<FieldViolation> problems_;
};

absl::StatusOr<Placement> Placement::Parse(std::string_view yaml) {
  return PlacementReader().Read(yaml);
}

const PlacedInstance* Placement::Find(std::string_view name) const {
  const auto found =
      std::find_if(instances_.begin(), instances_.end(),
                   [&](const PlacedInstance& instance) { return instance.name == name; });
  return found == instances_.end() ? nullptr : &*found;
}

const PlacedInstance& Placement::OwnerOf(const std::string& district) const {
  const auto listed = districts_.find(district);
  return *Find(listed == districts_.end() ? shared_ : listed->second);
}

std::vector<std::string> Placement::DistrictsOf(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [district, instance] : districts_) {
    if (instance == name) out.push_back(district);
  }
  return out;
}

absl::StatusOr<std::string> PutDistrict(const std::string& yaml, const std::string& district,
                                        const std::string& instance) {
  ASSIGN_OR_RETURN(const Placement before, Placement::Parse(yaml));
  if (before.Find(instance) == nullptr) {
    return InvalidField("instance", "INSTANCE_UNKNOWN",
                        fmt::format("the placement file has no instance \"{}\"; it has {}",
                                    instance, NamesOf(before.instances())));
  }
  if (before.OwnerOf(district).name == instance) return yaml;
  const std::string line = fmt::format("  {}: {}", district, instance);
  std::string out;
  if (before.districts().contains(district)) {
    const std::regex entry(
        fmt::format(R"((^|\n)(\s*["']?{}["']?\s*:\s*)["']?[a-z0-9-]+["']?)", district));
    out =
        std::regex_replace(yaml, entry, "$1$2" + instance, std::regex_constants::format_first_only);
  } else if (!before.districts().empty()) {
    out = std::regex_replace(yaml, std::regex(R"((^|\n)(districts\s*:[^\n]*\n))"),
                             "$1$2" + line + "\n", std::regex_constants::format_first_only);
  } else {
    // An empty mapping may be written in several ways: it is written anew.
    out = std::regex_replace(yaml, std::regex(R"((^|\n)districts\s*:[^\n]*(?=\n|$))"), "$1",
                             std::regex_constants::format_first_only);
    if (!out.empty() && out.back() != '\n') out += '\n';
    out += "districts:\n" + line + "\n";
  }
  const auto after = Placement::Parse(out);
  auto wanted = before.districts();
  wanted[district] = instance;
  if (!after.ok() || after->districts() != wanted) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "PLACEMENT_NOT_EDITABLE",
        fmt::format(
            "cannot edit the file in place; write \"{}: {}\" under districts by hand, one district "
            "a line",
            district, instance));
  }
  return out;
}

}  // namespace duban
