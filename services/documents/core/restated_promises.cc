#include "documents/core/restated_promises.h"

#include <algorithm>
#include <string_view>

#include "documents/core/candidate.h"
#include "documents/core/figure_words.h"
#include "documents/core/told.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::Quantity;

// Where an item's own words part: what was promised before `end`, the report behind it.
struct Opening {
  Field* field = nullptr;
  std::size_t end = 0;  // the end of the field where the report is a field of its own
  bool repeated =
      false;  // the report tells of the same things, or a label or a state says that it is one
  bool turns = false;  // the promise ends within a sentence, whose rest tells of the same things
};

using Found = std::vector<std::pair<Part*, Opening>>;

class Openings {
 public:
  Openings(const Text& text, const QuantityIndex& quantities)
      : text_(text), quantities_(quantities) {}

  // Nothing where the item's own words do not open with a promise, or go on with no report.
  Opening Find(Part* part) const {
    Range title;  // that is a promise itself
    for (auto field = part->fields.begin(); field != part->fields.end(); ++field) {
      if (!OwnWords(*field)) continue;
      if (field->role == Role::kTitle && In(field->range).empty()) continue;  // a name
      // 改造公厕30座,惠及60户: only the rest of its own sentence promises behind a title that does.
      const bool goes_on =
          title.empty() || StartsWithAny<",", "，", ";", "；">(text_.str().substr(title.end));
      // 新建3个服务站(完成):… : a colon behind a promise leads to its report.
      const bool led = !title.empty() && StartsWithAny<":", "：">(text_.str().substr(title.end));
      const std::size_t end =
          goes_on && !led ? EndOfPromise(field->range, title) : field->range.begin;
      const Range promise{field->range.begin, end};
      const bool whole = end == field->range.end;
      if (whole && field->role == Role::kTitle && !In(promise).empty()) title = field->range;
      if (whole && (field->role == Role::kTitle || In(promise).empty()))
        continue;  // a promise, or who is in charge
      if (In(promise).empty() && title.empty()) return {};
      const auto report = std::find_if(field + 1, part->fields.end(), [](const Field& one) {
        return one.role == Role::kProgress || OwnWords(one);
      });
      if (whole && report == part->fields.end()) return {};
      const bool labelled = whole && report->role == Role::kProgress && !report->head.empty();
      const Range told = whole ? report->range : Range{end, field->range.end};
      const bool repeated =
          labelled || OpensWithState(told) || Repeats(promise, told) || Repeats(title, told);
      if (!repeated && (title.empty() ? !TellsOfWork(text_.Of(promise)) : In(promise).empty()))
        return {};
      const bool turns = !promise.empty() && !whole && EndsWithAny<",", "，">(text_.Of(promise));
      return {.field = &*field, .end = end, .repeated = repeated, .turns = turns};
    }
    return {};
  }

  // The first sentence, where figures stand in it and in what follows it.
  Opening FirstSentence(Part* part) const {
    for (Field& field : part->fields) {
      if (!OwnWords(field) || field.role == Role::kTitle) continue;
      const std::size_t stop = duban::documents::Find(text_.Of(field.range), "。");
      if (stop == std::string_view::npos) return {};
      const std::size_t end = field.range.begin + stop + std::string_view("。").size();
      const Range promise{field.range.begin, end};
      if (TellsWhatIsDone(text_.Of(promise)) || In(promise).empty() ||
          In({end, std::max(end, field.range.end)}).empty())
        return {};
      return {.field = &field, .end = end};
    }
    return {};
  }

 private:
  static bool OwnWords(const Field& field) {
    const bool told = field.role == Role::kProgress &&
                      field.head.empty();  // a first line that also tells what was done
    return (field.role == Role::kNone || field.role == Role::kTitle || told) && !field.inherited;
  }

  // 已完成。 or 正在推进。 behind a promise, with figures behind it.
  bool OpensWithState(Range report) const {
    constexpr std::size_t kMostChars = 6;
    const std::string_view words = text_.Of(report);
    const std::size_t end =
        std::min({duban::documents::Find(words, "。"), words.find('\n'), words.size()});
    const std::string_view first = Trim(words.substr(0, end));
    return !HasMoreThan(kMostChars, first) && !In({report.begin + end, report.end}).empty() &&
           EndsWithAny<"完成", "办结", "推进", "建成", "完工", "实施", "推进中", "实施中">(first);
  }

  // Behind the last sentence before the first that tells what was done, or tells of something
  // again. `title` promises, too.
  std::size_t EndOfPromise(Range range, Range title) const {
    std::size_t at = range.begin;
    while (at < range.end) {
      const std::string_view all = text_.Of({at, range.end});
      const std::size_t stop = kSetOf<"。", "；", ";", "\n">.First(all);
      const std::string_view sentence = Trim(all.substr(0, stop));
      const Range here{at, at + stop};
      const bool later = at > range.begin || !title.empty();
      if (later && (OpensReport(sentence) || sentence.starts_with("一是") ||
                    BehindTime(sentence).size() < sentence.size() ||
                    Repeats({range.begin, at}, here) || Repeats(title, here)))
        break;
      const std::size_t turn = EndOfClauses(here);
      if (turn > at || TellsWhatIsDone(sentence)) return turn;
      at += stop < all.size() ? stop + CharAt(all, stop).bytes : stop;
    }
    return at;
  }

  // Where a sentence turns from what is promised to what came of it: 新建食堂12个,|目前建成7个. Its
  // begin where it does not.
  std::size_t EndOfClauses(Range sentence) const {
    constexpr std::size_t kMostBytes = 600;  // of a promise
    const std::string_view words = text_.Of(sentence);
    constexpr const WordSet& kCommas = kSetOf<",", "，">;
    for (std::size_t at = kCommas.First(words); at < std::min(words.size(), kMostBytes);) {
      const std::size_t turn = at + CharAt(words, at).bytes;
      const std::string_view rest = words.substr(turn);
      if (StartsWithAny<"已", "现已", "现完成", "现建成", "累计">(rest) ||
          BehindTime(rest).size() < rest.size()) {
        const Range promise{sentence.begin, sentence.begin + turn};
        const Range report{promise.end, sentence.end};
        const bool told = TellsOfDone(text_.Of(promise)) || !Repeats(promise, report) ||
                          !Reaches(promise, report);
        return told ? sentence.begin : promise.end;
      }
      at = turn + kCommas.First(rest);
    }
    return sentence.begin;
  }

  // The figures that count something.
  std::vector<const Quantity*> In(Range range) const {
    std::vector<const Quantity*> found;
    for (const Quantity* const one : quantities_.In(range)) {
      if (!one->unit.empty() && !one->percent) found.push_back(one);
    }
    return found;
  }

  // 受益群众900人次, 惠及居民300户: whatever is built serves somebody.
  bool CountsBeneficiaries(const Quantity& figure) const {
    constexpr std::size_t kMostBytes = 24;
    const std::string_view before = text_.str().substr(0, RangeOf(figure.span).begin);
    return MentionsAny<"受益", "惠及">(
        before.substr(before.size() - std::min(before.size(), kMostBytes)));
  }

  // Whether `later` tells again of much that `earlier` counts; sums of money and who is served say
  // little.
  bool Repeats(Range earlier, Range later) const {
    std::size_t counted = 0;
    std::size_t again = 0;
    const std::vector<const Quantity*> told = In(later);
    for (const Quantity* promised : In(earlier)) {
      if (promised->unit.ends_with("元") || CountsBeneficiaries(*promised)) continue;
      ++counted;
      again += std::ranges::any_of(told, [&](const Quantity* one) {
        return CloseUnit(promised->unit, one->unit) &&
               (NamesNothing(later, *one) ||
                SameNouns(text_, RangeOf(promised->span), RangeOf(one->span)));
      });
    }
    return again > 0 && again * 3 >= counted;
  }

  // Whether so much of a promise was reached, or somewhat more; 本月建设8公里,累计完成66公里 tells
  // twice.
  bool Reaches(Range promise, Range report) const {
    const std::vector<const Quantity*> told = In(report);
    return std::ranges::any_of(In(promise), [&](const Quantity* promised) {
      return std::ranges::any_of(told, [&](const Quantity* one) {
        return CloseUnit(promised->unit, one->unit) && one->value < 2 * promised->value;
      });
    });
  }

  // 已完成12间: what is counted was named before.
  bool NamesNothing(Range report, const Quantity& figure) const {
    constexpr std::size_t kMostBytes = 15;
    const std::string_view before = Trim(text_.Of({report.begin, RangeOf(figure.phrase).begin}));
    const std::string_view told = BehindTime(before);
    if (told.size() > kMostBytes || told.starts_with("已有"))
      return false;  // 已有75所开工 tells of other things
    return StartsWithAny<"已", "现", "实际", "超额", "全年">(told) ||
           (told.size() < before.size() &&
            StartsWithAny<"完成", "累计", "共", "建成", "竣工", "分别">(told));
  }

  const Text& text_;
  const QuantityIndex& quantities_;
};

// Whether most items of a list tell again of what they open with.
bool MostRepeat(const Found& found, std::size_t items) {
  const auto repeated =
      std::ranges::count_if(found, [](const auto& one) { return one.second.repeated; });
  // Fewer that are told again do where most items open so: the same things may be told by other
  // words (无障碍改造已完成214户).
  const bool most =
      repeated >= 3 && repeated * 2 >= std::ssize(found) && found.size() * 5 >= items * 3;
  return repeated >= 2 && (repeated * 5 >= std::ssize(found) * 3 || most);
}

// 计划改造25个小区: what is promised by its own words.
bool SaysPlan(const Text& text, const Opening& opening) {
  return MentionsAny<"计划", "目标", "年度任务">(
      text.Of({opening.field->range.begin, opening.end}));
}

// Where the others say 计划 before what they promise, one that does not and has nothing but a state
// behind it tells what was done: 建成养老服务中心6个。已办结。
void DropUnplanned(const Text& text, Found* found) {
  const auto planned =
      std::ranges::count_if(*found, [&](const auto& one) { return SaysPlan(text, one.second); });
  if (planned < 3 || planned * 3 < std::ssize(*found) * 2) return;
  std::erase_if(*found, [&](const auto& one) {
    const Opening& opening = one.second;
    const Range whole = opening.field->range;
    return !opening.repeated && opening.end > whole.begin && !SaysPlan(text, opening) &&
           !HoldsDigit(text.Of({opening.end, whole.end}));
  });
}

}  // namespace

void PartRestatedPromises(const Text& text, const QuantityIndex& quantities,
                          std::vector<Item>* items) {
  const Openings openings(text, quantities);
  Found found;
  Found parted;  // without those that turn within a sentence
  for (Item& item : *items) {
    for (Part& part : item.parts) {
      const Opening opening = openings.Find(&part);
      if (opening.field == nullptr) continue;
      found.emplace_back(&part, opening);
      if (!opening.turns) parted.emplace_back(&part, opening);
    }
  }
  if (!MostRepeat(found, items->size())) return;
  if (!MostRepeat(parted, items->size())) {
    // Only what is told again promises.
    std::erase_if(found, [](const auto& one) { return !one.second.repeated; });
  } else if (parted.size() * 10 >= items->size() * 7) {
    // Where nearly all do, the first sentence of the others promises as well.
    for (Item& item : *items) {
      for (Part& part : item.parts) {
        if (std::ranges::any_of(found, [&](const auto& one) { return one.first == &part; }))
          continue;
        if (const Opening opening = openings.FirstSentence(&part); opening.field != nullptr)
          found.emplace_back(&part, opening);
      }
    }
  }
  DropUnplanned(text, &found);
  for (const auto& [part, opening] : found) {
    const Range whole = opening.field->range;
    if (opening.end == whole.begin) continue;  // the title alone promises
    if (opening.field->role != Role::kTitle) opening.field->role = Role::kContent;
    opening.field->range = Trim(text.str(), {whole.begin, opening.end});
    const Range report = Trim(text.str(), {opening.end, whole.end});
    if (report.empty()) continue;
    Field rest = *opening.field;
    rest.role = Role::kProgress;
    rest.range = report;
    part->fields.insert(part->fields.begin() + (opening.field - part->fields.data()) + 1,
                        std::move(rest));
  }
}

}  // namespace duban::documents
