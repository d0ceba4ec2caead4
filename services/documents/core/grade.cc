#include "documents/core/grade.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "documents/core/byte_set.h"
#include "documents/core/data_lines.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "duban_documents_core_data.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxSigns = 50;
constexpr std::size_t kShortestClause = 8;  // characters; shorter ones are said twice on purpose

// Bytes that a stop, a bracket, a bar or a line break may begin.
constexpr ByteSet kMayMatter("(,;|\n\xE3\xEF");

bool IsStop(char32_t c) { return c == U'。' || c == U'，' || c == U',' || c == U'；' || c == U';'; }

class Grader {
 public:
  explicit Grader(std::string_view text) : text_(text) {}

  GradedSource Grade() {
    FindWords();
    if (Said(kLostMonth)) LostMonths();
    BracketsAndClauses();
    if (Said(kLostCharacter)) LostCharacters();
    if (Said(kTornSentence)) TornSentences();
    AddWords();
    std::stable_sort(out_.signs.begin(), out_.signs.end(), [](const Damage& a, const Damage& b) {
      return a.source.begin < b.source.begin;
    });
    Decide();
    if (out_.signs.size() > kMaxSigns) out_.signs.resize(kMaxSigns);
    return std::move(out_);
  }

 private:
  void Add(Range range, std::string_view reason, std::string message) {
    ++counts_[std::string(reason)];
    if (counts_[std::string(reason)] <= 10)
      out_.signs.push_back({range, std::string(reason), std::move(message)});
  }

  void LostCharacters() {
    for (std::size_t at = Find(text_, "\uFFFD"); at != std::string_view::npos;
         at = Find(text_, "\uFFFD", at + 3)) {
      Add({at, at + 3}, "CHARACTER_LOST", "字符丢失");
    }
  }

  // A sentence does not begin with 和: a full stop was put inside of it.
  void TornSentences() {
    for (std::size_t at = Find(text_, "。和"); at != std::string_view::npos;
         at = Find(text_, "。和", at + 6)) {
      const std::string_view rest = text_.substr(at + 6);
      const bool word = std::any_of(std::begin(kWordsWithAnd), std::end(kWordsWithAnd),
                                    [&](std::string_view end) { return rest.starts_with(end); });
      const std::string_view torn = text_.substr(at, 12);
      if (!word)
        Add({at, at + std::min(torn.find('\n'), torn.size())}, "SENTENCE_TORN", "句子被截断");
    }
  }

  // 6底前 for 6月底前: one or two figures before 底.
  void LostMonths() {
    for (std::size_t at = Find(text_, "底前"); at != std::string_view::npos;
         at = Find(text_, "底前", at + 6)) {
      std::size_t begin = at;
      while (begin > 0 && text_[begin - 1] >= '0' && text_[begin - 1] <= '9') --begin;
      if (begin == at || at - begin > 2) continue;
      Add({begin, at + 6}, "MONTH_LOST",
          fmt::format("“{}”疑脱“月”字", text_.substr(begin, at + 6 - begin)));
    }
  }

  // Opening brackets next to each other; and the same clause twice in a row in a line.
  void BracketsAndClauses() {
    std::string_view last;
    std::size_t begin = 0;  // of the clause
    Range opening;          // the bracket before
    const auto read = [&](std::size_t at, Char c) {
      if (c.code == '(' || c.code == U'（') {
        const Range bracket{at, at + c.bytes};
        if (opening.end == at && !opening.empty())
          Add({opening.begin, bracket.end}, "BRACKET_BROKEN", "括号重复");
        opening = bracket;
      }
      if (!IsStop(c.code) && c.code != '|' && c.code != '\n') return;
      const std::string_view clause = Trim(text_.substr(begin, at - begin));
      if (!clause.empty() && clause == last && CountChars(clause) >= kShortestClause) {
        Add({begin, at}, "CLAUSE_DOUBLED", "同一分句连续出现两次");
      }
      last = c.code == '|' || c.code == '\n' ? std::string_view() : clause;
      begin = at + c.bytes;
    };
    kMayMatter.ForEach(text_, 0, text_.size(),
                       [&](std::size_t at) { read(at, CharAt(text_, at)); });
    read(text_.size(), {U'\n', 1});
  }

  struct Words {
    std::vector<bool> mirror;
    std::vector<std::string_view> words{std::begin(kTelling), std::end(kTelling)};
  };

  // The words of the data file, behind those that tell of other damage.
  static const Words& Listed() {
    static const Words kListed = [] {
      Words listed;
      ForEachDataPair(kDamage, [&](std::string_view kind, std::string_view word) {
        listed.mirror.push_back(kind == "mirror");
        listed.words.push_back(word);
      });
      return listed;
    }();
    return kListed;
  }

  // One pass for all of them.
  void FindWords() {
    static const WordFinder kFinder(Listed().words);
    first_ = kFinder.FirstOf(text_);
  }

  bool Said(std::size_t telling) const { return first_[telling] != std::string_view::npos; }

  void AddWords() {
    for (std::size_t i = 0; i < Listed().mirror.size(); ++i) {
      const std::string_view word = Listed().words[i + std::size(kTelling)];
      const std::size_t at = first_[i + std::size(kTelling)];
      if (at == std::string_view::npos) continue;
      Add({at, at + word.size()}, Listed().mirror[i] ? "MIRROR" : "WORDING",
          Listed().mirror[i] ? "转载网站的声明" : fmt::format("“{}”疑为回译用语", word));
    }
  }

  void Decide() {
    const auto count = [this](std::string_view reason) {
      const auto found = counts_.find(std::string(reason));
      return found == counts_.end() ? 0 : found->second;
    };
    int points = 0;
    for (const std::string_view strong : kWordsOf<"MONTH_LOST", "BRACKET_BROKEN", "CHARACTER_LOST",
                                                  "CLAUSE_DOUBLED", "SENTENCE_TORN">) {
      points += count(strong) > 0 ? 2 : 0;
    }
    points += std::min(count("WORDING"), 3);
    const bool damaged = points >= 4 || count("CHARACTER_LOST") >= 3;
    out_.grade = damaged               ? SourceGrade::kDamaged
                 : count("MIRROR") > 0 ? SourceGrade::kMirror
                                       : SourceGrade::kOfficial;
  }

  // Words without which there is no damage of one kind or another.
  static constexpr std::string_view kTelling[] = {"底前", "\uFFFD", "。和"};
  static constexpr std::size_t kLostMonth = 0;
  static constexpr std::size_t kLostCharacter = 1;
  static constexpr std::size_t kTornSentence = 2;
  // 和谐, 和平 … begin sentences.
  static constexpr std::string_view kWordsWithAnd[] = {"谐", "平", "睦", "美",
                                                       "田", "县", "政", "静"};

  const std::string_view text_;
  GradedSource out_;
  std::map<std::string, int> counts_;
  std::vector<std::size_t> first_;  // where each of the words occurs first
};

}  // namespace

GradedSource GradeText(const Text& text) {
  GradedSource graded = Grader(text.Verbatim()).Grade();
  for (Damage& sign : graded.signs) sign.source = text.Read(sign.source);
  return graded;
}

}  // namespace duban::documents
