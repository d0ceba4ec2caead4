// Which indicator a measurement measures, where the report does not say.
#pragma once

#include <vector>

#include "duban/type/v1/programme.pb.h"
#include "duban/type/v1/report.pb.h"

namespace duban::ingest {

// True when a share stated in percent is what value / target gives, rounded or cut at its own last
// digit. False for a target of 0.
bool ShareFits(double value, double target, double stated_ratio);

// Fills in `indicator` of every measurement of `report` that names none and that clearly measures
// one of the task's indicators: the units of measure agree, and wording or stated share single one
// out. What stays unbound, because none fits or two fit alike, comes back as a remark
// UNBOUND_MEASUREMENT. A figure that a document states beside others (report.document_id) needs
// wording in common: 3家医院 is no progress of 6家社区中心. Pure; the result depends on the
// arguments only.
std::vector<type::v1::Remark> BindMeasurements(const type::v1::Task& task,
                                               type::v1::Report& report);

}  // namespace duban::ingest
