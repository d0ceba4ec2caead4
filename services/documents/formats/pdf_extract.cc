#include "documents/formats/pdf_extract.h"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "documents/core/text.h"

namespace duban::documents {
namespace {

constexpr double kDotsPerPoint = 100.0 / 72.0;
constexpr int kWidestRule = 8;       // dots
constexpr int kContrast = 24;        // of 255, between a rule and what is beside it
constexpr double kShortestRow = 10;  // points: a vertical rule is as high as a row of small print
constexpr double kShortestColumn = 11;
constexpr int kMaxRules = 20'000;       // of one page; a drawing has more than any table
constexpr double kLargestSide = 3'000;  // points; a larger page is a poster

// Edges in one direction: runs along `length` where a dot differs from the one before it across
// `depth`. Where another rule crosses, both are dark and the edge is gone: a run goes on as long as
// its dark side does.
template <typename Dot, typename Add>
void FindEdges(int length, int depth, int shortest, const Dot& dot, const Add& add) {
  for (int across = 1; across < depth; ++across) {
    int begin = -1;
    int sign = 0;
    int dark = 0;
    int last = 0;  // one past the last dot of the run that is an edge
    for (int along = 0; along <= length; ++along) {
      const int here = along < length ? dot(along, across) : 255;
      const int before = along < length ? dot(along, across - 1) : 255;
      const int now = here - before > kContrast ? 1 : here - before < -kContrast ? -1 : 0;
      if (now != 0 && now == sign) {
        dark = sign < 0 ? here : before;
        last = along + 1;
        continue;
      }
      if (now == 0 && sign != 0 && along < length && along - last < kWidestRule &&
          std::abs((sign < 0 ? here : before) - dark) < kContrast * 2) {
        continue;
      }
      if (sign != 0 && last - begin >= shortest) add(begin, last, across);
      begin = along;
      sign = now;
      dark = now < 0 ? here : before;
      last = along + 1;
    }
  }
}

void FindRules(const poppler::page& page, PdfPage* out) {
  if (out->width > kLargestSide || out->height > kLargestSide || out->width < 1 || out->height < 1)
    return;
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  const poppler::image image = renderer.render_page(&page, 72 * kDotsPerPoint, 72 * kDotsPerPoint);
  if (!image.is_valid() || image.format() != poppler::image::format_gray8) return;
  const auto* dots = reinterpret_cast<const unsigned char*>(image.const_data());
  const int width = image.width();
  const int height = image.height();
  const int stride = image.bytes_per_row();
  const auto points = [](int at) { return at / kDotsPerPoint; };
  const auto room = [out] { return out->rules.size() < kMaxRules; };
  FindEdges(
      width, height, static_cast<int>(kShortestColumn * kDotsPerPoint),
      [&](int x, int y) { return static_cast<int>(dots[y * stride + x]); },
      [&](int from, int to, int y) {
        if (room()) out->rules.push_back({points(from), points(y), points(to), points(y)});
      });
  FindEdges(
      height, width, static_cast<int>(kShortestRow * kDotsPerPoint),
      [&](int y, int x) { return static_cast<int>(dots[y * stride + x]); },
      [&](int from, int to, int x) {
        if (room()) out->rules.push_back({points(x), points(from), points(x), points(to)});
      });
  if (!room()) out->rules.clear();
  for (int y = 0; y < height && !out->picture; y += 4) {
    for (int x = 0; x < width && !out->picture; x += 4) out->picture = dots[y * stride + x] < 200;
  }
}

// UTF-8 of UTF-16; halves of a character that stand alone are dropped.
std::string Utf8(const std::basic_string<unsigned short>& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t code = text[i];
    if ((code & 0xFC00) == 0xD800 && i + 1 < text.size() && (text[i + 1] & 0xFC00) == 0xDC00) {
      code = 0x10000 + ((code & 0x3FF) << 10) + (text[++i] & 0x3FFu);
    } else if ((code & 0xF800) == 0xD800) {
      continue;
    }
    const auto tail = [&out, code](int shift) {
      out += static_cast<char>(0x80 | (code >> shift & 0x3F));
    };
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0 | code >> 6);
      tail(0);
    } else if (code < 0x10000) {
      out += static_cast<char>(0xE0 | code >> 12);
      tail(6);
      tail(0);
    } else {
      out += static_cast<char>(0xF0 | code >> 18);
      tail(12);
      tail(6);
      tail(0);
    }
  }
  return out;
}

Box BoxOf(const poppler::rectf& box) { return {box.left(), box.top(), box.right(), box.bottom()}; }

void AddWord(const Box& box, std::string text, PdfPage* out) {
  if (!Trim(text).empty()) out->words.push_back({box, std::move(text)});
}

// Poppler takes figures that stand below each other, such as the numbers of rows, for a word
// printed downwards: a word is cut where its next character does not stand beside the one before.
void FindWords(const poppler::page& page, PdfPage* out) {
  for (const poppler::text_box& box : page.text_list()) {
    const poppler::ustring text = box.text();
    if (text.empty() || (box.rotation() % 2 != 0 && text.size() > 1))
      continue;  // text along the margin
    std::size_t begin = 0;
    std::size_t glyph = 0;
    Box word = BoxOf(box.char_bbox(0));
    for (std::size_t i = 1; i < text.size(); ++i) {
      if ((text[i] & 0xFC00) == 0xDC00) continue;  // the second half of a character
      const Box next = BoxOf(box.char_bbox(++glyph));
      if (next.empty()) continue;
      const double em = std::max(word.bottom - word.top, next.bottom - next.top);
      const bool beside = std::abs((next.top + next.bottom) - (word.top + word.bottom)) < em &&
                          next.left > word.right - em && next.left < word.right + em * 0.15;
      if (!beside) {
        AddWord(word, Utf8(text.substr(begin, i - begin)), out);
        begin = i;
        word = next;
      }
      word = {std::min(word.left, next.left), std::min(word.top, next.top),
              std::max(word.right, next.right), std::max(word.bottom, next.bottom)};
    }
    AddWord(word, Utf8(text.substr(begin)), out);
  }
}

}  // namespace

absl::StatusOr<std::vector<PdfPage>> ExtractPages(std::string_view bytes,
                                                  const DecodeLimits& limits) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (document != nullptr && document->is_locked()) {
    return DocumentError("DOCUMENT_ENCRYPTED",
                         "the PDF is protected by a password; remove it and save the file again");
  }
  const int pages = document == nullptr ? 0 : document->pages();
  if (pages <= 0) {
    return DocumentError(
        "DOCUMENT_BROKEN",
        "the PDF is damaged or cut off; fetch it again, or print it into a new PDF");
  }
  if (pages > limits.max_pages) {
    return DocumentError(
        "DOCUMENT_TOO_LARGE",
        fmt::format("the PDF has {} pages, the limit is {}; give the pages with the list", pages,
                    limits.max_pages));
  }
  std::vector<PdfPage> out;
  for (int i = 0; i < pages; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    out.emplace_back();
    if (page == nullptr) continue;
    FindWords(*page, &out.back());
    const poppler::rectf size = page->page_rect(poppler::crop_box);
    out.back().width = size.width();
    out.back().height = size.height();
    FindRules(*page, &out.back());
  }
  return out;
}

}  // namespace duban::documents
