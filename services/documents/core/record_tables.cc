#include "documents/core/record_tables.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace duban::documents {
namespace {

class RecordReader {
 public:
  RecordReader(const Text& text, const Dictionary& dictionary, const Table& table)
      : text_(text), dictionary_(dictionary), table_(table) {}

  std::optional<Table> Read() {
    // One look tells most tables: below a row of heads stand no labels.
    const auto known = [&](std::size_t row) {
      return row < table_.rows.size() && !table_.rows[row].empty() && IsLabel(table_.rows[row][0]);
    };
    if (table_.rows.size() < 3 || known(1) + known(2) + known(3) < 2) return std::nullopt;
    FindOwnLabels();
    std::size_t labelled = 0;
    std::size_t pairs = 0;
    std::size_t columns = 0;
    std::size_t numbers = 0;  // 二、 alone in front of a record
    for (const auto& row : table_.rows) {
      numbers += row.size() == 1;
      if (row.empty() || !IsLabel(row[0])) continue;
      ++labelled;
      columns = std::max(columns, row.size());
      bool alternate = row.size() % 2 == 0;
      for (std::size_t i = 0; i < row.size(); ++i)
        alternate = alternate && (row[i].empty() || IsLabel(row[i]) == (i % 2 == 0));
      pairs += alternate;
    }
    // A row of heads is a row of labels; here each stands before its value.
    if (labelled < 3 || labelled * 5 < (table_.rows.size() - numbers) * 4 || columns < 2)
      return std::nullopt;
    Table upright{.form = table_.form, .range = table_.range};
    if (pairs * 5 >= labelled * 4) {
      Pairs(&upright);
    } else if (table_.rows.size() <= 24 && NoLabelsInside()) {
      Turn(columns, &upright);
    } else {
      return std::nullopt;
    }
    return upright.rows.size() >= 2 && upright.rows[0].size() >= 3
               ? std::optional(std::move(upright))
               : std::nullopt;
  }

 private:
  bool IsLabel(Range cell) const {
    return !cell.empty() && (dictionary_.LabelRole(text_.Of(cell)) != Role::kNone ||
                             own_labels_.contains(text_.Of(cell)));
  }

  // A word in front of a value that comes again in every record is a label, known or not.
  void FindOwnLabels() {
    std::map<std::string_view, std::size_t> openings;
    std::size_t most = 0;
    for (const auto& row : table_.rows) {
      if (row.size() != 2 || row[0].empty() || HasMoreThan(10, text_.Of(row[0]))) continue;
      const std::size_t count = ++openings[text_.Of(row[0])];
      if (IsLabel(row[0])) most = std::max(most, count);
    }
    for (const auto& [word, count] : openings) {
      if (most >= 3 && count * 5 >= most * 4) own_labels_.insert(word);
    }
  }

  bool NoLabelsInside() const {
    return std::all_of(table_.rows.begin(), table_.rows.end(), [&](const std::vector<Range>& row) {
      return row.empty() ||
             std::none_of(row.begin() + 1, row.end(), [&](Range cell) { return IsLabel(cell); });
    });
  }

  void Pairs(Table* upright) const {
    std::vector<std::string> names;
    std::vector<std::vector<Range>> records(1);
    upright->rows.emplace_back();
    for (const auto& row : table_.rows) {
      for (std::size_t i = 0; i + 1 < row.size(); i += 2) {
        if (!IsLabel(row[i])) continue;
        const std::string name = Normal(text_.Of(row[i]));
        const auto at =
            static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
        if (at == names.size()) {
          names.push_back(name);
          upright->rows[0].push_back(row[i]);
        }
        if (at < records.back().size() && !records.back()[at].empty()) records.emplace_back();
        if (records.back().size() <= at) records.back().resize(at + 1);
        records.back()[at] = row[i + 1];
      }
    }
    for (auto& record : records) {
      record.resize(names.size());
      upright->rows.push_back(std::move(record));
    }
  }

  void Turn(std::size_t columns, Table* upright) const {
    for (std::size_t column = 0; column < columns; ++column) {
      upright->rows.emplace_back();
      for (const auto& row : table_.rows)
        upright->rows.back().push_back(column < row.size() ? row[column] : Range{});
    }
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const Table& table_;
  std::set<std::string_view> own_labels_;
};

}  // namespace

std::optional<Table> UprightTable(const Text& text, const Dictionary& dictionary,
                                  const Table& table) {
  return RecordReader(text, dictionary, table).Read();
}

}  // namespace duban::documents
