#include "cli/registry_output.h"

#include <google/protobuf/descriptor.h>

#include "common/names.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

// The fields that are set, one a line.
Table FieldTable(const google::protobuf::Message& message) {
  Table table{.header = {"field", "value"}, .max_widths = {0, 100}, .yielding = {{1, 20}}};
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const auto* field : fields) {
    const std::string text = FieldText(message, field);
    if (!text.empty()) table.rows.push_back({{field->camelcase_name()}, {text}});
  }
  return table;
}

const char* Sign(type::v1::Comparator comparator) {
  switch (comparator) {
    case type::v1::AT_LEAST:
      return "≥";
    case type::v1::AT_MOST:
      return "≤";
    case type::v1::MORE_THAN:
      return ">";
    case type::v1::ABOUT:
      return "≈";
    default:
      return "=";
  }
}

// The tasks of a programme with their promises.
Table TaskTable(const type::v1::Programme& programme) {
  Table table{.header = {"no.", "project / task", "lead units", "promise", "due"},
              .max_widths = {0, 50, 30, 40, 0},
              .yielding = {{2, 12}, {1, 20}, {3, 20}, {1, 10}}};
  for (const auto& project : programme.projects()) {
    table.rows.push_back({{fmt::format("{}", project.number()), Colour::kBold},
                          {project.title(), Colour::kBold},
                          {Join(project.lead_units())},
                          {""},
                          {""}});
    for (const auto& task : project.tasks()) {
      const std::string number = fmt::format("{}.{}", project.number(), task.number());
      table.rows.push_back({{number}, {task.title()}, {Join(task.lead_units())}, {""}, {""}});
      for (const auto& indicator : task.indicators()) {
        const std::string promise =
            fmt::format("{} {} {} {}", indicator.measure(), Sign(indicator.comparator()),
                        Number(indicator.value()), indicator.unit());
        table.rows.push_back(
            {{""}, {""}, {""}, {promise}, {FormatDate(FromProto(indicator.due_date()))}});
      }
    }
  }
  return table;
}

}  // namespace

void Print(const google::protobuf::Message& message, Output output) {
  if (output == Output::kJson) {
    fmt::print("{}\n", ToJson(message, true));
  } else if (output == Output::kYaml) {
    fmt::print("{}", ToYaml(message));
  } else {
    fmt::print("{}", Render(FieldTable(message), ThisScreen()));
    const auto* programme = dynamic_cast<const type::v1::Programme*>(&message);
    if (programme != nullptr) fmt::print("\n{}", Render(TaskTable(*programme), ThisScreen()));
  }
}

std::string FullName(const std::string& name) {
  if (name.starts_with("districts/")) return name;
  const size_t slash = name.find('/');
  if (slash == std::string::npos) return DistrictName(name);
  return DistrictName(name.substr(0, slash)) + "/programmes/" + name.substr(slash + 1);
}

std::string RenderChanges(const google::protobuf::RepeatedPtrField<registry::v1::Change>& changes,
                          std::string_view base, bool colours) {
  std::string out;
  for (const registry::v1::Change& change : changes) {
    std::string part = change.resource();
    if (part.starts_with(base)) part = part.substr(base.size());
    if (part.starts_with('/')) part = part.substr(1);
    if (!change.field().empty()) part += (part.empty() ? "" : " ") + change.field();
    std::string line;
    Colour colour = Colour::kYellow;
    if (change.kind() == registry::v1::Change::ADDED) {
      line = fmt::format("  + {}: {}", part, Truncate(change.after(), 80));
      colour = Colour::kGreen;
    } else if (change.kind() == registry::v1::Change::REMOVED) {
      line = fmt::format("  - {}: {}", part, Truncate(change.before(), 80));
      colour = Colour::kRed;
    } else {
      line = fmt::format("  ~ {}: {} -> {}", part, Truncate(change.before(), 60),
                         Truncate(change.after(), 60));
    }
    out += Paint(line, colour, colours) + "\n";
  }
  return out;
}

void AddOutputOption(CLI::App& command, Output& output) {
  static const std::map<std::string, Output> kOutputs = {
      {"table", Output::kTable}, {"yaml", Output::kYaml}, {"json", Output::kJson}};
  command.add_option("-o,--output", output, "table, yaml or json")
      ->transform(CLI::CheckedTransformer(kOutputs));
}

}  // namespace duban::cli
