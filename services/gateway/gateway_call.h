// One request on its way to its answer. Internal to gateway*.
#pragma once

#include <memory>
#include <string>

#include "gateway/gateway.h"

namespace duban::gateway {

inline constexpr char kJson[] = "application/json";

struct Gateway::Call {
  HttpRequest request;
  std::shared_ptr<Exchange> exchange;  // shared with the connection
  std::string id;
  std::string route = "other";  // RPC name, or what else was asked for: a closed set
  SteadyPoint started;
};

}  // namespace duban::gateway
