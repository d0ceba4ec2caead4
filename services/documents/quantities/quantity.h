#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The quantity grammar: finds every number in Chinese text and says what it is.
//
// Pure functions over UTF-8 text: thread-safe, no I/O, no state, linear time, memory bounded by the
// longest line plus the result. Invalid UTF-8 is no error: each bad byte counts as one character
// (U+FFFD) that matches nothing. A newline ends every expression: no figure, unit, comparator or
// date spans two lines.
namespace duban::quantities {

// Half-open [start, end), in Unicode code points and in bytes of the text given to the call.
struct Span {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t start_byte = 0;
  std::int64_t end_byte = 0;
};

enum class Comparator {
  kEqual,     // bare number, 达, 达到
  kAtLeast,   // 不少于, 至少, 不低于, 以上, ≥
  kAtMost,    // 不超过, 以内, ≤; with `exclusive` also 不足, 不到, 低于
  kMoreThan,  // 超, 超过, 多, 余, 几, >
  kAbout,     // 约, 左右, 近
};

// kQuantity counts or measures; everything else looked like a figure and was set aside for that
// reason.
enum class Kind {
  kQuantity,
  kDate,            // 2022年6月30日, 第二季度, 1-9月, 2021-2025
  kTime,            // 8:30, 上午9时
  kRoad,            // G107, 县道X298, 103国道
  kBusLine,         // 番5路, 地铁3号线
  kHouseNumber,     // 5号楼, 6号院, 12栋3单元 as an address
  kHotline,         // 12345, 020-84636200
  kDocumentNumber,  // 国发〔2022〕3号
  kNumbering,       // 1. 2、 (1) 一、 一是 3.1.4
  kModel,           // 5G, “1+1+3”模式, 24小时 as an adjective, “1、3、5分钟”
  kAge,             // 6-14岁, 60岁以上
  kGrade,           // 三级以上, 5A级
  kProperName,      // 500强, 《…30条》, 八一路
  kItemCount,       // 十件实事, 十大民生工程
  kOrdinal,         // 第二, 第三批, 首批
  kPeriodLength,    // “三年行动”, 五年规划: names a plan's span, counts no work
  kWord,            // a numeral inside a word, or a bare numeral that counts nothing
};

struct Quantity {
  Kind kind = Kind::kQuantity;
  Span span;  // the numeral with 万/亿 and the unit, without the comparator: "6.5033万宗", "1-2个",
              // "95%"
  Span number;  // the numeral alone with 万/亿 and %: "6.5033万", "1-2", "95%", "百分之五"
  Span phrase;  // `span` and the comparator words that touch it: "不少于350个", "3万个以上"
  std::string_view text;  // verbatim characters of `span`, in the text given to the call
  double value =
      0;  // multiplied out (万, 亿); of a percentage the number before % (48.64); of a range `low`
  std::string unit;  // as printed, without 万/亿: 户, 条次, 平方米, 元, "%", "个百分点"; "" when
                     // none is printed
  Comparator comparator = Comparator::kEqual;
  bool exclusive = false;  // the bound itself is excluded: 超过 (kMoreThan), 不足/低于 (kAtMost)
  std::string comparator_words;  // as printed, before and after joined by a space: "不少于", "达
                                 // 以上"; "" when bare
  bool hedged = false;    // the numeral itself is vague: 40余, 8万多, 十几, 数百, 近
  bool percent = false;   // %, 百分之, 成; never 个百分点
  bool permille = false;  // ‰, 千分之
  bool range = false;     // low..high both stated: 1-2个, 10%至15%, 二三十个
  double low = 0;         // of a range; else equal to value
  double high = 0;        // of a range; else equal to value
  bool chinese = false;   // written in Chinese numerals (两, 一百二十), not in digits
  int decimals =
      0;  // digits after the point at the printed scale: 48.64 -> 2, 6.5033万 -> 4, 239 -> 0
  double scale =
      1;  // 10000 for 万, 1e8 for 亿, ...: the last printed digit weighs scale / 10^decimals
  bool unit_implied = false;  // no unit is printed; 人 follows from the noun: 8万多农村居民
  std::string per;  // period that a rate is for, from 每月/每年/月均 in the same clause: "月",
                    // "年", "周", "日"; else ""
  std::string_view
      noun_before;  // up to 24 characters of the same clause before the phrase: "查处机动车违停"
  std::string_view
      noun_after;  // up to 24 characters of the same clause after the phrase: "公共停车位"
};

class DateIndex;

struct QuantityOptions {
  bool set_aside = false;  // also report what is not a quantity (kind != kQuantity)
  bool nouns = true;       // fill noun_before / noun_after
  DateIndex* dates =
      nullptr;  // of the same text: receives its dates, which are found in the same pass
};

// Every quantity of `text` in order of start, spans disjoint. With `set_aside` also the figures
// left out.
std::vector<Quantity> FindQuantities(std::string_view text, const QuantityOptions& options = {});

// Upper-case name: "AT_LEAST", "EQUAL", "AT_MOST", "MORE_THAN", "ABOUT".
std::string_view Name(Comparator comparator);
// Upper-case name: "QUANTITY", "DATE", "HOUSE_NUMBER", ...
std::string_view Name(Kind kind);
// One English clause that says why a figure of this kind is not counted; "" for kQuantity.
std::string_view Reason(Kind kind);

// A JSON array, one object per figure in order: start, end, text, value, unit, comparator, percent,
// kind, low and high for a range, number{start,end,text}, phrase{start,end,text}. With `all` also
// what was set aside, with reason, and dates in full, also those without a figure (年底前); a date
// whose year is printed then has from and to (YYYY-MM-DD). Always valid UTF-8: bad bytes come out
// as U+FFFD.
std::string QuantitiesToJson(std::string_view text, bool all);

}  // namespace duban::quantities
