#include "documents/quantities/compare.h"

namespace duban::quantities {
namespace {

class Comparison {
 public:
  Comparison(const Line& line, const Vagueness& vagueness, Figure& out)
      : line_(line), vagueness_(vagueness), out_(out) {}

  void Read() {
    out_.phrase_start = out_.start;
    out_.phrase_end = out_.end;
    CompareAfter();
    CompareBefore();
    CompareAcrossVerb();
  }

 private:
  char32_t At(int i) const { return line_[i]; }
  int Skip(int i, int limit = 3) const { return SkipSpaces(line_, i, limit); }

  void CompareAfter() {
    int at = Skip(out_.end, 2);
    for (int i = 0; i < 2; ++i) {
      const WordMatch word = MatchForward(line_, at, Category::kAfter);
      if (!word || (word.entry.flags & kNone) != 0 || !AfterFits(at, word)) break;
      if (out_.after_start < 0) out_.after_start = at;
      out_.after_end = at + word.length;
      Apply(word.entry);
      out_.phrase_end = out_.after_end;
      if (word.length == 1 && out_.unit_start >= 0 && out_.more == false && IsVague(at))
        out_.more = true;
      at = Skip(out_.after_end, 2);
    }
    if (vagueness_.vague || out_.more) {
      if (!out_.compared) {
        out_.comparator = vagueness_.about ? Comparator::kAbout : Comparator::kMoreThan;
        out_.exclusive = !vagueness_.about;
        out_.compared = true;
      }
    }
    if (out_.number.vague && !out_.compared) {
      out_.comparator = Comparator::kMoreThan;
      out_.compared = true;
    }
  }

  bool IsVague(int at) const { return At(at) == U'多' || At(at) == U'余'; }

  // A single character that says 以上 must not be the head of another word: 起, 多, 来, 许, 前后.
  bool AfterFits(int at, const WordMatch& word) const {
    if (word.length > 1) return true;
    const char32_t c = At(at);
    const char32_t next = At(at + 1);
    if (c == U'起')
      return !IsHan(next) && out_.unit_start >= 0 &&
             line_.Text(out_.unit_start, out_.unit_end) == "元";
    if (c == U'几' || c == U'来' || c == U'许') return false;
    if (c == U'余') return true;
    // 2个多部门 is no 多; 3年多, 5公里多 are.
    return out_.unit_start < 0 || !IsHan(next) || EndsInLength(line_, out_);
  }

  void CompareBefore() {
    int end = SkipSpacesBack(line_, out_.start, 2);
    for (int i = 0; i < 3 && end > 0; ++i) {
      const WordMatch word = MatchBackward(line_, end, Category::kBefore);
      if (!word || (word.entry.flags & kNone) != 0) break;
      const int start = end - word.length;
      if (word.length == 1 && !BeforeFits(start)) break;
      if (out_.before_end < 0) out_.before_end = end;
      out_.before_start = out_.phrase_start = start;
      Apply(word.entry);
      end = SkipSpacesBack(line_, start, 1);
    }
  }

  // 至少举行150场: the comparator stands before the verb, at most five characters back in the same
  // clause.
  void CompareAcrossVerb() {
    if (out_.compared || out_.percent) return;
    for (int end = out_.phrase_start; end > out_.phrase_start - 6 && end > 0 && IsHan(At(end - 1));
         --end) {
      if (DigitOf(At(end - 1)) >= 0) return;
      const WordMatch word = MatchBackward(line_, end, Category::kBefore);
      if (!word || (word.entry.flags & kReach) == 0) continue;
      out_.before_end = end;
      out_.before_start = out_.phrase_start = end - word.length;
      return Apply(word.entry);
    }
  }

  // 为, 计, 共 and the like are only comparators when nothing longer ends in them; 超 after 赶, 近
  // after 附 are listed.
  bool BeforeFits(int start) const {
    const char32_t c = At(start);
    if (c == U'近') return At(start - 1) != U'年';
    return c != U'=' || At(start - 1) != U'=';
  }

  void Apply(const Entry& entry) {
    if ((entry.flags & kFeeble) != 0) return;
    const auto comparator = static_cast<Comparator>(entry.kind);
    const bool replaces =
        !out_.compared || out_.comparator == Comparator::kAbout ||
        (out_.comparator == Comparator::kMoreThan && comparator == Comparator::kAtLeast);
    if (!replaces) return;
    out_.comparator = comparator;
    out_.exclusive = (entry.flags & kExclusive) != 0;
    out_.compared = true;
  }

  const Line& line_;
  const Vagueness& vagueness_;
  Figure& out_;
};

}  // namespace

bool EndsInLength(const Line& line, const Figure& figure) {
  switch (line[figure.unit_end - 1]) {
    case U'年':
    case U'月':
    case U'天':
    case U'里':
    case U'米':
    case U'倍':
    case U'亩':
    case U'吨':
    case U'斤':
      return true;
    default:
      return false;
  }
}

void ReadComparators(const Line& line, const Vagueness& vagueness, Figure& figure) {
  Comparison(line, vagueness, figure).Read();
}

bool ComparedBefore(const Line& line, int end) {
  const WordMatch word = MatchBackward(line, SkipSpacesBack(line, end, 2), Category::kBefore);
  return word && (word.entry.flags & (kNone | kFeeble)) == 0;
}

}  // namespace duban::quantities
