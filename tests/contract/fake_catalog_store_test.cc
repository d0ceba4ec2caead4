// The catalog in memory keeps the contract of the port.
#include "registry/testing/fake_catalog_store.h"

#include "tests/contract/catalog_store_contract.h"

namespace duban::registry {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, CatalogStoreContract,
                         ::testing::Values([] { return std::make_unique<FakeCatalogStore>(); }));

}  // namespace
}  // namespace duban::registry
