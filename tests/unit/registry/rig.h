// A registry in memory with a clock that stands still, for unit tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/error.h"
#include "registry/core/keys.h"
#include "registry/core/registry.h"
#include "registry/testing/fake_catalog_store.h"
#include "tests/testing/registry_trees.h"

namespace duban::registry {

class RegistryTest : public ::testing::Test {
 protected:
  RegistryTest() { Restart(); }

  void Restart(RegistryOptions options = {}) {
    auto registry = Registry::Make(store_, clock_, options);
    ASSERT_TRUE(registry.ok()) << registry.status();
    registry_ = *std::move(registry);
  }

  void AddDistrict(const std::string& code, const std::string& name = "番禺区") {
    v1::CreateDistrictRequest request;
    request.mutable_district()->set_name("districts/" + code);
    request.mutable_district()->set_display_name(name);
    const auto created = registry_->CreateDistrict(request);
    ASSERT_TRUE(created.ok()) << created.status();
  }

  absl::StatusOr<v1::Unit> AddUnit(const std::string& name, std::vector<std::string> aliases = {},
                                   const std::string& parent = "") {
    v1::CreateUnitRequest request;
    request.set_parent("districts/440113");
    request.mutable_unit()->set_display_name(name);
    request.mutable_unit()->mutable_aliases()->Assign(aliases.begin(), aliases.end());
    request.mutable_unit()->set_parent_unit(parent);
    return registry_->CreateUnit(request);
  }

  v1::ResolveUnitResponse Resolve(const std::string& text) {
    v1::ResolveUnitRequest request;
    request.set_parent("districts/440113");
    request.set_text(text);
    const auto response = registry_->ResolveUnit(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ResolveUnitResponse();
  }

  // 2022-06-30 in Shanghai.
  FakeClock clock_{TimePoint(std::chrono::seconds(1'656'547'200))};
  FakeCatalogStore store_;
  std::unique_ptr<Registry> registry_;
};

}  // namespace duban::registry
