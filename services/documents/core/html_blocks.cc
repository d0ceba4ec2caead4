#include "documents/core/html_blocks.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace duban::documents {
namespace {

class HtmlBuilder {
 public:
  explicit HtmlBuilder(std::string_view text) : text_(text) {}

  // Reads tables out of tags; everything between them is lines. Spans of rows and columns become
  // empty cells.
  Page Build() {
    std::size_t line_start = 0;
    Table table{.form = TableForm::kHtml};
    std::vector<std::pair<std::size_t, int>>
        pending;  // (column, further rows) of cells that span rows
    std::vector<std::pair<std::size_t, int>> spans;
    bool in_table = false;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t open = text_.find('<', at);
      if (open == std::string_view::npos) break;
      const std::size_t close = text_.find('>', open);
      if (close == std::string_view::npos) break;
      const std::string tag = TagName(open, close);
      if (tag == "table") {
        AddText({line_start, open});
        in_table = true;
        table = Table{.form = TableForm::kHtml, .range = {open, close}};
        pending.clear();
      } else if (tag == "/table" && in_table) {
        in_table = false;
        table.range.end = close;
        if (!table.rows.empty()) AddTable(std::move(table), &page_);
        table = Table{.form = TableForm::kHtml};
        line_start = close + 1;
      } else if (tag == "tr" && in_table) {
        table.rows.emplace_back();
        spans = std::exchange(pending, {});
        FillSpans(&table.rows.back(), &spans, &pending);
      } else if ((tag == "td" || tag == "th") && in_table && !table.rows.empty()) {
        auto& row = table.rows.back();
        FillSpans(&row, &spans, &pending);
        const int rows = Attribute(open, close, "rowspan");
        const int columns = Attribute(open, close, "colspan");
        if (rows > 1) pending.emplace_back(row.size(), rows - 1);
        AddCell(text_, CellBody(close + 1), &row);
        for (int extra = 1; extra < columns && row.size() < kMaxColumns; ++extra)
          row.emplace_back();
      } else if (!in_table &&
                 (tag == "p" || tag == "/p" || tag == "br" || tag == "div" || tag == "/div" ||
                  tag == "br/" || tag.starts_with("h") || tag.starts_with("/h"))) {
        AddText({line_start, open});
        line_start = close + 1;
      }
      at = close + 1;
    }
    if (!in_table) AddText({line_start, text_.size()});
    return std::move(page_);
  }

 private:
  static void FillSpans(std::vector<Range>* row, std::vector<std::pair<std::size_t, int>>* spans,
                        std::vector<std::pair<std::size_t, int>>* pending) {
    while (!spans->empty() && spans->front().first == row->size() && row->size() < kMaxColumns) {
      row->emplace_back();
      if (spans->front().second > 1) {
        pending->emplace_back(spans->front().first, spans->front().second - 1);
      }
      spans->erase(spans->begin());
    }
    std::sort(pending->begin(), pending->end());
  }

  std::string TagName(std::size_t open, std::size_t close) const {
    std::string name;
    for (std::size_t at = open + 1; at < close && name.size() < 8; ++at) {
      const char c = text_[at];
      if (c == ' ' || c == '\n' || c == '\t') break;
      name.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
    }
    return name;
  }

  int Attribute(std::size_t open, std::size_t close, std::string_view name) const {
    const std::string_view tag = text_.substr(open, close - open);
    const std::size_t at = tag.find(name);
    if (at == std::string_view::npos) return 1;
    int value = 0;
    for (std::size_t i = at + name.size(); i < tag.size() && value < 1000; ++i) {
      if (tag[i] >= '0' && tag[i] <= '9') {
        value = value * 10 + (tag[i] - '0');
      } else if (value > 0 || (tag[i] != '=' && tag[i] != '"' && tag[i] != '\'' && tag[i] != ' ')) {
        break;
      }
    }
    return std::max(value, 1);
  }

  // The text of a cell up to the next cell, row or table tag, without the tags at its ends.
  Range CellBody(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size()) {
      const std::size_t open = text_.find('<', end);
      if (open == std::string_view::npos) return {begin, text_.size()};
      const std::size_t close = std::min(text_.find('>', open), text_.size() - 1);
      const std::string tag = TagName(open, close);
      if (tag == "td" || tag == "/td" || tag == "th" || tag == "/th" || tag == "tr" ||
          tag == "/tr" || tag == "/table") {
        return WithoutTags({begin, open});
      }
      end = close + 1;
    }
    return {begin, text_.size()};
  }

  Range WithoutTags(Range range) const {
    for (bool changed = true; changed;) {
      range = Trim(text_, range);
      changed = false;
      if (range.empty()) return range;
      if (text_[range.begin] == '<') {
        const std::size_t close = text_.find('>', range.begin);
        if (close >= range.end) return {};
        range.begin = close + 1;
        changed = true;
      } else if (text_[range.end - 1] == '>') {
        const std::size_t open = text_.rfind('<', range.end - 1);
        if (open == std::string_view::npos || open < range.begin) return {};
        range.end = open;
        changed = true;
      }
    }
    return range;
  }

  void AddText(Range range) {
    range = WithoutTags(range);
    while (!range.empty()) {
      const std::size_t end = std::min(text_.find('\n', range.begin), range.end);
      const Range line = WithoutTags({range.begin, end});
      if (!line.empty()) page_.blocks.push_back({.range = line});
      range.begin = end + 1;
    }
  }

  std::string_view text_;
  Page page_;
};

}  // namespace

Page FindHtmlBlocks(std::string_view text) { return HtmlBuilder(text).Build(); }

}  // namespace duban::documents
