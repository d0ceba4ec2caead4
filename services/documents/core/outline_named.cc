#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/outline_heads.h"
#include "documents/core/outline_preamble.h"
#include "documents/core/sentence_openings.h"
#include "documents/core/told.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Of promises that are announced: fewer sentences may be as many by chance.
constexpr int kLeastNamed = 5;

// By what a sentence is known to name its project.
enum By : unsigned { kByNothing = 0, kByWork = 1, kByQuotes = 2, kByField = 4, kByPiece = 8 };

// Which sentences a text may open its projects with, the likeliest first.
constexpr unsigned kWays[] = {kByWork | kByQuotes,
                              kByWork | kByQuotes | kByField,
                              kByWork | kByQuotes | kByPiece,
                              kByWork,
                              kByQuotes,
                              kByWork | kByQuotes | kByField | kByPiece};

// A sentence of a paragraph, or a whole line that is numbered, labelled or about all projects.
struct Sentence {
  Range range;         // behind the field and the number that it opens with
  bool opens = false;  // its line
  By by = kByNothing;
  Range name;    // empty where it begins with what it tells
  Range charge;  // who has charge of the project, before its name
  Range field;   // 教育保障 in 在教育保障方面,…
};

class Reader {
 public:
  Reader(const Text& text, const FigureIndex& figures) : text_(text), figures_(figures) {}

  std::vector<Sentence> Read(const std::vector<OutlineLine>& lines, std::u32string_view marks) {
    for (const OutlineLine& line : lines) {
      const bool whole =
          line.labelled() || (line.numbering && line.numbering->style != NumberStyle::kOne);
      if (whole || Closes(text_.Of(line.range))) {
        sentences_.push_back({.range = line.range, .opens = true});
      } else {
        ReadLine(line.range, marks);
      }
    }
    return std::move(sentences_);
  }

 private:
  void ReadLine(Range line, std::u32string_view marks) {
    std::string_view words = text_.Of(line);
    Strip({"A:", "A：", "答:", "答："}, &words);
    line.begin = line.end - words.size();
    bool counts = false;  // 今年安排两个项目。一是…;二是…
    for (const Range part : SplitAt(text_.str(), line, marks)) {
      sentences_.push_back(SentenceOf(part, part.begin == line.begin, counts));
      counts = counts || std::ranges::any_of(Counts(text_.Of(part)),
                                             [](const Count& count) { return count.value > 1; });
    }
  }

  Sentence SentenceOf(Range range, bool opens, bool counted) {
    Sentence sentence{.range = range, .opens = opens};
    const auto one = NumberingAt(text_.str(), range.begin);
    const bool piece = one && one->style == NumberStyle::kOne && one->range.end < range.end;
    if (piece) sentence.range.begin = one->range.end;
    const std::string_view words = text_.Of(range);
    if (!(figures_.In(range) > 0 || TellsWhatIsDone(words)) || FindAnnouncement(words).count > 0) {
      return sentence;
    }
    Name(&sentence);
    const bool field = opens && sentence.by == kByField;
    if (field) NameBehindField(&sentence);
    if (sentence.by == kByNothing && piece && counted) sentence.by = kByPiece;
    if (sentence.by != kByNothing && !sentence.name.empty() &&
        !names_.insert(text_.Of(sentence.name)).second) {
      sentence.by = kByNothing;
    }
    return sentence;
  }

  void Name(Sentence* sentence) const {
    const Range range = sentence->range;
    const auto in_text = [&](Range part) {
      return Range{range.begin + part.begin, range.begin + part.end};
    };
    const std::string_view words = text_.Of(range);
    const Named named = OpeningOf(words);
    const Range quoted = QuotedName(words);
    // “X”项目 is called X, “X”建设工程 is not.
    constexpr std::size_t kBehindName = std::string_view("”项目").size();
    const bool work = named.opening == Opening::kWork;
    if (work && (quoted.empty() || named.name.end != quoted.end + kBehindName)) {
      sentence->by = kByWork;
      sentence->name = in_text(named.name);
    } else if (!quoted.empty()) {
      sentence->by = kByQuotes;
      const Range lead{range.begin, range.begin + quoted.begin - std::string_view("“").size()};
      const bool led = text_.Of(lead).ends_with("的");
      if (led) sentence->charge = lead;
      if (led || lead.empty() || EndsWithAny(text_.Of(lead), {",", "，"})) {
        sentence->name = in_text(quoted);
      }
    } else if (named.opening == Opening::kField) {
      sentence->by = kByField;
      sentence->name = in_text(named.name);
    }
  }

  // 在教育方面,青石中学二期项目已完工: the field is the kind of the project that it opens with.
  void NameBehindField(Sentence* sentence) const {
    constexpr std::size_t kNoun = std::string_view("方面").size();
    Sentence behind{.range = {sentence->name.end + kNoun, sentence->range.end}};
    std::string_view words = text_.Of(behind.range);
    if (!Strip({",", "，"}, &words)) return;
    behind.range.begin = behind.range.end - words.size();
    Name(&behind);
    if (behind.by != kByWork && behind.by != kByQuotes) return;
    behind.opens = true;
    behind.field = sentence->name;
    *sentence = behind;
  }

  const Text& text_;
  const FigureIndex& figures_;
  std::vector<Sentence> sentences_;
  std::set<std::string_view> names_;  // a project named again is the same one
};

// Items of the sentences that are known by `way`, each with those behind it that go on about it. A
// paragraph that opens otherwise speaks of all projects, up to the next one.
Candidate Make(const Text& text, const std::vector<Sentence>& sentences, unsigned way) {
  Candidate candidate{.way = Way::kSentences};
  bool told = false;  // the sentence before belongs to an item
  for (const Sentence& sentence : sentences) {
    const bool head = (sentence.by & way) != 0;
    told = head || (told && !sentence.opens);
    if (!told) continue;
    if (!sentence.field.empty()) {
      candidate.groups.push_back(candidate.made.size());
      candidate.made.push_back(MadeLine(text, sentence.field));
    }
    if (head) {
      candidate.heads.push_back(candidate.made.size());
      candidate.names.push_back(sentence.name.empty()
                                    ? Range{sentence.range.begin, sentence.range.begin}
                                    : sentence.name);
    }
    candidate.made.push_back(MadeLine(text, sentence.range));
    if (head) candidate.made.back().charge = sentence.charge;
  }
  candidate.end = candidate.made.size();
  return candidate;
}

}  // namespace

void AddNamed(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
              const Counted& announced, std::vector<Candidate>* out) {
  if (std::ranges::none_of(announced.promises, [](int count) { return count >= kLeastNamed; }))
    return;
  for (const std::u32string_view marks : {U"。", U"。；;"}) {
    if (marks.size() > 1 && !HoldSemicolons(text, lines)) return;
    const std::vector<Sentence> sentences = Reader(text, figures).Read(lines, marks);
    for (const unsigned way : kWays) {
      const auto named = static_cast<int>(std::ranges::count_if(
          sentences, [way](const Sentence& sentence) { return (sentence.by & way) != 0; }));
      if (named < kLeastNamed ||
          std::ranges::find(announced.promises, named) == announced.promises.end())
        continue;
      out->push_back(Make(text, sentences, way));
      return;
    }
  }
}

}  // namespace duban::documents
