// The real duban-ingest as a child process: started, killed, started again on the same data.
#pragma once

#include <fcntl.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "runtime/client.h"

namespace duban::ingest {

class IngestProcess {
 public:
  IngestProcess(std::string data_dir, std::string registry_address,
                std::vector<std::string> extra = {})
      : data_dir_(std::move(data_dir)),
        registry_address_(std::move(registry_address)),
        extra_(std::move(extra)) {}
  ~IngestProcess() { Kill(); }

  // Returns once it serves; its address changes with every start.
  void Start() {
    const std::string log = data_dir_ + "/ingest." + std::to_string(++starts_) + ".log";
    std::vector<std::string> arguments = {std::string(DUBAN_BIN_DIR) + "/duban-ingest",
                                          "--rpc-address",
                                          "127.0.0.1:0",
                                          "--metrics-address",
                                          "",
                                          "--data-dir",
                                          data_dir_,
                                          "--registry-address",
                                          registry_address_,
                                          "--log-format",
                                          "json"};
    arguments.insert(arguments.end(), extra_.begin(), extra_.end());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    unlink(log.c_str());  // an earlier process of the same data may have left one
    pid_ = fork();
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int fd = open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0644);
      dup2(fd, 1);
      dup2(fd, 2);
      execv(argv[0], argv.data());
      _exit(127);
    }
    AwaitAddress(log);
  }

  void Kill() { End(SIGKILL); }

  // SIGTERM; the exit status.
  int Stop() { return End(SIGTERM); }

  const std::string& address() const { return address_; }

  std::unique_ptr<v1::ProgressService::Stub> Stub() const {
    return v1::ProgressService::NewStub(runtime::MakeChannel(address_));
  }

 private:
  int End(int signal) {
    if (pid_ <= 0) return -1;
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  // Waits until its log says where it listens and that it knows the catalog, or goes on without.
  void AwaitAddress(const std::string& log) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    address_.clear();
    std::string text;
    while (std::chrono::steady_clock::now() < deadline) {
      std::stringstream content;
      content << std::ifstream(log).rdbuf();
      text = content.str();
      const std::string key = "\"serving_started\",\"address\":\"";
      const size_t at = text.find(key);
      const bool ready = text.find("catalog_current") != std::string::npos ||
                         text.find("started_without_registry") != std::string::npos;
      if (at != std::string::npos && ready) {
        address_ = text.substr(at + key.size(), text.find('"', at + key.size()) - at - key.size());
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "duban-ingest did not start:\n" << text;
  }

  const std::string data_dir_;
  const std::string registry_address_;
  const std::vector<std::string> extra_;
  std::string address_;
  pid_t pid_ = -1;
  int starts_ = 0;
};

}  // namespace duban::ingest
