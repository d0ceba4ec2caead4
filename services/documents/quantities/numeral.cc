#include "documents/quantities/numeral.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "documents/quantities/lexicon.h"
#include "documents/quantities/numeral_tokens.h"

namespace duban::quantities {
namespace {

constexpr std::array<double, 10> kPowersOfTen{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

class Parser {
 public:
  Parser(const Line& line, int pos, bool bare_unit) : line_(line), pos_(pos), bare_(bare_unit) {}

  Numeral Parse() {
    out_.start = pos_;
    if (IsAsciiDigit(line_[pos_]) || (line_[pos_] == U'.' && IsAsciiDigit(line_[pos_ + 1]))) {
      ReadArabic();
    } else if (!ReadChinese()) {
      return {};
    }
    ReadMagnitudes();
    Finish();
    return out_;
  }

 private:
  char32_t At(int i) const { return line_[i]; }

  // Reads 3,648.5, .5 or 2 0 2 2 at pos_ and pushes it as one token.
  void ReadArabic() {
    double value = 0;
    int digits = 0;
    int i = pos_;
    const bool spaced = SpacedDigits(i);
    while (IsAsciiDigit(At(i))) {
      value = value * 10 + static_cast<double>(At(i) - U'0');
      ++digits;
      ++i;
      if (spaced && At(i) == U' ' && IsAsciiDigit(At(i + 1))) ++i;
      if (digits <= 3 && GroupFollows(i)) {
        while (GroupFollows(i)) {
          for (int k = 1; k <= 3; ++k) value = value * 10 + static_cast<double>(At(i + k) - U'0');
          i += 4;
          digits += 3;
        }
        out_.grouped = true;
        break;
      }
    }
    if (At(i) == U'.' && IsAsciiDigit(At(i + 1))) {
      out_.point = i++;
      double weight = 1;
      for (; IsAsciiDigit(At(i)); ++i) {
        weight *= 10;
        value += static_cast<double>(At(i) - U'0') / weight;
        ++out_.decimals;
      }
      // The sum of tenths drifts in the last bit; the printed decimals say what was meant.
      if (static_cast<std::size_t>(out_.decimals) < kPowersOfTen.size() && value < 1e9) {
        const double power = kPowersOfTen[static_cast<std::size_t>(out_.decimals)];
        value = std::round(value * power) / power;
      }
    }
    out_.digits = std::max(digits, 1);
    tokens_.PushDigit(value, /*arabic=*/true);
    end_ = i;
  }

  // A thousands group at i: a comma of the same width as the digits, then exactly three digits.
  bool GroupFollows(int i) const {
    if (At(i) != U',') return false;
    for (int k = 1; k <= 3; ++k) {
      if (!IsAsciiDigit(At(i + k))) return false;
    }
    return !IsAsciiDigit(At(i + 4)) &&
           line_.Byte(i + 1) - line_.Byte(i) == line_.Byte(i + 2) - line_.Byte(i + 1);
  }

  // Digits that a PDF set apart one by one: "2 0 2 2 年". Every group is one digit and a unit
  // follows.
  bool SpacedDigits(int i) const {
    int groups = 0;
    while (IsAsciiDigit(At(i)) && !IsAsciiDigit(At(i + 1)) && groups < 9) {
      ++groups;
      if (At(i + 1) != U' ' || !IsAsciiDigit(At(i + 2))) {
        const int next = SkipSpaces(line_, i + 1, 1);
        return groups >= 2 && (IsHan(At(next)) || At(next) == U'%') &&
               !(At(i + 1) == U' ' && groups < 3 && At(next) != U'折');
      }
      i += 2;
    }
    return false;
  }

  bool ReadChinese() {
    const char32_t c = At(pos_);
    out_.chinese = true;
    if (c == U'几' || c == U'数') {
      const int next = SkipSpaces(line_, pos_ + 1, 1);
      if (MagnitudeOf(At(next)) == 0) return false;
      out_.vague = true;
      end_ = pos_ + 1;
      return true;
    }
    if (c == U'半') {
      if (MagnitudeOf(At(pos_ + 1)) >= 100) {
        tokens_.PushDigit(0.5);
        end_ = pos_ + 1;
        return true;
      }
      half_only_ = true;
      tokens_.PushDigit(0.5);
      end_ = pos_ + 1;
      out_.characters = 1;
      return true;
    }
    const double magnitude = MagnitudeOf(c);
    if (magnitude > 10 && !bare_ && DigitOf(At(pos_ + 1)) < 1 && At(pos_ + 1) != U'余' &&
        At(pos_ + 1) != U'多')
      return false;
    if (magnitude >= 1e4 && !bare_ && At(pos_ + 1) != U'余') return false;
    end_ = pos_;
    return magnitude > 0 || DigitOf(c) >= 0 || c == U'廿' || c == U'卅';
  }

  // Digits and magnitudes from end_ on, with 余/多/几 before 万 and the decimal 点.
  void ReadMagnitudes() {
    while (!half_only_ && !tokens_.full()) {
      int i = SkipSpaces(line_, end_, 3);
      const char32_t c = At(i);
      if (!MayGoOn(c) || (i > end_ && !SpaceJoins(c))) break;
      if ((c == U'余' || c == U'多' || c == U'几' || c == U'来') && VagueInside(i)) continue;
      if (c == U'零' && At(i + 1) == U'几' && MagnitudeOf(At(i + 2)) > 0) {
        out_.more = true;
        end_ = i + 2;
        continue;
      }
      if (const double magnitude = MagnitudeOf(c); magnitude > 0) {
        if (!AcceptMagnitude(i, magnitude)) break;
        tokens_.PushMagnitude(magnitude);
        end_ = i + 1;
        continue;
      }
      if (c == U'点' && ReadChineseDecimals(i)) continue;
      if (IsAsciiDigit(c)) {
        if (tokens_.size == 0 || tokens_[tokens_.size - 1].magnitude == 0 || !ArabicMayFollow(i))
          break;
        const int decimals = out_.decimals;
        const int saved = pos_;
        pos_ = i;
        ReadArabic();
        pos_ = saved;
        if (decimals > 0) out_.decimals = decimals;
        continue;
      }
      const int digit = DigitOf(c);
      if (digit < 0 && c != U'廿' && c != U'卅') break;
      if (!AcceptDigit(i, digit)) break;
    }
  }

  static bool MayGoOn(char32_t c) {
    return (CharClass(c) & (kDigitChar | kNumeralChar)) != 0 || c == U'余' || c == U'多' ||
           c == U'来' || c == U'点';
  }

  // A gap inside a numeral is a typesetter's only where a magnitude stands on one side of it.
  bool SpaceJoins(char32_t next) const {
    if (tokens_.size == 0 && !out_.vague) return false;
    const bool magnitude_before = tokens_.size > 0 && tokens_[tokens_.size - 1].magnitude > 0;
    if (MagnitudeOf(next) > 0) return true;
    if (next == U'余' || next == U'多' || next == U'几' || next == U'点') return true;
    return magnitude_before && (DigitOf(next) >= 0);
  }

  bool VagueInside(int i) {
    int next = SkipSpaces(line_, i + 1, 2);
    const double magnitude = MagnitudeOf(At(next));
    const bool ten = tokens_.size > 0 && tokens_[tokens_.size - 1].magnitude > 0;
    if (magnitude >= 1e4 && tokens_.size > 0 && WordLike(next) == false) {
      out_.more = true;
      end_ = next;
      return true;
    }
    if (At(i) == U'几' && ten) {  // 十几, 二十几
      out_.more = true;
      end_ = i + 1;
      stop_ = true;
      return magnitude >= 1e4;
    }
    return false;
  }

  // 千克, 万科: the magnitude begins a unit or a word of its own.
  bool WordLike(int i) const {
    if (const WordMatch unit = MatchForward(line_, i, Category::kUnit); unit.length >= 2) {
      return At(i) == U'千' || At(i) == U'百';
    }
    return false;
  }

  bool AcceptMagnitude(int i, double magnitude) const {
    if (stop_) return magnitude >= 1e4;
    if (tokens_.size == 0 && !out_.vague) return true;
    if (magnitude == 10 && tokens_.size > 0 && tokens_[tokens_.size - 1].arabic) return false;
    if (WordLike(i)) return false;
    if (tokens_.size > 0) {
      const Token& last = tokens_[tokens_.size - 1];
      // 万百 is no number, but 一百十 is 110 with its 一 left out.
      if (last.magnitude > 0 && magnitude < 1e4)
        return magnitude == 10 && last.magnitude > 10 && !tokens_[0].arabic;
    }
    // 100兆光纤, 5兆瓦: the unit mega; 五兆 is 10^12 in Chinese numerals only.
    const bool mega = tokens_.size > 0 && tokens_[0].arabic;
    constexpr std::u32string_view kOfUnits = U"瓦帕丰字比赫";
    return magnitude != 1e12 || !(mega || kOfUnits.find(At(i + 1)) != std::u32string_view::npos);
  }

  // 1万2000, 7万5千: an Arabic run goes on below the last magnitude.
  bool ArabicMayFollow(int i) const {
    int end = i;
    while (IsAsciiDigit(At(end))) ++end;
    const double last = tokens_[tokens_.size - 1].magnitude;
    const bool more = MagnitudeOf(At(SkipSpaces(line_, end, 2))) > 0;
    return tokens_[0].arabic &&
           (more ? end - i <= 4 : last >= 1e4 && end - i <= 4 && end - i >= 3) && out_.point < 0;
  }

  bool ReadChineseDecimals(int point) {
    if (tokens_.size == 0 || out_.decimals > 0 || tokens_[0].arabic) return false;
    int i = SkipSpaces(line_, point + 1, 2);
    double weight = 1;
    double fraction = 0;
    int count = 0;
    int last = i;
    for (; DigitOf(At(i)) >= 0 && !IsAsciiDigit(At(i)) && At(i) != U'两'; ++i) {
      weight *= 10;
      fraction += DigitOf(At(i)) / weight;
      ++count;
      last = i + 1;
    }
    const bool minutes = At(i) == U'分' && At(i + 1) != U'钟' && At(i + 1) != U'之';
    if (count == 0 || At(i) == U'十' || At(i) == U'刻' || minutes) return false;
    const double whole = HasMagnitude() ? Evaluate(tokens_, -1) : Positional();
    tokens_.size = 0;
    const double power = std::pow(10.0, count);
    tokens_.PushDigit(whole + std::round(fraction * power) / power, /*arabic=*/true);
    out_.point = point;
    out_.decimals = count;
    end_ = last;
    out_.characters += count + 1;
    return true;
  }

  bool AcceptDigit(int i, int digit) {
    if (stop_ || out_.decimals > 0 || out_.vague) return false;
    const char32_t c = At(i);
    if (c == U'廿' || c == U'卅') {
      tokens_.PushDigit(c == U'廿' ? 2 : 3);
      tokens_.PushMagnitude(10);
      end_ = i + 1;
      return true;
    }
    const bool after_arabic = tokens_.size > 0 && tokens_[0].arabic;
    if (after_arabic) return false;
    if (tokens_.size > 0 && tokens_[tokens_.size - 1].magnitude == 0 && digit > 0 &&
        !tokens_[tokens_.size - 1].zero) {
      const double before = tokens_[tokens_.size - 1].digit;
      if (tokens_.pair < 0 && (digit == before + 1 || (before == 3 && digit == 5))) {
        tokens_.pair = tokens_.size - 1;
      } else {
        plain_run_ = true;
      }
    }
    tokens_.PushDigit(digit);
    ++run_;
    end_ = i + 1;
    return true;
  }

  bool HasMagnitude() const {
    for (int i = 0; i < tokens_.size; ++i) {
      if (tokens_[i].magnitude > 0) return true;
    }
    return false;
  }

  // 二〇二二, 三八: digits read one by one.
  double Positional() const {
    double value = 0;
    for (int i = 0; i < tokens_.size; ++i) value = value * 10 + tokens_[i].digit;
    return value;
  }

  void Finish() {
    if (tokens_.size == 0) {
      out_ = {};
      return;
    }
    out_.end = end_;
    if (tokens_.size == 1 && tokens_[0].magnitude == 0) {
      if (out_.chinese) out_.characters = end_ - out_.start;
      out_.value = out_.high = out_.mantissa = tokens_[0].digit;
      return;
    }
    out_.scaled = HasMagnitude();
    if (out_.chinese) out_.characters = end_ - out_.start;
    if (out_.chinese && !out_.scaled && tokens_.size > 1) {
      const bool two = tokens_.size == 2 && tokens_.pair == 0;
      out_.value = two ? tokens_[0].digit : Positional();
      out_.high = two ? tokens_[1].digit : out_.value;
      out_.range = two;
      out_.positional = !two;
      out_.mantissa = out_.value;
      return;
    }
    if (tokens_.pair >= 0 && !plain_run_) {
      out_.value = Evaluate(tokens_, tokens_.pair + 1);
      out_.high = Evaluate(tokens_, tokens_.pair);
      out_.range = out_.high > out_.value;
      if (!out_.range) out_.high = out_.value;
    } else {
      out_.value = Evaluate(tokens_, -1);
      out_.high = out_.value;
    }
    SetScale();
    // 46.35亿 is 4635000000, not a hair below: the printed decimals are exact.
    if (out_.decimals > 0 && out_.scale > 1) {
      out_.value = std::round(out_.value * 1000) / 1000;
      out_.high = out_.range ? out_.high : out_.value;
    }
    out_.mantissa = out_.value / out_.scale;
  }

  void SetScale() {
    if (tokens_.size < 2) return;
    double scale = 1;
    for (int i = tokens_.size - 1; i > 0 && tokens_[i].magnitude > 0; --i)
      scale *= tokens_[i].magnitude;
    if (tokens_[0].arabic && tokens_.size > 1) out_.scale = scale;
    if (out_.chinese && tokens_[tokens_.size - 1].magnitude >= 1e4)
      out_.scale = tokens_[tokens_.size - 1].magnitude;
  }

  const Line& line_;
  int pos_;
  bool bare_;
  Numeral out_;
  Tokens tokens_;
  int end_ = 0;
  int run_ = 0;
  bool half_only_ = false;
  bool plain_run_ = false;
  bool stop_ = false;  // 几 ended the digits: only 万, 亿 may follow
};

}  // namespace

Numeral ParseNumeral(const Line& line, int pos, bool bare_unit) {
  const char32_t first = line[pos];
  const bool sign = first == U'-' || first == U'负' || first == U'+';
  if (!sign) return Parser(line, pos, bare_unit).Parse();
  const int next = SkipSpaces(line, pos + 1, 1);
  Numeral numeral = Parser(line, next, bare_unit).Parse();
  if (!numeral) return {};
  numeral.start = pos;
  if (first != U'+') {
    const double low = numeral.value;
    numeral.value = -numeral.high;
    numeral.high = -low;
    numeral.mantissa = -numeral.mantissa;
  }
  return numeral;
}

}  // namespace duban::quantities
