#include "documents/formats/pdf_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace duban::documents {
namespace {

constexpr double kNear =
    2.6;  // points: both edges of a rule, and a rule that ends just beside another
constexpr double kLongerThanStrokes = 30;
constexpr std::size_t kMaxLines = 6'000;

struct Span {
  double at = 0;  // across
  double from = 0;
  double to = 0;
};

// Spans on one line joined where they touch; the two edges of a rule become one.
std::vector<Span> Join(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.at < b.at; });
  std::vector<Span> out;
  for (std::size_t begin = 0; begin < spans.size();) {
    std::size_t end = begin + 1;
    while (end < spans.size() && spans[end].at - spans[end - 1].at <= kNear &&
           spans[end].at - spans[begin].at <= kNear * 2)
      ++end;
    double at = 0;
    for (std::size_t i = begin; i < end; ++i) at += spans[i].at;
    at /= static_cast<double>(end - begin);
    std::sort(spans.begin() + static_cast<std::ptrdiff_t>(begin),
              spans.begin() + static_cast<std::ptrdiff_t>(end),
              [](const Span& a, const Span& b) { return a.from < b.from; });
    Span open{at, spans[begin].from, spans[begin].to};
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (spans[i].from <= open.to + kNear * 1.5) {
        open.to = std::max(open.to, spans[i].to);
      } else {
        out.push_back(open);
        open = {at, spans[i].from, spans[i].to};
      }
    }
    out.push_back(open);
    begin = end;
  }
  return out;
}

bool Meets(const Span& horizontal, const Span& vertical) {
  return vertical.at >= horizontal.from - kNear && vertical.at <= horizontal.to + kNear &&
         horizontal.at >= vertical.from - kNear && horizontal.at <= vertical.to + kNear;
}

// Positions made distinct: those nearer than a rule is thick are one.
std::vector<double> Distinct(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::vector<double> out;
  for (const double value : values) {
    if (out.empty() || value - out.back() > kNear * 1.6) out.push_back(value);
  }
  return out;
}

bool Drawn(const std::vector<Span>& spans, double at, double from, double to) {
  const double middle = (from + to) / 2;
  return std::any_of(spans.begin(), spans.end(), [&](const Span& span) {
    return std::abs(span.at - at) <= kNear * 1.6 && span.from <= middle && span.to >= middle;
  });
}

// True when both ends of `span` lie on lines across it.
bool Between(const Span& span, const std::vector<Span>& across) {
  const auto on_line = [&](double end) {
    return std::any_of(across.begin(), across.end(), [&](const Span& line) {
      return std::abs(line.at - end) <= kNear * 2 && span.at >= line.from - kNear &&
             span.at <= line.to + kNear;
    });
  };
  return on_line(span.from) && on_line(span.to);
}

class Builder {
 public:
  Builder(std::vector<Span> horizontal, std::vector<Span> vertical)
      : rows_(std::move(horizontal)), columns_(std::move(vertical)) {}

  RuledTable Build() {
    RuledTable table;
    std::vector<double> ys;
    std::vector<double> xs;
    double left = rows_.front().from;
    double right = rows_.front().to;
    for (const Span& span : rows_) {
      ys.push_back(span.at);
      left = std::min(left, span.from);
      right = std::max(right, span.to);
    }
    for (const Span& span : columns_) {
      xs.push_back(span.at);
    }
    // The outer rules may be missing at both sides.
    const auto near = [&xs](double x) {
      return std::any_of(xs.begin(), xs.end(),
                         [x](double at) { return std::abs(at - x) <= kNear * 2.5; });
    };
    for (const double side : {left, right}) {
      if (!near(side)) xs.push_back(side);
    }
    table.rows = Distinct(std::move(ys));
    table.columns = Distinct(std::move(xs));
    if (table.rows.size() < 2 || table.columns.size() < 2) return {};
    table.box = {table.columns.front(), table.rows.front(), table.columns.back(),
                 table.rows.back()};
    FindCells(&table);
    return table;
  }

 private:
  std::size_t Root(std::size_t field) {
    while (parent_[field] != field) field = parent_[field] = parent_[parent_[field]];
    return field;
  }

  // Fields without a rule between them are one cell.
  void FindCells(RuledTable* table) {
    const std::size_t width = table->width();
    const std::size_t height = table->height();
    parent_.resize(width * height);
    std::iota(parent_.begin(), parent_.end(), 0u);
    for (std::size_t y = 0; y < height; ++y) {
      for (std::size_t x = 0; x < width; ++x) {
        const std::size_t field = y * width + x;
        if (x + 1 < width &&
            !Drawn(columns_, table->columns[x + 1], table->rows[y], table->rows[y + 1]))
          Unite(field, field + 1);
        if (y + 1 < height &&
            !Drawn(rows_, table->rows[y + 1], table->columns[x], table->columns[x + 1]))
          Unite(field, field + width);
      }
    }
    // The smallest field of a cell is its upper left one, as fields are counted row by row.
    table->owner.resize(parent_.size());
    for (std::size_t i = 0; i < parent_.size(); ++i) table->owner[i] = Root(i);
  }

  void Unite(std::size_t a, std::size_t b) {
    a = Root(a);
    b = Root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

  const std::vector<Span> rows_;
  const std::vector<Span> columns_;
  std::vector<std::size_t> parent_;
};

}  // namespace

std::vector<RuledTable> FindRuledTables(const PdfPage& page) {
  std::vector<Span> horizontal;
  std::vector<Span> vertical;
  for (const Rule& rule : page.rules) {
    if (rule.top == rule.bottom) horizontal.push_back({rule.top, rule.left, rule.right});
    if (rule.left == rule.right) vertical.push_back({rule.left, rule.top, rule.bottom});
  }
  horizontal = Join(std::move(horizontal));
  vertical = Join(std::move(vertical));
  if (horizontal.size() > kMaxLines || vertical.size() > kMaxLines) return {};
  // Strokes of letters are short and end at no longer line; rules of a table reach from one to
  // another.
  std::vector<Span> long_horizontal = horizontal;
  std::erase_if(long_horizontal,
                [](const Span& span) { return span.to - span.from <= kLongerThanStrokes; });
  std::erase_if(vertical, [&](const Span& span) { return !Between(span, long_horizontal); });
  std::vector<Span> long_vertical = vertical;
  std::erase_if(long_vertical,
                [](const Span& span) { return span.to - span.from <= kLongerThanStrokes / 2; });
  std::erase_if(horizontal, [&](const Span& span) {
    return span.to - span.from <= kLongerThanStrokes && !Between(span, long_vertical);
  });
  // What meets belongs together.
  std::vector<int> group(horizontal.size(), -1);
  std::vector<int> column_group(vertical.size(), -1);
  int groups = 0;
  for (std::size_t start = 0; start < horizontal.size(); ++start) {
    if (group[start] >= 0) continue;
    std::vector<std::size_t> todo{start};
    group[start] = groups;
    while (!todo.empty()) {
      const std::size_t row = todo.back();
      todo.pop_back();
      for (std::size_t v = 0; v < vertical.size(); ++v) {
        if (column_group[v] >= 0 || !Meets(horizontal[row], vertical[v])) continue;
        column_group[v] = groups;
        for (std::size_t h = 0; h < horizontal.size(); ++h) {
          if (group[h] >= 0 || !Meets(horizontal[h], vertical[v])) continue;
          group[h] = groups;
          todo.push_back(h);
        }
      }
    }
    ++groups;
  }
  std::vector<RuledTable> tables;
  for (int i = 0; i < groups; ++i) {
    std::vector<Span> rows;
    std::vector<Span> columns;
    for (std::size_t h = 0; h < horizontal.size(); ++h) {
      if (group[h] == i) rows.push_back(horizontal[h]);
    }
    for (std::size_t v = 0; v < vertical.size(); ++v) {
      if (column_group[v] == i) columns.push_back(vertical[v]);
    }
    if (rows.size() < 2 || columns.empty()) continue;
    RuledTable table = Builder(std::move(rows), std::move(columns)).Build();
    if (table.owner.size() >= 2) tables.push_back(std::move(table));
  }
  const std::vector<RuledTable> all = tables;
  std::erase_if(tables, [&all](const RuledTable& inner) {
    return std::any_of(all.begin(), all.end(), [&inner](const RuledTable& outer) {
      return inner.box.left > outer.box.left && inner.box.right < outer.box.right &&
             inner.box.top > outer.box.top && inner.box.bottom < outer.box.bottom;
    });
  });
  std::sort(tables.begin(), tables.end(),
            [](const RuledTable& a, const RuledTable& b) { return a.box.top < b.box.top; });
  return tables;
}

}  // namespace duban::documents
