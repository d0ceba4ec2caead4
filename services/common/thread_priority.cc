#include "common/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace duban {

void YieldToOthers(Background how) {
  // On Linux a priority is a thread's, not the process's.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), how == Background::kSoon ? 5 : 19);
}

}  // namespace duban
