// How programs of ours call each other.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace duban::runtime {

// A channel to host:port: keep-alive, quick reconnects (at most 2 s apart), messages up to 256 MiB.
// Connects lazily; thread-safe. Channels to one address share a connection, and with it the
// server's limit of calls per connection, unless `own_connection` is set.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address, bool own_connection = false);

// Sets the deadline, and the district that proxies route by (six digits; empty = none).
void PrepareContext(grpc::ClientContext& context, std::chrono::milliseconds timeout,
                    std::string_view district = {});

}  // namespace duban::runtime
