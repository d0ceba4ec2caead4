#include "tests/testing/redis_server.h"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>

namespace duban::testing {
namespace {

constexpr char kProgram[] = "/usr/bin/redis-server";

using Context = std::unique_ptr<redisContext, decltype(&redisFree)>;

Context Connect(const std::string& socket) {
  return Context(redisConnectUnix(socket.c_str()), &redisFree);
}

}  // namespace

bool RedisServer::Installed() { return access(kProgram, X_OK) == 0; }

RedisServer::RedisServer(const std::vector<std::string>& options, const std::string& config)
    : options_(options), socket_(directory_.File("redis.sock")) {
  if (!config.empty()) {
    config_ = directory_.File("redis.conf");
    std::ofstream(config_) << config;
  }
  Start();
}

RedisServer::~RedisServer() { Kill(); }

void RedisServer::Start() {
  std::vector<std::string> words = {kProgram,
                                    "--port",
                                    "0",
                                    "--unixsocket",
                                    socket_,
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "no",
                                    "--dir",
                                    directory_.path(),
                                    "--logfile",
                                    directory_.File("redis.log")};
  if (!config_.empty()) words.insert(words.begin() + 1, config_);
  words.insert(words.end(), options_.begin(), options_.end());
  pid_ = fork();
  if (pid_ == 0) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(kProgram, argv.data());
    _exit(127);
  }
  for (int attempt = 0; attempt < 500; ++attempt) {
    const Context context = Connect(socket_);
    if (context != nullptr && context->err == 0) {
      redisReply* reply = static_cast<redisReply*>(redisCommand(context.get(), "PING"));
      // One that wants a password answers, too: with an error.
      const bool up =
          reply != nullptr &&
          (reply->type == REDIS_REPLY_STATUS ||
           (reply->type == REDIS_REPLY_ERROR && std::string(reply->str).starts_with("NOAUTH")));
      if (reply != nullptr) freeReplyObject(reply);
      if (up) return;
    }
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) break;
    poll(nullptr, 0, 10);
  }
  std::cerr << "redis-server did not start; its log:\n"
            << std::ifstream(directory_.File("redis.log")).rdbuf() << std::endl;
  std::abort();
}

void RedisServer::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::Pause() { kill(pid_, SIGSTOP); }
void RedisServer::Resume() { kill(pid_, SIGCONT); }

std::string RedisServer::Run(const std::vector<std::string>& words) {
  const Context context = Connect(socket_);
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  redisReply* reply = static_cast<redisReply*>(
      redisCommandArgv(context.get(), static_cast<int>(words.size()), texts.data(), sizes.data()));
  if (reply == nullptr) return "no answer";
  std::string text = reply->str == nullptr ? "" : std::string(reply->str, reply->len);
  if (reply->type == REDIS_REPLY_INTEGER) text = std::to_string(reply->integer);
  if (reply->type == REDIS_REPLY_ARRAY && reply->elements > 0) {
    text = std::string(reply->element[0]->str, reply->element[0]->len);
  }
  freeReplyObject(reply);
  return text;
}

}  // namespace duban::testing
