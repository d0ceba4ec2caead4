// `duban report`: one progress report by hand.
#pragma once

#include <duban/type/v1/report.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "cli/context.h"

namespace duban::cli {

// Reads "改造户数=4100户" into a measurement (measure, value, unit). Errors: INVALID_ARGUMENT
// MEASURE_MALFORMED.
absl::StatusOr<type::v1::Measurement> ParseMeasure(const std::string& text);

// Registers `duban report`.
void AddReportCommand(CLI::App& app, Context& context);

}  // namespace duban::cli
