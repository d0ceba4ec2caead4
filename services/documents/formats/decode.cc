#include "documents/formats/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "common/error.h"
#include "documents/core/encoding.h"
#include "documents/core/text.h"
#include "documents/formats/csv.h"
#include "documents/formats/docx.h"
#include "documents/formats/html.h"
#include "documents/formats/laid_out_text.h"
#include "documents/formats/package.h"
#include "documents/formats/pdf_layout.h"
#include "documents/formats/pdf_process.h"
#include "documents/formats/xlsx.h"

namespace duban::documents {
namespace {

constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::string_view kCompound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view kPdf = "%PDF-";

struct Unsupported {
  std::string_view magic;
  std::string_view what;
  std::string_view advice;
};

// Formats that are known and not read. A WPS file is a compound file too.
constexpr Unsupported kUnsupported[] = {
    {"{\\rtf", "RTF", "open it and save it as DOCX"},
    {"\x89PNG", "a picture", "run text recognition (OCR) on it and give the text"},
    {"\xFF\xD8\xFF", "a picture", "run text recognition (OCR) on it and give the text"},
    {"GIF8", "a picture", "run text recognition (OCR) on it and give the text"},
    {"II*\0", "a picture", "run text recognition (OCR) on it and give the text"},
    {"MM\0*", "a picture", "run text recognition (OCR) on it and give the text"},
    {"\x1F\x8B", "a gzip archive", "unpack it and give the document"},
    {"Rar!", "a RAR archive", "unpack it and give the document"},
    {"7z\xBC\xAF", "a 7z archive", "unpack it and give the document"},
    {"MIME-Version:", "a web archive (MHTML)", "save the page as HTML"},
};

// Stream names in a compound file's directory are UTF-16; looked for anywhere, as the directory may
// lie anywhere.
bool HoldsName(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) {
    wide += c;
    wide += '\0';
  }
  return bytes.find(wide) != std::string_view::npos;
}

absl::Status CompoundFile(std::string_view bytes) {
  if (HoldsName(bytes, "EncryptedPackage")) {
    return DocumentError(
        "DOCUMENT_ENCRYPTED",
        "the file is protected by a password; remove the password and save it again");
  }
  const bool workbook = HoldsName(bytes, "Workbook") || HoldsName(bytes, "Book");
  const bool word = HoldsName(bytes, "WordDocument");
  return DocumentError("DOCUMENT_UNSUPPORTED",
                       fmt::format("the file has the old {} format (Office 97 to 2003, or WPS), "
                                   "which is not read; open it and "
                                   "save it as {}",
                                   workbook ? "workbook"
                                   : word   ? "Word"
                                            : "office",
                                   workbook ? "XLSX"
                                   : word   ? "DOCX"
                                            : "DOCX or XLSX"));
}

absl::Status UnsupportedFormat(std::string_view bytes) {
  if (bytes.starts_with(kCompound)) return CompoundFile(bytes);
  for (const Unsupported& format : kUnsupported) {
    if (bytes.starts_with(format.magic)) {
      return DocumentError(
          "DOCUMENT_UNSUPPORTED",
          fmt::format("the file is {}, which is not read; {}", format.what, format.advice));
    }
  }
  return DocumentError(
      "DOCUMENT_UNSUPPORTED",
      "the archive is no DOCX and no XLSX; give the document itself, saved as one of them");
}

absl::StatusOr<DecodedDocument> DecodePackage(std::string_view bytes, const DecodeLimits& limits) {
  ASSIGN_OR_RETURN(const auto package, Package::Open(bytes, limits));
  if (package->Has("word/document.xml")) return DecodeDocx(*package, limits);
  if (package->Has("xl/workbook.xml")) return DecodeXlsx(*package, limits);
  if (package->Has("content.xml")) {
    return DocumentError(
        "DOCUMENT_UNSUPPORTED",
        "the file is an OpenDocument file, which is not read; open it and save it as DOCX or XLSX");
  }
  return UnsupportedFormat(bytes);
}

// Plain text, also laid out as a page, HTML in UTF-16, and CSV are told apart once the text is
// known.
absl::StatusOr<DecodedDocument> DecodeText(std::string_view bytes, const DecodeLimits& limits) {
  ASSIGN_OR_RETURN(std::string text, DecodeDocument(bytes, limits.max_bytes));
  if (IsUtf16(bytes) && LooksLikeHtml(text)) return DecodeHtml(text, limits);
  if (LooksLikeCsv(text)) return DecodeCsv(text, limits);
  if (LooksLaidOut(text)) return DecodeLaidOut(text, limits);
  return DecodedDocument{.text = std::move(text), .mime_type = "text/plain"};
}

}  // namespace

absl::StatusOr<DecodedDocument> Decode(std::string_view bytes, const DecodeLimits& limits) {
  if (bytes.size() > limits.max_bytes) {
    return DocumentError(
        "DOCUMENT_TOO_LARGE",
        fmt::format("the document has {} bytes, the limit is {}", bytes.size(), limits.max_bytes));
  }
  if (bytes.starts_with(kZip)) return DecodePackage(bytes, limits);
  // Some programs write a line before the mark of a PDF.
  if (bytes.substr(0, 1024).find(kPdf) != std::string_view::npos) {
    ASSIGN_OR_RETURN(const std::vector<PdfPage> pages, PagesOfPdf(bytes, limits));
    return LayOutPages(pages, limits);
  }
  if (bytes.starts_with(kCompound)) return UnsupportedFormat(bytes);
  for (const Unsupported& format : kUnsupported) {
    if (bytes.starts_with(format.magic)) return UnsupportedFormat(bytes);
  }
  if (LooksLikeHtml(bytes)) return DecodeHtml(bytes, limits);
  return DecodeText(bytes, limits);
}

}  // namespace duban::documents
