#include "gateway/descriptors.h"

#include <duban/analytics/v1/analytics_service.pb.h>
#include <duban/ingest/v1/document_service.pb.h>
#include <duban/ingest/v1/progress_service.pb.h>
#include <duban/registry/v1/registry_service.pb.h>
#include <google/rpc/error_details.pb.h>

// The bytes of the descriptor set, put into the read-only data of the program.
__asm__(
    ".section .rodata\n"
    ".global duban_descriptor_set\n"
    "duban_descriptor_set:\n"
    ".incbin \"" DUBAN_DESCRIPTOR_SET_FILE
    "\"\n"
    ".global duban_descriptor_set_end\n"
    "duban_descriptor_set_end:\n"
    ".byte 0\n"
    ".text\n");
extern "C" const char duban_descriptor_set[];
extern "C" const char duban_descriptor_set_end[];

namespace duban::gateway {

std::vector<const google::protobuf::ServiceDescriptor*> PublicServices() {
  // Naming a message of each file keeps the linker from leaving the file out; error details are met
  // as Any.
  (void)google::rpc::BadRequest::descriptor();
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const google::protobuf::FileDescriptor* file :
       {registry::v1::GetDistrictRequest::descriptor()->file(),
        ingest::v1::GetReportRequest::descriptor()->file(),
        ingest::v1::GetDocumentRequest::descriptor()->file(),
        analytics::v1::GetTrendRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

std::string_view DescriptorSet() {
  return {duban_descriptor_set,
          static_cast<size_t>(duban_descriptor_set_end - duban_descriptor_set)};
}

}  // namespace duban::gateway
