// TextTable gives every distinct text a number, so that a figure carries four bytes instead of a
// string.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/node_hash_map.h"

namespace duban::analytics {

// Not thread-safe. Numbers start at 0 (the empty text) and are given in order of first sight.
class TextTable {
 public:
  TextTable() { Intern(""); }
  TextTable(TextTable&&) = default;
  TextTable& operator=(TextTable&&) = default;

  std::uint32_t Intern(std::string_view text) {
    // Debian's absl has a string_view of its own; looking up by std::string keeps both out of the
    // interface.
    const auto [it, added] =
        numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
    if (added) texts_.push_back(&it->first);
    return it->second;
  }

  std::optional<std::uint32_t> Find(std::string_view text) const {
    const auto it = numbers_.find(std::string(text));
    if (it == numbers_.end()) return std::nullopt;
    return it->second;
  }

  // Requires number < size().
  const std::string& At(std::uint32_t number) const { return *texts_[number]; }
  std::size_t size() const { return texts_.size(); }

 private:
  absl::node_hash_map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> texts_;  // the keys, which do not move
};

}  // namespace duban::analytics
