#include "documents/core/join_places.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxItems = 100;  // each is looked for among all others

std::vector<std::string> NamesOf(const Text& text, const Listing& listing) {
  std::vector<std::string> names;
  for (const Item& item : listing.items)
    names.push_back(Normal(text.Of(TitleOfHead(text, item.title))));
  return names;
}

// The index of the only name that says the same as `name`, or that holds it or is held by it; -1
// when there is none.
std::ptrdiff_t SameName(const std::vector<std::string>& names, const std::string& name) {
  if (const auto same = std::ranges::find(names, name); same != names.end())
    return same - names.begin();
  constexpr std::size_t kLeast = 12;  // bytes: four characters say what is meant
  std::ptrdiff_t found = -1;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& [shorter, longer] = std::minmax(
        names[i], name, [](const auto& a, const auto& b) { return a.size() < b.size(); });
    if (shorter.size() < kLeast || Find(longer, shorter) == std::string_view::npos) continue;
    if (found >= 0) return -1;
    found = static_cast<std::ptrdiff_t>(i);
  }
  return found;
}

bool OtherYears(const Text& text, const Listing& a, const Listing& b) {
  const int year = MostNamedYear(text.Of(a.title));
  const int other = MostNamedYear(text.Of(b.title));
  return year > 0 && other > 0 && year != other;
}

bool HoldsFigures(const Text& text, const Item& item) {
  return std::ranges::any_of(item.parts, [&](const Part& part) {
    return std::ranges::any_of(part.fields, [&](const Field& field) {
      const bool figures = field.role == Role::kPlanned || field.role == Role::kReached ||
                           field.role == Role::kTarget || field.role == Role::kProgress;
      return figures && HoldsDigit(text.Of(field.range));
    });
  });
}

// Leaves the share of a total to its row of totals.
void AddShare(const Part& total, std::vector<std::vector<Field>>* totals) {
  const auto share = std::ranges::find(total.fields, Role::kRatio, &Field::role);
  if (share == total.fields.end()) return;
  for (std::vector<Field>& row : *totals) {
    const bool same = !row.empty() && std::ranges::any_of(total.fields, [&](const Field& field) {
      return field.range == row.front().range;
    });
    if (same) row.push_back(*share);
  }
}

// Gives the rows of the places to the projects of `whole`; false, and nothing changed, when the
// promises are others.
bool Join(const Text& text, Listing& places, Listing& whole) {
  if (places.items.size() > kMaxItems || whole.items.size() > kMaxItems ||
      OtherYears(text, places, whole))
    return false;
  const std::vector<std::string> names = NamesOf(text, whole);
  std::vector<std::ptrdiff_t> same;
  for (const std::string& name : NamesOf(text, places)) same.push_back(SameName(names, name));
  const auto known = std::ranges::count_if(same, [](std::ptrdiff_t index) { return index >= 0; });
  if (known == 0 || known * 2 < std::ssize(same)) return false;
  for (std::size_t i = 0; i < places.items.size(); ++i) {
    Item& item = places.items[i];
    if (same[i] < 0) {
      item.number = whole.items.back().number + 1;
      whole.items.push_back(std::move(item));
      continue;
    }
    Item& project = whole.items[static_cast<std::size_t>(same[i])];
    const bool told = HoldsFigures(text, project);
    for (Part& part : item.parts) {
      // What all places do together is what the project's own row says.
      const bool all = told && IsWholePlace(text.Of(part.heading));
      if (told)
        std::erase_if(part.fields,
                      [&](const Field& field) { return IsWholePlace(text.Of(field.head)); });
      if (all) {
        AddShare(part, &places.totals);
      } else {
        project.parts.push_back(std::move(part));
      }
    }
  }
  std::ranges::move(places.totals, std::back_inserter(whole.totals));
  whole.range = {std::min(whole.range.begin, places.range.begin),
                 std::max(whole.range.end, places.range.end)};
  return true;
}

// Whether sentences above a table name some of its projects only:
// 三月末有节点目标的任务有3个,分别为:….
bool NamesSomeOf(const Text& text, const Listing& some, const Listing& table) {
  if (some.layout != "OUTLINE" || table.layout == "OUTLINE" || table.layout == "MATRIX")
    return false;
  if (some.items.size() * 2 > table.items.size() || table.items.size() > kMaxItems ||
      OtherYears(text, some, table))
    return false;
  const std::vector<std::string> names = NamesOf(text, table);
  std::vector<std::string> named = NamesOf(text, some);
  return std::ranges::all_of(named,
                             [&](const std::string& name) { return SameName(names, name) >= 0; });
}

// What a row of a table of funds says that all of its project costs, the first of its columns of
// money; null in any other row.
const Field* CostOf(const Item& item) {
  if (item.parts.size() != 1) return nullptr;
  const Field* cost = nullptr;
  for (const Field& field : item.parts.front().fields) {
    const bool told = field.role == Role::kTarget || field.role == Role::kContent ||
                      field.role == Role::kProgress || field.role == Role::kStatus;
    if (told) return nullptr;
    if (cost == nullptr && field.role == Role::kPlanned && MentionsAny<"投资", "资金">(field.name))
      cost = &field;
  }
  return cost;
}

// Gives the projects of `whole` what a further annex says that each of them costs; false, and
// nothing changed, when it is none, or of other projects.
bool JoinFunds(const Text& text, const Listing& funds, Listing& whole) {
  constexpr std::size_t kLeast = 3;
  const std::size_t projects = funds.items.size();
  if (projects < kLeast || projects > kMaxItems || projects != whole.items.size() ||
      OtherYears(text, funds, whole))
    return false;
  if (std::ranges::any_of(funds.items, [](const Item& item) { return CostOf(item) == nullptr; }))
    return false;
  if (std::ranges::any_of(whole.items, [](const Item& item) {
        return item.parts.empty() || CostOf(item) != nullptr;
      }))
    return false;
  if (NamesOf(text, funds) != NamesOf(text, whole)) return false;
  for (std::size_t i = 0; i < projects; ++i)
    whole.items[i].parts.front().fields.push_back(*CostOf(funds.items[i]));
  std::ranges::copy(funds.totals, std::back_inserter(whole.totals));
  // 单位:万元 above the table.
  std::ranges::copy_if(funds.preface, std::back_inserter(whole.preface), [&](Range line) {
    return StartsWithAny<"单位", "(单位", "（单位">(text.Of(line));
  });
  whole.range = {std::min(whole.range.begin, funds.range.begin),
                 std::max(whole.range.end, funds.range.end)};
  return true;
}

}  // namespace

void JoinPlaces(const Text& text, std::vector<Listing>* listings) {
  constexpr std::size_t kMostLists = 50;  // of a document; each is held against all others
  if (listings->size() > kMostLists) return;
  for (std::size_t i = 0; i < listings->size();) {
    Listing& places = (*listings)[i];
    bool joined = false;
    for (std::size_t k = 0; k < listings->size() && !joined && places.layout == "MATRIX"; ++k) {
      Listing& whole = (*listings)[k];
      joined = whole.layout != "MATRIX" && whole.items.size() >= places.items.size() &&
               Join(text, places, whole);
    }
    for (std::size_t k = 0; k < listings->size() && !joined; ++k)
      joined = k != i && JoinFunds(text, places, (*listings)[k]);
    const bool named = std::ranges::any_of(
        *listings, [&](const Listing& table) { return NamesSomeOf(text, places, table); });
    if (joined || named) {
      listings->erase(listings->begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

}  // namespace duban::documents
