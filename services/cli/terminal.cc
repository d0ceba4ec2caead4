#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace duban::cli {
namespace {

// Calls `visit(bytes, columns)` for every character until it returns false.
template <class Visit>
void ForEachCharacter(std::string_view text, Visit visit) {
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t bytes =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &code);
    int columns = 1;
    if (bytes <= 0) {
      bytes = 1;
    } else {
      columns = utf8proc_charwidth(code);
      // Quotes and dashes of Chinese text are "ambiguous": terminals with a Chinese font or not
      // differ; one column is what most draw.
    }
    if (!visit(text.substr(0, static_cast<size_t>(bytes)), columns)) return;
    text.remove_prefix(static_cast<size_t>(bytes));
  }
}

const char* Escape(Colour colour) {
  switch (colour) {
    case Colour::kGreen:
      return "\033[32m";
    case Colour::kYellow:
      return "\033[33m";
    case Colour::kRed:
      return "\033[31m";
    case Colour::kGrey:
      return "\033[90m";
    case Colour::kBold:
      return "\033[1m";
    case Colour::kCyan:
      return "\033[36m";
    case Colour::kNone:
      break;
  }
  return "";
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  ForEachCharacter(text, [&](std::string_view, int columns) {
    width += columns;
    return true;
  });
  return width;
}

std::string Truncate(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string out;
  int used = 0;
  ForEachCharacter(text, [&](std::string_view bytes, int columns) {
    if (used + columns > width - 1) return false;
    out += bytes;
    used += columns;
    return true;
  });
  return out + "…";
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  if (width <= 0) return {std::string(text)};
  // Marks that do not begin a line.
  static constexpr std::string_view kClosing = "。,、;:!?)”’》】,.;:!?)%";
  std::vector<std::string> lines(1);
  std::size_t space = std::string::npos;  // after the last space of the line
  int used = 0;
  ForEachCharacter(text, [&](std::string_view bytes, int columns) {
    // The last two columns are left to marks that may not begin the next line.
    const bool closing = kClosing.find(bytes) != std::string_view::npos;
    if (used + columns > (closing ? width : width - 2)) {
      std::string rest;
      // A word goes to the next line as a whole, unless that leaves much of this one empty.
      if (space != std::string::npos && bytes != " " && columns == 1 &&
          DisplayWidth(lines.back().substr(space)) < width / 4) {
        rest = lines.back().substr(space);
        lines.back().resize(space);
      }
      while (lines.back().ends_with(' ')) lines.back().pop_back();
      lines.push_back(rest);
      used = DisplayWidth(rest);
      space = std::string::npos;
    }
    if (bytes == " " && lines.back().empty() && lines.size() > 1) return true;
    lines.back() += bytes;
    used += columns;
    if (bytes == " ") space = lines.back().size();
    return true;
  });
  return lines;
}

std::string Paint(std::string_view text, Colour colour, bool enabled) {
  if (!enabled || colour == Colour::kNone || text.empty()) return std::string(text);
  return fmt::format("{}{}\033[0m", Escape(colour), text);
}

std::string Percent(std::optional<double> ratio) {
  if (!ratio) return "—";
  // Half up in decimal: the small addend undoes the binary error of values such as 0.48645.
  const double percent = std::floor(*ratio * 1e4 + 0.5 + 1e-9) / 1e2;
  return fmt::format("{:.2f} %", percent);
}

std::string Number(double value) { return fmt::format("{:.12g}", value); }

std::string Bar(std::optional<double> ratio, double mark, int width) {
  const int filled = static_cast<int>(std::lround(std::clamp(ratio.value_or(0), 0.0, 1.0) * width));
  const int marked = std::min(static_cast<int>(std::clamp(mark, 0.0, 1.0) * width), width - 1);
  std::string out;
  for (int i = 0; i < width; ++i) {
    if (i < filled) {
      out += "█";
    } else {
      out += i == marked ? "│" : "░";
    }
  }
  return out;
}

bool ColoursWanted() {
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr && term != nullptr &&
         std::string_view(term) != "dumb";
}

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

namespace {

// A cell is one line.
std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

int WidthOf(const Cell& cell) { return DisplayWidth(OneLine(cell.text)) + DisplayWidth(cell.keep); }

std::vector<int> ColumnWidths(const Table& table, int screen_width) {
  std::vector<int> widths;
  for (const std::string& title : table.header) widths.push_back(DisplayWidth(title));
  const auto limit = [&](std::size_t i) {
    return i < table.max_widths.size() && table.max_widths[i] > 0 ? table.max_widths[i] : 1 << 20;
  };
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i].free) widths[i] = std::max(widths[i], std::min(WidthOf(row[i]), limit(i)));
    }
  }
  if (screen_width <= 0) return widths;
  int over = 2 * (static_cast<int>(widths.size()) - 1) - screen_width;
  for (const int width : widths) over += width;
  for (const Yielding& yielding : table.yielding) {
    int& width = widths[yielding.column];
    const int given = std::clamp(over, 0, std::max(width - yielding.least, 0));
    width -= given;
    over -= given;
  }
  return widths;
}

std::string RenderRow(const Table& table, const std::vector<int>& widths,
                      const std::vector<Cell>& cells, const Screen& screen) {
  std::string line;
  int column = 0;   // where the next cell begins
  int written = 0;  // columns written
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    const int room = !cell.free ? widths[i] : screen.width > 0 ? screen.width - column : 1 << 20;
    const std::string cut =
        Truncate(OneLine(cell.text), room - DisplayWidth(cell.keep)) + cell.keep;
    const int width = DisplayWidth(cut);
    if (width > 0) {
      const bool right = !cell.free && i < table.align_right.size() && table.align_right[i];
      const int begin = column + (right ? room - width : 0);
      line.append(static_cast<std::size_t>(std::max(begin - written, 0)), ' ');
      line += Paint(cut, cell.colour, screen.colours);
      written = begin + width;
    }
    column += widths[i] + 2;
  }
  return line + "\n";
}

}  // namespace

std::string Render(const Table& table, const Screen& screen) {
  const std::vector<int> widths = ColumnWidths(table, screen.width);
  std::vector<Cell> header;
  for (const std::string& title : table.header) header.push_back({title, Colour::kBold, "", false});
  std::string out = RenderRow(table, widths, header, screen);
  for (const auto& row : table.rows) out += RenderRow(table, widths, row, screen);
  return out;
}

}  // namespace duban::cli
