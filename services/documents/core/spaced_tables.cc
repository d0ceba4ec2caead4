#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "documents/core/cell_traits.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/spaced_heads.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

// The words of a line, at any blank; with `join` a word of one character belongs to the one before
// when both are of one (单 位), and a word that breaks off (1- 8月) to the next.
std::vector<Range> SpacedWords(const Text& text, Range line, bool join) {
  std::vector<Range> words;
  for (std::size_t at = line.begin; at < line.end;) {
    const std::size_t end = NextBlank(text.str(), at, line.end);
    if (end > at) {
      const bool single = end - at <= 4 && CountChars(text.Of({at, end})) == 1;
      const std::string_view before = words.empty() ? std::string_view() : text.Of(words.back());
      if (join && !words.empty() &&
          ((single && CountChars(before) == 1) || before.ends_with("-") ||
           before.ends_with("、"))) {
        words.back().end = end;
      } else {
        words.push_back({at, end});
      }
    }
    at = end;
    while (at < line.end && IsSpace(CharAt(text.str(), at).code))
      at += CharAt(text.str(), at).bytes;
  }
  return words;
}

// Reads lines whose words are cells into rows, from a line of heads or of a first row on.
class SpacedReader {
 public:
  SpacedReader(const Text& text, const Dictionary& dictionary, const Page& page)
      : text_(text), dictionary_(dictionary), page_(page) {}

  // The table that begins at block `first`, and the block behind it; no rows when there is none.
  Table Read(std::size_t first, std::size_t* end) {
    table_ = Table{.form = TableForm::kBlanks, .range = page_.blocks[first].range};
    numbered_ = wide_ = 0;
    in_heads_ = false;
    *end = first + 1;
    const std::vector<Range> lines = LinesOf(page_.blocks[first]);
    if (lines.empty() || lines[0].size() >= 300) return {};
    const Range line = lines[0];
    const int wide = page_.blocks[first].table;
    if (wide >= 0 && page_.tables[static_cast<std::size_t>(wide)].rows[0].size() > 2)
      return {};  // its blanks part its heads
    const std::size_t blank = NextBlank(text_.str(), line.begin, line.end);
    if (blank == line.end || NextBlank(text_.str(), blank + 1, line.end) == line.end)
      return {};  // has no three words
    std::vector<Range> heads = SpacedWords(text_, line, /*join=*/true);
    if (heads.size() < 3) return {};
    // 年度 may go on as 目标任务 in the line below.
    const bool broken = heads.size() == 3 && !HasMoreThan(4, text_.Of(heads.back())) &&
                        dictionary_.HeadRole(text_.Of(heads.back())) == Role::kNone;
    if (NamesColumns(heads, /*least=*/broken ? 2 : 3)) {
      width_ = heads.size();
      in_heads_ = dictionary_.HeadRole(text_.Of(heads[0])) == Role::kNumber;
      table_.rows.push_back(std::move(heads));
      for (const Range below : std::span(lines).subspan(1)) AddLine(below);
    } else if (wide >= 0) {
      return {};
    } else if (heads.size() >= 4 && OpensRows(first)) {
      width_ = SpacedWords(text_, line, /*join=*/false).size();
      AddLine(line);
    } else {
      return {};
    }
    const bool headed = numbered_ + wide_ == 0;
    for (; *end < page_.blocks.size() && AddBlock(page_.blocks[*end]); ++*end) {
    }
    // Without numbers in front, every row must look like one.
    const std::size_t rows = table_.rows.size();
    const bool told = numbered_ >= (headed ? 2U : 3U) ||
                      (headed && wide_ >= 2 && (wide_ * 2 >= rows || width_ >= 4));
    if (!told || (broken && headed && !NamesColumns(table_.rows[0]))) return {};
    table_.range.end = page_.blocks[*end - 1].range.end;
    return std::move(table_);
  }

 private:
  // A line of known heads that opens with the one of a number, or of which all are known.
  bool NamesColumns(const std::vector<Range>& words, std::size_t least = 3) const {
    const Role first = dictionary_.HeadRole(text_.Of(words[0]));
    if (first == Role::kNone) return false;
    const auto known =
        static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [&](Range word) {
          return dictionary_.HeadRole(text_.Of(word)) != Role::kNone;
        }));
    const bool counted =
        first == Role::kNumber || dictionary_.HeadRole(text_.Of(words[1])) == Role::kNumber;
    const bool terse = std::all_of(words.begin(), words.end(),
                                   [&](Range word) { return CountChars(text_.Of(word)) <= 16; });
    return terse &&
           (counted ? known >= least && known * 3 >= words.size() * 2 : known == words.size());
  }

  // Whether this line is number 1 and those below count on, or stands above such lines.
  bool OpensRows(std::size_t first) const {
    int expected = 1;  // at the first line or the one below it
    for (std::size_t i = first; i < page_.blocks.size() && i < first + 12 && expected <= 3; ++i) {
      if (page_.blocks[i].table >= 0) return false;
      const std::string_view line = text_.Of(page_.blocks[i].range);
      const std::string_view number = line.substr(0, std::min(line.find(' '), line.size()));
      if (number.size() <= 6 && number.size() < line.size() && BareNumber(number) == expected) {
        ++expected;
      } else if (i > first + 1 && expected == 1) {
        return false;
      }
    }
    return expected > 3;
  }

  // A wide blank here or there made a table of some of the lines (备  注); empty for what is a
  // table by itself.
  std::vector<Range> LinesOf(const Block& block) const {
    if (block.table < 0) return {block.range};
    std::vector<Range> lines;
    const Table& wide = page_.tables[static_cast<std::size_t>(block.table)];
    if (wide.form != TableForm::kBlanks) return lines;
    for (const std::vector<Range>& cells : wide.rows)
      lines.push_back({cells.front().begin, cells.back().end});
    return lines;
  }

  bool AddBlock(const Block& block) {
    const std::vector<Range> lines = LinesOf(block);
    if (lines.empty()) return false;
    if (block.table < 0) return AddLine(lines[0]);
    for (const Range line : lines) AddLine(line);
    return true;
  }

  bool AddLine(Range line) {
    std::vector<Range> words = SpacedWords(text_, line, /*join=*/false);
    in_heads_ = in_heads_ && AddHeadLine(text_, dictionary_, words, &table_.rows[0]);
    if (in_heads_) {
      width_ = table_.rows[0].size();
      return true;
    }
    if (!table_.rows.empty() && GoesOnBelowSums(words)) return true;
    const bool counts = BareNumber(text_.Of(words.front())) > 0 && words.size() > 1;
    if (!counts && GoesOnBelowOffices(line, words)) return true;
    if (words.size() == 1 || (words.size() == 2 && width_ > 3 && !counts))
      return AddShort(line, std::move(words));
    numbered_ += counts;
    wide_ += words.size() + 1 >= width_;
    table_.rows.push_back(std::move(words));
    return true;
  }

  // A line of a word or two goes on with the cell above it, heads a group, or holds what is left of
  // a merged row; a long one ends the table.
  bool AddShort(Range line, std::vector<Range> words) {
    const std::string_view all = text_.Of(line);
    // 民生保障 heads a group, 2023年民生实事项目 the next list.
    const bool titles =
        dictionary_.Mentions(Words::kTitle, all) && HasMoreThan(7, all) && !HasMoreThan(60, all);
    if (titles && words.size() == 1 && !NumberingAt(text_.str(), line.begin)) return false;
    if (words.size() == 1 && (Contains(all, "。") || FindColon(all) != std::string_view::npos))
      return false;
    if (all.starts_with("(") || all.starts_with("\uFF08")) {
      if (!table_.rows.empty()) table_.rows.back().back().end = line.end;
      return true;
    }
    if (HasMoreThan(80, all)) return false;
    table_.rows.push_back(std::move(words));
    return true;
  }

  // Figures on a line of their own below a total or the sum of a group: empty cells between them
  // broke the line.
  bool GoesOnBelowSums(const std::vector<Range>& words) {
    std::vector<Range>& row = table_.rows.back();
    if (row.size() < 2 || row.size() + words.size() > width_) return false;
    const auto numbering = NumberingAt(text_.str(), row[0].begin);
    const bool sums = IsTotal(text_.Of(row[0])) ||
                      (numbering && numbering->style == NumberStyle::kChinese);  // 一、教育 5400
    const auto numeric = [this](Range word) { return IsNumeric(Normal(text_.Of(word)), 0); };
    if (!sums || !std::all_of(row.begin() + 1, row.end(), numeric) ||
        !std::ranges::all_of(words, numeric))
      return false;
    row.insert(row.end(), words.begin(), words.end());
    return true;
  }

  // A numbered row that broke off behind its offices: further offices have lines of their own, and
  // then come the last cells.
  bool GoesOnBelowOffices(Range line, const std::vector<Range>& words) {
    if (table_.rows.size() < 2) return false;
    std::vector<Range>& row = table_.rows.back();
    const std::vector<Range>& heads = table_.rows[0];
    if (row.size() < 3 || row.size() >= width_ || heads.size() != width_ ||
        BareNumber(text_.Of(row[0])) == 0)
      return false;
    const bool offices = NamesSomebody(dictionary_.HeadRole(text_.Of(heads[row.size() - 1]))) &&
                         !NamesSomebody(dictionary_.HeadRole(text_.Of(heads[row.size()])));
    if (!offices || !LooksLikeUnits(text_.Of(row.back()), dictionary_)) return false;
    const std::string_view all = text_.Of(line);
    if (words.size() == 1 && LooksLikeUnits(all, dictionary_) && !HasMoreThan(20, all)) {
      row.back().end = line.end;
      return true;
    }
    if (!text_.Of(words.front()).ends_with("。")) return false;
    row.insert(row.end(), words.begin(), words.end());
    return true;
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const Page& page_;
  Table table_;
  std::size_t width_ = 0;
  std::size_t numbered_ = 0;
  std::size_t wide_ = 0;
  bool in_heads_ = false;  // no row stands below the heads yet
};

// The word that opens a table among the words of a line: heads of which at least three are known
// stand before 1, and they are all known below the one of numbers, or 2 and 3 follow. All words
// where there is none.
std::size_t HeadOfTable(const Text& text, const Dictionary& dictionary,
                        const std::vector<Range>& words) {
  constexpr std::size_t kMaxHeads = 16;
  constexpr std::size_t kMaxRecord = 60;  // words
  constexpr std::size_t kMaxHead = 14;    // characters
  const auto number = [&](std::size_t i) {
    return words[i].size() <= 12 ? BareNumber(text.Of(words[i])) : 0;
  };
  for (std::size_t one = 3; one < words.size(); ++one) {
    if (number(one) != 1) continue;
    int expected = 2;
    std::size_t last = one;
    for (std::size_t next = one + 2;
         next < words.size() && next <= last + kMaxRecord && expected < 4; ++next) {
      if (number(next) != expected || next < last + 2) continue;
      last = next;
      ++expected;
    }
    std::size_t head = words.size();
    std::size_t known = 0;
    bool numbered = false;
    for (std::size_t i = one;
         i-- > 0 && one - i <= kMaxHeads && !HasMoreThan(kMaxHead, text.Of(words[i]));) {
      const Role role = dictionary.HeadRole(text.Of(words[i]));
      known += role != Role::kNone;
      if (role != Role::kNone || (head == i + 1 && !HasMoreThan(4, text.Of(words[i])))) head = i;
      numbered = role == Role::kNumber;
      if (numbered) break;
    }
    if (known >= 3 && (expected == 4 || (numbered && known == one - head))) return head;
  }
  return words.size();
}

}  // namespace

void PartSpacedTables(const Text& text, const Dictionary& dictionary, Page* page) {
  std::vector<Block> out;
  std::vector<Table> found;
  const std::size_t known = page->tables.size();
  for (std::size_t i = 0; i < page->blocks.size(); ++i) {
    std::size_t end = i + 1;
    Table table = SpacedReader(text, dictionary, *page).Read(i, &end);
    if (table.rows.empty()) {
      out.push_back(page->blocks[i]);
      continue;
    }
    out.push_back({.range = table.range, .table = static_cast<int>(known + found.size())});
    found.push_back(std::move(table));
    i = end - 1;
  }
  page->blocks = std::move(out);
  std::move(found.begin(), found.end(), std::back_inserter(page->tables));
}

std::vector<Block> PartRunOnTables(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks) {
  std::vector<Block> out;
  for (const Block& block : blocks) {
    const std::string_view line = text.Of(block.range);
    if (block.table >= 0 || line.size() < 60 || line.find(' ') == std::string_view::npos) {
      out.push_back(block);
      continue;
    }
    std::vector<Range> tokens;
    for (std::size_t at = block.range.begin; at < block.range.end;) {
      const std::size_t end = NextBlank(text.str(), at, block.range.end);
      if (end > at) tokens.push_back({at, end});
      at = end;
      while (at < block.range.end && IsSpace(CharAt(text.str(), at).code))
        at += CharAt(text.str(), at).bytes;
    }
    const std::size_t head = HeadOfTable(text, dictionary, tokens);
    if (head == tokens.size()) {
      out.push_back(block);
      continue;
    }
    if (head > 0) out.push_back({.range = {block.range.begin, tokens[head - 1].end}});
    for (std::size_t i = head; i < tokens.size(); ++i)
      out.push_back({.range = tokens[i], .lone_cell = true});
  }
  return out;
}

}  // namespace duban::documents
