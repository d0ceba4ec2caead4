#include "analytics/storage/redis_client.h"

#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <fstream>

#include "common/error.h"

namespace duban::analytics {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kSentinel = "sentinel:";
constexpr std::size_t kMostIdle = 8;
constexpr std::size_t kMostPlaces = 10'000;
constexpr std::size_t kMostNodes = 100;
constexpr int kMostHops = 4;

absl::Status Unreachable() {
  return Error(absl::StatusCode::kUnavailable, "REDIS_UNREACHABLE", "Redis does not answer");
}

absl::Status LoginFailed(std::string_view why) {
  return Error(absl::StatusCode::kPermissionDenied, "REDIS_LOGIN_FAILED",
               fmt::format("Redis does not let us in: {}; see --redis-password-file", why));
}

// The file's first line; "" when there is none.
std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

timeval ToTimeval(std::chrono::milliseconds span) {
  return {static_cast<time_t>(span.count() / 1000),
          static_cast<suseconds_t>(span.count() % 1000 * 1000)};
}

// Holds SIGPIPE back from this thread: hiredis writes to sockets that the other side may have
// closed, and that would end the process.
class NoSigPipe {
 public:
  NoSigPipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoSigPipe(const NoSigPipe&) = delete;
  NoSigPipe& operator=(const NoSigPipe&) = delete;
  ~NoSigPipe() {
    const int saved = errno;
    const timespec now = {};
    if (!sigismember(&before_, SIGPIPE)) {
      sigtimedwait(&pipe_, nullptr, &now);
      pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    errno = saved;
  }

 private:
  sigset_t pipe_;
  sigset_t before_;
};

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// "MOVED 3999 127.0.0.1:6381" -> the address, where the error is of that kind; without a host it is
// that of `from`.
std::optional<std::string> RedirectOf(const std::string& error, std::string_view kind,
                                      const std::string& from) {
  if (!error.starts_with(kind)) return std::nullopt;
  const std::vector<std::string> words = Split(error, ' ');
  if (words.size() != 3) return std::nullopt;
  return words[2].starts_with(':') ? from.substr(0, from.rfind(':')) + words[2] : words[2];
}

using ReplyPtr = std::unique_ptr<redisReply, void (*)(void*)>;

// Sends a command and reads its answer; nullptr when that is not done by `deadline`, since a
// timeout of the socket alone would let an answer that comes byte by byte take for ever.
ReplyPtr Exchange(redisContext& connection, const std::vector<std::string>& words,
                  std::chrono::steady_clock::time_point deadline) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  ReplyPtr nothing(nullptr, &freeReplyObject);
  if (redisAppendCommandArgv(&connection, static_cast<int>(words.size()), texts.data(),
                             sizes.data()) != REDIS_OK) {
    return nothing;
  }
  void* reply = nullptr;
  for (int written = 0; reply == nullptr;) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return nothing;
    if (redisSetTimeout(&connection, {left.count() / 1'000'000,
                                      static_cast<suseconds_t>(left.count() % 1'000'000)}) !=
        REDIS_OK) {
      return nothing;
    }
    if (written == 0) {
      if (redisBufferWrite(&connection, &written) != REDIS_OK) return nothing;
      continue;
    }
    if (redisBufferRead(&connection) != REDIS_OK ||
        redisGetReplyFromReader(&connection, &reply) != REDIS_OK) {
      return nothing;
    }
  }
  return {static_cast<redisReply*>(reply), &freeReplyObject};
}

}  // namespace

void RedisClient::Closer::operator()(redisContext* context) const { redisFree(context); }

RedisClient::RedisClient(std::string address, std::chrono::milliseconds timeout, RedisLogin login)
    : address_(std::move(address)), timeout_(timeout), login_(std::move(login)) {
  if (!address_.starts_with(kSentinel)) nodes_ = Split(address_, ',');
}

RedisClient::~RedisClient() = default;

absl::StatusOr<RedisClient::Connection> RedisClient::Connect(const std::string& address) {
  const timeval timeout = ToTimeval(timeout_);
  Connection connection;
  if (address.starts_with(kUnix)) {
    connection.reset(redisConnectUnixWithTimeout(address.c_str() + kUnix.size(), timeout));
  } else {
    const std::size_t colon = address.rfind(':');
    int port = 0;
    if (colon != std::string::npos) {
      std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    }
    if (port <= 0) return Unreachable();
    connection.reset(redisConnectWithTimeout(address.substr(0, colon).c_str(), port, timeout));
  }
  if (connection == nullptr || connection->err != 0) return Unreachable();
  RETURN_IF_ERROR(LogIn(*connection));
  return connection;
}

absl::Status RedisClient::LogIn(redisContext& connection) {
  if (login_.password_file.empty()) return absl::OkStatus();
  const std::string password = FirstLine(login_.password_file);
  if (password.empty())
    return LoginFailed(fmt::format("there is no password in {}", login_.password_file));
  std::vector<std::string> words = {"AUTH"};
  if (!login_.user.empty()) words.push_back(login_.user);
  words.push_back(password);
  ASSIGN_OR_RETURN(const Reply reply, Send(connection, words));
  // A server without any password, as Sentinels often are, lets everybody in.
  if (reply.error.empty() || reply.error.find("without any password") != std::string::npos)
    return absl::OkStatus();
  return LoginFailed(reply.error);
}

absl::StatusOr<RedisClient::Reply> RedisClient::Send(redisContext& connection,
                                                     const std::vector<std::string>& words) {
  const NoSigPipe quiet;
  const ReplyPtr reply = Exchange(connection, words, std::chrono::steady_clock::now() + timeout_);
  if (reply == nullptr) return Unreachable();
  switch (reply->type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      return Reply{std::string(reply->str, reply->len), ""};
    case REDIS_REPLY_INTEGER:
      return Reply{std::to_string(reply->integer), ""};
    case REDIS_REPLY_NIL:
      return Reply{std::nullopt, ""};
    case REDIS_REPLY_ERROR:
      return Reply{std::nullopt, std::string(reply->str, reply->len)};
    case REDIS_REPLY_ARRAY: {
      // The only list we ask for is a Sentinel's host and port.
      if (reply->elements != 2 || reply->element[0]->type != REDIS_REPLY_STRING ||
          reply->element[1]->type != REDIS_REPLY_STRING) {
        return Unreachable();
      }
      return Reply{std::string(reply->element[0]->str, reply->element[0]->len) + ":" +
                       std::string(reply->element[1]->str, reply->element[1]->len),
                   ""};
    }
    default:
      return Unreachable();
  }
}

absl::StatusOr<RedisClient::Reply> RedisClient::SendTo(const std::string& address, bool asking,
                                                       const std::vector<std::string>& words) {
  Connection connection;
  {
    absl::MutexLock lock(&mu_);
    std::vector<Connection>& idle = idle_[address];
    if (!idle.empty()) {
      connection = std::move(idle.back());
      idle.pop_back();
    }
  }
  const bool reused = connection != nullptr;
  for (int attempt = 0;; ++attempt) {
    if (connection == nullptr) {
      ASSIGN_OR_RETURN(connection, Connect(address));
    }
    if (asking) RETURN_IF_ERROR(Send(*connection, {"ASKING"}).status());
    absl::StatusOr<Reply> reply = Send(*connection, words);
    if (reply.ok()) {
      absl::MutexLock lock(&mu_);
      std::vector<Connection>& idle = idle_[address];
      if (idle.size() < kMostIdle) idle.push_back(std::move(connection));
      return reply;
    }
    // A kept connection may have been closed by the other side long ago; a silent one is not asked
    // twice.
    const bool closed =
        connection->err == REDIS_ERR_EOF ||
        (connection->err == REDIS_ERR_IO && errno != EAGAIN && errno != EWOULDBLOCK);
    connection.reset();
    {
      absl::MutexLock lock(&mu_);
      idle_[address].clear();
    }
    if (!reused || attempt > 0 || !closed) return reply.status();
  }
}

absl::StatusOr<std::string> RedisClient::AskSentinels() {
  const std::string_view rest = std::string_view(address_).substr(kSentinel.size());
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos) return Unreachable();
  const std::string name(rest.substr(0, at));
  for (const std::string& sentinel : Split(rest.substr(at + 1), ',')) {
    const auto reply = SendTo(sentinel, false, {"SENTINEL", "get-master-addr-by-name", name});
    if (reply.ok() && reply->text) return *reply->text;
  }
  return Unreachable();
}

absl::StatusOr<std::string> RedisClient::HomeAddress() {
  {
    absl::MutexLock lock(&mu_);
    if (!nodes_.empty()) return nodes_[home_ % nodes_.size()];
    if (!master_.empty()) return master_;
  }
  ASSIGN_OR_RETURN(std::string master, AskSentinels());
  absl::MutexLock lock(&mu_);
  master_ = master;
  return master;
}

void RedisClient::Learn(const std::string& slot, const std::string& address) {
  absl::MutexLock lock(&mu_);
  if (places_.size() >= kMostPlaces) places_.clear();
  places_[slot] = address;
  if (nodes_.size() < kMostNodes &&
      std::find(nodes_.begin(), nodes_.end(), address) == nodes_.end()) {
    nodes_.push_back(address);
  }
}

void RedisClient::Forget(const std::string& slot) {
  absl::MutexLock lock(&mu_);
  places_.erase(slot);
  master_.clear();
  ++home_;
}

absl::StatusOr<std::optional<std::string>> RedisClient::Command(
    const std::string& slot, const std::vector<std::string>& words) {
  std::string address;
  {
    absl::MutexLock lock(&mu_);
    if (const auto it = places_.find(slot); it != places_.end()) address = it->second;
  }
  bool asking = false;
  for (int hop = 0; hop < kMostHops; ++hop) {
    if (address.empty()) {
      ASSIGN_OR_RETURN(address, HomeAddress());
    }
    const absl::StatusOr<Reply> reply = SendTo(address, asking, words);
    if (!reply.ok()) {
      Forget(slot);
      return reply.status();
    }
    if (reply->error.empty()) return reply->text;
    asking = false;
    if (const auto moved = RedirectOf(reply->error, "MOVED ", address)) {
      address = *moved;
      Learn(slot, address);
    } else if (const auto ask = RedirectOf(reply->error, "ASK ", address)) {
      address = *ask;
      asking = true;
    } else if (reply->error.starts_with("READONLY") && address_.starts_with(kSentinel)) {
      // The master that was is a replica now: the Sentinels know the new one.
      Forget(slot);
      address.clear();
    } else if (reply->error.starts_with("NOAUTH")) {
      return LoginFailed(reply->error);
    } else {
      return Error(absl::StatusCode::kFailedPrecondition, "REDIS_REFUSED",
                   "Redis refused: " + reply->error);
    }
  }
  Forget(slot);
  return Unreachable();
}

}  // namespace duban::analytics
