#pragma once

#include <vector>

#include "documents/core/text.h"
#include "documents/quantities/quantity.h"

// What the names of parts say of the total that they are told with.
namespace duban::documents {

// Whether two parts are all there is by their names: 路内泊位 and 路外泊位, 城镇 and 农村.
bool Complement(const quantities::Quantity& a, const quantities::Quantity& b);

// Whether the first of two figures counts what the second is found in: 4个停车场车位730个,
// 31个区县建成364个. No mark parts them.
bool CountsHolders(const Text& text, const quantities::Quantity& first,
                   const quantities::Quantity& second);

// Whether two parts are money of the government and money of those whom it serves, and their sum
// differs from the total in one digit of five or more: 财政奖补 and 群众筹资.
bool OneDigitOff(const quantities::Quantity& a, const quantities::Quantity& b,
                 const quantities::Quantity& total);

// Whether parts are named as kinds of what the total counts, no two alike:
// 法律援助案件550件,其中民事案件…、刑事案件…. They have no member in common, as 妇女 and 青年 may
// have.
bool AreKinds(const quantities::Quantity& total,
              const std::vector<const quantities::Quantity*>& parts);

}  // namespace duban::documents
