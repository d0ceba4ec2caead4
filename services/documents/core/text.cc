#include "documents/core/text.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"

namespace duban::documents {
namespace {

constexpr std::size_t kStride = 64;
constexpr char kReasonUrl[] = "duban.reason";

bool IsUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    if (c.code == 0xFFFD && c.bytes == 1) return false;
    at += c.bytes;
  }
  return true;
}

std::optional<std::string> Convert(std::string_view bytes, const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(bytes.size() * 2 + 16, '\0');
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
  char* target = out.data();
  std::size_t in_left = bytes.size();
  std::size_t out_left = out.size();
  const std::size_t result = iconv(converter, &in, &in_left, &target, &out_left);
  iconv_close(converter);
  if (result == static_cast<std::size_t>(-1)) return std::nullopt;
  out.resize(out.size() - out_left);
  return out;
}

// Bytes of another encoding often decode as GB18030 too, but then into rare characters and without punctuation.
bool LooksChinese(std::string_view text) {
  std::size_t han = 0;
  std::size_t common = 0;
  std::size_t odd = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    at += c.bytes;
    if (c.code < 0x80) continue;
    const bool known = c.code >= 0x4E00 && c.code <= 0x9FA5;
    han += known;
    odd += !known && !(c.code >= 0x3000 && c.code <= 0x303F) && !(c.code >= 0xFF00 && c.code <= 0xFFEF) &&
           !(c.code >= 0x2000 && c.code <= 0x22FF) && c.code != 0xB7 && c.code != 0xA0;
    for (const char32_t word : U"的年月区县市政府民工设建一不个和项单位目任务。,、:;") common += word == c.code;
  }
  return han > 0 && odd * 10 <= han && common * 20 >= han;
}

bool IsBinary(std::string_view bytes) {
  for (const std::string_view magic : {std::string_view("PK\x03\x04"), std::string_view("%PDF-"),
                                       std::string_view("\xD0\xCF\x11\xE0"), std::string_view("\x89PNG"),
                                       std::string_view("\x1F\x8B"), std::string_view("\xFF\xD8\xFF")}) {
    if (bytes.substr(0, magic.size()) == magic) return true;
  }
  std::size_t control = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return true;
    control += byte < 32 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' && byte != '\v';
  }
  return control * 50 > bytes.size();
}

}  // namespace

Text::Text(std::string utf8) : utf8_(std::move(utf8)) {
  marks_.reserve(utf8_.size() / kStride + 1);
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < utf8_.size(); ++at) {
    if (at % kStride == 0) marks_.push_back(count);
    count += (static_cast<unsigned char>(utf8_[at]) & 0xC0) != 0x80;
  }
  if (utf8_.size() % kStride == 0) marks_.push_back(count);
}

std::int64_t Text::CodePointAt(std::size_t at) const {
  at = std::min(at, utf8_.size());
  const std::size_t mark = at / kStride;
  std::int64_t count = marks_[mark];
  for (std::size_t i = mark * kStride; i < at; ++i) {
    count += (static_cast<unsigned char>(utf8_[i]) & 0xC0) != 0x80;
  }
  return count;
}

absl::StatusOr<std::string> DecodeDocument(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.size() > max_bytes) {
    return DocumentError("DOCUMENT_TOO_LARGE",
                         fmt::format("the document has {} bytes, the limit is {}", bytes.size(), max_bytes));
  }
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  std::optional<std::string> text;
  if (bytes.substr(0, 2) == "\xFF\xFE") {
    text = Convert(bytes.substr(2), "UTF-16LE");
  } else if (bytes.substr(0, 2) == "\xFE\xFF") {
    text = Convert(bytes.substr(2), "UTF-16BE");
  } else if (IsBinary(bytes)) {
    return DocumentError("DOCUMENT_BINARY", "the bytes are no text; give the document as text");
  } else if (IsUtf8(bytes)) {
    text = std::string(bytes);
  } else if (text = Convert(bytes, "GB18030"); text && !LooksChinese(*text)) {
    text.reset();
  }
  if (!text) {
    return DocumentError("DOCUMENT_ENCODING", "the bytes are neither UTF-8 nor GB18030 text");
  }
  if (Trim(*text).empty()) return DocumentError("DOCUMENT_EMPTY", "the document holds no text");
  return *std::move(text);
}

absl::Status DocumentError(std::string_view reason, std::string_view message) {
  absl::Status status = absl::InvalidArgumentError(fmt::format("{}: {}", reason, message));
  status.SetPayload(kReasonUrl, absl::Cord(std::string(reason)));
  return status;
}

std::string ErrorReason(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonUrl);
  return payload ? std::string(*payload) : std::string();
}

}  // namespace duban::documents
