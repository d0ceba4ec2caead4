// The Kubernetes pieces of a placement: a kustomize component with the dedicated instances and
// their routes.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <functional>
#include <vector>

#include "cli/context.h"
#include "cli/placement_render.h"
#include "common/error.h"

namespace duban::cli {
namespace {

constexpr char kInstanceLabel[] = "app.kubernetes.io/instance";
// Limits of a GRPCRoute (Gateway API v1): matches of a rule, rules of a route.
constexpr std::size_t kMatches = 8, kRules = 16;
const std::vector<std::string> kServices = {"duban.ingest.v1.ProgressService",
                                            "duban.ingest.v1.DocumentService"};

// Mounts the placement file and names the instance: as a strategic merge.
std::string PlacedPatch(const std::string& kind, const std::string& name,
                        const std::string& container, bool instance) {
  return std::string(kRenderedNote) +
         fmt::format(
             R"(apiVersion: apps/v1
kind: {}
metadata:
  name: {}
spec:
  template:
    spec:
      containers:
        - name: {}
          env:
{}            - name: DUBAN_PLACEMENT
              value: /etc/duban-placement/placement.yaml
          volumeMounts:
            - name: placement
              mountPath: /etc/duban-placement
              readOnly: true
      volumes:
        - name: placement
          configMap:
            name: placement
)",
             kind, name, container,
             instance ? fmt::format("            - name: DUBAN_INSTANCE\n              value: {}\n",
                                    name)
                      : "");
}

YAML::Node Pair(const std::string& key, const std::string& value) {
  YAML::Node out;
  out["name"] = key;
  out["value"] = value;
  return out;
}

// Replaces the label wherever it stands.
void Relabel(YAML::Node node, const std::string& name) {
  if (node.IsMap()) {
    for (auto pair : node) {
      if (pair.first.IsScalar() && pair.first.Scalar() == kInstanceLabel) {
        pair.second = name;
      } else {
        Relabel(pair.second, name);
      }
    }
  } else if (node.IsSequence()) {
    for (auto item : node) Relabel(item, name);
  }
}

void PlaceWorkload(YAML::Node workload, const PlacedInstance& instance) {
  YAML::Node spec = workload["spec"];
  spec["serviceName"] = instance.name;
  YAML::Node pod = spec["template"]["spec"];
  YAML::Node container = pod["containers"][0];
  container["env"].push_back(Pair("DUBAN_INSTANCE", instance.name));
  container["env"].push_back(Pair("DUBAN_PLACEMENT", "/etc/duban-placement/placement.yaml"));
  YAML::Node mount;
  mount["name"] = "placement";
  mount["mountPath"] = "/etc/duban-placement";
  mount["readOnly"] = true;
  container["volumeMounts"].push_back(mount);
  YAML::Node volume;
  volume["name"] = "placement";
  volume["configMap"]["name"] = "placement";
  pod["volumes"].push_back(volume);
  if (!instance.cpu.empty()) container["resources"]["requests"]["cpu"] = instance.cpu;
  if (!instance.memory.empty()) {
    container["resources"]["requests"]["memory"] = instance.memory;
    container["resources"]["limits"]["memory"] = instance.memory;
  }
  if (!instance.storage.empty())
    spec["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"] = instance.storage;
}

absl::StatusOr<std::string> RenderInstance(const PlacedInstance& instance,
                                           const std::vector<std::string>& base) {
  std::string out = kRenderedNote;
  for (const std::string& text : base) {
    YAML::Node object = YAML::Load(text);
    object["metadata"]["name"] = instance.name;
    object["metadata"]["labels"][kInstanceLabel] = instance.name;
    Relabel(object["spec"], instance.name);
    if (object["kind"].Scalar() == "StatefulSet") PlaceWorkload(object, instance);
    YAML::Emitter emitter;
    emitter << object;
    out += fmt::format("---\n{}\n", emitter.c_str());
  }
  return out;
}

// The routes of one instance: a rule takes a few districts, a route a few rules.
std::string RenderRoutes(const PlacedInstance& instance,
                         const std::vector<std::string>& districts) {
  const std::size_t per_rule = kMatches / kServices.size();
  std::string out = kRenderedNote;
  for (std::size_t i = 0; i < districts.size(); ++i) {
    if (i % (per_rule * kRules) == 0) {
      out += fmt::format(
          "---\napiVersion: gateway.networking.k8s.io/v1\nkind: GRPCRoute\nmetadata:\n  name: "
          "{}-districts-{}\n"
          "spec:\n  parentRefs:\n    - name: duban\n  hostnames: [api.duban.example]\n  rules:\n",
          instance.name, i / (per_rule * kRules) + 1);
    }
    if (i % per_rule == 0)
      out += fmt::format(
          "    - backendRefs:\n        - name: {}\n          port: 7402\n      matches:\n",
          instance.name);
    for (const std::string& service : kServices) {
      out += fmt::format(
          "        - method:\n            service: {}\n          headers:\n            - name: "
          "duban-district\n"
          "              value: \"{}\"\n",
          service, districts[i]);
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> RenderKubernetes(const Placement& placement,
                                                                    const std::string& text,
                                                                    const std::string& base_dir) {
  std::vector<std::string> base;
  for (const char* file : {"ingest-workload.yaml", "service.yaml", "pdb.yaml"}) {
    ASSIGN_OR_RETURN(base.emplace_back(), ReadFile(base_dir + "/" + file));
  }
  std::map<std::string, std::string> out = {{"placement.yaml", text}};
  std::string resources, patches;
  const std::string& shared = placement.shared().name;
  out["shared-patch.yaml"] = PlacedPatch("StatefulSet", shared, "ingest", true);
  out["gateway-patch.yaml"] = PlacedPatch("Deployment", "gateway", "gateway", false);
  out["analytics-patch.yaml"] = PlacedPatch("Deployment", "analytics", "analytics", false);
  for (const PlacedInstance& instance : placement.instances()) {
    if (instance.name == shared) continue;
    try {
      ASSIGN_OR_RETURN(out[instance.name + ".yaml"], RenderInstance(instance, base));
    } catch (const YAML::Exception& error) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "BASE_UNKNOWN",
          fmt::format("the manifests in {} are not those of ingest: {}", base_dir, error.what()));
    }
    resources += fmt::format("  - {}.yaml\n", instance.name);
    const std::vector<std::string> districts = placement.DistrictsOf(instance.name);
    if (districts.empty()) continue;
    out[instance.name + "-routes.yaml"] = RenderRoutes(instance, districts);
    resources += fmt::format("  - {}-routes.yaml\n", instance.name);
  }
  out["kustomization.yaml"] =
      std::string(kRenderedNote) +
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" +
      (resources.empty() ? "" : "resources:\n" + resources) +
      "# Without a hash in its name: the programs follow the file and need no restart.\n"
      "configMapGenerator:\n  - name: placement\n    files:\n      - placement.yaml\n"
      "    options:\n      disableNameSuffixHash: true\n"
      "patches:\n  - path: shared-patch.yaml\n  - path: analytics-patch.yaml\n  - path: "
      "gateway-patch.yaml\n";
  return out;
}

}  // namespace duban::cli
