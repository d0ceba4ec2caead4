// Threads whose work can wait.
#pragma once

namespace duban {

// From now on the calling thread gets a third of the processor time of one beside it that callers wait for. Where the
// system does not allow it nothing happens.
void YieldToOthers();

}  // namespace duban
