#include "documents/formats/encoding.h"

#include <iconv.h>

#include <cerrno>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

std::string Convert(std::string_view bytes, const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::string(bytes);
  std::string out(bytes.size() * 3 + 16, '\0');
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
  std::size_t in_left = bytes.size();
  char* target = out.data();
  std::size_t out_left = out.size();
  while (in_left > 0 && iconv(converter, &in, &in_left, &target, &out_left) == static_cast<std::size_t>(-1)) {
    if (errno == E2BIG || in_left == 0 || out_left < 3) break;
    for (const char c : {'\xEF', '\xBF', '\xBD'}) *target++ = c;
    out_left -= 3;
    ++in;
    --in_left;
  }
  iconv_close(converter);
  out.resize(out.size() - out_left);
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
  for (const std::string_view word : {"charset", "encoding"}) {
    std::size_t at = head.find(word);
    if (at == std::string::npos) continue;
    at = head.find_first_not_of(" \t\r\n=\"'", at + word.size());
    if (at == std::string::npos) continue;
    const std::size_t end = head.find_first_of(" \t\r\n\"'>;/?", at);
    return head.substr(at, std::min<std::size_t>(end, head.size()) - at);
  }
  return "";
}

std::string ToUtf8(std::string_view bytes, std::string_view declared) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  if (bytes.substr(0, 2) == "\xFF\xFE") return Convert(bytes.substr(2), "UTF-16LE");
  if (bytes.substr(0, 2) == "\xFE\xFF") return Convert(bytes.substr(2), "UTF-16BE");
  if (IsUtf8(bytes)) return std::string(bytes);
  return Convert(bytes, NameFor(declared));
}

}  // namespace duban::documents
