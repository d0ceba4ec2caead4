// Reports as they lie in the bytes of a request, for the common case in which nothing has to be
// taken apart.
//
// A report is in canonical form when its bytes are exactly those that ContentBytes would give for
// it: every field once and in order, no default spelled out, no field that only the server sets,
// none that this program does not know, all texts valid UTF-8. What every usual client sends is;
// the rest is read as a message. Views point into the bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/date.h"

namespace duban::ingest {

// Whether texts have to be looked at, or are known to be UTF-8, as those of a stored report are.
enum class Texts { kUnknown, kKnownGood };

// Accessors are named as those of duban.type.v1.Source, Measurement and Report, so that rules can
// be written once for both.
class SourceView {
 public:
  std::string_view quote() const { return quote_; }

 private:
  friend class MeasurementView;
  bool Read(std::string_view bytes, Texts texts);
  std::string_view quote_;
};

class MeasurementView {
 public:
  std::string_view indicator() const { return indicator_; }
  std::string_view measure() const { return measure_; }
  double value() const { return value_; }
  std::string_view unit() const { return unit_; }
  bool has_as_of() const { return has_as_of_; }
  const Date& as_of() const { return as_of_; }
  int accumulation() const { return accumulation_; }
  bool expected() const { return expected_; }
  bool has_stated_ratio() const { return has_stated_ratio_; }
  double stated_ratio() const { return stated_ratio_; }
  const SourceView& source() const { return source_; }

 private:
  friend class ReportView;
  bool Read(std::string_view bytes, Texts texts);

  std::string_view indicator_;
  std::string_view measure_;
  std::string_view unit_;
  double value_ = 0;
  double stated_ratio_ = 0;
  Date as_of_;
  int accumulation_ = 0;
  bool has_as_of_ = false;
  bool expected_ = false;
  bool has_stated_ratio_ = false;
  SourceView source_;
};

class ReportView {
 public:
  // False, and the view is good for nothing, when the bytes are no report in canonical form. Also
  // false for rare forms that are: places in documents, findings, negative enums.
  bool Read(std::string_view bytes, Texts texts = Texts::kUnknown);

  std::string_view bytes() const { return bytes_; }

  std::string_view task() const { return task_; }
  bool has_as_of() const { return has_as_of_; }
  const Date& as_of() const { return as_of_; }
  int status() const { return status_; }
  std::string_view narrative() const { return narrative_; }
  int measurements_size() const { return static_cast<int>(measurements_.size()); }
  const MeasurementView& measurements(int i) const {
    return measurements_[static_cast<std::size_t>(i)];
  }
  const std::vector<MeasurementView>& measurements() const { return measurements_; }
  std::string_view reporting_unit() const { return reporting_unit_; }
  std::string_view replaces() const { return replaces_; }
  bool retraction() const { return retraction_; }
  std::string_view document_id() const { return document_id_; }

 private:
  std::string_view bytes_;
  std::string_view task_;
  std::string_view narrative_;
  std::string_view reporting_unit_;
  std::string_view replaces_;
  std::string_view document_id_;
  Date as_of_;
  int status_ = 0;
  bool has_as_of_ = false;
  bool retraction_ = false;
  std::vector<MeasurementView> measurements_;
};

// A duban.ingest.v1.SubmitReportRequest that is to be stored.
class RequestView {
 public:
  // False when the bytes are none, or its report is not in canonical form, or it is only to be
  // judged.
  bool Read(std::string_view bytes);

  std::string_view bytes() const { return bytes_; }
  std::string_view parent() const { return parent_; }
  std::string_view request_id() const { return request_id_; }
  const ReportView& report() const { return report_; }

 private:
  std::string_view bytes_;
  std::string_view parent_;
  std::string_view request_id_;
  ReportView report_;
};

}  // namespace duban::ingest
