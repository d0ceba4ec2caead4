// Signs with an Ed25519 key that lies in a file.
#pragma once

#include <memory>
#include <string>

#include "ingest/core/head_signer.h"

namespace duban::ingest {

// Thread-safe. The key is made and kept with the first start; whoever published the public key must
// keep the file.
class KeyFileSigner : public HeadSigner {
 public:
  // Reads the PEM file, or makes it (readable by the owner only). Errors: UNAVAILABLE
  // STORE_UNREACHABLE; FAILED_PRECONDITION SIGNING_KEY_INVALID.
  static absl::StatusOr<std::unique_ptr<KeyFileSigner>> Make(const std::string& path);
  ~KeyFileSigner() override;

  absl::StatusOr<std::string> Sign(std::string_view message) const override;
  std::string PublicKey() const override;

 private:
  struct Key;
  explicit KeyFileSigner(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
};

}  // namespace duban::ingest
