#include "ingest/core/report_view.h"

#include <bit>
#include <limits>

#include "ingest/core/text.h"
#include "ingest/journal/coding.h"

namespace duban::ingest {
namespace {

// Tags of one byte: all fields that are read here have numbers below 16.
constexpr unsigned Number(unsigned field) { return field << 3; }
constexpr unsigned Fixed(unsigned field) { return field << 3 | 1; }
constexpr unsigned Block(unsigned field) { return field << 3 | 2; }

// Walks through the fields of a message in canonical form. Once something is not in that form, Next
// and good are false.
class Fields {
 public:
  explicit Fields(std::string_view bytes, Texts texts = Texts::kUnknown, unsigned repeated_tag = 0)
      : rest_(bytes), texts_(texts), repeated_tag_(repeated_tag) {}

  // Goes on to the next field, whose value must be taken then.
  bool Next() {
    if (!good_ || rest_.empty()) return false;
    const unsigned tag = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    good_ = tag < 0x80 && (tag > tag_ || (tag == tag_ && tag == repeated_tag_));
    tag_ = tag;
    return good_;
  }
  unsigned tag() const { return tag_; }
  bool good() const { return good_; }
  void Refuse() { good_ = false; }

  std::string_view TakeBlock() {
    const std::uint64_t size = TakeVarint();
    if (size > rest_.size()) good_ = false;
    if (!good_) return {};
    const std::string_view block = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return block;
  }
  std::string_view TakeText() {
    const std::string_view text = TakeBlock();
    good_ = good_ && !text.empty() &&
            (texts_ == Texts::kKnownGood || CountCodePoints(text).has_value());
    return text;
  }
  int TakeNumber() {
    const std::uint64_t value = TakeVarint();
    good_ = good_ && value != 0 && value <= std::numeric_limits<int>::max();
    return static_cast<int>(value);
  }
  bool TakeTrue() {
    good_ = TakeVarint() == 1 && good_;
    return good_;
  }
  double TakeDouble() {
    if (rest_.size() < sizeof(double)) good_ = false;
    if (!good_) return 0;
    const auto bits = GetFixed<std::uint64_t>(rest_.data());
    rest_.remove_prefix(sizeof(double));
    return std::bit_cast<double>(bits);
  }
  double TakeValue() {
    const double value = TakeDouble();
    good_ = good_ && std::bit_cast<std::uint64_t>(value) != 0;
    return value;
  }

 private:
  // Of as few bytes as it needs.
  std::uint64_t TakeVarint() {
    ByteReader reader(rest_);
    const std::uint64_t value = reader.Varint();
    const std::size_t size = (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
    if (!reader.ok() || size > rest_.size() ||
        (static_cast<unsigned char>(rest_[size - 1]) & 0x80u) != 0) {
      good_ = false;
      return 0;
    }
    rest_.remove_prefix(size);
    return value;
  }

  std::string_view rest_;
  const Texts texts_;
  const unsigned repeated_tag_;
  unsigned tag_ = 0;
  bool good_ = true;
};

Date TakeDate(Fields& from) {
  Fields fields(from.TakeBlock());
  Date date;
  while (fields.Next()) {
    switch (fields.tag()) {
      case Number(1):
        date.year = fields.TakeNumber();
        break;
      case Number(2):
        date.month = fields.TakeNumber();
        break;
      case Number(3):
        date.day = fields.TakeNumber();
        break;
      default:
        fields.Refuse();
    }
  }
  if (!fields.good()) from.Refuse();
  return date;
}

}  // namespace

bool SourceView::Read(std::string_view bytes, Texts texts) {
  Fields fields(bytes, texts);
  while (fields.Next()) {
    switch (fields.tag()) {
      case Number(1):
      case Number(2):
        fields.TakeNumber();
        break;
      case Block(3):
        quote_ = fields.TakeText();
        break;
      case Block(4):
        fields.TakeText();
        break;
      default:
        fields.Refuse();
    }
  }
  return fields.good();
}

bool MeasurementView::Read(std::string_view bytes, Texts texts) {
  Fields fields(bytes, texts);
  while (fields.Next()) {
    switch (fields.tag()) {
      case Block(1):
        indicator_ = fields.TakeText();
        break;
      case Block(2):
        measure_ = fields.TakeText();
        break;
      case Fixed(3):
        value_ = fields.TakeValue();
        break;
      case Block(4):
        unit_ = fields.TakeText();
        break;
      case Block(5):
        has_as_of_ = true, as_of_ = TakeDate(fields);
        break;
      case Number(6):
        accumulation_ = fields.TakeNumber();
        break;
      case Number(7):
        expected_ = fields.TakeTrue();
        break;
      case Fixed(8):
        has_stated_ratio_ = true, stated_ratio_ = fields.TakeDouble();
        break;
      case Block(9):
        if (!source_.Read(fields.TakeBlock(), texts)) fields.Refuse();
        break;
      default:
        fields.Refuse();
    }
  }
  return fields.good();
}

bool ReportView::Read(std::string_view bytes, Texts texts) {
  std::vector<MeasurementView> measurements = std::move(measurements_);  // for its memory
  measurements.clear();
  *this = ReportView();
  measurements_ = std::move(measurements);
  bytes_ = bytes;
  Fields fields(bytes, texts, /*repeated_tag=*/Block(6));
  while (fields.Next()) {
    switch (fields.tag()) {
      case Block(2):
        task_ = fields.TakeText();
        break;
      case Block(3):
        has_as_of_ = true, as_of_ = TakeDate(fields);
        break;
      case Number(4):
        status_ = fields.TakeNumber();
        break;
      case Block(5):
        narrative_ = fields.TakeText();
        break;
      case Block(6):
        if (!measurements_.emplace_back().Read(fields.TakeBlock(), texts)) fields.Refuse();
        break;
      case Block(7):
        reporting_unit_ = fields.TakeText();
        break;
      case Block(8):
        replaces_ = fields.TakeText();
        break;
      case Number(9):
        retraction_ = fields.TakeTrue();
        break;
      case Block(10):
        document_id_ = fields.TakeText();
        break;
      default:
        fields.Refuse();
    }
  }
  return fields.good();
}

bool RequestView::Read(std::string_view bytes) {
  bytes_ = bytes;
  parent_ = request_id_ = {};
  bool has_report = false;
  Fields fields(bytes);
  while (fields.Next()) {
    switch (fields.tag()) {
      case Block(1):
        parent_ = fields.TakeText();
        break;
      case Block(2):
        has_report = report_.Read(fields.TakeBlock());
        if (!has_report) fields.Refuse();
        break;
      case Block(3):
        request_id_ = fields.TakeText();
        break;
      default:
        fields.Refuse();
    }
  }
  return fields.good() && has_report;
}

}  // namespace duban::ingest
