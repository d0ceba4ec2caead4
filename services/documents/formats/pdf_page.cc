#include "documents/formats/pdf_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace duban::documents {
namespace {

constexpr double kFarthest = 20'000;  // points; the largest page a PDF may have is 14400

// The next number of a line, which is moved behind it.
std::optional<double> NextNumber(std::string_view* line) {
  while (!line->empty() && line->front() == ' ') line->remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), value);
  if (error != std::errc() || !(value >= -kFarthest && value <= kFarthest)) return std::nullopt;
  line->remove_prefix(static_cast<std::size_t>(end - line->data()));
  return value;
}

std::optional<Box> NextBox(std::string_view* line) {
  Box box;
  for (double* side : {&box.left, &box.top, &box.right, &box.bottom}) {
    const auto value = NextNumber(line);
    if (!value) return std::nullopt;
    *side = *value;
  }
  return box;
}

}  // namespace

std::string WritePages(const std::vector<PdfPage>& pages) {
  std::string out;
  for (const PdfPage& page : pages) {
    out += fmt::format("P {:.2f} {:.2f} {}\n", page.width, page.height, page.picture ? 1 : 0);
    for (const Word& word : page.words) {
      out += fmt::format("W {:.2f} {:.2f} {:.2f} {:.2f} ", word.box.left, word.box.top,
                         word.box.right, word.box.bottom);
      for (const char c : word.text) out += static_cast<unsigned char>(c) < 32 ? ' ' : c;
      out += '\n';
    }
    for (const Rule& rule : page.rules) {
      out += fmt::format("R {:.2f} {:.2f} {:.2f} {:.2f}\n", rule.left, rule.top, rule.right,
                         rule.bottom);
    }
  }
  return out;
}

std::vector<PdfPage> ReadPages(std::string_view text) {
  std::vector<PdfPage> pages;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.size() < 2 || line[1] != ' ') continue;
    const char kind = line[0];
    line.remove_prefix(2);
    if (kind == 'P') {
      const auto width = NextNumber(&line);
      const auto height = NextNumber(&line);
      const auto picture = NextNumber(&line);
      if (width && height)
        pages.push_back({.width = *width, .height = *height, .picture = picture.value_or(0) != 0});
    } else if (kind == 'W' && !pages.empty()) {
      const auto box = NextBox(&line);
      if (!box || box->empty() || line.size() < 2) continue;
      const std::string_view word = Trim(line);
      if (!word.empty()) pages.back().words.push_back({*box, std::string(word)});
    } else if (kind == 'R' && !pages.empty()) {
      const auto box = NextBox(&line);
      if (box) pages.back().rules.push_back({box->left, box->top, box->right, box->bottom});
    }
  }
  return pages;
}

}  // namespace duban::documents
