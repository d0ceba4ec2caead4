#include "documents/core/clause_finder.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "documents/core/group_status.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// What a sentence holds, without which one way or another of listing projects cannot be read in it.
enum Sign : unsigned {
  kNames = 1,
  kHas = 2,
  kQuotes = 4,
  kColon = 8,
  kSemicolon = 16,
  kBracket = 32,
  kSuchAs = 64,
  kAmong = 128
};

unsigned SignsOf(std::string_view words) {
  constexpr std::pair<std::string_view, unsigned> kMarks[] = {
      {"“", kQuotes},  {":", kColon},    {"：", kColon},  {";", kSemicolon}, {"；", kSemicolon},
      {"(", kBracket}, {"（", kBracket}, {"等", kSuchAs}, {"项中", kAmong}};
  struct Known {
    std::vector<std::string_view> words;
    std::vector<unsigned> signs;
  };
  static const Known kKnown = [&] {
    Known known;
    const auto add = [&](std::string_view word, unsigned sign) {
      known.words.push_back(word);
      known.signs.push_back(sign);
    };
    for (const std::string_view word : kNaming) add(word, kNames);
    for (const std::string_view word : kHaving) add(word, kHas);
    for (const auto& [word, sign] : kMarks) add(word, sign);
    return known;
  }();
  static const WordFinder kFinder(kKnown.words);
  unsigned signs = 0;
  kFinder.ForEach(words, [&](std::size_t word, std::size_t) { signs |= kKnown.signs[word]; });
  return signs;
}

}  // namespace

void ListFinder::Read(Range line) {
  const std::string_view words = text_.Of(line);
  announced_.reset();
  const std::size_t before = items_.all().size();
  counted_ = Counts(words);
  for (Count& count : counted_)
    count.range = {line.begin + count.range.begin, line.begin + count.range.end};
  const std::vector<Range> sentences = SplitAt(text_.str(), line, U"。");
  for (std::size_t i = 0; i < sentences.size() && sentences[i].begin >= taken_; ++i) {
    ReadSentence({line.begin, sentences[i].begin}, sentences[i], line.end);
    while (i + 1 < sentences.size() && sentences[i + 1].begin < taken_) ++i;
  }
  if (items_.all().size() > before || !counted_.empty()) lines_.push_back(line);
  // 12个项目超额完成节点目标 as a heading speaks of the lists of the line below it; “A”项目… tells
  // of one.
  if (items_.all().size() == before) ReadSubject(line);
  ReadJudged(line);
  const bool heading = !counted_.empty() && CountChars(words) <= 30;
  heading_ = heading ? Said(words) : Status::kNone;
}

ClauseLists ListFinder::Take() {
  std::vector<Item>& items = items_.all();
  if (items.size() < 3 && told_.size() >= 3) items = std::move(told_);
  AddJudged();
  int next = 1;
  std::set<int> taken;
  for (const Item& item : items) taken.insert(item.number);
  for (Item& item : items) {
    if (item.number > 0) continue;
    while (taken.contains(next)) ++next;
    item.number = next++;
  }
  return {std::move(items), std::move(counts_), std::move(lines_), chosen_};
}

void ListFinder::ReadSentence(Range before, Range sentence, std::size_t line_end) {
  const std::string_view words = text_.Of(sentence);
  const unsigned signs = SignsOf(words);
  const bool counted = HoldsCount(sentence);
  if ((signs & kNames) != 0 && ReadNamed(before, sentence, line_end)) return;
  if ((signs & kColon) != 0 &&
      (ReadLabelled(sentence) || (counted && ReadCounted(sentence, line_end))))
    return;
  if (counted && (signs & kSemicolon) != 0 && ReadAmong(sentence)) return;
  if ((signs & kQuotes) != 0 && ReadQuoted(sentence)) return;
  const bool stated = counted && (signs & kQuotes) != 0 && ReadQuotedStates(sentence);
  if ((counted && ReadBehind(sentence)) || stated ||
      ((signs & kAmong) != 0 && ReadShares(sentence)))
    return;
  if (announced_ && ReadAnnounced(sentence)) return;
  announced_.reset();
  if (ReadDetails(sentence, (signs & kSemicolon) != 0)) return;
  const bool bracketed = (signs & kBracket) != 0 && ReadBracketed(sentence);
  if ((counted && ReadClauses(sentence)) || ((signs & kHas) != 0 && ReadHaving(sentence)) ||
      bracketed)
    return;
  if (((signs & kSuchAs) != 0 && ReadSuchAs(sentence)) ||
      ((signs & kSemicolon) != 0 && ReadTold(sentence)))
    return;
  if (!counted) return;
  // 2项提前超额完成全年任务。 announces the next sentence, and so does a count of projects before
  // 其中:.
  const std::string_view last = Last(words, 150);
  const bool brief = CountChars(words) <= 20;
  const bool opens = sentence.begin == before.begin && IsDigit(CharAt(words, 0).code) &&
                     brief;  // 7项正在抓紧实施。
  const bool leads =
      StartsWithAny(text_.str().substr(
                        std::min(sentence.end + std::string_view("。").size(), text_.str().size())),
                    {"其中:", "其中："});
  const Status status = Said(last);
  const bool states =
      brief && status != Status::kNone && Counts(words).size() == 1;  // 正在推进4项。
  if (opens || leads || status != Status::kNone) {
    announced_count_ = opens || leads || states ? ProjectCount(words) : 0;
    announced_in_ = sentence;
    announced_ = CountChars(words) <= 30 || MentionsAny(last, {"项目", "实事"})
                     ? std::optional(status)
                     : std::nullopt;
  }
}

Status ListFinder::Said(std::string_view words) const {
  if (MentionsAny<"预计", "力争", "确保", "计划于", "将于", "完成较好">(words))
    return Status::kNone;
  return GroupStatus(dictionary_, words);
}

// What the last words of a statement that says it say of the members.
Status ListFinder::StatusBehind(Range said) const {
  const Status near = Said(Last(text_.Of(said), 60));
  if (near != Status::kNone) return near;
  const std::vector<Range> sentences = SplitAt(text_.str(), said, U"。");
  for (std::size_t i = sentences.size(), seen = 0; i-- > 0 && seen < 3; ++seen) {
    const Status status = Said(text_.Of(sentences[i]));
    if (status != Status::kNone) return status;
  }
  return heading_;
}

// 其中,供水项目将改造管网35公里;…: more about projects named before, of each in a clause that ;
// closes where the sentence is `parted`.
bool ListFinder::ReadDetails(Range sentence, bool parted) {
  constexpr std::size_t kMostItems = 200;  // that are held against each clause
  if (items_.all().empty() || items_.all().size() > kMostItems) return false;
  if (!parted) return ReadDetail(sentence);
  bool found = false;
  for (const Range clause : SplitAt(text_.str(), sentence, U";；"))
    found = ReadDetail(clause) || found;
  return found;
}

bool ListFinder::ReadDetail(Range clause) {
  for (const std::string_view head : kWordsOf<"其中", ",", "，">) {
    if (text_.Of(clause).starts_with(head)) clause.begin += head.size();
  }
  const std::string_view words = text_.Of(clause);
  for (Item& item : items_.all()) {
    if (item.title.size() < 12 || item.title.end > clause.begin ||
        !StartsWith(words, text_.Of(item.title)))
      continue;
    item.parts.back().fields.push_back(
        {.range = Trim(text_.str(), {clause.begin + item.title.size(), clause.end})});
    return true;
  }
  return false;
}

// The announced count that the members bear out, where it is printed in `said` or behind it.
void ListFinder::TakeCount(Range said, int count) {
  const std::vector<Count> found = Counts(text_.Of(said));
  for (auto it = found.rbegin(); it != found.rend(); ++it) {
    if (it->value != count) continue;
    counts_.push_back({count, count, {said.begin + it->range.begin, said.begin + it->range.end}});
    return;
  }
}

bool ListFinder::HoldsCount(Range range) const {
  const auto first = std::ranges::lower_bound(counted_, range.begin, {},
                                              [](const Count& count) { return count.range.begin; });
  return first != counted_.end() && first->range.begin < range.end;
}

bool ListFinder::TakeEnd(std::string_view word, Range* range) const {
  if (!text_.Of(*range).ends_with(word)) return false;
  range->end -= word.size();
  return true;
}

std::size_t ListFinder::ClauseEnd(std::size_t from, std::size_t end) const {
  return ClauseAround(text_, {from, end}, from).end;
}

bool ListFinder::ReadTold(Range sentence) {
  std::vector<Item> told = ReportingItems(text_, sentence);
  std::ranges::move(told, std::back_inserter(told_));
  return !told.empty();
}

void ListFinder::ReadJudged(Range line) {
  for (const Count& count : counted_) announced_in_all_ = std::max(announced_in_all_, count.value);
  std::vector<Item> items = JudgedItems(text_, line);
  if (items.empty()) return;
  judged_in_.push_back(line);
  std::ranges::move(items, std::back_inserter(judged_));
}

// 34项中6项已完成:…。 住房保障加快推进。A…;B…。: of so many the sentences list some, and the
// paragraphs below tell of others.
void ListFinder::AddJudged() {
  std::vector<Item>& items = items_.all();
  if (items.empty() || judged_in_.size() < 2) return;
  std::vector<Item> others;
  std::ranges::copy_if(items, std::back_inserter(others), [&](const Item& item) {
    return std::ranges::none_of(judged_in_,
                                [&](Range line) { return line.Contains(item.title.begin); });
  });
  if (others.size() < 2 ||
      others.size() + judged_.size() > static_cast<std::size_t>(announced_in_all_))
    return;
  std::ranges::move(judged_, std::back_inserter(others));
  std::ranges::sort(others, {}, [](const Item& item) { return item.title.begin; });
  items = std::move(others);
}

// “A”项目8月底具备通车条件…: a paragraph about one project.
void ListFinder::ReadSubject(Range line) {
  const std::string_view words = text_.Of(line);
  if (!words.starts_with("“") || CountChars(words) < 30) return;
  const std::size_t end = NameEnd(words);
  const std::string_view behind = words.substr(std::min(end, words.size()));
  if (end > 130 || !(behind.starts_with("项目") || behind.starts_with("工程"))) return;
  items_.Add({line}, heading_);
}

}  // namespace duban::documents
