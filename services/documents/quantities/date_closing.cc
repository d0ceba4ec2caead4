#include "documents/quantities/date_closing.h"

#include <string_view>

#include "documents/quantities/date_numbers.h"
#include "documents/quantities/date_parts.h"

namespace duban::quantities {
namespace {

// 前往, 内部, 起草, 后续 begin with a closing word and are words of their own.
bool BeginsOtherWord(const Line& line, int at) {
  struct Beginning {
    char32_t first;
    std::u32string_view second;
  };
  static constexpr Beginning kBeginnings[] = {
      {U'前', U"往期三列述来"}, {U'内', U"涝容部"}, {U'起', U"草步"}, {U'后', U"续期勤"}};
  for (const Beginning& word : kBeginnings) {
    if (line[at] == word.first) return word.second.find(line[at + 1]) != std::u32string_view::npos;
  }
  return false;
}

}  // namespace

void ReadClosing(const Line& line, DateMatch& date) {
  date.core_end = date.end;
  int at = SkipBlanks(line, date.end);
  if (line[at] == U'(' && line[at + 1] == U'含' && line[at + 2] == U')') at += 3;  // 6月1日(含)以前
  const WordMatch word = DateWordAt(line, at);
  if (!word || BeginsOtherWord(line, at)) return;
  switch (static_cast<DateWord>(word.entry.kind)) {
    case DateWord::kBefore:
      date.kind = DateKind::kDeadline;
      break;
    case DateWord::kWithin:
      if (date.precision == DatePrecision::kDay) return;
      date.kind = DateKind::kDeadline;
      break;
    case DateWord::kSince:
      date.kind = DateKind::kSince;
      break;
    case DateWord::kEnd:
      if (date.precision != DatePrecision::kQuarter) return;
      break;
    default:
      return;
  }
  date.end = at + word.length;
}

}  // namespace duban::quantities
