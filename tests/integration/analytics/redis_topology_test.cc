// The client against a real Cluster and real Sentinels that lose their master, and against servers
// that are no Redis.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "analytics/storage/redis_client.h"
#include "tests/testing/free_port.h"
#include "tests/testing/redis_server.h"

namespace duban::analytics {
namespace {

using duban::testing::RedisServer;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A loopback socket that listens on a free port.
struct Listener {
  Listener() : fd(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    listen(fd, 16);
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
  }
  ~Listener() { close(fd); }
  std::string address() const { return "127.0.0.1:" + std::to_string(port); }
  int fd;
  int port = 0;
};

std::string FreePort() { return std::to_string(duban::testing::FreePort()); }

bool Eventually(const std::function<bool()>& holds) {
  const auto deadline = steady_clock::now() + std::chrono::seconds(30);
  while (!holds()) {
    if (steady_clock::now() > deadline) return false;
    poll(nullptr, 0, 20);
  }
  return true;
}

std::optional<std::string> TextOf(const absl::StatusOr<std::optional<std::string>>& answer) {
  return answer.ok() ? *answer : std::nullopt;
}

class TopologyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::Installed()) GTEST_SKIP() << "redis-server is not installed";
  }
};

bool IsInSync(RedisServer& replica) {
  return replica.Run({"INFO", "replication"}).find("master_link_status:up") != std::string::npos;
}

// A node of a Cluster on loopback. `timeout`: milliseconds of silence after which others hold it
// for lost; on a busy machine a live node is silent for a while as well.
struct Node {
  explicit Node(const char* timeout)
      : server({"--port", port, "--cluster-enabled", "yes", "--cluster-port", bus,
                "--cluster-node-timeout", timeout, "--bind", "127.0.0.1",
                "--cluster-require-full-coverage", "no", "--repl-diskless-sync-delay", "0"}) {}
  std::string address() const { return "127.0.0.1:" + port; }
  bool Knows(std::size_t nodes) {
    return server.Run({"CLUSTER", "INFO"}).find("cluster_known_nodes:" + std::to_string(nodes)) !=
           std::string::npos;
  }
  // Whether it serves and knows who holds each slot: what it has not heard of yet it calls down.
  bool IsOk() {
    const std::string info = server.Run({"CLUSTER", "INFO"});
    return info.find("cluster_state:ok") != std::string::npos &&
           info.find("cluster_slots_ok:16384") != std::string::npos;
  }
  std::string id() { return server.Run({"CLUSTER", "MYID"}); }
  const std::string port = FreePort();
  const std::string bus = FreePort();
  RedisServer server;
};

// Three masters with a third of the slots each; with a replica of each, which soon stands for one
// that is lost.
struct Cluster {
  explicit Cluster(bool with_replicas) {
    const char* const ranges[][2] = {{"0", "5460"}, {"5461", "10922"}, {"10923", "16383"}};
    for (int i = 0; i < (with_replicas ? 6 : 3); ++i)
      nodes.push_back(std::make_unique<Node>(with_replicas ? "500" : "15000"));
    for (std::size_t i = 0; i < 3; ++i) {
      nodes[i]->server.Run({"CLUSTER", "ADDSLOTSRANGE", ranges[i][0], ranges[i][1]});
    }
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      nodes[0]->server.Run({"CLUSTER", "MEET", "127.0.0.1", nodes[i]->port, nodes[i]->bus});
    }
    for (const auto& node : nodes)
      EXPECT_TRUE(Eventually([&] { return node->Knows(nodes.size()); }));
    for (std::size_t i = 3; i < nodes.size(); ++i) {
      EXPECT_TRUE(Eventually([&] {
        return nodes[i]->server.Run({"CLUSTER", "REPLICATE", nodes[i - 3]->id()}) == "OK";
      }));
      EXPECT_TRUE(Eventually([&] { return IsInSync(nodes[i]->server); }))
          << "else it does not stand for master";
    }
    for (const auto& node : nodes) EXPECT_TRUE(Eventually([&] { return node->IsOk(); }));
  }
  std::vector<std::unique_ptr<Node>> nodes;
};

std::string KeyOf(const std::string& district) { return "duban:1:{" + district + "}:k"; }

TEST_F(TopologyTest, AClusterIsFollowedFromOneOfItsNodesAndThroughAMove) {
  Cluster cluster(false);
  RedisClient client(cluster.nodes[0]->address(), milliseconds(5000));
  for (int i = 0; i < 30; ++i) {
    const std::string district = std::to_string(440'100 + i);
    ASSERT_TRUE(client.Command(district, {"SET", KeyOf(district), district}).ok());
    EXPECT_EQ(TextOf(client.Command(district, {"GET", KeyOf(district)})), district);
  }
  for (const auto& node : cluster.nodes)
    EXPECT_NE(node->server.Run({"DBSIZE"}), "0") << "every master holds some";

  // A slot on its way from one master to another: what is not at its old place any more is asked
  // for at the new one.
  const std::string slot = cluster.nodes[0]->server.Run({"CLUSTER", "KEYSLOT", "{999999}"});
  const auto owner = static_cast<std::size_t>(std::stoi(slot) / 5461.5);
  Node& from = *cluster.nodes[owner];
  Node& to = *cluster.nodes[(owner + 1) % 3];
  ASSERT_EQ(to.server.Run({"CLUSTER", "SETSLOT", slot, "IMPORTING", from.id()}), "OK");
  ASSERT_EQ(from.server.Run({"CLUSTER", "SETSLOT", slot, "MIGRATING", to.id()}), "OK");
  const auto moving = client.Command("999999", {"SET", KeyOf("999999"), "on its way"});
  ASSERT_TRUE(moving.ok()) << moving.status();
  EXPECT_EQ(to.server.Run({"DBSIZE"}).empty(), false);
  EXPECT_EQ(TextOf(client.Command("999999", {"GET", KeyOf("999999")})), "on its way");
  to.server.Run({"CLUSTER", "SETSLOT", slot, "NODE", to.id()});
  from.server.Run({"CLUSTER", "SETSLOT", slot, "NODE", to.id()});
  EXPECT_EQ(TextOf(client.Command("999999", {"GET", KeyOf("999999")})), "on its way")
      << "moved for good";
}

TEST_F(TopologyTest, AClusterThatLosesTheNodeThatWasGivenServesOnThroughItsReplica) {
  Cluster cluster(true);
  RedisClient client(cluster.nodes[0]->address(), milliseconds(200));
  std::vector<std::string> districts;
  for (int i = 0; i < 12; ++i) districts.push_back(std::to_string(440'100 + i));
  const auto set = [&](const std::string& district, const std::string& value) {
    return Eventually([&] {
      return client.Command(district, {"SET", KeyOf(district), value}).ok();
    });
  };
  for (const std::string& district : districts) ASSERT_TRUE(set(district, district));
  cluster.nodes[0]->server.Kill();
  for (const std::string& district : districts) {
    EXPECT_TRUE(set(district, "anew")) << district;
    EXPECT_TRUE(Eventually([&] {
      return TextOf(client.Command(district, {"GET", KeyOf(district)})) == "anew";
    })) << district;
  }
}

TEST_F(TopologyTest, SentinelsNameTheNewMasterWhenTheOldOneDies) {
  const std::string first_port = FreePort(), second_port = FreePort(), sentinel_port = FreePort();
  RedisServer first(
      {"--port", first_port, "--bind", "127.0.0.1", "--repl-diskless-sync-delay", "0"});
  RedisServer second(
      {"--port", second_port, "--bind", "127.0.0.1", "--replicaof", "127.0.0.1", first_port});
  ASSERT_TRUE(Eventually([&] { return IsInSync(second); }));
  RedisServer sentinel(
      {"--sentinel", "--port", sentinel_port, "--bind", "127.0.0.1"},
      "sentinel monitor duban 127.0.0.1 " + first_port +
          " 1\nsentinel down-after-milliseconds duban 300\nsentinel failover-timeout duban 2000\n");
  ASSERT_TRUE(Eventually([&] {
    return sentinel.Run({"INFO", "sentinel"}).find("slaves=1") != std::string::npos;
  })) << "the Sentinel knows the replica";
  RedisClient client("sentinel:duban@127.0.0.1:" + FreePort() + ",127.0.0.1:" + sentinel_port,
                     milliseconds(200));
  ASSERT_TRUE(Eventually([&] {
    return client.Command("440113", {"SET", KeyOf("440113"), "before"}).ok();
  }));
  EXPECT_EQ(first.Run({"GET", KeyOf("440113")}), "before");
  first.Kill();
  EXPECT_TRUE(Eventually([&] {
    return client.Command("440113", {"SET", KeyOf("440113"), "after"}).ok();
  }));
  EXPECT_EQ(second.Run({"GET", KeyOf("440113")}), "after");
}

// Accepts connections and answers whatever comes with `chunk`, again and again with `pause`
// between, until it ends.
class Impostor {
 public:
  Impostor(std::string chunk, int times, milliseconds pause)
      : chunk_(std::move(chunk)), times_(times), pause_(pause), thread_([this] { Loop(); }) {}
  ~Impostor() {
    stopping_ = true;
    thread_.join();
  }
  std::string address() const { return listener_.address(); }

 private:
  void Loop() {
    while (!stopping_) {
      pollfd waiting{listener_.fd, POLLIN, 0};
      if (poll(&waiting, 1, 20) <= 0) continue;
      const int fd = accept(listener_.fd, nullptr, nullptr);
      char bytes[4096];
      if (recv(fd, bytes, sizeof(bytes), 0) > 0) {
        for (int i = 0; i < times_ && !stopping_; ++i) {
          if (send(fd, chunk_.data(), chunk_.size(), MSG_NOSIGNAL) < 0) break;
          poll(nullptr, 0, static_cast<int>(pause_.count()));
        }
      }
      close(fd);
    }
  }
  const std::string chunk_;
  const int times_;
  const milliseconds pause_;
  Listener listener_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TEST_F(TopologyTest, GarbageAndLiesAreNoAnswers) {
  for (const char* garbage :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "\x16\x03\x01\x02", "$-7\r\n", "*1000000\r\n$1\r\n",
        "$99999999\r\nshort\r\n", "-MOVED 1 nowhere\r\n", "-ASK\r\n", "~\r\n", ""}) {
    Impostor server(garbage, 1, milliseconds(0));
    RedisClient client(server.address(), milliseconds(100));
    EXPECT_FALSE(client.Command("440113", {"GET", "k"}).ok()) << garbage;
  }
}

TEST_F(TopologyTest, RedirectionsInACircleEnd) {
  Impostor server("-MOVED 1 :1\r\n", 1, milliseconds(0));
  RedisClient client(server.address(), milliseconds(100));
  EXPECT_FALSE(client.Command("440113", {"GET", "k"}).ok());
}

TEST_F(TopologyTest, AnAnswerThatComesByteByByteTakesNoLongerThanTheTimeout) {
  Impostor server("+", 1000, milliseconds(5));
  RedisClient client(server.address(), milliseconds(50));
  const auto begin = steady_clock::now();
  EXPECT_FALSE(client.Command("440113", {"GET", "k"}).ok());
  EXPECT_LT(steady_clock::now() - begin, milliseconds(2500))
      << "not the five seconds that the answer lasts";
}

}  // namespace
}  // namespace duban::analytics
