#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "documents/core/place.h"

// From the bytes of a file, whatever its format, to the text that the reader reads.
namespace duban::documents {

// What a document may cost. Every limit that is met is an error that names it.
struct DecodeLimits {
  std::size_t max_bytes = 64u << 20;      // of the file
  std::size_t max_expanded = 256u << 20;  // of all parts of an archive together, unpacked
  std::size_t max_part =
      48u << 20;                  // of one part of an archive, unpacked; held in memory as a tree
  std::size_t max_ratio = 300;    // unpacked to packed size of a part above 1 MB
  std::size_t max_parts = 4'000;  // files in an archive
  std::size_t max_text = 64u << 20;   // of the text that comes out
  std::size_t max_cells = 2'000'000;  // of all tables, empty ones counted
  std::size_t max_depth = 400;        // of tags in tags; what lies deeper is left out
  int max_pages = 2'000;
  int pdf_seconds = 60;               // processor time for a PDF
  std::size_t pdf_memory = 1u << 30;  // address space for a PDF beyond what an empty process has
};

// Text and places of a document, its format recognised by its content alone. Bounded in time and
// memory by the limits; thread-safe. A PDF is taken apart by a child process
// (documents/formats/pdf_process.h), everything else in this one.
//
// Errors, all kInvalidArgument, each with what to do in its message: those of DecodeDocument;
// DOCUMENT_TOO_LARGE (a limit was met), DOCUMENT_UNSUPPORTED (a format that is not read: the old
// Office ones, WPS, RTF, OpenDocument, pictures, archives), DOCUMENT_ENCRYPTED (a password is
// needed), DOCUMENT_BROKEN (cut off or damaged), DOCUMENT_UNSAFE (an archive bomb, a document type
// declaration in an office file), DOCUMENT_SCANNED (pictures of pages without text).
absl::StatusOr<DecodedDocument> Decode(std::string_view bytes, const DecodeLimits& limits = {});

}  // namespace duban::documents
