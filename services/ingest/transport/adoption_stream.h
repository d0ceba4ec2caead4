// AdoptDistrict: a district's copy coming in.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "ingest/core/district_transfer.h"
#include "runtime/executor.h"

namespace duban::ingest {

// The reactor of one adoption; deletes itself. Each message is taken in on the executor before the
// next is read.
grpc::ServerReadReactor<v1::AdoptDistrictRequest>* NewAdoptionStream(
    AdoptionPorts ports, runtime::Executor& executor, v1::AdoptDistrictResponse* response);

}  // namespace duban::ingest
