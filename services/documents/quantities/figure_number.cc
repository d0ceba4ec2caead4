#include "documents/quantities/figure_number.h"

#include <cmath>

namespace duban::quantities {
namespace {

class NumberReader {
 public:
  NumberReader(const Line& line, Figure& out) : line_(line), out_(out) {}

  bool Read(int pos) {
    const int from = PointBefore(pos) ? pos - 1 : pos;
    out_.start = SignStart(from);
    if (const int after = PartsWord(line_, pos); after > 0) {
      const Numeral share = ParseNumeral(line_, Skip(after), true);
      if (share) return SetShare(share, MagnitudeOf(At(pos))) && ReadSuffix();
    }
    if (At(pos) == U'百' && At(pos + 1) == U'分' && At(pos + 2) == U'百') {
      return SetShare({.start = pos, .end = pos + 3, .value = 100, .high = 100}, 100);
    }
    const bool bare = BareUnitAllowed(pos);
    const Numeral number = ParseNumeral(line_, from, bare);
    if (!number) return false;
    out_.number = number;
    out_.number.vague |= bare && At(pos - 1) == U'上';  // 上百家: a hundred and more
    out_.value = out_.low = number.value;
    out_.high = number.high;
    if (out_.start < from) Negate();
    out_.range = number.range;
    out_.more = number.more;
    out_.number_end = out_.end = number.end;
    return ReadParts() || ReadMixed() || ReadSlash() || ReadSuffix();
  }

 private:
  char32_t At(int i) const { return line_[i]; }
  int Skip(int i, int limit = 3) const { return SkipSpaces(line_, i, limit); }

  bool BareUnitAllowed(int pos) const {
    const double magnitude = MagnitudeOf(At(pos));
    if (magnitude < 100) return false;
    if (PartsWord(line_, pos + 1) > 0) return true;  // 百万分之三
    const WordMatch before = MatchBackward(line_, pos, Category::kBefore);
    return (before && (before.entry.flags & (kNone | kFeeble)) == 0) || At(pos - 1) == U'上' ||
           At(pos - 1) == U'成' || At(pos - 1) == U'过';
  }

  // The ends of 负二三十 change places.
  void Negate() {
    const double low = out_.low;
    out_.value = out_.low = -out_.high;
    out_.high = -low;
  }

  // .5, -.25: the zero was left out. Behind a digit, a letter or a character the point ends
  // something.
  bool PointBefore(int pos) const {
    if (At(pos - 1) != U'.' || !IsAsciiDigit(At(pos))) return false;
    const char32_t before = At(pos - 2);
    return !IsAsciiDigit(At(SkipSpacesBack(line_, pos - 1, 2) - 1)) && !IsAsciiLetter(before) &&
           !IsHan(before) && before != U'.' && before != U')';
  }

  // A minus sign or 负 that belongs to the number at pos.
  int SignStart(int pos) const {
    const char32_t sign = At(pos - 1);
    if (sign == U'下' && At(pos - 2) == U'零') return pos - 2;
    if (sign == U' ' && At(pos - 2) == U'负' && !IsHan(At(pos - 3))) return pos - 2;
    if (sign == U'负') {
      constexpr std::u32string_view kWords = U"减增税债胜自担肩背抱欺辜轻重超赋课承正";
      return kWords.find(At(pos - 2)) == std::u32string_view::npos ? pos - 1
                                                                   : pos;  // 减负4.76亿元 is none
    }
    if (sign != U'-' || !(IsAsciiDigit(At(pos)) || At(pos) == U'.' || PartsWord(line_, pos) > 0))
      return pos;
    const char32_t before = At(pos - 2);
    const bool joins = IsAsciiDigit(before) || IsAsciiLetter(before) || IsHan(before) ||
                       before == U')' || before == U'%' || before == U'-' || before == U'〕' ||
                       before == U']' || before == U'#' || before == U'”';
    return joins ? pos : pos - 1;
  }

  bool SetShare(const Numeral& share, double divisor) {
    out_.number = share;
    out_.value = out_.low = share.value;
    out_.high = share.high;
    out_.range = share.range;
    out_.more = share.more;
    out_.percent = divisor == 100;
    out_.permille = divisor == 1000;
    if (divisor == 1e4) {
      out_.value = out_.low = share.value / 1e4;
      out_.high = share.high / 1e4;
      out_.fraction = true;
    }
    if (out_.start != share.start && (At(out_.start) == U'负' || At(out_.start) == U'-')) {
      Negate();
    }
    out_.number_end = out_.end = share.end;
    return true;
  }

  // 三分之一, 3分之2.
  bool ReadParts() {
    const int fen = Skip(out_.end, 1);
    if (At(fen) != U'分' || At(Skip(fen + 1, 2)) != U'之') return false;
    const Numeral top = ParseNumeral(line_, Skip(Skip(fen + 1, 2) + 1));
    if (!top || out_.number.value == 0) return false;
    out_.fraction = true;
    out_.range = false;
    out_.value = out_.low = out_.high = top.value / out_.value;
    out_.number_end = out_.end = top.end;
    return true;
  }

  // 三又二分之一: a whole number and a fraction.
  bool ReadMixed() {
    const int again = Skip(out_.end, 1);
    if (At(again) != U'又') return false;
    const Numeral under = ParseNumeral(line_, Skip(again + 1, 1), true);
    if (!under || under.value == 0) return false;
    const int fen = Skip(under.end, 2);
    const int zhi = Skip(fen + 1, 2);
    const bool slash = At(under.end) == U'/';  // 1又1/2
    const bool words = At(fen) == U'分' && At(zhi) == U'之';
    const Numeral top = slash   ? ParseNumeral(line_, under.end + 1)
                        : words ? ParseNumeral(line_, Skip(zhi + 1, 1))
                                : Numeral{};
    if (!top || top.value == 0) return false;
    const double part = slash ? under.value / top.value : top.value / under.value;
    out_.fraction = true;
    out_.value = out_.low = out_.high = out_.value < 0 ? out_.value - part : out_.value + part;
    out_.number_end = out_.end = top.end;
    return true;
  }

  // 1/2, 3/4: a small proper fraction that is no date and no list.
  bool ReadSlash() {
    if (At(out_.end) != U'/' || out_.number.decimals > 0 || out_.number.digits > 2) return false;
    const Numeral under = ParseNumeral(line_, out_.end + 1);
    if (!under || under.digits == 0 || under.digits > 2 || under.decimals > 0 ||
        At(under.end) == U'/')
      return false;
    const bool alone = out_.start <= 1 && under.end >= line_.size();
    if (under.value < 2 || under.value > 10 || At(out_.start - 1) == U'/') return false;
    if (out_.number.value >= under.value && out_.number.value <= 12 && !alone)
      return false;  // 10/9 is a date
    out_.fraction = true;
    out_.value = out_.low = out_.high = out_.value / under.value;
    out_.number_end = out_.end = under.end;
    return true;
  }

  // k and M after a bare number; 2e5.
  bool ReadSuffix() {
    const char32_t c = At(out_.end);
    const bool ends = !IsAsciiLetter(At(out_.end + 1)) && !IsAsciiDigit(At(out_.end + 1)) &&
                      !IsHan(At(out_.end + 1));
    const bool points = At(out_.end + 1) == U'个' && At(out_.end + 2) == U'百';
    const bool bounded = c != U'M' && AfterWordAt(out_.end + 1);  // 15k左右
    const double factor = c == U'k' || c == U'K' ? 1e3 : c == U'M' ? 1e6 : 0;
    if (factor > 0 && (ends || points || bounded) && out_.number.digits > 0) {
      Scale(factor, out_);
      return true;
    }
    if (c == U'e' || c == U'E' || c == U'^') ReadPower(c == U'^');
    return true;
  }

  bool AfterWordAt(int at) const {
    const WordMatch word = MatchForward(line_, at, Category::kAfter);
    return word.length > 1 && (word.entry.flags & kNone) == 0;
  }

  // 2e5, 12.32e+14, 2^-1.
  void ReadPower(bool base) {
    int at = out_.end + 1;
    const bool minus = At(at) == U'-';
    if (minus || At(at) == U'+') ++at;
    const Numeral power = IsAsciiDigit(At(at)) ? ParseNumeral(line_, at) : Numeral{};
    if (!power || power.value > 99 || power.decimals > 0 || power.scaled ||
        IsAsciiLetter(At(power.end)))
      return;
    const double exponent = minus ? -power.value : power.value;
    const double size = base    ? std::pow(out_.number.value, exponent)
                        : minus ? out_.number.value / std::pow(10.0, power.value)
                                : out_.number.value * std::pow(10.0, exponent);
    out_.value = out_.low = out_.high = out_.value < 0 ? -size : size;
    out_.number_end = out_.end = power.end;
  }

  const Line& line_;
  Figure& out_;
};

}  // namespace

bool ReadFigureNumber(const Line& line, int pos, Figure& figure) {
  return NumberReader(line, figure).Read(pos);
}

int PartsWord(const Line& line, int pos) {
  if (MagnitudeOf(line[pos]) < 100) return 0;
  const int fen = SkipSpaces(line, pos + 1, 2);
  const int zhi = SkipSpaces(line, fen + 1, 2);
  return line[fen] == U'分' && line[zhi] == U'之' ? zhi + 1 : 0;
}

void Scale(double factor, Figure& figure) {
  figure.value *= factor;
  figure.low *= factor;
  figure.high *= factor;
  figure.number.scale *= factor;
  figure.number_end = ++figure.end;
}

}  // namespace duban::quantities
