#include "runtime/packets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace duban::runtime {
namespace {

thread_local HoldPackets* holder = nullptr;

}  // namespace

HoldPackets::HoldPackets() { holder = this; }

HoldPackets::~HoldPackets() {
  holder = nullptr;
  for (const int socket : sockets_) {
    // Set on all of gRPC's sockets already; setting it sends what waits (tcp(7)). One that was
    // closed meanwhile, or is another's by now, is not harmed.
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
}

void HoldPackets::Add(int socket) {
  if (std::ranges::find(sockets_, socket) == sockets_.end()) sockets_.push_back(socket);
}

}  // namespace duban::runtime

// As libc's, but for the flag.
extern "C" ssize_t sendmsg(int socket, const msghdr* message, int flags) {
  if (duban::runtime::HoldPackets* const hold = duban::runtime::holder) {
    hold->Add(socket);
    flags |= MSG_MORE;
  }
  return syscall(SYS_sendmsg, socket, message, flags);
}
