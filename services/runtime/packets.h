// Many small answers in few packets.
#pragma once

#include <cstddef>
#include <vector>

namespace duban::runtime {

// While one lives, what gRPC sends on this thread waits in the kernel, and leaves when it ends or a
// packet is full.
//
// gRPC writes every answer by itself, and a packet of its own costs both sides more than the answer
// in it. It has no way to be told that more follows, so this file defines sendmsg, through which it
// writes; the linker prefers the program's. Should gRPC write otherwise one day, only time is lost
// (and ingest_report_calls_test fails). docs/adr/0007 has figures.
//
// Must end on the thread that it began on, where it is the only one; and soon: until then nobody
// gets an answer.
class HoldPackets {
 public:
  HoldPackets();
  ~HoldPackets();
  HoldPackets(const HoldPackets&) = delete;
  HoldPackets& operator=(const HoldPackets&) = delete;

  // Sockets on which something was sent since it began.
  std::size_t sockets() const { return sockets_.size(); }

  // Used by sendmsg: what is sent on this socket is to be followed by more.
  void Add(int socket);

 private:
  std::vector<int> sockets_;
};

}  // namespace duban::runtime
