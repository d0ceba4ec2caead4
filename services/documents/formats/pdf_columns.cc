#include "documents/formats/pdf_columns.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace duban::documents {
namespace {

constexpr std::size_t kMinColumns = 3;
constexpr std::size_t kMinLines = 3;
constexpr double kAligned = 6;  // points that pieces of one cell may begin apart

struct Interval {
  double left = 0;
  double right = 0;
};

// Words of a line that stand close together.
std::vector<PrintedLine> SegmentsOf(const PrintedLine& line) {
  std::vector<PrintedLine> out;
  for (const Word& word : line.words) {
    const double em = std::max(word.box.bottom - word.box.top, 4.0);
    if (out.empty() || word.box.left - out.back().box.right > em * 0.9) {
      out.push_back({line.page, word.box, {word}});
      continue;
    }
    out.back().box.right = std::max(out.back().box.right, word.box.right);
    out.back().words.push_back(word);
  }
  return out;
}

// Columns as the gaps say that no line prints in.
std::vector<Interval> ColumnsOf(const std::vector<PrintedLine>& lines, std::size_t begin,
                                std::size_t end) {
  std::vector<Interval> spans;
  for (std::size_t i = begin; i < end; ++i) {
    for (const PrintedLine& segment : SegmentsOf(lines[i]))
      spans.push_back({segment.box.left, segment.box.right});
  }
  std::sort(spans.begin(), spans.end(),
            [](const Interval& a, const Interval& b) { return a.left < b.left; });
  std::vector<Interval> out;
  for (const Interval& span : spans) {
    if (out.empty() || span.left > out.back().right + 1) {
      out.push_back(span);
    } else {
      out.back().right = std::max(out.back().right, span.right);
    }
  }
  return out;
}

// 合计 or 合  计 stands below the names, with nothing below the numbers.
bool HoldsTotals(const std::vector<PrintedLine>& segments) {
  std::string words;
  for (std::size_t i = 0; i < std::min<std::size_t>(segments.size(), 2); ++i) {
    words += TextOf(segments[i]);
    if (words == "合计" || words == "总计" || words == "小计" || words == "共计") return true;
  }
  return false;
}

// Whether a line opens a row of a table whose first column is `first`.
bool OpensRow(const std::vector<PrintedLine>& segments, const Interval& first) {
  return !segments.empty() && (segments.front().box.left <= first.right || HoldsTotals(segments));
}

}  // namespace

std::size_t ColumnsFrom(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end) {
  if (SegmentsOf(lines[begin]).size() < kMinColumns) return begin;
  std::size_t last = begin;
  std::size_t full = 1;
  std::vector<Interval> columns = ColumnsOf(lines, begin, begin + 1);
  for (std::size_t i = begin + 1; i < end; ++i) {
    const std::size_t segments = SegmentsOf(lines[i]).size();
    // A line across the columns is no part of the table.
    std::vector<Interval> wider = columns;
    for (const PrintedLine& segment : SegmentsOf(lines[i])) {
      std::size_t touched = 0;
      for (Interval& column : wider) {
        if (segment.box.left > column.right + 1 || segment.box.right < column.left - 1) continue;
        if (++touched == 1)
          column = {std::min(column.left, segment.box.left),
                    std::max(column.right, segment.box.right)};
      }
      if (touched > 1) {
        wider.clear();
        break;
      }
      if (touched == 0 && segments < kMinColumns) {
        wider.clear();
        break;
      }
      if (touched == 0) wider.push_back({segment.box.left, segment.box.right});
    }
    if (wider.size() < kMinColumns) break;
    columns = std::move(wider);
    if (segments >= kMinColumns) {
      ++full;
      last = i;
    } else {
      last = i;
    }
  }
  return full >= kMinLines ? last + 1 : begin;
}

Grid GridOfLines(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end) {
  const std::vector<Interval> columns = ColumnsOf(lines, begin, end);
  std::vector<std::vector<std::vector<PrintedLine>>> rows;
  for (std::size_t i = begin; i < end; ++i) {
    const std::vector<PrintedLine> segments = SegmentsOf(lines[i]);
    if (rows.empty() || OpensRow(segments, columns.front())) rows.emplace_back(columns.size());
    for (const PrintedLine& segment : segments) {
      std::size_t column = 0;
      while (column + 1 < columns.size() && segment.box.left > columns[column].right) ++column;
      rows.back()[column].push_back(segment);
    }
  }
  Grid grid;
  for (const auto& row : rows) {
    grid.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      Cell cell;
      if (!row[i].empty()) cell.runs = JoinLines(row[i], columns[i].right, kCellSlack);
      grid.back().push_back(std::move(cell));
    }
  }
  return grid;
}

ContinuedRows& ContinuedRows::operator+=(const ContinuedRows& other) {
  rows += other.rows;
  continued += other.continued;
  pieces += other.pieces;
  aligned += other.aligned;
  return *this;
}

ContinuedRows CountContinued(const std::vector<PrintedLine>& lines, std::size_t begin,
                             std::size_t end) {
  const std::vector<Interval> columns = ColumnsOf(lines, begin, end);
  ContinuedRows out;
  std::set<double> edges;  // of cells in lines that open rows
  std::vector<double> pieces;
  for (std::size_t i = begin; i < end; ++i) {
    const std::vector<PrintedLine> segments = SegmentsOf(lines[i]);
    const bool opens = OpensRow(segments, columns.front());
    ++(opens ? out.rows : out.continued);
    for (const PrintedLine& segment : segments) {
      if (opens) {
        edges.insert(segment.box.left);
      } else {
        pieces.push_back(segment.box.left);
      }
    }
  }
  out.pieces = pieces.size();
  out.aligned = static_cast<std::size_t>(std::ranges::count_if(pieces, [&](double left) {
    const auto edge = edges.lower_bound(left - kAligned);
    return edge != edges.end() && *edge <= left + kAligned;
  }));
  return out;
}

}  // namespace duban::documents
