#include "documents/core/category_projects.h"

#include <algorithm>
#include <span>
#include <utility>

#include "documents/core/word_cuts.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastCategories = 3;

// How many categories the items have, each in one run; 0 when an item has none or a category comes
// again.
std::size_t CountCategories(const Text& text, std::span<const Item> items) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].category.empty()) return 0;
    if (i > 0 && items[i].category == items[i - 1].category) continue;
    names.push_back(text.Of(items[i].category));
  }
  const std::size_t runs = names.size();
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) == names.end() ? runs : 0;
}

}  // namespace

void MakeCategoriesProjects(const Text& text, const Counted& counted, std::vector<Item>* items) {
  const auto has = [](const std::vector<int>& counts, std::size_t count) {
    return std::ranges::find(counts, static_cast<int>(count)) != counts.end();
  };
  const std::size_t rows = items->size();
  if (has(counted.promises, rows) || has(counted.others, rows) || has(counted.tasks, rows)) return;
  const std::size_t categories = CountCategories(text, *items);
  if (categories < kLeastCategories || categories == rows || !has(counted.promises, categories))
    return;
  std::vector<Item> projects;
  Range last;
  for (Item& item : *items) {
    if (item.category != last) {
      last = item.category;
      projects.push_back({.number = static_cast<int>(projects.size()) + 1,
                          .title = BehindNumbering(text.str(), last)});
    }
    for (Part& part : item.parts) {
      if (part.number == 0) part.number = item.number;
      if (part.heading.empty()) part.heading = item.title;
      for (const Field& field : item.fields) part.fields.push_back(field);
      projects.back().parts.push_back(std::move(part));
    }
  }
  *items = std::move(projects);
}

}  // namespace duban::documents
