// Our ProtoJSON against the library's, on messages filled at random.
#include "gateway/core/json_writer.h"

#include <google/protobuf/util/json_util.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "gateway/descriptors.h"

namespace duban::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Library(const Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

class Filler {
 public:
  explicit Filler(unsigned seed) : random_(seed) {}

  void Fill(Message& message, int depth) {
    const std::string& type = message.GetDescriptor()->full_name();
    if (type == "google.protobuf.Any") return;
    const auto* r = message.GetReflection();
    if (type == "google.protobuf.Timestamp" || type == "google.protobuf.Duration") {
      r->SetInt64(&message, message.GetDescriptor()->field(0), Pick(2'000'000'000));
      r->SetInt32(&message, message.GetDescriptor()->field(1), Pick(3) * 1'000'000);
      return;
    }
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* f = message.GetDescriptor()->field(i);
      if (Pick(3) == 0 || f->is_map()) continue;
      for (int n = f->is_repeated() ? 1 + Pick(3) : 1; n > 0; --n) Set(message, *r, f, depth);
    }
  }

 private:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  std::string Text() {
    static const char* const kPieces[] = {"区水务局", "\"",  "\\", "\n", "\t", "<b>",
                                          "\x01",     "a/b", "é",  "𠀀", ""};
    std::string text;
    for (int i = Pick(5); i >= 0; --i) text += kPieces[Pick(11)];
    return text;
  }

  double Real() {
    static const double kReals[] = {0.1,    1e300, -0.0,     1.0 / 3,   48.64,
                                    5e-324, NAN,   INFINITY, -INFINITY, 123456789};
    return kReals[Pick(10)];
  }

  void Set(Message& m, const google::protobuf::Reflection& r, const FieldDescriptor* f, int depth) {
    const bool many = f->is_repeated();
    const auto big = static_cast<std::int64_t>(random_());
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return many ? r.AddInt32(&m, f, Pick(9) - 4) : r.SetInt32(&m, f, Pick(9) - 4);
      case FieldDescriptor::CPPTYPE_INT64:
        return many ? r.AddInt64(&m, f, big) : r.SetInt64(&m, f, big);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return many ? r.AddDouble(&m, f, Real()) : r.SetDouble(&m, f, Real());
      case FieldDescriptor::CPPTYPE_BOOL:
        return many ? r.AddBool(&m, f, true) : r.SetBool(&m, f, true);
      case FieldDescriptor::CPPTYPE_ENUM:
        return many ? r.AddEnumValue(&m, f, Pick(4)) : r.SetEnumValue(&m, f, Pick(4));
      case FieldDescriptor::CPPTYPE_STRING:
        return many ? r.AddString(&m, f, Text()) : r.SetString(&m, f, Text());
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth > 0) Fill(many ? *r.AddMessage(&m, f) : *r.MutableMessage(&m, f), depth - 1);
        return;
      default:
        return;
    }
  }

  std::mt19937 random_;
};

TEST(JsonWriterTest, SaysTheSameAsTheLibraryForEveryAnswerOfTheApi) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    for (const auto* service : PublicServices()) {
      for (int i = 0; i < service->method_count(); ++i) {
        const auto* type = service->method(i)->output_type();
        const std::unique_ptr<Message> message(
            google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
        Filler(seed).Fill(*message, 4);
        ASSERT_EQ(nlohmann::json::parse(WriteJson(*message)),
                  nlohmann::json::parse(Library(*message)))
            << type->full_name() << " seed " << seed;
      }
    }
  }
}

TEST(JsonWriterTest, MapsAndAnysAreWrittenToo) {
  google::rpc::ErrorInfo info;
  info.set_reason("X");
  (*info.mutable_metadata())["k\"1"] = "v";
  (*info.mutable_metadata())["k2"] = "<";
  EXPECT_EQ(nlohmann::json::parse(WriteJson(info)), nlohmann::json::parse(Library(info)));
  google::rpc::Status status;
  status.add_details()->PackFrom(info);
  EXPECT_EQ(nlohmann::json::parse(WriteJson(status)), nlohmann::json::parse(Library(status)));
}

TEST(JsonWriterTest, MarkupIsEscaped) {
  google::rpc::Status status;
  status.set_message("</script>");
  EXPECT_EQ(WriteJson(status), R"({"message":"\u003c/script\u003e"})");
}

}  // namespace
}  // namespace duban::gateway
