#include "registry/core/catalog_store.h"

#include "registry/core/keys.h"

namespace duban::registry {

std::string DistrictOf(const CatalogChange& change) {
  struct NameOf {
    std::string operator()(const v1::District& district) const { return district.name(); }
    std::string operator()(const v1::Unit& unit) const { return unit.name(); }
    std::string operator()(const v1::RuleProfile& profile) const { return profile.name(); }
    std::string operator()(const ProgrammeState& state) const { return state.programme.name(); }
  };
  return DistrictCodeIn(std::visit(NameOf{}, change));
}

}  // namespace duban::registry
