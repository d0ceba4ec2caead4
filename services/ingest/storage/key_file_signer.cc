#include "ingest/storage/key_file_signer.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "common/error.h"

namespace duban::ingest {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using OwnedKey = std::unique_ptr<EVP_PKEY, FreeKey>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

absl::Status Unreachable(const std::string& what) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", what);
}

absl::StatusOr<OwnedKey> MakeKey(const std::string& path) {
  OwnedKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!key) return Unreachable("cannot make a signing key");
  // Written aside and renamed, so that a crash leaves no half of a key.
  const std::string aside = path + ".new";
  const int fd = open(aside.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (fd < 0) return Unreachable("cannot write the signing key " + path);
  const File file(fdopen(fd, "w"));
  if (!file ||
      PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      std::fflush(file.get()) != 0 || fsync(fd) != 0 ||
      std::rename(aside.c_str(), path.c_str()) != 0)
    return Unreachable("cannot write the signing key " + path);
  return key;
}

}  // namespace

struct KeyFileSigner::Key {
  OwnedKey key;
};

KeyFileSigner::KeyFileSigner(std::unique_ptr<Key> key) : key_(std::move(key)) {}
KeyFileSigner::~KeyFileSigner() = default;

absl::StatusOr<std::unique_ptr<KeyFileSigner>> KeyFileSigner::Make(const std::string& path) {
  OwnedKey key;
  if (const File file(std::fopen(path.c_str(), "r")); file) {
    key.reset(PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr));
    if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519)
      return Error(absl::StatusCode::kFailedPrecondition, "SIGNING_KEY_INVALID",
                   path + " holds no Ed25519 private key in PEM");
  } else if (errno == ENOENT) {
    ASSIGN_OR_RETURN(key, MakeKey(path));
  } else {
    return Unreachable("cannot read the signing key " + path);
  }
  return std::unique_ptr<KeyFileSigner>(
      new KeyFileSigner(std::make_unique<Key>(Key{std::move(key)})));
}

absl::StatusOr<std::string> KeyFileSigner::Sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  size_t length = signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     reinterpret_cast<const unsigned char*>(message.data()), message.size()) != 1 ||
      length != signature.size())
    return Error(absl::StatusCode::kInternal, "SIGNING_FAILED", "the head could not be signed");
  return signature;
}

std::string KeyFileSigner::PublicKey() const {
  std::string out(32, '\0');
  size_t length = out.size();
  EVP_PKEY_get_raw_public_key(key_->key.get(), reinterpret_cast<unsigned char*>(out.data()),
                              &length);
  return out;
}

}  // namespace duban::ingest
