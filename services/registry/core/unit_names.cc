#include "registry/core/unit_names.h"

#include <algorithm>
#include <array>

#include "registry/core/keys.h"
#include "registry/core/text_fold.h"

namespace duban::registry {
namespace {

using Answer = UnitNames::Answer;
using v1::ResolveUnitResponse;

std::string WithoutBlanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  return text;
}

// "区水务局(原水利局)" -> {"区水务局", "水利局"}.
struct Noted {
  std::string name;
  std::string former;
};

Noted SplitNote(const std::string& folded) {
  const size_t open = folded.find('(');
  const size_t close = folded.find(')', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || open == 0 || close == std::string::npos) return {folded, ""};
  Noted out{folded.substr(0, open) + folded.substr(close + 1), ""};
  const std::string note = folded.substr(open + 1, close - open - 1);
  for (const std::string_view word : {"原", "曾用名", "前身为"}) {
    if (note.starts_with(word)) out.former = note.substr(word.size());
  }
  return out;
}

void AddOnce(std::vector<std::shared_ptr<const v1::Unit>>& units,
             const std::shared_ptr<const v1::Unit>& unit) {
  if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
}

// True when the characters of `part` stand in `whole` in the same order, and both begin alike.
bool Abbreviates(std::u32string_view part, std::u32string_view whole) {
  if (part.size() < 2 || part.size() >= whole.size() || part.front() != whole.front()) return false;
  size_t at = 0;
  for (const char32_t c : whole) {
    if (at < part.size() && part[at] == c) ++at;
  }
  return at == part.size();
}

Answer Found(const std::vector<std::shared_ptr<const v1::Unit>>& units, std::string explanation) {
  if (units.size() == 1) return {ResolveUnitResponse::RESOLVED, units, std::move(explanation)};
  return {ResolveUnitResponse::AMBIGUOUS, units,
          "several units could be meant (" + explanation + ")"};
}

}  // namespace

bool IsSocialCreditCode(std::string_view code) {
  static constexpr std::string_view kDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (code.size() != 18) return false;
  size_t sum = 0;
  size_t weight = 1;  // 3^i mod 31
  for (size_t i = 0; i < 17; ++i) {
    const size_t digit = kDigits.find(code[i]);
    if (digit == std::string_view::npos) return false;
    sum += digit * weight;
    weight = weight * 3 % 31;
  }
  return kDigits[(31 - sum % 31) % 31] == code[17];
}

UnitNames::UnitNames(const DistrictState& district) {
  // Longest first: 广东省广州市番禺区 before 番禺区.
  for (const auto& [from, version] : district.versions) {
    const std::string name = FoldText(version->display_name());
    const std::string city = FoldText(version->city());
    if (name.empty()) continue;
    prefixes_.push_back(FoldText(version->province()) + city + name);
    prefixes_.push_back(city + name);
    prefixes_.push_back(name);
    // 番禺区's own units are 区…局; a county-level city's are 市…局.
    for (const std::string_view level : {"区", "县", "市", "旗"}) {
      if (name.ends_with(level)) prefixes_.emplace_back(level);
    }
  }
  std::stable_sort(prefixes_.begin(), prefixes_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const auto& [id, unit] : district.units) {
    if (!unit->merged_into().empty()) continue;
    const std::string official = WithoutBlanks(FoldText(unit->display_name()));
    AddOnce(official_[official], unit);
    AddOnce(cores_[Core(SplitNote(official).name)], unit);
    for (const std::string& alias : unit->aliases()) {
      const std::string folded = WithoutBlanks(FoldText(alias));
      AddOnce(aliases_[folded], unit);
      AddOnce(cores_[Core(SplitNote(folded).name)], unit);
    }
  }
}

std::string UnitNames::Core(std::string name) const {
  for (const std::string& prefix : prefixes_) {
    // What is left must still be a name: 区府 keeps its 区.
    if (name.starts_with(prefix) && name.size() >= prefix.size() + 6)
      return name.substr(prefix.size());
  }
  return name;
}

Answer UnitNames::Resolve(std::string_view text) const {
  const std::string folded = WithoutBlanks(FoldText(text));
  Answer answer = ResolveFolded(folded);
  if (answer.outcome != ResolveUnitResponse::NEW) return answer;
  const Noted noted = SplitNote(folded);
  if (noted.name != folded) {
    answer = ResolveFolded(noted.name);
    if (answer.outcome == ResolveUnitResponse::NEW && !noted.former.empty()) {
      answer = ResolveFolded(noted.former);
      if (answer.outcome != ResolveUnitResponse::NEW)
        answer.explanation = "former name in the note: " + answer.explanation;
    } else if (answer.outcome != ResolveUnitResponse::NEW) {
      answer.explanation = "note removed: " + answer.explanation;
    }
    if (answer.outcome != ResolveUnitResponse::NEW) return answer;
  }
  Units candidates = Abbreviated(Core(noted.name));
  if (candidates.empty()) return {ResolveUnitResponse::NEW, {}, "no unit has this name"};
  return {ResolveUnitResponse::AMBIGUOUS, std::move(candidates),
          "perhaps a short form; make it an alias if it is"};
}

Answer UnitNames::ResolveFolded(const std::string& folded) const {
  if (const auto found = official_.find(folded); found != official_.end())
    return Found(found->second, "official name");
  if (const auto found = aliases_.find(folded); found != aliases_.end())
    return Found(found->second, "alias");
  if (const auto found = cores_.find(Core(folded)); found != cores_.end())
    return Found(found->second, "district prefix removed");
  return {};
}

UnitNames::Units UnitNames::Abbreviated(const std::string& core) const {
  Units out;
  const std::u32string wanted = ToCodePoints(core);
  for (const auto& [name, units] : cores_) {
    const std::u32string known = ToCodePoints(name);
    if (!Abbreviates(wanted, known) && !Abbreviates(known, wanted)) continue;
    for (const auto& unit : units) AddOnce(out, unit);
  }
  return out;
}

std::shared_ptr<const v1::Unit> UnitNames::Holder(std::string_view name) const {
  const std::string folded = WithoutBlanks(FoldText(name));
  for (const auto* names : {&official_, &aliases_}) {
    if (const auto found = names->find(folded); found != names->end()) return found->second.front();
  }
  return nullptr;
}

}  // namespace duban::registry
