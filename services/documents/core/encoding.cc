#include "documents/core/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "common/utf8.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";
// In Chinese text of another encoding, sequences of UTF-8 arise by chance alone, seldom two without
// bad bytes between.
constexpr std::size_t kSequencesPerDamage = 20;

Utf8Text Convert(std::string_view bytes, const char* encoding) {
  Utf8Text out{.text = std::string(bytes.size() * 3 + 16, '\0'), .encoding = encoding};
  const iconv_t converter = iconv_open("UTF-8", encoding);  // glibc holds every encoding named here
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
  std::size_t in_left = bytes.size();
  char* target = out.text.data();
  std::size_t out_left = out.text.size();
  while (in_left > 0 &&
         iconv(converter, &in, &in_left, &target, &out_left) == static_cast<std::size_t>(-1)) {
    if (errno == E2BIG || in_left == 0) break;
    target = std::copy(kReplacement.begin(), kReplacement.end(), target);
    out_left -= kReplacement.size();
    ++in;
    --in_left;
    ++out.replaced;
  }
  iconv_close(converter);
  out.text.resize(out.text.size() - out_left);
  return out;
}

// The bytes as they are where they are UTF-8; nothing where they plainly are something else.
std::optional<Utf8Text> AsUtf8(std::string_view bytes) {
  if (IsUtf8(bytes)) return Utf8Text{.text = std::string(bytes), .encoding = "UTF-8"};
  Utf8Text out{.encoding = "UTF-8"};
  out.text.reserve(bytes.size());
  std::size_t wide = 0;
  std::size_t damages = 0;  // runs of bad bytes
  bool bad = false;
  while (!bytes.empty()) {
    const std::size_t length = Utf8SequenceLength(bytes);
    wide += length > 1;
    out.replaced += length == 0;
    damages += length == 0 && !bad;
    bad = length == 0;
    out.text += length == 0 ? kReplacement : bytes.substr(0, length);
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  if (wide < damages * kSequencesPerDamage) return std::nullopt;
  return out;
}

const char* NameFor(std::string_view declared) {
  if (declared == "big5" || declared == "big5-hkscs") return "BIG5-HKSCS";
  if (declared == "utf-16" || declared == "utf-16le") return "UTF-16LE";
  if (declared == "utf-8" || declared == "utf8") return "UTF-8";
  return "GB18030";
}

}  // namespace

std::string DeclaredEncoding(std::string_view bytes) {
  std::string head(bytes.substr(0, 4096));
  for (char& c : head) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  for (const std::string_view word : kWordsOf<"charset", "encoding">) {
    std::size_t at = head.find(word);
    if (at == std::string::npos) continue;
    at = head.find_first_not_of(" \t\r\n=\"'", at + word.size());
    if (at == std::string::npos) continue;
    const std::size_t end = head.find_first_of(" \t\r\n\"'>;/?", at);
    return head.substr(at, std::min<std::size_t>(end, head.size()) - at);
  }
  return "";
}

bool IsUtf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

Utf8Text ToUtf8(std::string_view bytes, std::string_view declared) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return Convert(bytes.substr(2), "UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return Convert(bytes.substr(2), "UTF-16BE");
  if (auto text = AsUtf8(bytes)) return *std::move(text);
  return Convert(bytes, NameFor(declared));
}

}  // namespace duban::documents
