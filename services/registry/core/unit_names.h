// Which unit a printed name means. Pure; thread-safe once built.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "registry/core/catalog.h"

namespace duban::registry {

// True when the check digit of a unified social credit code (GB 32100-2015) is right.
bool IsSocialCreditCode(std::string_view code);

// UnitNames knows every name of a district's units, as of one state of it.
class UnitNames {
 public:
  // `district` must outlive it.
  explicit UnitNames(const DistrictState& district);

  struct Answer {
    v1::ResolveUnitResponse::Outcome outcome = v1::ResolveUnitResponse::NEW;
    std::vector<std::shared_ptr<const v1::Unit>>
        units;  // the one, or the candidates, best first; never merged ones
    std::string explanation;
  };

  // Tries in this order, each for the name as it stands and without a note in brackets: the
  // official name; an alias; a former name told by the note (原水利局); the name without the
  // district's own name or its level (番禺区水务局, 区水务局, 水务局). A name whose characters
  // stand in order in another (住建局, 住房和城乡建设局) makes that a candidate, never an answer.
  Answer Resolve(std::string_view text) const;

  // The unit in force that holds the name exactly (folded), as its official name or an alias; null
  // when it is free.
  std::shared_ptr<const v1::Unit> Holder(std::string_view name) const;

 private:
  using Units = std::vector<std::shared_ptr<const v1::Unit>>;

  Answer ResolveFolded(const std::string& folded) const;
  // Without the names of province, city and district before it, and the district's level.
  std::string Core(std::string name) const;
  Units Abbreviated(const std::string& core) const;

  std::vector<std::string> prefixes_;
  std::map<std::string, Units> official_;
  std::map<std::string, Units> aliases_;
  std::map<std::string, Units> cores_;
};

}  // namespace duban::registry
