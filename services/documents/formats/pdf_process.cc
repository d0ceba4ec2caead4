#include "documents/formats/pdf_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "common/error.h"
#include "documents/core/text.h"

namespace duban::documents {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kMaxAnswer = 512u << 20;

absl::Status Internal(std::string_view reason, std::string message) {
  return Error(absl::StatusCode::kInternal, reason, message);
}

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() { Close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  void Close() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return lseek(fd, 0, SEEK_SET) == 0;
}

// Everything the program says until it ends or its time does.
std::string ReadAnswer(int fd, std::chrono::seconds patience) {
  const Steady::time_point deadline = Steady::now() + patience;
  std::string out;
  std::string block(64u << 10, '\0');
  while (out.size() < kMaxAnswer) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
    pollfd waiting{.fd = fd, .events = POLLIN};
    const int ready = left <= 0 ? 0 : poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    const ssize_t got = read(fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    out.append(block, 0, static_cast<std::size_t>(got));
  }
  return out;
}

absl::StatusOr<pid_t> Start(const std::string& program, int in, int out,
                            const DecodeLimits& limits) {
  std::string arguments[] = {program, std::to_string(limits.pdf_seconds),
                             std::to_string(limits.pdf_memory), std::to_string(limits.max_pages)};
  char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(),
                  arguments[3].data(), nullptr};
  char path[] = "PATH=/usr/bin:/bin";
  char* environment[] = {path, nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);  // a server blocks signals; the child must be stoppable
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int failed = posix_spawn(&child, program.c_str(), &actions, &attributes, argv, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0)
    return Internal(
        "PDF_PROGRAM_MISSING",
        fmt::format("{} cannot be started: it reads PDF files and belongs beside this program",
                    program));
  return child;
}

// Exit code of the child, or -1 when it was ended by a signal.
int End(pid_t child) {
  kill(child, SIGKILL);  // it has said all it will say
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

absl::StatusOr<std::vector<PdfPage>> PagesOfPdf(std::string_view bytes,
                                                const DecodeLimits& limits) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string program = (self.parent_path() / "duban-pdf-pages").string();
  File in(memfd_create("pdf", MFD_CLOEXEC));
  int ends[2] = {-1, -1};
  if (in.fd() < 0 || !WriteAll(in.fd(), bytes) || pipe2(ends, O_CLOEXEC) != 0) {
    return Internal("PDF_PROGRAM_FAILED",
                    "no memory or file descriptor is left to read a PDF with");
  }
  File answer(ends[0]);
  File to_parent(ends[1]);
  ASSIGN_OR_RETURN(const pid_t child, Start(program, in.fd(), to_parent.fd(), limits));
  to_parent.Close();
  const std::string said =
      ReadAnswer(answer.fd(), std::chrono::seconds(limits.pdf_seconds * 2 + 5));
  End(child);
  // The last line says how it went: an answer without it was cut off.
  const std::size_t last = said.size() < 2 ? std::string::npos : said.rfind('\n', said.size() - 2);
  const std::string_view verdict =
      last == std::string::npos ? std::string_view(said) : std::string_view(said).substr(last + 1);
  if (verdict == "END OK\n") return ReadPages(said);
  if (verdict.starts_with("END ")) {
    const std::size_t space = verdict.find(' ', 4);
    if (space != std::string_view::npos)
      return DocumentError(verdict.substr(4, space - 4), Trim(verdict.substr(space)));
  }
  return DocumentError(
      "DOCUMENT_BROKEN",
      fmt::format("the PDF cannot be read within {} s and {} MB: it is damaged or made to "
                  "do harm; print it into a new PDF",
                  limits.pdf_seconds, limits.pdf_memory >> 20));
}

}  // namespace duban::documents
