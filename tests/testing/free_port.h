#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <random>

namespace duban::testing {

// A TCP port of loopback on which nothing listens, for a server that another process will start.
// It lies below those that the kernel gives to outgoing connections, so that no client of another
// test takes it in between; two tests that look at once hardly draw the same one.
inline int FreePort() {
  static std::mt19937 random{std::random_device{}()};
  std::uniform_int_distribution<int> draw(10'240, 20'999);
  for (;;) {
    const int port = draw(random);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const bool is_free = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    close(fd);
    if (is_free) return port;
  }
}

}  // namespace duban::testing
