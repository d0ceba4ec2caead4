// How the registry's resources are shown, for the commands.
#pragma once

#include <duban/registry/v1/registry_service.pb.h>
#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "cli/terminal.h"
#include "cli/yaml_messages.h"
#include "runtime/wire.h"

namespace duban::cli {

enum class Output { kTable, kYaml, kJson };
void AddOutputOption(CLI::App& command, Output& output);

template <class List>
std::string Join(const List& items) {
  return fmt::format("{}", fmt::join(items, "、"));
}

// One resource in the form asked for; a programme as a table brings its tasks.
void Print(const google::protobuf::Message& message, Output output);

// One resource, or why not.
template <class Message>
int Show(const absl::StatusOr<Message>& message, Output output) {
  if (!message.ok()) return Fail(message.status());
  Print(*message, output);
  return kOk;
}

// Many: a table by `row`, or documents one after the other.
template <class Message>
int ShowAll(const absl::StatusOr<std::vector<Message>>& messages, Output output,
            std::vector<std::string> header, std::function<std::vector<Cell>(const Message&)> row) {
  if (!messages.ok()) return Fail(messages.status());
  if (output == Output::kJson) {
    for (const Message& message : *messages) fmt::print("{}\n", ToJson(message, false));
    return kOk;
  }
  if (output == Output::kYaml) {
    for (const Message& message : *messages) fmt::print("---\n{}", ToYaml(message));
    return kOk;
  }
  Table table{.header = std::move(header)};
  table.max_widths.assign(table.header.size(), 60);
  // The first column is the name that other commands take: it stays whole.
  for (std::size_t i = table.header.size(); i-- > 1;) table.yielding.push_back({i, 16});
  for (const Message& message : *messages) table.rows.push_back(row(message));
  fmt::print("{}", Render(table, ThisScreen()));
  if (messages->empty()) fmt::print(stderr, "nothing found\n");
  return kOk;
}

// Differences as lines: "+ …/projects/3  title", "~ …/tasks/1/indicators/1  value: 100 -> 80".
std::string RenderChanges(const google::protobuf::RepeatedPtrField<registry::v1::Change>& changes,
                          std::string_view base, bool colours);

// "440113/2022" and "440113" are short for full names.
std::string FullName(const std::string& name);

// Makes `command` run `action`; the options that come back are to be bound to its flags.
template <class Options>
std::shared_ptr<Options> OnRun(CLI::App& command, Context& context,
                               int (*action)(const Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  command.callback([&context, options, action] {
    context.run = [&context, options, action] { return action(context, *options); };
  });
  return options;
}

}  // namespace duban::cli
