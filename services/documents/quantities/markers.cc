#include "documents/quantities/dates.h"
#include "documents/quantities/lexicon.h"

namespace duban::quantities {

std::vector<Marker> FindMarkers(std::string_view text) {
  std::vector<Marker> found;
  ForEachLine(text, [&found](const Line& line) {
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
  });
  return found;
}

}  // namespace duban::quantities
