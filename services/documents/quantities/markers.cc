#include "documents/quantities/dates.h"
#include "documents/quantities/lexicon.h"

namespace duban::quantities {

std::vector<Marker> FindMarkers(std::string_view text) {
  std::vector<Marker> found;
  Line line;
  std::int64_t character = 0;
  for (std::size_t byte = 0; byte < text.size();) {
    line.Decode(text, byte, character);
    for (int i = 0; i < line.size();) {
      const WordMatch word = MatchForward(line, i, Category::kMarker);
      if (!word) {
        ++i;
        continue;
      }
      found.push_back({.kind = static_cast<MarkerKind>(word.entry.kind),
                       .span = line.SpanOf(i, i + word.length),
                       .text = std::string(line.Text(i, i + word.length))});
      i += word.length;
    }
    character += line.size() + 1;
    byte = line.end_byte() + 1;
  }
  return found;
}

}  // namespace duban::quantities
