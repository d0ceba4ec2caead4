// Filters: what they find, and how they say what is wrong with them.
#include "common/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"

namespace duban {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<FilterField> kFields = {{"unit", FilterType::kText, {}},
                                          {"year", FilterType::kNumber, {}},
                                          {"due", FilterType::kDate, {}},
                                          {"status", FilterType::kWord, {"BEHIND", "ON_SCHEDULE"}}};

struct Item : FilterSubject {
  std::vector<std::string> units = {"区水务局", "区财政局"};
  std::optional<double> year = 2022;
  std::optional<Date> due = Date{2022, 6, 30};
  std::string status = "BEHIND";
  std::string text = "新增公办学位3000个";

  FilterValues Values(size_t field) const override {
    switch (field) {
      case 0:
        return {.texts = {units.begin(), units.end()}};
      case 1:
        return {.number = year};
      case 2:
        return {.date = due};
      default:
        return {.texts = {status}};
    }
  }
  bool HasText(std::string_view folded) const override {
    return text.find(folded) != std::string::npos;
  }
};

bool Matches(std::string_view text, const Item& item = {}) {
  const auto filter = Filter::Parse(text, kFields);
  EXPECT_TRUE(filter.ok()) << filter.status();
  return filter.ok() && filter->Matches(item);
}

std::string Complaint(std::string_view text) {
  const auto filter = Filter::Parse(text, kFields);
  EXPECT_EQ(ReasonOf(filter.status()), "FILTER_INVALID") << text;
  return MessageOf(filter.status());
}

TEST(FilterTest, AnEmptyFilterMatchesEverything) {
  EXPECT_TRUE(Matches(""));
  EXPECT_TRUE(Matches("  "));
}

TEST(FilterTest, ComparesEachTypeWithItsOperators) {
  for (const char* yes :
       {"unit = 区水务局", "unit = \"区财政局\"", "unit != 区教育局", "unit : 财政",
        "unit = '区水*'", "unit = *局", "unit=*政*", "year = 2022", "year>=2022", "year < 2022.5",
        "year != 2021", "due < 2022-07-01", "due >= \"2022-06-30\"", "status = BEHIND",
        "status = behind", "status != ON_SCHEDULE"})
    EXPECT_TRUE(Matches(yes)) << yes;
  for (const char* no :
       {"unit = 水务局", "unit != 区水务局", "unit : 教育", "unit = 水*", "year > 2022",
        "due > 2022-06-30", "status = ON_SCHEDULE", "status != BEHIND"})
    EXPECT_FALSE(Matches(no)) << no;
}

TEST(FilterTest, CombinesTermsAsAip160Does) {
  EXPECT_TRUE(Matches("unit = 区水务局 year = 2022")) << "side by side is and";
  EXPECT_FALSE(Matches("unit = 区水务局 year = 2021"));
  EXPECT_TRUE(Matches("学位 AND year = 2022"));
  EXPECT_TRUE(Matches("养老 OR 学位"));
  EXPECT_TRUE(Matches("year = 2021 OR year = 2022 AND 学位")) << "OR binds closer than AND";
  EXPECT_FALSE(Matches("year = 2022 AND 养老 OR 供水"));
  EXPECT_TRUE(Matches("(year = 2021 AND 学位) OR unit = 区水务局"));
  EXPECT_FALSE(Matches("NOT 学位"));
  EXPECT_FALSE(Matches("-学位"));
  EXPECT_TRUE(Matches("-unit = 区教育局"));
  EXPECT_TRUE(Matches("NOT (养老 OR 供水)"));
}

TEST(FilterTest, AMissingValueMatchesNothingButUnequal) {
  Item item;
  item.due.reset();
  item.year.reset();
  item.units.clear();
  for (const char* no : {"due < 2030-01-01", "year > 0", "unit = *"})
    EXPECT_FALSE(Matches(no, item));
  for (const char* yes : {"due != 2022-06-30", "unit != x"}) EXPECT_TRUE(Matches(yes, item));
}

TEST(FilterTest, FoldsBothSidesAlike) {
  const auto upper = [](std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
  };
  Item item;
  item.units = {"CEB"};
  EXPECT_TRUE(Filter::Parse("unit = ceb", kFields, upper)->Matches(item));
  item.text = "5G";
  EXPECT_TRUE(Filter::Parse("5g", kFields, upper)->Matches(item));
}

TEST(FilterTest, QuotesMayHoldAnything) {
  Item item;
  item.units = {"a \"b\" AND (c)"};
  EXPECT_TRUE(Matches(R"x(unit = "a \"b\" AND (c)")x", item));
}

TEST(FilterTest, SaysWhereItBreaksAndWhatThereIs) {
  EXPECT_THAT(Complaint("部门 = 区水务局"),
              HasSubstr("at character 1: there is no field \"部门\"; there are "
                        "unit, year, due, status"));
  EXPECT_THAT(Complaint("学位 AND year = 二〇二二"),
              HasSubstr("at character 15: field year wants a number"));
  EXPECT_THAT(Complaint("due < 2022-02-30"), HasSubstr("wants a date like 2022-06-30"));
  EXPECT_THAT(Complaint("unit < x"), HasSubstr("field unit takes =, != and :"));
  EXPECT_THAT(Complaint("year : 2"), HasSubstr("field year takes =, !=, <"));
  EXPECT_THAT(Complaint("status = LATE"), HasSubstr("knows BEHIND, ON_SCHEDULE; got \"LATE\""));
  EXPECT_THAT(Complaint("unit = "), HasSubstr("\"unit =\" wants a value"));
  EXPECT_THAT(Complaint("unit = \"x"), HasSubstr("at character 8: the quote is never closed"));
  EXPECT_THAT(Complaint("(学位"), HasSubstr("never closed"));
  EXPECT_THAT(Complaint("学位)"), HasSubstr("\")\" does not belong here"));
  EXPECT_THAT(Complaint("学位 AND"), HasSubstr("ends too early"));
  EXPECT_THAT(Complaint("OR 学位"), HasSubstr("does not belong"));
  EXPECT_THAT(Complaint("year ! 3"), HasSubstr("alone means nothing"));
}

TEST(FilterTest, RefusesWhatIsTooLongOrTooDeep) {
  EXPECT_THAT(Complaint(std::string(2001, 'x')), HasSubstr("longer than 2000 bytes"));
  EXPECT_THAT(Complaint(std::string(50, '(') + "x" + std::string(50, ')')),
              HasSubstr("too deeply"));
  std::string nots;
  for (int i = 0; i < 50; ++i) nots += "NOT ";
  EXPECT_THAT(Complaint(nots + "x"), HasSubstr("too deeply"));
}

TEST(FilterTest, TellsAnIndexWhatEveryMatchHolds) {
  const auto filter =
      Filter::Parse("unit = 区水* 学位 (a OR b) NOT c unit != d year = 2022", kFields);
  EXPECT_THAT(filter->RequiredTexts({0}), ElementsAre("区水", "学位"));
  EXPECT_THAT(filter->RequiredTexts({}), ElementsAre("学位"));
  EXPECT_TRUE(filter->Uses(1));
  EXPECT_FALSE(filter->Uses(2));
}

}  // namespace
}  // namespace duban
