// Threads whose work can wait.
#pragma once

namespace duban {

// How much of the processor a thread gets beside one that somebody waits for.
enum class Background {
  kSoon,      // a third: others wait in the end when it falls behind
  kWhenIdle,  // hardly anything: nobody ever waits for it
};

// From now on the calling thread stands back. Where the system does not allow it nothing happens.
void YieldToOthers(Background how);

}  // namespace duban
