#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "documents/formats/decode.h"

struct zip;

namespace duban::documents {

// The parts of an Office file (a ZIP archive), unpacked one at a time within the limits.
//
// Not thread-safe. `bytes` must outlive it.
class Package {
 public:
  // Errors: DOCUMENT_BROKEN, DOCUMENT_UNSAFE (too many parts, packed too tightly),
  // DOCUMENT_ENCRYPTED.
  static absl::StatusOr<std::unique_ptr<Package>> Open(std::string_view bytes,
                                                       const DecodeLimits& limits);
  ~Package();
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;

  bool Has(const std::string& part) const;

  // A part as a tree of XML. An absent part is an empty tree. Errors: DOCUMENT_BROKEN,
  // DOCUMENT_TOO_LARGE, DOCUMENT_UNSAFE (a bomb, or a document type declaration, by which entities
  // are brought in), DOCUMENT_ENCRYPTED.
  absl::StatusOr<std::unique_ptr<pugi::xml_document>> Xml(const std::string& part);

 private:
  Package(zip* archive, const DecodeLimits& limits) : archive_(archive), limits_(limits) {}
  absl::StatusOr<std::string> Unpack(const std::string& part);

  zip* const archive_;
  const DecodeLimits limits_;
  std::size_t expanded_ = 0;
};

// The name of an element without its namespace: "p" of w:p.
std::string_view LocalName(const pugi::xml_node& node);
// The first child, or attribute, of that local name.
pugi::xml_node Child(const pugi::xml_node& node, std::string_view name);
std::string_view Attribute(const pugi::xml_node& node, std::string_view name);
// The attribute as a number; `otherwise` when it is absent or none.
int IntAttribute(const pugi::xml_node& node, std::string_view name, int otherwise);

// The part that a relationship of `part` points to, by its id; empty when there is none.
// `relations` is the tree of
// "<folder>/_rels/<name>.rels".
std::string RelatedPart(const pugi::xml_document& relations, std::string_view id,
                        std::string_view folder);

}  // namespace duban::documents
