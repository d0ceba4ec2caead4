#include "gateway/backend/probe.h"

#include <grpc/health/v1/health.grpc.pb.h>

#include <boost/asio/ip/tcp.hpp>
#include <chrono>

#include "common/error.h"
#include "runtime/client.h"

namespace duban::gateway {

std::string HealthOf(const Backend& backend) {
  const auto stub = grpc::health::v1::Health::NewStub(backend.channel());
  grpc::ClientContext context;
  runtime::PrepareContext(context, std::chrono::milliseconds(800));
  grpc::health::v1::HealthCheckResponse response;
  if (!stub->Check(&context, {}, &response).ok()) return "UNREACHABLE";
  return response.status() == grpc::health::v1::HealthCheckResponse::SERVING ? "SERVING"
                                                                             : "NOT_SERVING";
}

absl::StatusOr<std::string> FetchPage(const std::string& address, const std::string& path) {
  constexpr size_t kMaxBytes = 8 << 20;
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos)
    return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_INVALID",
                 "not host:port: " + address);
  boost::asio::ip::tcp::iostream page;
  page.expires_after(std::chrono::seconds(2));
  page.connect(address.substr(0, colon), address.substr(colon + 1));
  page << "GET " << path << " HTTP/1.0\r\nHost: " << address << "\r\nConnection: close\r\n\r\n"
       << std::flush;
  std::string line;
  std::getline(page, line);
  const bool ok = line.starts_with("HTTP/1.") && line.find(" 200") != std::string::npos;
  while (std::getline(page, line) && line != "\r") {
  }
  std::string body;
  char block[16384];
  while (ok && body.size() < kMaxBytes && (page.read(block, sizeof block) || page.gcount() > 0))
    body.append(block, static_cast<size_t>(page.gcount()));
  if (!ok || body.empty()) {
    return Error(absl::StatusCode::kUnavailable, "PAGE_UNREACHABLE",
                 "no page at http://" + address + path + "; is that program running?");
  }
  return body;
}

}  // namespace duban::gateway
