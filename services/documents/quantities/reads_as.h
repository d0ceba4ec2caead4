#pragma once

namespace duban::quantities {

// What a character reads as: itself, or the one that it is a form of.
char32_t ReadsAs(char32_t c);

}  // namespace duban::quantities
