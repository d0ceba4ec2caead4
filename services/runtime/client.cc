#include "runtime/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

namespace duban::runtime {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address, bool own_connection) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  // The time that one attempt may take, handshake included: on a busy machine that can be more than
  // a blink.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetMaxReceiveMessageSize(256 << 20);
  // Where a name stands for several replicas, every call may go to another; with one address it
  // changes nothing.
  arguments.SetLoadBalancingPolicyName("round_robin");
  if (own_connection) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void PrepareContext(grpc::ClientContext& context, std::chrono::milliseconds timeout,
                    std::string_view district) {
  context.set_deadline(std::chrono::system_clock::now() + timeout);
  if (!district.empty()) context.AddMetadata("duban-district", std::string(district));
}

}  // namespace duban::runtime
