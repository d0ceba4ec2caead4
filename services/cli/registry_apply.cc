// `duban registry apply`: shows what a file would change, asks, and changes it.
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>

#include "cli/registry_client.h"
#include "cli/registry_commands.h"
#include "cli/registry_output.h"
#include "cli/yaml_messages.h"
#include "common/error.h"
#include "common/names.h"

namespace duban::cli {
namespace {

using google::protobuf::Message;
using registry::v1::Change;
using Stub = RegistryClient::Stub;

struct ApplyOptions {
  std::vector<std::string> files;
  bool yes = false;
  bool dry_run = false;
  std::string author;
  std::string reason;
};

// What one document comes to: the differences, and how to make them so.
struct Step {
  std::string name;
  google::protobuf::RepeatedPtrField<Change> changes;
  std::vector<std::string> warnings;
  std::function<absl::Status()> apply;
};

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::unique_ptr<Message> MessageOf(const std::string& name) {
  if (Contains(name, "/programmes/")) return std::make_unique<type::v1::Programme>();
  if (Contains(name, "/units/")) return std::make_unique<registry::v1::Unit>();
  if (Contains(name, "/ruleProfiles/")) return std::make_unique<registry::v1::RuleProfile>();
  if (name.starts_with("districts/")) return std::make_unique<registry::v1::District>();
  return nullptr;
}

// The fields that `wanted` sets otherwise than `stored` (null = nothing is stored) has them.
google::protobuf::RepeatedPtrField<Change> Differences(const Message* stored, const Message& wanted,
                                                       const std::string& name, std::string& mask) {
  google::protobuf::RepeatedPtrField<Change> out;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  wanted.GetReflection()->ListFields(wanted, &fields);
  for (const auto* field : fields) {
    if (field->name() == "name" || field->name() == "etag" || field->name() == "valid_from" ||
        field->name() == "create_time" || field->name() == "update_time" ||
        field->name() == "warnings" || field->name() == "merged_into") {
      continue;
    }
    const std::string before = stored == nullptr ? "" : FieldText(*stored, field);
    const std::string after = FieldText(wanted, field);
    if (stored != nullptr && before == after) continue;
    mask += (mask.empty() ? "" : ",") + field->name();
    Change& change = *out.Add();
    change.set_kind(stored == nullptr ? Change::ADDED : Change::MODIFIED);
    change.set_resource(name);
    change.set_field(field->name());
    change.set_before(before);
    change.set_after(after);
  }
  return out;
}

class Planner {
 public:
  Planner(RegistryClient& client, const ApplyOptions& options)
      : client_(client), options_(options) {}

  absl::StatusOr<Step> Plan(const Message& message) {
    if (const auto* programme = dynamic_cast<const type::v1::Programme*>(&message))
      return PlanProgramme(*programme);
    if (const auto* unit = dynamic_cast<const registry::v1::Unit*>(&message))
      return PlanUnit(*unit);
    if (const auto* profile = dynamic_cast<const registry::v1::RuleProfile*>(&message))
      return PlanProfile(*profile);
    return PlanDistrict(dynamic_cast<const registry::v1::District&>(message));
  }

 private:
  absl::StatusOr<Step> PlanProgramme(const type::v1::Programme& programme) {
    registry::v1::ApplyProgrammeRequest request;
    *request.mutable_programme() = programme;
    request.set_author(options_.author);
    request.set_reason(options_.reason);
    request.set_create_district(true);
    request.set_validate_only(true);
    ASSIGN_OR_RETURN(const auto planned, client_.Call(&Stub::ApplyProgramme, request));
    Step step{.name = programme.name(), .changes = planned.changes()};
    step.warnings.assign(planned.warnings().begin(), planned.warnings().end());
    request.set_validate_only(false);
    // What was shown is what is done: a change by somebody else in between is refused.
    if (request.programme().etag().empty() && planned.programme().revision() > 1)
      request.mutable_programme()->set_etag(
          fmt::format("\"{}\"", planned.programme().revision() - 1));
    step.apply = [this, request] { return client_.Call(&Stub::ApplyProgramme, request).status(); };
    return step;
  }

  absl::StatusOr<Step> PlanUnit(const registry::v1::Unit& unit) {
    registry::v1::GetUnitRequest get;
    get.set_name(unit.name());
    const auto stored = client_.Call(&Stub::GetUnit, get);
    const bool exists = stored.ok();
    if (!exists && ReasonOf(stored.status()) != "UNIT_NOT_FOUND") return stored.status();
    Step step{.name = unit.name()};
    std::string mask;
    step.changes = Differences(exists ? &*stored : nullptr, unit, unit.name(), mask);
    step.apply = [this, unit, mask, exists]() -> absl::Status {
      if (exists) {
        registry::v1::UpdateUnitRequest update;
        *update.mutable_unit() = unit;
        update.set_update_mask(mask);
        return client_.Call(&Stub::UpdateUnit, update).status();
      }
      const size_t at = unit.name().find("/units/");
      registry::v1::CreateUnitRequest create;
      create.set_parent(unit.name().substr(0, at));
      create.set_unit_id(unit.name().substr(at + 7));
      *create.mutable_unit() = unit;
      return client_.Call(&Stub::CreateUnit, create).status();
    };
    return step;
  }

  absl::StatusOr<Step> PlanDistrict(const registry::v1::District& district) {
    registry::v1::GetDistrictRequest get;
    get.set_name(district.name());
    if (district.has_valid_from()) *get.mutable_as_of() = district.valid_from();
    const auto stored = client_.Call(&Stub::GetDistrict, get);
    if (!stored.ok() && ReasonOf(stored.status()) != "DISTRICT_NOT_FOUND") return stored.status();
    const bool exists = stored.ok() && google::protobuf::util::MessageDifferencer::Equals(
                                           stored->valid_from(), district.valid_from());
    Step step{.name = district.name()};
    std::string mask;
    step.changes = Differences(exists ? &*stored : nullptr, district, district.name(), mask);
    step.apply = [this, district, mask, exists]() -> absl::Status {
      if (exists) {
        registry::v1::UpdateDistrictRequest update;
        *update.mutable_district() = district;
        update.set_update_mask(mask);
        return client_.Call(&Stub::UpdateDistrict, update).status();
      }
      registry::v1::CreateDistrictRequest create;
      *create.mutable_district() = district;
      return client_.Call(&Stub::CreateDistrict, create).status();
    };
    return step;
  }

  absl::StatusOr<Step> PlanProfile(const registry::v1::RuleProfile& profile) {
    registry::v1::GetRuleProfileRequest get;
    get.set_district(profile.name().substr(0, profile.name().find("/ruleProfiles/")));
    *get.mutable_as_of() = profile.valid_from();
    ASSIGN_OR_RETURN(const auto judging, client_.Call(&Stub::GetRuleProfile, get));
    const bool exists = judging.name() == profile.name();
    Step step{.name = profile.name()};
    std::string mask;
    step.changes = Differences(exists ? &judging : nullptr, profile, profile.name(), mask);
    registry::v1::ApplyRuleProfileRequest apply;
    apply.set_district(get.district());
    *apply.mutable_profile() = profile;
    step.apply = [this, apply] { return client_.Call(&Stub::ApplyRuleProfile, apply).status(); };
    return step;
  }

  RegistryClient& client_;
  const ApplyOptions& options_;
};

int Apply(const Context& context, const ApplyOptions& options) {
  RegistryClient client(context);
  Planner planner(client, options);
  const bool colours = ColoursWanted();
  for (const std::string& file : options.files) {
    const auto text = ReadFile(file);
    if (!text.ok()) return Fail(text.status());
    const auto messages = ReadYaml(*text, MessageOf);
    if (!messages.ok()) return Fail(messages.status());
    for (const auto& message : *messages) {
      // Planned one by one, since a later document may need what an earlier one makes.
      const auto step = planner.Plan(*message);
      if (!step.ok()) return Fail(step.status());
      for (const std::string& warning : step->warnings) fmt::print("warning: {}\n", warning);
      if (step->changes.empty()) {
        fmt::print("{}: unchanged\n", step->name);
        continue;
      }
      fmt::print("{}:\n{}", step->name, RenderChanges(step->changes, step->name, colours));
      if (options.dry_run) continue;
      if (!options.yes && !Confirm(fmt::format("Apply {} changes?", step->changes.size()))) {
        fmt::print("{}: left as it is (--yes applies without asking)\n", step->name);
        return kFailed;
      }
      if (const absl::Status status = step->apply(); !status.ok()) return Fail(status);
      fmt::print("{}: applied\n", step->name);
    }
  }
  return kOk;
}

}  // namespace

void AddRegistryApply(CLI::App& registry, Context& context) {
  CLI::App* command = registry.add_subcommand(
      "apply", "Make programmes, districts, units and rule profiles as files say (YAML or JSON)");
  auto options = std::make_shared<ApplyOptions>();
  command->add_option("-f,--file", options->files, "a file of one or more documents; repeatable")
      ->required();
  command->add_flag("-y,--yes", options->yes, "apply without asking");
  command->add_flag("--dry-run", options->dry_run, "show the differences only");
  command->add_option("--author", options->author, "who applies it; kept in the history");
  command->add_option("--reason", options->reason, "why; kept in the history");
  command->callback([&context, options] {
    context.run = [&context, options] { return Apply(context, *options); };
  });
}

}  // namespace duban::cli
