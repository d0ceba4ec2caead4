#include "documents/core/kind_signs.h"

#include <algorithm>
#include <initializer_list>

#include "documents/core/item_tenses.h"

namespace duban::documents {
namespace {

bool HasRole(const Listing& listing, std::initializer_list<Role> roles) {
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        if (std::find(roles.begin(), roles.end(), field.role) != roles.end()) return true;
      }
    }
  }
  return false;
}

struct Weight {
  KindSign sign;
  double weight;
};

// The weights are those that tell some two hundred published lists apart, rounded; a sum above 0 is
// a report.
constexpr double kReportBias = -2.5;
constexpr Weight kReport[] = {{KindSign::kTold, 2.3},
                              {KindSign::kTitleReports, 2.6},
                              {KindSign::kTitleCompletes, 2.9},
                              {KindSign::kTitlePlans, -1.0},
                              {KindSign::kTitleDone, 0.2},
                              {KindSign::kTitleOfPart, 0.7},
                              {KindSign::kLeadDone, 1.1},
                              {KindSign::kLeadReports, 0.7},
                              {KindSign::kLeadCounts, 2.0},
                              {KindSign::kLeadPlans, -0.9},
                              {KindSign::kLeadLooksBack, 0.8},
                              {KindSign::kLeadSoFar, 0.6},
                              {KindSign::kItemsReport, 3.5},
                              {KindSign::kItemsPlan, -0.2},
                              {KindSign::kItemsGoOn, 0.6},
                              {KindSign::kItemsDone, 0.7},
                              {KindSign::kSteps, -0.3},
                              {KindSign::kIssuedBefore, -1.1},
                              {KindSign::kIssuedAtEnd, 0.4},
                              {KindSign::kIssuedAfter, 0.5},
                              {KindSign::kDatedWithin, 1.9},
                              {KindSign::kDatedAtEnd, 1.0},
                              {KindSign::kPast, 1.0}};
// Of a year that is over rather than of one that goes on.
constexpr double kClosingBias = 0.7;
constexpr Weight kClosing[] = {{KindSign::kTold, -1.4},          {KindSign::kTitleReports, -1.4},
                               {KindSign::kTitleCompletes, 2.0}, {KindSign::kTitlePlans, -0.2},
                               {KindSign::kTitleDone, 0.8},      {KindSign::kTitleOfPart, -0.8},
                               {KindSign::kLeadDone, 2.0},       {KindSign::kLeadPlans, 0.2},
                               {KindSign::kLeadLooksBack, 1.5},  {KindSign::kLeadSoFar, -0.9},
                               {KindSign::kHeadsComplete, 2.2},  {KindSign::kItemsReport, -0.6},
                               {KindSign::kItemsPlan, -0.3},     {KindSign::kItemsGoOn, -1.2},
                               {KindSign::kItemsDone, 0.3},      {KindSign::kIssuedWithin, -1.3},
                               {KindSign::kIssuedAtEnd, 0.4},    {KindSign::kIssuedAfter, 1.7},
                               {KindSign::kIssuedAfterAll, 1.5}, {KindSign::kDatedWithin, -2.0},
                               {KindSign::kDatedAtEnd, 0.3},     {KindSign::kPast, 1.0}};

template <std::size_t N>
double Sum(double bias, const Weight (&weights)[N], const KindSigns& signs) {
  double sum = bias;
  for (const Weight& weight : weights) sum += weight.weight * signs[weight.sign];
  return sum;
}

}  // namespace

KindSigns ReadItemSigns(const Text& text, const Listing& listing) {
  KindSigns signs;
  signs[KindSign::kTold] =
      listing.told || HasRole(listing, {Role::kProgress, Role::kReached, Role::kStatus,
                                        Role::kRegion, Role::kRatio});
  signs[KindSign::kSteps] = HasRole(listing, {Role::kSteps});
  signs[KindSign::kPast] = listing.past || listing.followed;
  signs[KindSign::kHeadsComplete] = std::ranges::all_of(
      listing.items, [&](const Item& item) { return text.Of(item.title).ends_with("完成情况"); });
  const Tenses tenses = ReadTenses(text, listing);
  signs[KindSign::kItemsReport] = tenses.done;
  signs[KindSign::kItemsPlan] = tenses.ahead;
  signs[KindSign::kItemsGoOn] = tenses.going;
  signs[KindSign::kItemsDone] = tenses.whole;
  return signs;
}

bool TellsProgress(const KindSigns& items) {
  const double done = items[KindSign::kItemsReport];
  return items[KindSign::kTold] > 0 || (done >= 0.5 && done > 2 * items[KindSign::kItemsPlan]);
}

Kind KindOf(const KindSigns& signs) {
  if (Sum(kReportBias, kReport, signs) <= 0) return Kind::kPlan;
  return Sum(kClosingBias, kClosing, signs) > 0 ? Kind::kCompletion : Kind::kProgress;
}

}  // namespace duban::documents
