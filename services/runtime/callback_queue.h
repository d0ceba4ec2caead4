// The callback API for programs in which one thread polls.
//
// gRPC gives the callback API threads that poll. All threads of a process that wait at completion
// queues take turns at one epoll set, and each turn wakes another thread: beside a thread that
// serves calls by polling (PolledCalls) this costs more than serving them. A program that calls
// anything here gets its callbacks from gRPC's executor instead, and polls only where it waits at a
// completion queue itself. docs/adr/0007 has the reasons and figures.
#pragma once

namespace duban::runtime {

// Whether gRPC uses the queue of this file, which is known once a server or a call uses the
// callback API. When not, gRPC polls for it as always, and all that is lost is time. REQUIRES: a
// thread polls while callbacks are waited for.
bool CallbacksAreNotPolledFor();

}  // namespace duban::runtime
