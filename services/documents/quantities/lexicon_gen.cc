// Build tool: reads the grammar's data files and writes them as constant tables for lexicon.cc.
//
//   quantities_lexicon_gen DATA_DIRECTORY OUTPUT
//
// Every data file is lines of `tag attribute... | word word ...`; # begins a comment. A bad line
// stops the build.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "documents/quantities/date_words.h"
#include "documents/quantities/dates.h"
#include "documents/quantities/lexicon.h"
#include "documents/quantities/reads_as.h"

namespace duban::quantities {
namespace {

struct Trie {
  std::vector<std::map<char32_t, std::uint16_t>> children{1};
  std::vector<std::vector<Entry>> entries{1};

  void Add(const std::u32string& word, const Entry& entry) {
    std::uint32_t node = 0;
    for (const char32_t c : word) {
      const auto next = static_cast<std::uint16_t>(children.size());
      const auto [it, added] = children[node].try_emplace(c, next);
      node = it->second;
      if (added) {
        children.emplace_back();
        entries.emplace_back();
      }
    }
    for (const Entry& other : entries[node]) {
      if (other.category != entry.category) continue;
      if (other.kind == entry.kind && other.flags == entry.flags && other.value == entry.value)
        return;
      throw std::runtime_error("listed twice with different meanings");
    }
    entries[node].push_back(entry);
  }

  // The categories of the words that the node or one below it ends, one bit each.
  unsigned Reach(std::uint32_t node) const {
    unsigned reach = 0;
    for (const Entry& entry : entries[node]) reach |= CategoryBit(entry.category);
    for (const auto& [c, child] : children[node]) reach |= Reach(child);
    return reach;
  }
};

struct Tables {
  Trie forward;
  Trie backward;
  std::map<char32_t, std::uint32_t> classes;
};

// The characters of a word as they read; the data files are valid UTF-8.
std::u32string Decode(const std::string& word) {
  std::u32string out;
  for (const char one : word) {
    const auto byte = static_cast<unsigned char>(one);
    if (byte < 0x80) {
      out.push_back(byte);
    } else if (byte >= 0xC0) {
      out.push_back(byte & (byte < 0xE0 ? 0x1F : byte < 0xF0 ? 0x0F : 0x07));
    } else {
      out.back() = out.back() << 6 | (byte & 0x3F);
    }
  }
  for (char32_t& c : out) c = ReadsAs(c);
  return out;
}

template <typename E>
int Index(const std::string& name, int count) {
  for (int i = 0; i < count; ++i) {
    if (Name(static_cast<E>(i)) == name) return i;
  }
  throw std::runtime_error("unknown name " + name);
}

std::uint8_t Flag(const std::map<std::string, int>& flags, const std::string& name) {
  const auto it = flags.find(name);
  if (it == flags.end()) throw std::runtime_error("unknown flag " + name);
  return static_cast<std::uint8_t>(it->second);
}

// What `tag attribute...` of a file says; `backward` tells which tree the words go to.
struct Rule {
  Entry entry{};
  bool backward = false;
};

Rule UnitRule(const std::vector<std::string>& tags) {
  static const std::map<std::string, int> kFlags{{"whole", kWhole},
                                                 {"digits", kDigitsOnly},
                                                 {"length", kLength},
                                                 {"percent", kPercentUnit},
                                                 {"permille", kPermilleUnit},
                                                 {"tenth", kTenthUnit},
                                                 {"model", kModelUnit},
                                                 {"near", kNear},
                                                 {"unit", 0}};
  Rule rule{.entry = {.category = Category::kUnit}};
  for (const std::string& tag : tags) {
    if (tag == "trap")
      rule.entry.category = Category::kUnitTrap;
    else if (tag.starts_with("keep="))
      rule.entry.value = static_cast<std::uint16_t>(std::stoi(tag.substr(5)));
    else
      rule.entry.flags |= Flag(kFlags, tag);
  }
  return rule;
}

Rule ComparatorRule(const std::vector<std::string>& tags) {
  static const std::map<std::string, int> kFlags{
      {"exclusive", kExclusive}, {"feeble", kFeeble}, {"none", kNone}, {"reach", kReach}};
  const bool before = tags.at(0) == "before";
  Rule rule{.entry = {.category = before ? Category::kBefore : Category::kAfter},
            .backward = before};
  rule.entry.kind = static_cast<std::uint8_t>(Index<Comparator>(tags.at(1), 5));
  for (std::size_t i = 2; i < tags.size(); ++i) rule.entry.flags |= Flag(kFlags, tags[i]);
  return rule;
}

Rule AsideRule(const std::vector<std::string>& tags) {
  static const std::map<std::string, int> kFlags{{"digits", kOnlyDigits},
                                                 {"chinese", kOnlyChinese},
                                                 {"unless-compared", kUnlessCompared},
                                                 {"no-unit", kNoUnit},
                                                 {"across", kAcross}};
  const bool before = tags.at(0) == "before";
  Rule rule{.entry = {.category = before ? Category::kAsideBefore : Category::kAsideAfter},
            .backward = before};
  rule.entry.kind = static_cast<std::uint8_t>(Index<Kind>(tags.at(1), 17));
  for (std::size_t i = 2; i < tags.size(); ++i) {
    if (tags[i].starts_with("max="))
      rule.entry.value = static_cast<std::uint16_t>(std::stoi(tags[i].substr(4)));
    else
      rule.entry.flags |= Flag(kFlags, tags[i]);
  }
  return rule;
}

Rule NounRule(const std::vector<std::string>& tags) {
  static const std::map<std::string, int> kPeriods{
      {"day", 0}, {"week", 1}, {"month", 2}, {"quarter", 3}, {"year", 4}};
  if (tags.at(0) == "person") return {.entry = {.category = Category::kPerson}};
  if (tags.at(0) == "verb") return {.entry = {.category = Category::kVerb}, .backward = true};
  return {.entry = {.category = Category::kPer, .kind = Flag(kPeriods, tags.at(1))}};
}

Rule RuleOf(const std::string& file, const std::vector<std::string>& tags) {
  const auto kind = [](int index) { return static_cast<std::uint8_t>(index); };
  if (file == "units") return UnitRule(tags);
  if (file == "comparators") return ComparatorRule(tags);
  if (file == "set_aside") return AsideRule(tags);
  if (file == "nouns") return NounRule(tags);
  if (file == "idioms")
    return {.entry = {.category = Category::kWord, .kind = kind(Index<Kind>(tags.at(0), 17))}};
  if (file == "dates") {
    return {.entry = {.category = Category::kDateWord,
                      .kind = kind(Index<DateWord>(tags.at(0), kDateWords))}};
  }
  return {.entry = {.category = Category::kMarker, .kind = kind(Index<MarkerKind>(tags.at(0), 5))}};
}

// A rule after figures goes to the digits' words, to the Chinese numerals' words, or to both.
void Add(Tables& tables, const std::u32string& chars, const Rule& rule) {
  if (rule.backward) return tables.backward.Add(chars, rule.entry);
  if (rule.entry.category != Category::kAsideAfter) return tables.forward.Add(chars, rule.entry);
  if ((rule.entry.flags & kOnlyChinese) == 0) tables.forward.Add(chars, rule.entry);
  Entry chinese = rule.entry;
  chinese.category = Category::kAsideChinese;
  if ((rule.entry.flags & kOnlyDigits) == 0) tables.forward.Add(chars, chinese);
}

void Load(const std::string& directory, const std::string& file, Tables& tables) {
  const std::string path = directory + "/" + file + ".txt";
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    std::istringstream words(text.substr(0, text.find('#')));
    std::vector<std::string> tags;
    std::string word;
    while (words >> word && word != "|") tags.push_back(word);
    if (tags.empty()) continue;
    try {
      const Rule rule = RuleOf(file, tags);
      while (words >> word) {
        std::u32string chars = Decode(word);
        if (rule.entry.category == Category::kDateWord) {
          const auto kind = static_cast<DateWord>(rule.entry.kind);
          if (BeginsDate(kind)) tables.classes[chars[0]] |= kDateChar;
          if (NamesPartOfYear(kind)) tables.classes[chars[0]] |= kPartChar;
        }
        if (rule.backward) std::ranges::reverse(chars);
        Add(tables, chars, rule);
      }
    } catch (const std::exception& e) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": " + e.what() + ": " + word);
    }
  }
}

void WriteTrie(std::ostream& out, const Trie& trie, const std::string& name,
               std::vector<Entry>& entries) {
  std::ostringstream edges;
  std::size_t edge = 0;
  out << "constexpr Node k" << name << "Nodes[] = {\n";
  for (std::size_t n = 0; n < trie.children.size(); ++n) {
    out << "{" << edge << "," << entries.size() << "," << trie.children[n].size() << ","
        << trie.entries[n].size() << "," << trie.Reach(static_cast<std::uint32_t>(n)) << "},\n";
    entries.insert(entries.end(), trie.entries[n].begin(), trie.entries[n].end());
    for (const auto& [c, child] : trie.children[n])
      edges << "{" << std::uint32_t{c} << "," << child << "},\n";
    edge += trie.children[n].size();
  }
  out << "};\nconstexpr Edge k" << name << "Edges[] = {\n" << edges.str() << "};\n";
}

// One row of 256 values for each page in `rows`, and a first one of zeros for all others.
template <typename Value>
void WriteRows(std::ostream& out, const std::string& name, const std::map<char32_t, int>& rows,
               const std::map<char32_t, Value>& values) {
  out << name << "[" << rows.size() + 1 << "][256] = {{},\n";
  for (const auto& [page, row] : rows) {
    out << "{";
    for (char32_t low = 0; low < 256; ++low) {
      const auto it = values.find((page << 8) | low);
      out << (it == values.end() ? Value{0} : it->second) << ",";
    }
    out << "},\n";
  }
  out << "};\n";
}

// What single characters are and begin, by their high bytes (pages).
void WritePages(std::ostream& out, const Tables& tables) {
  std::map<char32_t, int> rows;
  for (const auto& [c, flags] : tables.classes) rows[c >> 8] = 0;
  int row = 1;
  for (auto& [page, index] : rows) index = row++;
  out << "const std::uint8_t kPages[256] = {";
  for (char32_t page = 0; page < 256; ++page) out << (rows.contains(page) ? rows[page] : 0) << ",";
  out << "};\n";
  WriteRows(out, "const std::uint32_t kClasses", rows, tables.classes);
  WriteRows(out, "constexpr std::uint16_t kForwardRoots", rows, tables.forward.children[0]);
  WriteRows(out, "constexpr std::uint16_t kBackwardRoots", rows, tables.backward.children[0]);
}

void Classify(Tables& tables) {
  const auto flag = [&](std::u32string_view characters, std::uint32_t flags) {
    for (const char32_t c : characters) tables.classes[c] |= flags;
  };
  flag(U"0123456789", kDigitChar);
  flag(U"零一二两三四五六七八九十百千万亿兆半几数廿卅", kNumeralChar);
  flag(U"。|!?", kStopChar | kClauseChar);
  flag(U"“「‘《", kQuoteChar);
  flag(U",;、:()“”《》\r【】〔〕", kClauseChar);
  flag(std::u32string_view(U"\0", 1), kClauseChar);  // the end of the line
  for (char32_t c = 0; c < 0x10000; ++c) {
    if (ReadsAs(c) != c) tables.classes[c] |= kVariantChar;
  }
  for (const Trie* trie : {&tables.forward, &tables.backward}) {
    for (const auto& [c, node] : trie->children[0]) tables.classes[c] |= trie->Reach(node);
  }
}

void Write(std::ostream& out, Tables& tables) {
  Classify(tables);
  std::vector<Entry> entries;
  WriteTrie(out, tables.forward, "Forward", entries);
  WriteTrie(out, tables.backward, "Backward", entries);
  out << "constexpr Entry kEntries[] = {\n";
  for (const Entry& e : entries) {
    out << "{static_cast<Category>(" << int{static_cast<std::uint8_t>(e.category)} << "),"
        << int{e.kind} << "," << int{e.flags} << "," << e.value << "},\n";
  }
  out << "};\n";
  WritePages(out, tables);
}

}  // namespace
}  // namespace duban::quantities

int main(int argc, char** argv) {
  using namespace duban::quantities;
  if (argc != 3) {
    std::cerr << "usage: quantities_lexicon_gen DATA_DIRECTORY OUTPUT\n";
    return 2;
  }
  try {
    Tables tables;
    for (const char* file :
         {"units", "comparators", "set_aside", "nouns", "idioms", "dates", "markers"}) {
      Load(argv[1], file, tables);
    }
    std::ofstream out(argv[2]);
    Write(out, tables);
    return out ? 0 : 1;
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return 1;
  }
}
