#pragma once

#include <string>
#include <string_view>

namespace duban::documents {

// The number `stored` ("0.48") as a cell with this format prints it: "48%", "2024-06-30",
// "1,250.00". Formats that are not understood print the number with up to 15 digits. `epoch_1904`
// moves dates as old Macintosh workbooks do.
std::string PrintNumber(std::string_view stored, std::string_view format, bool epoch_1904);

// The format code of a number that every program knows by heart; empty for the general format and
// unknown numbers.
std::string_view BuiltInFormat(int id);

}  // namespace duban::documents
