// Text for people on a terminal: widths of Chinese characters, colours, tables, bars. Pure functions but for Terminal
// detection; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duban::cli {

enum class Colour { kNone, kGreen, kYellow, kRed, kGrey, kBold, kCyan };

// Columns that UTF-8 text takes on a terminal: a Chinese character takes two, a combining mark none.
int DisplayWidth(std::string_view text);

// `text` cut to at most `width` columns, with "…" as the last one where something was cut.
std::string Truncate(std::string_view text, int width);

// Escape codes around the text; unchanged when `enabled` is false.
std::string Paint(std::string_view text, Colour colour, bool enabled);

// "48.64 %", rounded half up to two decimals; "—" for none. `ratio` 1 = 100 %.
std::string Percent(std::optional<double> ratio);

// A number without useless digits: 3648, 24.494, 65033.
std::string Number(double value);

// A bar of `width` columns filled to `ratio` (0..1), with a mark at `mark` where that lies beyond the fill.
std::string Bar(std::optional<double> ratio, double mark, int width);

// True when standard output is a terminal that shows colours (and NO_COLOR is not set).
bool ColoursWanted();

// Columns of the terminal, 0 when it is none.
int TerminalWidth();

// A cell: its text, and how it looks.
struct Cell {
  std::string text;
  Colour colour = Colour::kNone;
};

// A table whose columns are as wide as their widest cell, at most `max_widths` where given (0 = no limit).
struct Table {
  std::vector<std::string> header;
  std::vector<bool> align_right;  // per column; missing = left
  std::vector<int> max_widths;    // per column; missing = no limit
  std::vector<std::vector<Cell>> rows;
};

// The table as lines, each ended by \n, no trailing spaces.
std::string Render(const Table& table, bool colours);

}  // namespace duban::cli
