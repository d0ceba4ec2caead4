// One random life of a journal on a faulty disk, made from a seed: batches, power losses, full
// disks, failing syncs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace duban::testing {

// Lives through the schedule of a seed and checks after every power loss that every acknowledged
// entry is there, with its position and hash, exactly once; that a commit that was not acknowledged
// is there whole or not at all; and that chain and request ids hold. nullopt = all held; otherwise
// what did not.
std::optional<std::string> LiveThrough(std::uint64_t seed);

// The same life for every seed, with the power going after exactly `operations` operations and
// `seed` deciding what survives. `done` is set when the life ended before that.
std::optional<std::string> LoseThePowerAt(std::int64_t operations, std::uint64_t seed, bool& done);

}  // namespace duban::testing
