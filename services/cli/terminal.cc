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
      // Quotes and dashes of Chinese text are "ambiguous": terminals with a Chinese font or not differ; one column
      // is what most draw.
    }
    if (!visit(text.substr(0, static_cast<size_t>(bytes)), columns)) return;
    text.remove_prefix(static_cast<size_t>(bytes));
  }
}

const char* Escape(Colour colour) {
  switch (colour) {
    case Colour::kGreen: return "\033[32m";
    case Colour::kYellow: return "\033[33m";
    case Colour::kRed: return "\033[31m";
    case Colour::kGrey: return "\033[90m";
    case Colour::kBold: return "\033[1m";
    case Colour::kCyan: return "\033[36m";
    case Colour::kNone: break;
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
  const int filled =
      static_cast<int>(std::lround(std::clamp(ratio.value_or(0), 0.0, 1.0) * width));
  const int marked =
      std::min(static_cast<int>(std::clamp(mark, 0.0, 1.0) * width), width - 1);
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

std::string Render(const Table& table, bool colours) {
  const size_t columns = table.header.size();
  const auto limit = [&](size_t i) {
    return i < table.max_widths.size() && table.max_widths[i] > 0 ? table.max_widths[i] : 1 << 20;
  };
  std::vector<int> widths(columns);
  for (size_t i = 0; i < columns; ++i) widths[i] = DisplayWidth(table.header[i]);
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], std::min(DisplayWidth(row[i].text), limit(i)));
  }
  std::string out;
  const auto line = [&](const std::vector<Cell>& cells) {
    std::string text;
    int gap = 0;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string cut = Truncate(cells[i].text, widths[i]);
      const int pad = widths[i] - DisplayWidth(cut);
      const bool right = i < table.align_right.size() && table.align_right[i];
      if (!cut.empty()) {
        text.append(static_cast<size_t>(gap + (right ? pad : 0)), ' ');
        text += Paint(cut, cells[i].colour, colours);
        gap = (right ? 0 : pad) + 2;
      } else {
        gap += widths[i] + 2;
      }
    }
    out += text + "\n";
  };
  std::vector<Cell> header;
  for (const std::string& title : table.header) header.push_back({title, Colour::kBold});
  line(header);
  for (const auto& row : table.rows) line(row);
  return out;
}

}  // namespace duban::cli
