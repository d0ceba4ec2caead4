// Text for people on a terminal: widths of Chinese characters, colours, tables, bars. Pure
// functions but for Terminal detection; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duban::cli {

enum class Colour { kNone, kGreen, kYellow, kRed, kGrey, kBold, kCyan };

// Columns that UTF-8 text takes on a terminal: a Chinese character takes two, a combining mark
// none.
int DisplayWidth(std::string_view text);

// `text` cut to at most `width` columns, with "…" as the last one where something was cut.
std::string Truncate(std::string_view text, int width);

// `text` in lines of at most `width` columns, broken at a space where one is near and never before
// a closing mark. One line when `width` is 0.
std::vector<std::string> Wrap(std::string_view text, int width);

// Escape codes around the text; unchanged when `enabled` is false.
std::string Paint(std::string_view text, Colour colour, bool enabled);

// "48.64 %", rounded half up to two decimals; "—" for none. `ratio` 1 = 100 %.
std::string Percent(std::optional<double> ratio);

// A number without useless digits: 3648, 24.494, 65033.
std::string Number(double value);

// A bar of `width` columns filled to `ratio` (0..1), with a mark at `mark` where that lies beyond
// the fill.
std::string Bar(std::optional<double> ratio, double mark, int width);

// True when standard output is a terminal that shows colours (and NO_COLOR is not set).
bool ColoursWanted();

// Columns of the terminal, 0 when it is none.
int TerminalWidth();

// What a text is made for: the terminal, or a file that others read.
struct Screen {
  bool colours = false;
  int width = 0;  // columns; 0 = as many as the text wants
};

// The screen that standard output is.
inline Screen ThisScreen() { return {ColoursWanted(), TerminalWidth()}; }

// A cell: its text, and how it looks.
struct Cell {
  std::string text;
  Colour colour = Colour::kNone;
  std::string keep;   // stands behind the text and is not cut with it
  bool free = false;  // runs over the columns to its right, and does not widen its own
};

// A column that may be cut to `least` columns where a table is wider than the screen.
struct Yielding {
  std::size_t column = 0;
  int least = 0;
};

// A table whose columns are as wide as their widest cell, at most `max_widths` where given (0 = no
// limit).
struct Table {
  std::vector<std::string> header;
  std::vector<bool> align_right;   // per column; missing = left
  std::vector<int> max_widths;     // per column; missing = no limit
  std::vector<Yielding> yielding;  // who gives way, first to last
  std::vector<std::vector<Cell>> rows;
};

// The table as lines, each ended by \n, no trailing spaces.
std::string Render(const Table& table, const Screen& screen);
inline std::string Render(const Table& table, bool colours) {
  return Render(table, Screen{.colours = colours});
}

}  // namespace duban::cli
