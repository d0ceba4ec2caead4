#include "documents/core/names.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "documents/core/utf8.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxNamesCell = 3000;

bool IsSeparator(char32_t c) {
  return c != 0 && !IsHan(c) &&
         std::u32string_view(U"、,，;；/。\n\t|").find(c) != std::u32string_view::npos;
}

bool StartsWithPlace(std::string_view name) {
  return StartsWithAny<"区", "县", "市", "各", "地区", "开发区", "省", "州", "镇", "乡", "旗">(
      name);
}

// The word at the end of a name that says how its office takes part: 区住建局牵头, 区水务局配合.
struct Part {
  bool leads = false;
  bool helps = false;
  std::string_view name;  // without the word
};

Part PartOf(std::string_view name) {
  const std::size_t leads =
      WordAtEnd<"负责牵头", "牵头负责", "牵头", "主办", "总负责">(name).size();
  const std::size_t helps =
      leads > 0 ? 0 : WordAtEnd<"配合", "协助", "协办", "协同", "参与">(name).size();
  return {
      .leads = leads > 0, .helps = helps > 0, .name = name.substr(0, name.size() - leads - helps)};
}

bool IsUnit(std::string_view name, const Dictionary& dictionary) {
  name = PartOf(name).name;
  if (name.size() < 6) return false;
  if (HoldsDigit(name)) return false;
  std::string_view bare = name;
  const std::size_t open = std::min(name.find('('), name.find("（"));
  if (open != std::string_view::npos && open > 3) bare = name.substr(0, open);
  if (bare.ends_with("等")) bare.remove_suffix(3);
  return dictionary.EndsLikeUnit(bare) ||
         (bare.size() < name.size() && dictionary.EndsLikeUnit(name)) ||
         (name.starts_with("各") && CountChars(name) <= 10);
}

// Whether a name of a person may begin with the character.
bool BeginsPerson(char32_t c, const Dictionary& dictionary) {
  return dictionary.BeginsSurname(c) ||
         std::u32string_view(U"欧上司诸东慕").find(c) != std::u32string_view::npos;
}

bool IsPerson(std::string_view name, const Dictionary& dictionary) {
  if (name.size() < 6 || name.size() > 16) return false;
  const std::size_t chars = CountChars(name);
  if (chars < 2 || chars > 4 || !BeginsPerson(CharAt(name, 0).code, dictionary)) return false;
  for (std::size_t at = 0; at < name.size();) {
    const Char c = CharAt(name, at);
    if (!IsHan(c.code)) return false;
    at += c.bytes;
  }
  if (dictionary.EndsLikeUnit(name) &&
      !(chars <= 3 && name.ends_with("会") == false && name.ends_with("台"))) {
    // 王台 might be a person, 区文联 is none: endings of units win except where they are given
    // names.
    return false;
  }
  if (chars == 4)
    return StartsWithAny<"欧阳", "上官", "司徒", "司马", "诸葛", "东方", "慕容">(name);
  return dictionary.BeginsSurname(CharAt(name, 0).code);
}

// 各乡镇、街道 is one name: so is 各镇(街)、园区; a part after 各… that is a bare kind of unit
// belongs to it.
bool ContinuesEach(std::string_view before, std::string_view part) {
  if (!before.starts_with("各")) return false;
  for (const std::string_view kind :
       kWordsOf<"街道", "街", "镇", "乡镇", "乡", "园区", "街道办", "街道办事处", "镇街", "办事处",
                "开发区", "社区", "村">) {
    if (part == kind) return true;
  }
  return false;
}

// Where a name runs into the next without a separator: behind 局, 会 …, before 区, 县, 市, when
// both sides are names.
std::size_t MissingSeparator(std::string_view name, const Dictionary& dictionary) {
  for (std::size_t at = 9; at + 9 <= name.size();) {
    const Char c = CharAt(name, at);
    const std::string_view left = name.substr(0, at);
    const std::string_view right = name.substr(at);
    const bool place = c.code == U'区' || c.code == U'县' || c.code == U'市';
    if (place && EndsWithAny<"局", "会", "委", "办", "中心", "公司">(left) &&
        !right.starts_with("市政") && !right.starts_with("区域") && !right.starts_with("县域") &&
        IsUnit(right, dictionary)) {
      return at;
    }
    at += c.bytes;
  }
  return std::string_view::npos;
}

// Where 及 or 和 joins two names (月牙湖乡及有关街道); the same characters stand inside of many
// (市文化和旅游局), where what is before them is none.
std::size_t Conjunction(std::string_view name, const Dictionary& dictionary) {
  if (name.starts_with("各")) return std::string_view::npos;  // 各乡镇和街道 is one name
  if (!MentionsAny<"及", "和">(name)) return std::string_view::npos;
  for (const std::string_view joint : kWordsOf<"以及", "及", "和">) {
    for (std::size_t at = Find(name, joint); at != std::string_view::npos;
         at = Find(name, joint, at + joint.size())) {
      const std::string_view left = name.substr(0, at);
      const std::string_view right = name.substr(at + joint.size());
      const bool all = StartsWithAny<"有关", "相关", "沿线", "各", "其他">(right);
      if (IsUnit(left, dictionary) && CountChars(right) >= 3 && (all || StartsWithPlace(right)) &&
          IsUnit(right, dictionary))
        return at;
    }
  }
  return std::string_view::npos;
}

// Cuts a cell at its separators, outside brackets, and calls visit(part, whether it stands in the
// cell so) for each part until one returns false. Blanks part names only where both sides can stand
// alone.
template <typename Visit>
void Cut(std::string_view cell, const Dictionary& dictionary, const Visit& visit) {
  std::string_view
      part;  // as it stands in the cell, or in `joined` where blanks are left out of it
  std::string joined;
  int depth = 0;
  bool goes_on = true;
  const auto flush = [&] {
    if (!part.empty()) goes_on = visit(part, joined.empty());
    part = {};
    joined.clear();
  };
  for (std::size_t at = 0; at < cell.size() && goes_on;) {
    const Char c = CharAt(cell, at);
    const std::string_view bytes = cell.substr(at, c.bytes);
    at += c.bytes;
    if (c.code == '(' || c.code == U'（') ++depth;
    if (c.code == ')' || c.code == U'）') depth = std::max(depth - 1, 0);
    if (depth == 0 && IsSeparator(c.code)) {
      flush();
    } else if (IsSpace(c.code)) {
      if (depth == 0 && (IsUnit(part, dictionary) || IsPerson(part, dictionary))) flush();
    } else if (part.empty()) {
      part = bytes;
    } else if (joined.empty() && part.data() + part.size() == bytes.data()) {
      part = {part.data(), part.size() + bytes.size()};
    } else {
      if (joined.empty()) joined = part;
      part = joined += bytes;
    }
  }
  if (goes_on) flush();
}

void AddUnique(std::string name, std::vector<std::string>* names) {
  if (std::find(names->begin(), names->end(), name) == names->end())
    names->push_back(std::move(name));
}

// Calls visit(name) for each name that runs together with the next.
template <typename Visit>
void PartRunning(std::string_view name, const Dictionary& dictionary, const Visit& visit) {
  const auto take = [&](std::size_t end) {
    visit(name.substr(0, end));
    name.remove_prefix(end);
  };
  for (std::size_t at = MissingSeparator(name, dictionary); at < name.size();
       at = MissingSeparator(name, dictionary))
    take(at);
  for (std::size_t at = Conjunction(name, dictionary); at < name.size();
       at = Conjunction(name, dictionary)) {
    take(at);
    name.remove_prefix(CharAt(name, 0).bytes);
    if (name.starts_with("及")) name.remove_prefix(std::string_view("及").size());  // 以及
  }
  visit(name);
}

// Calls visit(name) for the names of a cell: joins what a separator inside a name has parted, and
// parts what runs together.
template <typename Visit>
void ForEachName(std::string_view cell, const Dictionary& dictionary, const Visit& visit) {
  std::string_view name;  // as it stands in the cell, or in `joined`
  std::string joined;
  Cut(cell, dictionary, [&](std::string_view part, bool stands) {
    const auto goes_on = [&] {
      return !IsUnit(name, dictionary) && !IsPerson(name, dictionary) && !StartsWithPlace(part) &&
             !IsPerson(part, dictionary) && StartsWithPlace(name);
    };
    const bool each = ContinuesEach(name, part);
    if (each || (!name.empty() && goes_on())) {
      if (name.data() != joined.data()) joined = name;
      name = joined.append(each ? "、" : ",").append(part);
      return true;
    }
    if (!name.empty()) PartRunning(name, dictionary, visit);
    if (!stands) joined = part;
    name = stands ? part : std::string_view(joined);
    return true;
  });
  if (!name.empty()) PartRunning(name, dictionary, visit);
}

// False where no word for an office stands, nor 各. A blank may part such a word.
bool MayNameUnit(std::string_view cell, const Dictionary& dictionary) {
  return NextBlank(cell, 0, cell.size()) < cell.size() || dictionary.Mentions(Words::kUnit, cell) ||
         Contains(cell, "各");
}

std::string WithoutEnd(std::string name) {
  for (const std::string_view end :
       kWordsOf<"。", ".", ":", "：", "负责", "牵头", "等单位", "等部门", "等">) {
    if (name.size() > end.size() + 5 && name.ends_with(end)) name.resize(name.size() - end.size());
  }
  return name;
}

}  // namespace

bool IsBlankCell(std::string_view cell) {
  if (cell.size() > 24) return false;
  if (!cell.empty()) {
    // Most cells begin with what no blank one does.
    const bool han = BeginsHan(cell[0]) && !StartsWithAny<"无", "暂", "一">(cell);
    if (han || (cell[0] >= '0' && cell[0] <= '9')) return false;
  }
  if (HasMoreThan(2, cell)) return false;
  std::string storage;
  const std::string_view normal = NormalIn(cell, &storage);
  for (const std::string_view blank : std::initializer_list<std::string_view>{
           "", "—", "-", "——", "--", "/", "无", "暂无", "\\", "―", "–", "―", "一"}) {
    if (normal == blank) return true;
  }
  return false;
}

namespace {

// Cuts off the bracket that closes a name; what stood in it. Empty where none does.
std::string TakeBracket(std::string* name) {
  const std::size_t open = std::min(name->find('('), name->find("（"));
  if (open == std::string::npos || open == 0) return "";
  std::string_view inner = std::string_view(*name).substr(open + ((*name)[open] == '(' ? 1 : 3));
  for (const std::string_view close : kWordsOf<")", "）">) {
    if (!inner.ends_with(close)) continue;
    std::string words(inner.substr(0, inner.size() - close.size()));
    name->resize(open);
    return words;
  }
  return "";
}

// Cuts off a bracket that says which matters an office has: 区残联(一项), 区民政局(第2、3项).
void DropMatters(std::string* name) {
  if (!EndsWithAny<"项)", "项）">(*name)) return;  // most names
  std::string whole = *name;
  const std::string words = TakeBracket(&whole);
  for (std::size_t at = 0; at < words.size();) {
    const Char c = CharAt(words, at);
    if (!IsDigit(c.code) && !IsChineseDigit(c.code) &&
        std::u32string_view(U"第项、,，和-").find(c.code) == std::u32string_view::npos)
      return;
    at += c.bytes;
  }
  *name = std::move(whole);
}

}  // namespace

Names ReadNames(std::string_view cell, const Dictionary& dictionary) {
  Names names;
  if (cell.size() > kMaxNamesCell || IsBlankCell(cell)) return names;
  bool led = false;  // by one that says so
  std::vector<std::string> plain;
  ForEachName(cell, dictionary, [&](std::string_view printed) {
    std::string name(printed);
    // 区财政局(配合), 区教育局(各街道配合), 区水务局配合
    if (EndsWithAny<"配合)", "配合）", "协助)", "协助）", "协办)", "协办）", "牵头)", "牵头）",
                    "主办)", "主办）">(name)) {
      const std::string words = TakeBracket(&name);
      const Part part = PartOf(words);
      if (part.name.empty()) {
        name += words;
      } else if (part.helps) {
        ForEachName(part.name, dictionary, [&](std::string_view helper) {
          AddUnique(std::string(helper), &names.cooperating);
        });
      }
    }
    if (const Part part = PartOf(name); part.leads || part.helps) {
      led = led || part.leads;
      if (!part.name.empty())
        AddUnique(std::string(part.name), part.leads ? &names.units : &names.cooperating);
      return;
    }
    name = WithoutEnd(std::move(name));
    DropMatters(&name);
    if (IsBlankCell(name) || name == "同意") return;  // 区民政局 同意: an opinion in a form
    // A table that ran on into a list of names: 镇海北仑合计 2 5 1.
    const auto digits =
        std::count_if(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits >= 2 && !dictionary.EndsLikeUnit(name)) return;
    const std::size_t open = std::min(name.find('('), name.find("（"));
    if (open != std::string::npos && open > 0) {
      const std::string_view inner =
          std::string_view(name).substr(open + (name[open] == '(' ? 1 : 3));
      const std::size_t close = std::min(inner.find(')'), inner.find("）"));
      const std::string person(inner.substr(0, close));
      if (IsPerson(person, dictionary)) {
        AddUnique(person, &names.people);
        name.resize(open);
      }
    }
    const bool person = IsPerson(name, dictionary);
    AddUnique(std::move(name), person ? &names.people : &plain);
  });
  for (std::string& name : plain)
    AddUnique(std::move(name), led ? &names.cooperating : &names.units);
  return names;
}

void AddNames(const std::vector<std::string>& names, std::vector<std::string>* to) {
  for (const std::string& name : names) AddUnique(name, to);
}

bool LooksLikeUnits(std::string_view cell, const Dictionary& dictionary) {
  constexpr std::size_t kMostChars = 24;  // of a name
  if (cell.size() > 1200 || IsBlankCell(cell) || cell.ends_with("。") || cell.ends_with("下乡"))
    return false;
  // 建成罗阳镇、… says what was done, 提前完成年度任务 how far it is, 办好家门口的学校 what is
  // promised.
  if (StartsWithAny<"建成", "办好", "打造", "完成", "提前", "新建", "开展", "启动", "改造", "超额">(
          cell))
    return false;
  // Sentences about units are no names of units.
  if (MentionsAny<"已", "正在", "完工", "完成", "新增", "实施", "推进", "%", "。", "“">(
          cell.substr(0, cell.size() - std::min<std::size_t>(cell.size(), 3)))) {
    return false;
  }
  if (!MayNameUnit(cell, dictionary)) return false;
  std::size_t all = 0;
  std::size_t units = 0;
  bool sentence = false;
  ForEachName(cell, dictionary, [&](std::string_view name) {
    ++all;
    sentence = sentence || CountChars(name) > kMostChars;
    units += !sentence && IsUnit(name, dictionary);
  });
  return !sentence && units > 0 && units * 3 >= all * 2;
}

bool LooksLikePeople(std::string_view cell, const Dictionary& dictionary) {
  if (cell.size() > 300 || IsBlankCell(cell)) return false;
  // The first part must be a person.
  for (std::size_t at = 0; at < cell.size();) {
    const Char c = CharAt(cell, at);
    at += c.bytes;
    if (IsSeparator(c.code) || IsSpace(c.code)) continue;
    if (!BeginsPerson(c.code, dictionary)) return false;
    break;
  }
  bool people = false;
  Cut(cell, dictionary,
      [&](std::string_view name, bool) { return people = IsPerson(name, dictionary); });
  return people;
}

}  // namespace duban::documents
