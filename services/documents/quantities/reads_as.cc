#include "documents/quantities/reads_as.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace duban::quantities {
namespace {

// Pairs: a traditional or financial form, and the character that the grammar knows for it.
constexpr std::u32string_view kVariants =
    U"萬万億亿兩两倆两俩两餘余點点個个箇个幾几數数負负號号歲岁間间來来壹一貳二贰二叁三"
    U"參三叄三肆四伍五陸六陆六柒七捌八玖九拾十佰百仟千戶户條条輛辆處处場场畝亩噸吨級级"
    U"張张臺台項项筆笔隻只頭头層层對对種种類类盞盏時时鐘钟週周樓楼過过達达約约於于總总"
    U"計计後后內内據据棟栋塊块課课節节雙双標标極极線线區区學学實实國国縣县開开從从會会"
    U"東东裡里裏里侖仑館馆環环幣币圓元〇零○零";
constexpr std::u32string_view kDashes = U"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE63\u2500";
constexpr std::u32string_view kSpaces = U"\t\u00A0\u3000\u2002\u2003\u2009\u202F\uFEFF\u200B";

using Table = std::array<char16_t, 0x10000>;

// What every character of the basic plane reads as.
constexpr Table MakeTable() {
  Table table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const bool full_width = c >= 0xFF01 && c <= 0xFF5E;
    table[c] = static_cast<char16_t>(full_width ? c - 0xFEE0 : c);
  }
  for (std::size_t i = 0; i < kVariants.size(); i += 2) {
    table[kVariants[i]] = static_cast<char16_t>(kVariants[i + 1]);
  }
  for (const char32_t c : kDashes) table[c] = u'-';
  for (const char32_t c : kSpaces) table[c] = u' ';
  table[0x301C] = table[0x223C] = u'~';
  table[0xFE6A] = u'%';
  table[0x2266] = table[0x2A7D] = u'≤';
  table[0x2267] = table[0x2A7E] = u'≥';
  return table;
}

constexpr Table kTable = MakeTable();

}  // namespace

char32_t ReadsAs(char32_t c) { return c < kTable.size() ? kTable[c] : c; }

}  // namespace duban::quantities
