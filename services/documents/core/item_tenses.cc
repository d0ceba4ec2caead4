#include "documents/core/item_tenses.h"

#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/clause_words.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kItemBytes = 2'000;  // of a field that are read for its tense

enum Tense : std::size_t {
  kDone = 1,
  kAhead = 2,
  kGoing = 4,
  kWhole = 8,
  kEvery = 15,
  kEnd = 16
};  // kEnd: ahead where a date says by when

constexpr std::pair<std::string_view, std::size_t> kTenseWords[] = {
    {"已", kDone},
    {"累计", kDone},
    {"截至", kDone},
    {"截止", kDone},
    {"竣工", kDone | kEnd},
    {"完工", kDone | kEnd},
    {"投用", kDone | kEnd},
    {"全年共", kDone},
    {"上半年,", kDone},
    {"目前", kDone},
    {"均按计划", kDone},
    {"完成投资", kDone},
    {"共开展", kDone},
    {"获得", kDone},
    {"占年度", kDone},
    {"为计划的", kDone},
    {"年度计划的", kDone},
    {"全年计划的", kDone},
    {"年度目标的", kDone},
    {"占全年", kDone},
    {"占计划", kDone},
    {"完成率", kDone},
    {"完成了", kDone},
    {"投入使用", kDone | kEnd},
    {"实际完成", kDone},
    {"将", kAhead},
    {"计划", kAhead},
    {"确保", kAhead},
    {"力争", kAhead},
    {"年内", kAhead},
    {"底前", kAhead},
    {"不少于", kAhead},
    {"拟", kAhead},
    {"正在", kDone | kGoing},
    {"推进中", kGoing},
    {"按序时", kDone | kGoing},
    {"施工中", kGoing},
    {"有序推进", kGoing},
    {"稳步推进", kGoing},
    {"加快推进", kGoing},
    {"进行中", kGoing},
    {"收尾", kGoing},
    {"扫尾", kGoing},
    {"建设中,", kGoing},
    {"基本完工", kGoing},
    {"已全部", kWhole},
    {"全部完成", kDone | kWhole | kEnd},
    {"全部完工", kWhole | kEnd},
    {"均已完成", kWhole},
    {"均已完工", kWhole},
    {"已完成。", kWhole},
    {"超额完成", kDone | kWhole},
    {"完成年度任务", kDone | kWhole},
    {"完成全年任务", kDone | kWhole},
    {"100%", kWhole},
    {"全部建成", kDone | kWhole | kEnd},
    {"全面完成", kWhole | kEnd},
    {"圆满完成", kWhole},
    {"完成目标任务", kWhole},
    {"完成年度目标", kWhole}};

// Whether a date stands before what is to be done by then, in the same clause or as the one before
// it: 8月底前,全部竣工.
bool IsDue(std::string_view words, std::size_t at) {
  constexpr std::size_t kMostBytes = 30;
  std::string_view before = Last(words.substr(0, at), kMostBytes);
  DropTail<",", "，">(&before);
  before = BehindLast<"。", "；", ";", "，", ",", "\n">(before);
  if (Contains(before, "已")) return false;
  if (MentionsAny<"底前", "月前">(before)) return true;
  const std::size_t day = Find(before, "日前");  // 日前竣工: the other day
  return day != std::string_view::npos && day > 0 && IsDigit(CharBefore(before, day).code);
}

// The tenses that words are in.
std::size_t TensesOf(std::string_view words) {
  static const WordFinder kFinder = [] {
    std::vector<std::string_view> all;
    for (const auto& [word, tense] : kTenseWords) all.push_back(word);
    return WordFinder(std::move(all));
  }();
  std::size_t found = 0;
  kFinder.ForEach(words, [&](std::size_t word, std::size_t at) {
    const std::size_t tense = kTenseWords[word].second;
    found |= (tense & kEnd) != 0 && IsDue(words, at) ? kAhead : tense & ~kEnd;
  });
  return found;
}

}  // namespace

Tenses ReadTenses(const Text& text, const Listing& listing) {
  Tenses tenses;
  if (listing.items.empty()) return tenses;
  for (const Item& item : listing.items) {
    std::size_t said = 0;
    const auto read = [&](Range range) {
      if (said != kEvery) said |= TensesOf(text.Of(range).substr(0, kItemBytes));
    };
    read(item.title);
    for (const Field& field : item.fields) read(field.range);
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        // 四季度投入使用 among the dated steps of a plan is still to come, and so is 全部完成 below
        // 四季度.
        const bool ahead = field.role == Role::kSteps ||
                           (field.role == Role::kPeriod &&
                            !MentionsAny<"已", "目前", "截至">(text.Of(field.range)));
        if (!field.inherited && !ahead && field.range != item.title) read(field.range);
      }
    }
    tenses.done += (said & kDone) != 0;
    tenses.ahead += (said & kAhead) != 0 && (said & kDone) == 0;
    tenses.going += (said & kGoing) != 0;
    tenses.whole += (said & kWhole) != 0 && (said & kGoing) == 0;
  }
  const auto items = static_cast<double>(listing.items.size());
  return {tenses.done / items, tenses.ahead / items, tenses.going / items, tenses.whole / items};
}

}  // namespace duban::documents
