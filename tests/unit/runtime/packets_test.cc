// Small answers over a loopback connection, each sent by itself and held back together.
#include "runtime/packets.h"

#include <gtest/gtest.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace duban::runtime {
namespace {

// Two ends of a TCP connection.
class Connection {
 public:
  Connection() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener, any, size), 0);
    EXPECT_EQ(listen(listener, 1), 0);
    EXPECT_EQ(getsockname(listener, any, &size), 0);
    sender_ = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    EXPECT_EQ(setsockopt(sender_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), 0);  // as gRPC does
    EXPECT_EQ(connect(sender_, any, size), 0);
    receiver_ = accept(listener, nullptr, nullptr);
    close(listener);
  }
  ~Connection() {
    close(sender_);
    close(receiver_);
  }

  void Send(std::string text) const {
    iovec part{text.data(), text.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    EXPECT_EQ(sendmsg(sender_, &message, MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  std::string Receive(std::size_t size) const {
    std::string text(size, '\0');
    EXPECT_EQ(recv(receiver_, text.data(), size, MSG_WAITALL), static_cast<ssize_t>(size));
    return text;
  }
  unsigned PacketsReceived() const {
    tcp_info info{};
    socklen_t size = sizeof(info);
    EXPECT_EQ(getsockopt(receiver_, IPPROTO_TCP, TCP_INFO, &info, &size), 0);
    return info.tcpi_data_segs_in;
  }

 private:
  int sender_ = -1;
  int receiver_ = -1;
};

constexpr int kAnswers = 100;
std::string AnswerOf(int number) { return "answer " + std::to_string(1'000 + number) + "\n"; }

TEST(PacketsTest, AnswersThatAreHeldArriveInOrderAndInFewPackets) {
  const Connection connection;
  std::string all;
  {
    HoldPackets hold;
    for (int i = 0; i < kAnswers; ++i) {
      connection.Send(AnswerOf(i));
      all += AnswerOf(i);
    }
    EXPECT_EQ(hold.sockets(), 1u);
  }
  EXPECT_EQ(connection.Receive(all.size()), all);
  // One, but for a machine that stops for so long that the kernel loses patience.
  EXPECT_LT(connection.PacketsReceived(), kAnswers / 2u);
}

TEST(PacketsTest, OthersLeaveAtOnce) {
  const Connection connection;
  { const HoldPackets before; }
  for (int i = 0; i < kAnswers; ++i) {
    connection.Send(AnswerOf(i));
    EXPECT_EQ(connection.Receive(AnswerOf(i).size()), AnswerOf(i))
        << "nothing else sends it on its way";
  }
  EXPECT_EQ(connection.PacketsReceived(), static_cast<unsigned>(kAnswers));
}

}  // namespace
}  // namespace duban::runtime
