// Which units of measure may stand for each other. Pure; thread-safe.
#pragma once

#include <string_view>

namespace duban::analytics {

// True where a value in one unit can be held against a target in the other: equal texts, the same
// sign in another width (％ and %), a count word with or without 次, or two plain count words (个,
// 处, 座, 台, …), which Chinese exchanges freely. Lengths, areas, money, shares, persons and
// households are never exchanged.
bool SameUnit(std::string_view a, std::string_view b);

}  // namespace duban::analytics
