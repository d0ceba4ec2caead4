// Tells ThreadSanitizer what absl's locks order. Debian's absl is not instrumented, so without this
// every field that an absl::Mutex guards looks like a race. Linked with --wrap in the tsan preset
// only; see DubanTsan.cmake.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

extern "C" void AnnotateIgnoreReadsBegin(const char* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char* file, int line);

namespace {

// Whoever unlocks evaluates the conditions of those who wait, which live on the waiters' stacks:
// what it reads there is ordered by the lock itself, but after the point where we can say so.
class IgnoringConditions {
 public:
  IgnoringConditions() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~IgnoringConditions() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

void Acquired(void* lock) { __tsan_acquire(lock); }
void Releasing(void* lock) { __tsan_release(lock); }

}  // namespace

#define DUBAN_REAL(name) __real_##name
#define DUBAN_WRAP(name) __wrap_##name

#define DUBAN_TAKES(name)                        \
  extern "C" void DUBAN_REAL(name)(void*);       \
  extern "C" void DUBAN_WRAP(name)(void* lock) { \
    DUBAN_REAL(name)(lock);                      \
    Acquired(lock);                              \
  }
#define DUBAN_GIVES(name)                        \
  extern "C" void DUBAN_REAL(name)(void*);       \
  extern "C" void DUBAN_WRAP(name)(void* lock) { \
    Releasing(lock);                             \
    const IgnoringConditions ignoring;           \
    DUBAN_REAL(name)(lock);                      \
  }

DUBAN_TAKES(_ZN4absl7debian35Mutex4LockEv)
DUBAN_TAKES(_ZN4absl7debian35Mutex10ReaderLockEv)
DUBAN_GIVES(_ZN4absl7debian35Mutex6UnlockEv)
DUBAN_GIVES(_ZN4absl7debian35Mutex12ReaderUnlockEv)
DUBAN_GIVES(_ZN4absl7debian312Notification6NotifyEv)
DUBAN_TAKES(_ZNK4absl7debian312Notification19WaitForNotificationEv)

extern "C" void __real__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(void*,
                                                                      const absl::Condition&);
extern "C" void __wrap__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(
    void* lock, const absl::Condition& condition) {
  Releasing(lock);
  {
    const IgnoringConditions ignoring;
    __real__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(lock, condition);
  }
  Acquired(lock);
}

extern "C" bool __real__ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE(
    void*, const absl::Condition&, absl::Duration);
extern "C" bool __wrap__ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE(
    void* lock, const absl::Condition& condition, absl::Duration timeout) {
  Releasing(lock);
  AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  const bool held = __real__ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE(
      lock, condition, timeout);
  AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  Acquired(lock);
  return held;
}
