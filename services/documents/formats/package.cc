#include "documents/formats/package.h"

#include <fmt/format.h>
#include <zip.h>

#include <charconv>

#include "common/error.h"
#include "documents/core/text.h"

namespace duban::documents {
namespace {

// Below this size a part may be packed as tightly as it likes: long runs of blanks in a short file.
constexpr std::size_t kSmallPart = 1u << 20;

absl::Status Broken(std::string_view detail) {
  return DocumentError(
      "DOCUMENT_BROKEN",
      fmt::format("the file is damaged or cut off ({}); fetch it again, or open and save it anew",
                  detail));
}

absl::Status Encrypted() {
  return DocumentError(
      "DOCUMENT_ENCRYPTED",
      "the file is protected by a password; remove the password and save it again");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Package>> Package::Open(std::string_view bytes,
                                                       const DecodeLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    const std::string detail = zip_error_strerror(&error);
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    return Broken(detail);
  }
  zip_error_fini(&error);
  std::unique_ptr<Package> package(new Package(archive, limits));
  const auto parts = zip_get_num_entries(archive, 0);
  if (parts > static_cast<zip_int64_t>(limits.max_parts)) {
    return DocumentError(
        "DOCUMENT_UNSAFE",
        fmt::format("the archive holds {} files, the limit is {}", parts, limits.max_parts));
  }
  return package;
}

Package::~Package() { zip_discard(archive_); }

bool Package::Has(const std::string& part) const {
  return zip_name_locate(archive_, part.c_str(), ZIP_FL_NOCASE) >= 0;
}

absl::StatusOr<std::string> Package::Unpack(const std::string& part) {
  const zip_int64_t index = zip_name_locate(archive_, part.c_str(), ZIP_FL_NOCASE);
  zip_stat_t stat;
  if (index < 0 || zip_stat_index(archive_, static_cast<zip_uint64_t>(index), 0, &stat) != 0)
    return Broken(part);
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return Encrypted();
  // The directory may lie about sizes: they are checked again while the part is unpacked.
  const std::size_t packed = std::max<std::size_t>(stat.comp_size, 1);
  zip_file_t* file = zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) return Broken(part);
  const auto close = [](zip_file_t* open) { zip_fclose(open); };
  const std::unique_ptr<zip_file_t, decltype(close)> closing(file, close);
  std::string out;
  std::string block(256u << 10, '\0');
  for (;;) {
    const zip_int64_t got = zip_fread(file, block.data(), block.size());
    if (got < 0) return Broken(part);
    if (got == 0) return out;
    out.append(block, 0, static_cast<std::size_t>(got));
    expanded_ += static_cast<std::size_t>(got);
    if (out.size() > kSmallPart && out.size() / packed > limits_.max_ratio) {
      return DocumentError(
          "DOCUMENT_UNSAFE",
          fmt::format("{} is an archive bomb: it unpacks to more than {} times its size", part,
                      limits_.max_ratio));
    }
    if (out.size() > limits_.max_part || expanded_ > limits_.max_expanded) {
      return DocumentError("DOCUMENT_TOO_LARGE",
                           fmt::format("{} unpacks to more than {} bytes", part,
                                       std::min(limits_.max_part, limits_.max_expanded)));
    }
  }
}

absl::StatusOr<std::unique_ptr<pugi::xml_document>> Package::Xml(const std::string& part) {
  auto out = std::make_unique<pugi::xml_document>();
  if (!Has(part)) return out;
  ASSIGN_OR_RETURN(const std::string bytes, Unpack(part));
  // Comments, instructions and declarations are not kept; entities beyond XML's own five are never
  // resolved.
  const auto parsed =
      out->load_buffer(bytes.data(), bytes.size(),
                       pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata);
  for (const pugi::xml_node& node : out->children()) {
    if (node.type() == pugi::node_doctype) {
      return DocumentError(
          "DOCUMENT_UNSAFE",
          fmt::format(
              "{} declares a document type, by which entities are brought in; no Office program "
              "writes that",
              part));
    }
  }
  if (!parsed) return Broken(fmt::format("{}: {}", part, parsed.description()));
  return out;
}

std::string_view LocalName(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node Child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == name) return child;
  }
  return {};
}

std::string_view Attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    std::string_view own = attribute.name();
    if (const std::size_t colon = own.find(':'); colon != std::string_view::npos)
      own.remove_prefix(colon + 1);
    if (own == name) return attribute.value();
  }
  return {};
}

int IntAttribute(const pugi::xml_node& node, std::string_view name, int otherwise) {
  const std::string_view text = Attribute(node, name);
  int value = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

std::string RelatedPart(const pugi::xml_document& relations, std::string_view id,
                        std::string_view folder) {
  for (const pugi::xml_node& relation : relations.document_element().children()) {
    if (Attribute(relation, "Id") != id || Attribute(relation, "TargetMode") == "External")
      continue;
    const std::string_view target = Attribute(relation, "Target");
    if (target.substr(0, 1) == "/") return std::string(target.substr(1));
    return std::string(folder) + std::string(target);
  }
  return "";
}

}  // namespace duban::documents
