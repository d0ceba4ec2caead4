#include <array>

#include "documents/quantities/date_words.h"
#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

namespace duban::quantities {
namespace {

struct KindText {
  std::string_view name;
  std::string_view reason;
};

constexpr std::array<KindText, 17> kKinds{{
    {"QUANTITY", ""},
    {"DATE", "a date or a period"},
    {"TIME", "a clock time"},
    {"ROAD", "names a road"},
    {"BUS_LINE", "names a bus or metro line"},
    {"HOUSE_NUMBER", "names a house, building or floor"},
    {"HOTLINE", "a telephone number"},
    {"DOCUMENT_NUMBER", "the number of a document or an identifier"},
    {"NUMBERING", "numbers a list"},
    {"MODEL", "names a mode, model or standard"},
    {"AGE", "an age"},
    {"GRADE", "a grade or class"},
    {"PROPER_NAME", "part of a name"},
    {"ITEM_COUNT", "counts the promises of the programme itself"},
    {"ORDINAL", "says which, not how many"},
    {"PERIOD_LENGTH", "how long a plan or a run of years lasts"},
    {"WORD", "a numeral that counts nothing"},
}};

constexpr std::array<std::string_view, 5> kComparators{"EQUAL", "AT_LEAST", "AT_MOST", "MORE_THAN",
                                                       "ABOUT"};
constexpr std::array<std::string_view, 5> kDateKinds{"POINT", "PERIOD", "DEADLINE", "AS_OF",
                                                     "SINCE"};
constexpr std::array<std::string_view, 5> kMarkers{"EXPECTED", "REACHED", "CUMULATIVE", "ALL",
                                                   "COMMITTED"};
constexpr std::array<std::string_view, kDateWords> kDateWordNames{"AS_OF",
                                                                  "UNTIL",
                                                                  "BEFORE",
                                                                  "WITHIN",
                                                                  "SINCE",
                                                                  "END",
                                                                  "BEGIN",
                                                                  "MIDDLE",
                                                                  "THIS_YEAR",
                                                                  "LAST_YEAR",
                                                                  "NEXT_YEAR",
                                                                  "YEAR_END",
                                                                  "YEAR_BEGIN",
                                                                  "YEAR_MIDDLE",
                                                                  "WHOLE_YEAR",
                                                                  "IN_YEAR",
                                                                  "FIRST_HALF",
                                                                  "SECOND_HALF",
                                                                  "THIS_MONTH",
                                                                  "LAST_MONTH",
                                                                  "NEXT_MONTH",
                                                                  "THIS_QUARTER",
                                                                  "LAST_QUARTER",
                                                                  "NEXT_QUARTER",
                                                                  "THIS_WEEK",
                                                                  "LAST_WEEK",
                                                                  "NEXT_WEEK",
                                                                  "NOW",
                                                                  "TODAY",
                                                                  "YESTERDAY",
                                                                  "BEFORE_YESTERDAY",
                                                                  "TOMORROW",
                                                                  "AFTER_TOMORROW",
                                                                  "QUARTER_1",
                                                                  "QUARTER_2",
                                                                  "QUARTER_3",
                                                                  "QUARTER_4",
                                                                  "QUARTERS_2",
                                                                  "QUARTERS_3",
                                                                  "MONTH_END",
                                                                  "EARLY_TEN",
                                                                  "MIDDLE_TEN",
                                                                  "LATE_TEN",
                                                                  "YEAR_BEFORE_LAST",
                                                                  "YEAR_AFTER_NEXT",
                                                                  "QUARTERS_4"};

}  // namespace

std::string_view Name(Comparator comparator) {
  return kComparators[static_cast<std::size_t>(comparator)];
}
std::string_view Name(Kind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }
std::string_view Reason(Kind kind) { return kKinds[static_cast<std::size_t>(kind)].reason; }
std::string_view Name(DateKind kind) { return kDateKinds[static_cast<std::size_t>(kind)]; }
std::string_view Name(MarkerKind kind) { return kMarkers[static_cast<std::size_t>(kind)]; }
std::string_view Name(DateWord word) { return kDateWordNames[static_cast<std::size_t>(word)]; }

}  // namespace duban::quantities
