#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "documents/core/draft.h"
#include "documents/core/grade.h"
#include "documents/core/place.h"
#include "documents/core/text.h"

namespace duban::documents {

// What a caller knows better than the document, and limits.
struct ReadOptions {
  std::string file_name;             // informational; a hint for the district and the date
  std::string district;              // six-digit code; empty = found in the text
  std::optional<int> year;           // of every list in the document; absent = found
  std::optional<Date> as_of;         // of every progress list; absent = found
  Kind kind = Kind::kUnknown;        // of every list; kUnknown = found
  std::optional<SourceGrade> grade;  // of the source; absent = found in the text
  std::size_t max_bytes = 64u << 20;
  std::size_t max_figures = 500'000;  // further figures of the document are not read
};

// A document, read.
struct Reading {
  Text text;
  Draft draft;
  PlaceMap places;        // of the text as it stands in the original file; empty for plain text
  std::string mime_type;  // of the original file
  GradedSource source;
};

// Reads a programme document: text of any layout in, everything it promises, plans and reports out,
// each figure with its place. Pure: no I/O, no state; thread-safe. Time and memory are linear in
// the size. A text that holds no list of promises gives a draft without programmes.
Reading ReadText(DecodedDocument decoded, const ReadOptions& options = {});

// The same for the bytes of plain text; documents/formats/read_file.h reads every format. Errors:
// those of DecodeDocument.
absl::StatusOr<Reading> ReadDocument(std::string_view bytes, const ReadOptions& options = {});

}  // namespace duban::documents
