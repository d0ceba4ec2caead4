#include "documents/formats/html.h"

#include <gumbo.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "documents/core/encoding.h"
#include "documents/core/text.h"
#include "documents/formats/layout.h"

namespace duban::documents {
namespace {

constexpr std::string_view kMimeType = "text/html";
constexpr int kMaxSpan = 1000;

// Names of blocks that stand around an article, as whole words of an id or class.
constexpr std::string_view kFrame[] = {
    "nav",    "navbar",     "menu",       "footer",  "foot",   "copyright", "breadcrumb",
    "crumb",  "crumbs",     "sidebar",    "aside",   "share",  "toolbar",   "related",
    "banner", "search",     "pagination", "pager",   "login",  "topbar",    "sitemap",
    "qrcode", "friendlink", "links",      "leftnav", "subnav", "bottom",    "position"};

bool IsOneOf(GumboTag tag, std::initializer_list<GumboTag> tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool NeverShown(GumboTag tag) {
  return IsOneOf(tag, {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
                       GUMBO_TAG_HEAD, GUMBO_TAG_IFRAME, GUMBO_TAG_SVG, GUMBO_TAG_SELECT,
                       GUMBO_TAG_BUTTON, GUMBO_TAG_INPUT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_OBJECT,
                       GUMBO_TAG_VIDEO, GUMBO_TAG_AUDIO, GUMBO_TAG_CANVAS, GUMBO_TAG_NAV});
}

bool IsBlock(GumboTag tag) {
  return IsOneOf(tag,
                 {GUMBO_TAG_P,       GUMBO_TAG_DIV,        GUMBO_TAG_H1,     GUMBO_TAG_H2,
                  GUMBO_TAG_H3,      GUMBO_TAG_H4,         GUMBO_TAG_H5,     GUMBO_TAG_H6,
                  GUMBO_TAG_LI,      GUMBO_TAG_UL,         GUMBO_TAG_OL,     GUMBO_TAG_SECTION,
                  GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER,     GUMBO_TAG_FOOTER, GUMBO_TAG_MAIN,
                  GUMBO_TAG_ASIDE,   GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE,    GUMBO_TAG_DL,
                  GUMBO_TAG_DT,      GUMBO_TAG_DD,         GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION,
                  GUMBO_TAG_FORM,    GUMBO_TAG_FIELDSET,   GUMBO_TAG_HR,     GUMBO_TAG_CENTER,
                  GUMBO_TAG_ADDRESS, GUMBO_TAG_CAPTION});
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return out;
}

std::string_view Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

int Span(const GumboElement& element, const char* name) {
  int value = 0;
  for (const char c : Trim(Attribute(element, name))) {
    if (c < '0' || c > '9' || value > kMaxSpan) break;
    value = value * 10 + (c - '0');
  }
  return std::clamp(value, 1, kMaxSpan);
}

bool Hidden(const GumboElement& element) {
  if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr) return true;
  std::string style = Lower(Attribute(element, "style"));
  style.erase(std::remove(style.begin(), style.end(), ' '), style.end());
  return Contains(style, "display:none") || Contains(style, "visibility:hidden");
}

bool NamedAsFrame(const GumboElement& element) {
  for (const char* name : {"id", "class", "role"}) {
    const std::string value = Lower(Attribute(element, name));
    for (std::size_t at = 0; at < value.size();) {
      std::size_t end = at;
      while (end < value.size() && value[end] >= 'a' && value[end] <= 'z') ++end;
      const std::string_view word = std::string_view(value).substr(at, end - at);
      if (std::find(std::begin(kFrame), std::end(kFrame), word) != std::end(kFrame)) return true;
      at = end + 1;
    }
  }
  return false;
}

// How much an element says, and how much of it in links; in characters that are no blanks.
struct Weight {
  std::size_t text = 0;
  std::size_t linked = 0;
  int links = 0;
  bool table = false;  // holds a table
};

// Walks a page. Depth is bounded, as every level takes stack.
class PageReader {
 public:
  explicit PageReader(const DecodeLimits& limits) : limits_(limits), writer_(limits) {}

  absl::StatusOr<DecodedDocument> Read(const GumboNode* root) {
    const Weight all = Weigh(root, 0);
    total_ = all.text;
    prose_ = all.text - all.linked;
    Walk(root, 0);
    Flush();
    return writer_.Take(std::string(kMimeType));
  }

 private:
  static const GumboVector* ChildrenOf(const GumboNode* node) {
    if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
      return &node->v.element.children;
    return nullptr;
  }

  template <typename Each>
  static void ForEachChild(const GumboNode* node, const Each& each) {
    const GumboVector* children = ChildrenOf(node);
    for (unsigned i = 0; children != nullptr && i < children->length; ++i)
      each(static_cast<const GumboNode*>(children->data[i]));
  }

  static bool IsElement(const GumboNode* node, GumboTag tag) {
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
  }

  Weight Weigh(const GumboNode* node, std::size_t depth) const {
    Weight out;
    if (depth > limits_.max_depth) return out;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) {
      const std::string_view text = node->v.text.text;
      for (const char c : text)
        out.text +=
            c != ' ' && c != '\n' && c != '\t' && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      return out;
    }
    if (node->type == GUMBO_NODE_ELEMENT &&
        (NeverShown(node->v.element.tag) || Hidden(node->v.element)))
      return out;
    ForEachChild(node, [&](const GumboNode* child) {
      const Weight inner = Weigh(child, depth + 1);
      out.text += inner.text;
      out.linked += inner.linked;
      out.links += inner.links;
      out.table = out.table || inner.table;
    });
    if (IsElement(node, GUMBO_TAG_A)) {
      out.linked = out.text;
      ++out.links;
    }
    out.table = out.table || IsElement(node, GUMBO_TAG_TABLE);
    return out;
  }

  // Menus, page heads and feet. A block that holds much of what the page says is none, however it
  // is called.
  bool AroundTheArticle(const GumboNode* node, std::size_t depth) const {
    const GumboElement& element = node->v.element;
    const bool list = IsOneOf(element.tag, {GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL});
    const bool block = list || IsOneOf(element.tag, {GUMBO_TAG_DIV, GUMBO_TAG_SECTION,
                                                     GUMBO_TAG_TABLE, GUMBO_TAG_P, GUMBO_TAG_FORM});
    const bool frame =
        IsOneOf(element.tag, {GUMBO_TAG_FOOTER, GUMBO_TAG_ASIDE}) || NamedAsFrame(element);
    if (!block && !frame) return false;
    // Weighing every block anew would take quadratic time on deep pages; what is outside of tables
    // lies shallow.
    if (depth > 60) return false;
    const Weight weight = Weigh(node, depth);
    if (weight.text == 0) return false;
    const bool linked = weight.links >= 3 && weight.linked * 10 >= weight.text * 6;
    return (frame && weight.text * 10 < total_ * 3 &&
            !(weight.table && weight.text * 20 > total_)) ||
           (linked && weight.text * 2 < total_);
  }

  void Flush() {
    if (!line_.empty()) writer_.Line({{line_, Place{}}});
    line_.clear();
  }

  static void Append(std::string_view text, bool preformatted, std::string* out) {
    for (const char c : text) {
      const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ' || c == '\f';
      if (preformatted || !blank) {
        *out += c;
      } else if (!out->empty() && out->back() != ' ' && out->back() != '\n') {
        *out += ' ';
      }
    }
  }

  void Walk(const GumboNode* node, std::size_t depth) {
    if (depth > limits_.max_depth || writer_.full()) return;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
        node->type == GUMBO_NODE_WHITESPACE) {
      Append(node->v.text.text, preformatted_, &line_);
      return;
    }
    if (node->type != GUMBO_NODE_ELEMENT) {
      ForEachChild(node, [&](const GumboNode* child) { Walk(child, depth + 1); });
      return;
    }
    const GumboElement& element = node->v.element;
    if (NeverShown(element.tag) || Hidden(element) || AroundTheArticle(node, depth)) return;
    if (element.tag == GUMBO_TAG_BR) {
      Flush();
    } else if (element.tag == GUMBO_TAG_TABLE && !OnlyLaysOut(node)) {
      Flush();
      Table(node, depth);
    } else {
      WalkInside(node, depth);
    }
  }

  void WalkInside(const GumboNode* node, std::size_t depth) {
    const GumboElement& element = node->v.element;
    const bool block =
        IsBlock(element.tag) ||
        IsOneOf(element.tag, {GUMBO_TAG_TR, GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_TABLE});
    if (block) Flush();
    const bool outer = preformatted_;
    preformatted_ = preformatted_ || element.tag == GUMBO_TAG_PRE;
    int number = 0;
    ForEachChild(node, [&](const GumboNode* child) {
      if (element.tag == GUMBO_TAG_OL && IsElement(child, GUMBO_TAG_LI)) {
        Flush();
        line_ = std::to_string(++number) + ". ";
      }
      Walk(child, depth + 1);
    });
    preformatted_ = outer;
    if (block) Flush();
  }

  // A table with a table inside, with a single cell in each row, or with the article in one cell,
  // holds no records.
  bool OnlyLaysOut(const GumboNode* table) const {
    bool nested = false;
    std::size_t widest = 0;
    std::size_t rows = 0;
    std::size_t longest = 0;
    ForEachRow(table, [&](const GumboNode* row) {
      std::size_t cells = 0;
      ++rows;
      ForEachChild(row, [&](const GumboNode* cell) {
        if (!IsElement(cell, GUMBO_TAG_TD) && !IsElement(cell, GUMBO_TAG_TH)) return;
        ++cells;
        const Weight weight = Weigh(cell, 0);
        nested = nested || weight.table;
        longest = std::max(longest, weight.text - weight.linked);
      });
      widest = std::max(widest, cells);
    });
    return nested || widest < 2 || (rows < 8 && longest > 300 && longest * 10 > prose_ * 4);
  }

  template <typename Each>
  static void ForEachRow(const GumboNode* table, const Each& each) {
    ForEachChild(table, [&](const GumboNode* part) {
      if (IsElement(part, GUMBO_TAG_TR)) each(part);
      if (IsElement(part, GUMBO_TAG_TBODY) || IsElement(part, GUMBO_TAG_THEAD) ||
          IsElement(part, GUMBO_TAG_TFOOT)) {
        ForEachChild(part, [&](const GumboNode* row) {
          if (IsElement(row, GUMBO_TAG_TR)) each(row);
        });
      }
    });
  }

  void CellText(const GumboNode* node, std::size_t depth, std::string* out) const {
    if (depth > limits_.max_depth) return;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
        node->type == GUMBO_NODE_WHITESPACE) {
      Append(node->v.text.text, false, out);
      return;
    }
    if (node->type != GUMBO_NODE_ELEMENT) return;
    const GumboElement& element = node->v.element;
    if (NeverShown(element.tag) || Hidden(element)) return;
    const bool breaks = element.tag == GUMBO_TAG_BR || IsBlock(element.tag);
    if (breaks) *out += '\n';
    ForEachChild(node, [&](const GumboNode* child) { CellText(child, depth + 1, out); });
    if (breaks) *out += '\n';
  }

  void Table(const GumboNode* table, std::size_t depth) {
    Grid grid;
    std::vector<int> open;  // rows for which the cell of each column goes on below
    std::size_t cells = 0;
    ForEachChild(table, [&](const GumboNode* part) {
      if (IsElement(part, GUMBO_TAG_CAPTION)) WalkInside(part, depth + 1);
    });
    ++tables_;
    ForEachRow(table, [&](const GumboNode* row) {
      if (cells > limits_.max_cells || Hidden(row->v.element)) return;
      std::vector<Cell> out;
      const auto pass_covered = [&] {
        while (out.size() < open.size() && open[out.size()] > 0) {
          --open[out.size()];
          out.push_back({.covered_above = true});
        }
      };
      ForEachChild(row, [&](const GumboNode* cell) {
        if (!IsElement(cell, GUMBO_TAG_TD) && !IsElement(cell, GUMBO_TAG_TH)) return;
        if (Hidden(cell->v.element)) return;
        pass_covered();
        std::string text;
        CellText(cell, depth + 2, &text);
        const int columns = std::min(Span(cell->v.element, "colspan"), 200);
        const int rows = Span(cell->v.element, "rowspan");
        for (int i = 0; i < columns; ++i) {
          if (out.size() >= open.size()) open.resize(out.size() + 1, 0);
          open[out.size()] = rows - 1;
          out.push_back({.covered_left = i > 0});
          if (i == 0) {
            out.back().runs = {{std::move(text),
                                {.table = tables_,
                                 .row = static_cast<int>(grid.size()) + 1,
                                 .column = static_cast<int>(out.size())}}};
          }
        }
      });
      pass_covered();
      cells += out.size();
      grid.push_back(std::move(out));
    });
    if (cells > limits_.max_cells) grid.assign(limits_.max_cells + 1, std::vector<Cell>(1));
    writer_.Table(grid);
  }

  const DecodeLimits limits_;
  TextWriter writer_;
  std::string line_;
  std::size_t total_ = 0;  // characters of the page
  std::size_t prose_ = 0;  // those outside of links
  int tables_ = 0;
  bool preformatted_ = false;
};

}  // namespace

bool LooksLikeHtml(std::string_view bytes) {
  bytes = bytes.substr(0, 4096);
  const std::size_t at = bytes.find_first_not_of(" \r\n\t\xEF\xBB\xBF");
  if (at == std::string_view::npos || bytes[at] != '<') return false;
  const std::string head = Lower(bytes);
  for (const std::string_view tag :
       {"<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<div", "<p>", "<p ",
        "<article", "<section", "<h1", "<h2", "<center", "<title"}) {
    if (Contains(head, tag)) return true;
  }
  return false;
}

absl::StatusOr<DecodedDocument> DecodeHtml(std::string_view bytes, const DecodeLimits& limits) {
  if (Trim(bytes).empty()) return DocumentError("DOCUMENT_EMPTY", "the document holds no text");
  const std::string text = ToUtf8(bytes, DeclaredEncoding(bytes)).text;
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const auto free_output = [&options](GumboOutput* output) {
    gumbo_destroy_output(&options, output);
  };
  const std::unique_ptr<GumboOutput, decltype(free_output)> page(
      gumbo_parse_with_options(&options, text.data(), text.size()), free_output);
  if (page == nullptr) return DocumentError("DOCUMENT_BROKEN", "the page cannot be parsed");
  return PageReader(limits).Read(page->document);
}

}  // namespace duban::documents
