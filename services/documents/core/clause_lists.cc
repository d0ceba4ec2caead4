#include "documents/core/clause_lists.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "documents/core/candidate.h"
#include "documents/core/clause_items.h"
#include "documents/core/clause_members.h"
#include "documents/core/clause_words.h"
#include "documents/core/group_status.h"
#include "documents/core/numbering.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// What a group says of its members; a forecast (预计10月底前全部完成) says no state.
Status Said(const Dictionary& dictionary, std::string_view words) {
  if (MentionsAny<"预计", "力争", "确保", "计划于", "将于", "完成较好">(words)) return Status::kNone;
  return GroupStatus(dictionary, words);
}

// What a sentence holds, without which one way or another of listing projects cannot be read in it.
enum Sign : unsigned { kNames = 1, kHas = 2, kQuotes = 4, kColon = 8, kSemicolon = 16, kBracket = 32, kSuchAs = 64, kAmong = 128 };

constexpr std::string_view kNaming[] = {"分别是", "分别为", "依次为", "具体为", "具体是", "主要为", "主要是", "项目是",
                                        "事项是", "项目为", "即:",    "即：",   "其中包括", "包括"};
constexpr std::string_view kHaving[] = {"的有", "项目有", "事项有", "实事有", "的项目为", "的项目是", "的项目包括"};

unsigned SignsOf(std::string_view words) {
  constexpr std::pair<std::string_view, unsigned> kMarks[] = {{"“", kQuotes}, {":", kColon}, {"：", kColon}, {";", kSemicolon}, {"；", kSemicolon},
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

// One pass over the sentences of the lines.
class ListFinder {
 public:
  ListFinder(const Text& text, const Dictionary& dictionary) : text_(text), dictionary_(dictionary), items_(text) {}

  void Read(Range line) {
    const std::string_view words = text_.Of(line);
    announced_.reset();
    const std::size_t before = items_.all().size();
    counted_ = Counts(words);
    for (Count& count : counted_) count.range = {line.begin + count.range.begin, line.begin + count.range.end};
    const std::vector<Range> sentences = SplitAt(text_.str(), line, U"。");
    for (std::size_t i = 0; i < sentences.size() && sentences[i].begin >= taken_; ++i) {
      ReadSentence({line.begin, sentences[i].begin}, sentences[i], line.end);
      while (i + 1 < sentences.size() && sentences[i + 1].begin < taken_) ++i;
    }
    if (items_.all().size() > before || !counted_.empty()) lines_.push_back(line);
    // 12个项目超额完成节点目标 as a heading speaks of the lists of the line below it; “A”项目… tells of one.
    if (items_.all().size() == before) ReadSubject(line);
    const bool heading = CountChars(words) <= 30 && ProjectCount(words) > 0;
    heading_ = heading ? Said(dictionary_, words) : Status::kNone;
  }

  ClauseLists Take() {
    std::vector<Item>& items = items_.all();
    if (items.size() < 3 && told_.size() >= 3) items = std::move(told_);
    int next = 1;
    std::set<int> taken;
    for (const Item& item : items) taken.insert(item.number);
    for (Item& item : items) {
      if (item.number > 0) continue;
      while (taken.contains(next)) ++next;
      item.number = next++;
    }
    return {std::move(items), std::move(counts_), std::move(lines_)};
  }

 private:
  void ReadSentence(Range before, Range sentence, std::size_t line_end) {
    const std::string_view words = text_.Of(sentence);
    const unsigned signs = SignsOf(words);
    const bool counted = std::ranges::any_of(counted_, [sentence](const Count& count) { return sentence.Contains(count.range.begin); });
    if ((signs & kNames) != 0 && ReadNamed(before, sentence, line_end)) return;
    if ((signs & kColon) != 0 && (ReadLabelled(sentence) || (counted && ReadCounted(sentence, line_end)))) return;
    if ((signs & kQuotes) != 0 && ReadQuoted(sentence)) return;
    const bool stated = counted && (signs & kQuotes) != 0 && ReadQuotedStates(sentence);
    if ((counted && ReadBehind(sentence)) || stated || ((signs & kAmong) != 0 && ReadShares(sentence))) return;
    if (announced_ && ReadAnnounced(sentence)) return;
    announced_.reset();
    if (ReadDetails(sentence)) return;
    const bool bracketed = (signs & kBracket) != 0 && ReadBracketed(sentence);
    if ((counted && ReadClauses(sentence)) || ((signs & kHas) != 0 && ReadHaving(sentence)) || bracketed) return;
    if (((signs & kSuchAs) != 0 && ReadSuchAs(sentence)) || ((signs & kSemicolon) != 0 && ReadTold(sentence))) return;
    // 2项提前超额完成全年任务。 announces the next sentence.
    const std::string_view last = Last(words, 150);
    const bool opens = sentence.begin == before.begin && IsDigit(CharAt(words, 0).code) && CountChars(words) <= 20;  // 7项正在抓紧实施。
    if (counted && (opens || Said(dictionary_, last) != Status::kNone)) {
      announced_count_ = opens ? ProjectCount(words) : 0;
      announced_in_ = sentence;
      announced_ = CountChars(words) <= 30 || MentionsAny(last, {"项目", "实事"}) ? std::optional(Said(dictionary_, last)) : std::nullopt;
    }
  }

  // …5项已完成,分别是:A、B、C. The count may stand sentences before, and so may what is said of the members.
  bool ReadNamed(Range before, Range sentence, std::size_t line_end) {
    const std::string_view words = text_.Of(sentence);
    for (const std::string_view marker : kNaming) {
      const std::size_t at = Find(words, marker);
      if (at == std::string_view::npos) continue;
      const Range said{before.begin, sentence.begin + at};
      Counted counted;
      TakeCounts(text_.Of(said), &counted);
      std::vector<int> announced(counted.others.rbegin(), counted.others.rend());
      announced.insert(announced.end(), counted.promises.rbegin(), counted.promises.rend());
      if (announced.empty()) continue;
      // 8件,包括A;B;…: of any other list the word may tell as well.
      if (marker == "包括" && ProjectCount(Last(text_.Of(said), 15)) == 0) continue;
      Range list{sentence.begin + at + marker.size(), sentence.end};
      for (const std::string_view colon : {":", "："}) {
        if (text_.Of(list).starts_with(colon)) list.begin += colon.size();
      }
      int count = 0;
      std::vector<Range> members = CountedMembers(text_, list, announced, &count);
      if (members.empty()) members = QuotedRun(text_.str(), list);
      if (members.size() < 2) members = CountedMembers(text_, {list.begin, line_end}, announced, &count);
      // A text that breaks off in its list, or a list of sentences that does not add up, is a list all the same.
      if (members.empty() && marker != "包括") members = MembersAt(text_.str(), list, U";；");
      if (members.size() < 2 || (count == 0 && members.size() < 3) || !AllMembers(text_, members)) continue;
      items_.Add(members, StatusBehind(said));
      TakeCount(said, count != 0 ? count : static_cast<int>(members.size()));
      taken_ = members.back().end;
      return true;
    }
    return false;
  }

  // What the last words of a statement that says it say of the members.
  Status StatusBehind(Range said) const {
    const Status near = Said(dictionary_, Last(text_.Of(said), 60));
    if (near != Status::kNone) return near;
    const std::vector<Range> sentences = SplitAt(text_.str(), said, U"。");
    for (std::size_t i = sentences.size(), seen = 0; i-- > 0 && seen < 3; ++seen) {
      const Status status = Said(dictionary_, text_.Of(sentences[i]));
      if (status != Status::kNone) return status;
    }
    return heading_;
  }

  // 其中,供水项目将改造管网35公里;…: more about projects named before.
  bool ReadDetails(Range sentence) {
    bool found = false;
    constexpr std::size_t kMostItems = 200;  // that are held against each clause
    if (items_.all().empty() || items_.all().size() > kMostItems) return false;
    for (Range clause : SplitAt(text_.str(), sentence, U";；")) {
      for (const std::string_view head : {"其中", ",", "，"}) {
        if (text_.Of(clause).starts_with(head)) clause.begin += head.size();
      }
      for (Item& item : items_.all()) {
        const std::string_view name = text_.Of(item.title);
        if (name.size() < 12 || item.title.end > clause.begin || !text_.Of(clause).starts_with(name)) continue;
        item.parts.back().fields.push_back({.range = Trim(text_.str(), {clause.begin + name.size(), clause.end})});
        found = true;
        break;
      }
    }
    return found;
  }

  // The announced count that the members bear out, where it is printed in `said` or behind it.
  void TakeCount(Range said, int count) {
    const std::vector<Count> found = Counts(text_.Of(said));
    for (auto it = found.rbegin(); it != found.rend(); ++it) {
      if (it->value != count) continue;
      counts_.push_back({count, count, {said.begin + it->range.begin, said.begin + it->range.end}});
      return;
    }
  }

  // 超额完成的有3项:A;B。C: the list may go on to the end of its paragraph.
  bool ReadCounted(Range sentence, std::size_t line_end) {
    const std::string_view words = text_.Of(sentence);
    const std::size_t colon = FindColon(words);
    if (colon == std::string_view::npos) return false;
    const Range said{sentence.begin, sentence.begin + colon};
    const std::vector<Count> counts = Counts(text_.Of(said));
    if (counts.empty() || colon - counts.back().range.end > 36) return false;
    const Range list{said.end + (words[colon] == ':' ? 1 : 3), sentence.end};
    int count = 0;
    std::vector<Range> members = CountedMembers(text_, list, {counts.back().value}, &count);
    if (members.empty()) {
      members = MembersAt(text_.str(), {list.begin, line_end}, U";；。");
      if (static_cast<int>(members.size()) != counts.back().value) members.clear();
    }
    if (members.empty()) members = QuotedRun(text_.str(), list);
    if (members.size() < 2 || !AllMembers(text_, members)) return false;
    items_.Add(members, Said(dictionary_, Last(text_.Of(said), 90)));
    if (count > 0 || static_cast<int>(members.size()) == counts.back().value) TakeCount(said, counts.back().value);
    taken_ = members.back().end;
    return true;
  }

  // 滞后项目:一是…;二是….
  bool ReadLabelled(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    const std::size_t colon = FindColon(words);
    if (colon == std::string_view::npos || CountChars(words.substr(0, colon)) > 12) return false;
    const std::string_view label = words.substr(0, colon);
    const Status status = Said(dictionary_, label);
    if (!MentionsAny(label, {"项目", "事项", "任务"}) || status == Status::kNone || ProjectCount(label) > 0) return false;
    const std::vector<Range> members =
        SplitAt(text_.str(), {sentence.begin + colon + (words[colon] == ':' ? 1 : 3), sentence.end}, U";；");
    if (members.size() < 2 || !AllMembers(text_, members)) return false;
    items_.Add(members, status);
    return true;
  }

  // “A”…;“B”… or 其中:A…;B… behind a sentence that announced them.
  bool ReadAnnounced(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    Range list = sentence;
    bool among = false;
    for (const std::string_view head : {"其中:", "其中：", "其中,", "其中，"}) {
      if (!words.starts_with(head)) continue;
      list.begin += head.size();
      among = true;
    }
    if (ReadAsMany(list)) return true;
    const std::vector<Range> members = SplitAt(text_.str(), list, U";；");
    const bool quoted = std::all_of(members.begin(), members.end(), [&](Range m) { return text_.Of(m).starts_with("“"); });
    if (members.empty() || !(quoted || (among && members.size() >= 2)) || !AllMembers(text_, members)) return false;
    if (!quoted && std::any_of(members.begin(), members.end(), [&](Range m) { return IsDigit(CharAt(text_.Of(m), 0).code); })) {
      return false;
    }
    items_.Add(members, *announced_);
    return true;
  }

  // 7项正在抓紧实施。A…;B…;C…。, 2项已完成。A、B等。: as many as the sentence before counts, however they are parted.
  bool ReadAsMany(Range list) {
    if (announced_count_ < 2) return false;
    for (const std::u32string_view marks : {U";；", U"、", U",，"}) {
      Range named = list;
      if (marks == U"、") {
        const std::size_t such = text_.Of(list).rfind("等");
        if (such != std::string_view::npos) named.end = named.begin + such;
      }
      std::vector<Range> members = SplitAt(text_.str(), named, marks);
      const int missing = announced_count_ - static_cast<int>(members.size());
      if (marks == U"；;" && members.size() >= 3 && missing > 0) PartNames(&members);
      if (marks == U"、" && missing == -1) JoinName(&members);
      if (static_cast<int>(members.size()) != announced_count_ || !AllMembers(text_, members)) continue;
      items_.Add(members, *announced_);
      TakeCount(announced_in_, announced_count_);
      return true;
    }
    return false;
  }

  // A有5个;B、C、D均已完成: the names that one of the clauses holds.
  void PartNames(std::vector<Range>* members) const {
    std::vector<Range> parted;
    for (const Range member : *members) {
      const std::vector<Range> names = SplitAt(text_.str(), member, U"、");
      const bool bare = std::all_of(names.begin(), names.end() - (names.empty() ? 0 : 1), [&](Range name) { return !HoldsDigit(text_.Of(name)); });
      if (bare) {
        parted.insert(parted.end(), names.begin(), names.end());
      } else {
        parted.push_back(member);
      }
    }
    *members = std::move(parted);
  }

  // 油烟、噪声及异味整治 is one name.
  void JoinName(std::vector<Range>* members) const {
    for (std::size_t i = 1; i < members->size(); ++i) {
      if (!MentionsAny(text_.Of((*members)[i]), {"及", "和", "与"})) continue;
      (*members)[i - 1].end = (*members)[i].end;
      members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  // “A”“B”“C”等3项已完成: names in quotes, one behind the other.
  bool ReadQuoted(Range sentence) {
    const std::vector<Range> members = QuotedRun(text_.str(), sentence);
    if (members.size() < 3 || !AllMembers(text_, members)) return false;
    const Range behind{members.back().end, sentence.end};
    const std::vector<Range> clauses = SplitAt(text_.str(), behind, U",，;；");
    Status status = clauses.empty() ? Status::kNone : Said(dictionary_, text_.Of(clauses.front()));
    if (status == Status::kNone) status = Said(dictionary_, Last(text_.Of({sentence.begin, members.front().begin}), 60));
    if (status == Status::kNone) status = announced_.value_or(heading_);
    items_.Add(members, status);
    const Range statement = clauses.empty() ? Range{sentence.begin, members.front().begin} : clauses.front();
    TakeCount(statement, static_cast<int>(members.size()));
    return true;
  }

  // 共10大项18小项,其中“A”和“B”已完成,“C”已超额完成,其余…: clauses of quoted names and their state behind a count.
  bool ReadQuotedStates(Range sentence) {
    if (Counts(text_.Of(sentence)).empty()) return false;
    bool found = false;
    for (Range clause : SplitAt(text_.str(), sentence, U",，;；")) {
      for (const std::string_view head : {"其中", "目前"}) {
        if (text_.Of(clause).starts_with(head)) clause.begin += head.size();
      }
      std::vector<Range> members;
      while (text_.Of(clause).starts_with("“")) {
        const std::size_t end = NameEnd(text_.Of(clause));
        members.push_back({clause.begin, clause.begin + end});
        clause.begin += end;
        for (const std::string_view joint : {"项目", "工程", "以及", "和", "及", "、"}) {
          if (text_.Of(clause).starts_with(joint)) clause.begin += joint.size();
        }
      }
      const Status status = Said(dictionary_, text_.Of(clause));
      const bool states = StartsWithAny(text_.Of(clause), {"已", "均", "全部", "正", "超额", "提前", "基本", "未", "推进", "进展"});
      if (members.empty() || !states || status == Status::kNone || CountChars(text_.Of(clause)) > 20 || !AllMembers(text_, members)) continue;
      items_.Add(members, status);
      found = true;
    }
    return found;
  }

  // …其中A、B、C3个子项已完成;D等22项正按序时推进; A,B,这2项预计10月底前完成: counted behind the members, of which 等 may leave some out.
  bool ReadBehind(Range sentence) {
    bool found = false;
    for (const Range group : SplitAt(text_.str(), sentence, U";；")) {
      std::size_t from = group.begin;  // behind the clause of the last list
      for (const Count& count : Counts(text_.Of(group))) {
        const Range counted{group.begin + count.range.begin, group.begin + count.range.end};
        if (counted.begin < from) continue;
        Behind list{.list = {from, counted.begin}, .said = {counted.begin, ClauseEnd(counted.end, group.end)}, .count = count.value};
        for (const std::string_view word : {"这", "上述", "以上"}) list.pointed = TakeEnd(word, &list.list) || list.pointed;
        list.some = TakeEnd("等", &list.list);
        const std::string_view noun = text_.Of({counted.end, std::min(counted.end + 15, group.end)});
        list.promises = StartsWithAny(noun, {"为民", "民生实事", "实事", "惠民"});
        // 完成了A、B、C9项民心工程的任务: what stands behind the verb is done.
        const std::vector<Range> clauses = SplitAt(text_.str(), list.list, U",，");
        const std::size_t done = clauses.empty() ? std::string_view::npos : Find(text_.Of(clauses.back()), "完成了");
        list.done = done != std::string_view::npos && done <= 18;
        if (list.done) list.list.begin = clauses.back().begin + done + std::string_view("完成了").size();
        // 就业、扶贫等十项民生工程 are the kinds of all projects.
        if ((!list.done && StartsWithAny(noun, {"民生工程", "民心工程", "惠民工程"})) || !ReadMembers(list)) continue;
        found = true;
        from = list.said.end;
      }
    }
    return found;
  }

  // A list that stands before what is said of it.
  struct Behind {
    Range list;
    Range said;           // of the members, from their count or from 等 on
    int count = 0;        // 0 where none is printed
    bool pointed = false;  // 这3项
    bool some = false;     // A、B等
    bool promises = false;  // …10件为民实事
    bool done = false;      // 完成了…
  };

  bool ReadMembers(const Behind& behind) {
    const auto count = static_cast<std::size_t>(behind.count);
    Status status = Said(dictionary_, text_.Of(behind.said));
    if (status == Status::kNone && behind.done) status = Status::kCompleted;
    const bool follows = !items_.all().empty();
    Range group;
    std::vector<Range> members = MembersBefore(text_, behind.list, &group);
    // 对17件实事疏理,细分为30项,A、B2项已完成: what stands before the last comma leads to the list.
    const std::vector<Range> clauses = SplitAt(text_.str(), behind.list, U",，");
    if (members.size() > count && clauses.size() > 1) members = MembersBefore(text_, clauses.back(), &group);
    if (members.size() + 1 == count) PartAtConjunction(text_, &members);
    const bool said = behind.some || behind.pointed || status != Status::kNone || follows;
    const bool whole = members.size() == count && (count >= 2 && (said || (count >= 3 && behind.promises)));
    const bool part = behind.some && count > members.size() && (status != Status::kNone || follows);
    if (!whole && !part && behind.pointed) {
      members = MembersAt(text_.str(), behind.list, U",，");
      if (members.size() == count + 1 && ProjectCount(text_.Of(members.front())) > 0) members.erase(members.begin());
    }
    if (!part && (members.size() != count || count < 2)) return false;
    if (!whole && !part && !behind.pointed) return false;
    // 助行 is a name where as many as are counted stand around it.
    const auto short_names = std::ranges::count_if(members, [&](Range m) { return !IsMember(text_.Of(m)); });
    if (short_names * 4 > (whole ? static_cast<std::ptrdiff_t>(members.size()) : 0)) return false;
    std::vector<Item>& items = items_.all();
    const std::size_t first = items.size();
    items_.Add(members, status, behind.pointed ? behind.said : Range{});
    const bool category = !group.empty() && NumberingAt(text_.str(), group.begin) && text_.Of(group).ends_with("类");
    for (std::size_t i = first; i < items.size() && category; ++i) items[i].category = group;
    if (!part) TakeCount(behind.said, behind.count);
    return true;
  }

  bool TakeEnd(std::string_view word, Range* range) const {
    if (!text_.Of(*range).ends_with(word)) return false;
    range->end -= word.size();
    return true;
  }

  std::size_t ClauseEnd(std::size_t from, std::size_t end) const { return ClauseAround(text_, {from, end}, from).end; }

  // 剩余8项中,A已完成1个(50%)、B已完成8个(53%),C正在施工中(93%),…: clauses that end in a share, each a project.
  bool ReadShares(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    const std::size_t among = std::min(Find(words, "项中,"), Find(words, "项中，"));
    if (among == std::string_view::npos) return false;
    std::vector<Range> members = MembersAt(text_.str(), {sentence.begin + among + std::string_view("项中,").size(), sentence.end}, U",，;；");
    std::erase_if(members, [&](Range member) {
      const std::string_view told = text_.Of(member);
      return !(told.ends_with("%)") || told.ends_with("%）")) || !MentionsAny<"完成", "施工", "推进", "建设", "已">(told);
    });
    if (members.size() < 3) return false;
    items_.Add(members, Status::kNone);
    return true;
  }

  // 推进缓慢的有3项(A、B、C); 东城区有2项(A、B)推进缓慢 says it of one place only.
  bool ReadBracketed(Range sentence) {
    bool found = false;
    for (const Range inner : Brackets(text_.str(), sentence)) {
      const std::size_t open = inner.begin - CharBefore(text_.str(), inner.begin).bytes;
      if (open <= sentence.begin) continue;  // nothing stands before it
      const Range clause = ClauseAround(text_, sentence, open - 1);
      const Range said{clause.begin, open};
      std::string_view words = text_.Of(said);
      for (const std::string_view unit : {"小项", "项目", "项", "件", "个"}) {
        if (words.ends_with(unit)) {
          words.remove_suffix(unit.size());
          break;
        }
      }
      if (words.ends_with("个")) words.remove_suffix(3);
      const std::size_t digits = words.size();
      while (!words.empty() && (IsDigit(CharBefore(words, words.size()).code) || IsChineseDigit(CharBefore(words, words.size()).code))) {
        words.remove_suffix(CharBefore(words, words.size()).bytes);
      }
      const int count = NumeralValue(text_.Of(said).substr(words.size(), digits - words.size()));
      if (count <= 0) continue;
      int matched = count;
      std::vector<Range> members = count == 1 ? std::vector<Range>{inner} : CountedMembers(text_, inner, {count}, &matched);
      const bool names = std::none_of(members.begin(), members.end(), [&](Range m) { return IsDigit(CharAt(text_.Of(m), 0).code); });
      const std::size_t closed = inner.end + CharAt(text_.str(), inner.end).bytes;
      const Range behind{closed, ClauseAround(text_, sentence, closed).end};
      Status status = Said(dictionary_, text_.Of(said));
      if (status == Status::kNone) status = Said(dictionary_, text_.Of(behind));
      if (members.empty() || !names || !AllMembers(text_, members) || (count < 3 && status == Status::kNone && !words.ends_with("有"))) continue;
      bool place = false;
      for (const std::string_view end : {"区有", "县有", "市有", "镇有", "乡有", "州有", "旗有"}) place = place || words.ends_with(end);
      items_.Add(members, place ? Status::kNone : status);
      counts_.push_back({count, count, {said.begin + words.size(), closed}});
      found = true;
    }
    return found;
  }

  // 其中8件圆满完成任务,A,B,C…: as many clauses as were counted.
  bool ReadClauses(Range sentence) {
    const std::vector<Range> clauses = SplitAt(text_.str(), sentence, U",，");
    for (std::size_t i = 0; i + 3 < clauses.size(); ++i) {
      const int count = ProjectCount(text_.Of(clauses[i]));
      if (count < 3 || clauses.size() - i - 1 != static_cast<std::size_t>(count)) continue;
      const Status status = Said(dictionary_, text_.Of(clauses[i]));
      if (status == Status::kNone) continue;
      const std::vector<Range> members(clauses.begin() + static_cast<std::ptrdiff_t>(i) + 1, clauses.end());
      const bool told = std::none_of(members.begin(), members.end(), [&](Range m) {
        return text_.Of(m).starts_with("占") || ProjectCount(text_.Of(m)) > 0;
      });
      if (!told || !AllMembers(text_, members)) continue;
      items_.Add(members, status);
      TakeCount(clauses[i], count);
      return true;
    }
    return false;
  }

  // 已完成的有A、B、C;进展较慢的有D、E.
  bool ReadHaving(Range sentence) {
    bool found = false;
    for (const Range group : SplitAt(text_.str(), sentence, U";；")) {
      const std::string_view words = text_.Of(group);
      for (const std::string_view marker : kHaving) {
        const std::size_t at = Find(words, marker);
        if (at == std::string_view::npos || CountChars(words.substr(0, at)) > 30) continue;
        const Status status = Said(dictionary_, words.substr(0, at));
        Range list{group.begin + at + marker.size(), group.end};
        if (const std::vector<Range> clauses = SplitAt(text_.str(), list, U",，:："); !clauses.empty()) list = clauses.front();
        for (const std::string_view rest : {"等项目", "等事项", "等实事", "等"}) TakeEnd(rest, &list);
        const std::vector<Range> members = SplitAt(text_.str(), list, U"、");
        // 基本达到节点要求的实事有:A、B goes on where others were named before.
        if ((status == Status::kNone && items_.all().empty()) || members.size() < 2 || !AllMembers(text_, members) || IsDigit(CharAt(text_.Of(list), 0).code)) continue;
        items_.Add(members, status);
        found = true;
        break;
      }
    }
    return found;
  }

  // 其中,A、B、C等项目进度缓慢: at least three names before 等, and a state behind it.
  bool ReadSuchAs(Range sentence) {
    bool found = false;
    for (const Range clause : SplitAt(text_.str(), sentence, U",，;；:：")) {
      const std::string_view words = text_.Of(clause);
      const std::size_t at = Find(words, "等");
      if (at == std::string_view::npos || words.size() - at > 120) continue;
      Range lead;
      const std::vector<Range> members = MembersBefore(text_, {clause.begin, clause.begin + at}, &lead);
      const Status status = Said(dictionary_, words.substr(at));
      const bool names = std::none_of(members.begin(), members.end(), [&](Range m) {
        return HoldsDigit(text_.Of(m)) || CountChars(text_.Of(m)) > 30;
      });
      const std::string_view behind = words.substr(at + 3);
      const bool projects = MentionsAny(behind, {"项目", "工程", "事项"}) || behind.starts_with("全部") || behind.starts_with("均") || behind.starts_with("已");
      if (members.size() < 3 || status == Status::kNone || !names || !projects || !AllMembers(text_, members)) continue;
      items_.Add(members, status);
      found = true;
    }
    return found;
  }

  bool ReadTold(Range sentence) {
    std::vector<Item> told = ReportingItems(text_, sentence);
    std::ranges::move(told, std::back_inserter(told_));
    return !told.empty();
  }

  // “A”项目8月底具备通车条件…: a paragraph about one project.
  void ReadSubject(Range line) {
    const std::string_view words = text_.Of(line);
    if (!words.starts_with("“") || CountChars(words) < 30) return;
    const std::size_t end = NameEnd(words);
    const std::string_view behind = words.substr(std::min(end, words.size()));
    if (end > 130 || !(behind.starts_with("项目") || behind.starts_with("工程"))) return;
    items_.Add({line}, heading_);
  }

  const Text& text_;
  const Dictionary& dictionary_;
  ClauseItems items_;
  std::vector<Item> told_;  // where no statement names a list
  std::vector<NamedCount> counts_;
  std::vector<Count> counted_;       // in the line that is read
  std::vector<Range> lines_;
  std::optional<Status> announced_;  // by the sentence before
  int announced_count_ = 0;  // projects of that sentence, 0 when it says more
  Range announced_in_;
  Status heading_ = Status::kNone;   // said by the line before
  std::size_t taken_ = 0;            // where the last list ended
};

}  // namespace

ClauseLists ReadClauseLists(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  ListFinder finder(text, dictionary);
  for (const Block& block : blocks) {
    if (block.table < 0 && block.range.size() <= 20'000) finder.Read(block.range);
  }
  ClauseLists lists = finder.Take();
  if (lists.items.size() < 3) return {};
  return lists;
}

}  // namespace duban::documents
