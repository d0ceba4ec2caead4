// The small values that everything rests on: errors, dates, names, digests, page tokens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/date.h"
#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "common/page_token.h"
#include "common/utf8.h"

namespace duban {
namespace {

TEST(ErrorTest, CarriesReasonMetadataAndRetryBesideTheMessage) {
  const absl::Status status =
      WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "INGEST_QUEUE_FULL",
                           "queue is full", {{"capacity", "8"}}),
                     std::chrono::milliseconds(250));
  EXPECT_EQ(ReasonOf(status), "INGEST_QUEUE_FULL");
  EXPECT_EQ(MessageOf(status), "queue is full");
  EXPECT_EQ(MetadataOf(status).at("capacity"), "8");
  EXPECT_EQ(RetryAfterOf(status), std::chrono::milliseconds(250));
}

TEST(ErrorTest, NamesEveryBadFieldAtOnce) {
  const absl::Status status = InvalidFields({{"report.task", "TASK_NOT_FOUND", "no such task"},
                                             {"report.as_of", "DATE_IN_FUTURE", "is tomorrow"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(ViolationsOf(status).size(), 2u);
  EXPECT_EQ(ViolationsOf(status)[1].field, "report.as_of");
  EXPECT_TRUE(InvalidFields({}).ok());
}

TEST(ErrorTest, SurvivesBrokenUtf8InAMessage) {
  EXPECT_EQ(ReasonOf(InvalidField("f", "R", "bad \xff text")), "R");
}

TEST(DateTest, ReadsOnlyDaysThatTheCalendarHas) {
  EXPECT_EQ(ParseDate("2022-06-30"), (Date{2022, 6, 30}));
  for (const char* bad : {"2022-02-29", "2022-13-01", "2022-6-30", "", "2022-06-3x", "-022-06-30"})
    EXPECT_EQ(ParseDate(bad), std::nullopt) << bad;
  EXPECT_EQ(LastDayOfMonth(2024, 2), (Date{2024, 2, 29}));
}

TEST(DateTest, CountsDaysAcrossYears) {
  EXPECT_EQ(DaysBetween({2022, 1, 1}, {2022, 12, 31}), 364);
  EXPECT_EQ(AddDays({2022, 12, 31}, 1), (Date{2023, 1, 1}));
  EXPECT_EQ(FormatDate(AddDays({2022, 3, 1}, -1)), "2022-02-28");
}

TEST(DateTest, TheCivilDayTurnsAtMidnightInShanghai) {
  using namespace std::chrono;
  const TimePoint before = sys_days(year(2022) / 6 / 30) + hours(15) + minutes(59);
  EXPECT_EQ(DateAt(before), (Date{2022, 6, 30}));
  EXPECT_EQ(DateAt(before + minutes(1)), (Date{2022, 7, 1}));
}

TEST(NamesTest, WhatIsWrittenIsReadBack) {
  const std::string name = "districts/440113/programmes/2022/projects/3/tasks/2/indicators/1";
  const auto parsed = ParseName("name", name);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->task, 2);
  EXPECT_EQ(FormatName(*parsed), name);
}

TEST(NamesTest, RefusesWhatIsNoNameAndSaysWhatItWants) {
  for (const char* bad : {"", "districts", "districts/44011", "districts/440113/programmes/1999",
                          "districts/440113/programmes/2022/projects/0",
                          "districts/440113/programmes/2022/projects/01", "a/440113",
                          "districts/440113/", "districts/440113/units/x"}) {
    const auto parsed = ParseName("name", bad);
    EXPECT_EQ(ReasonOf(parsed.status()), "NAME_MALFORMED") << bad;
  }
  EXPECT_FALSE(ParseTaskName("task", "districts/440113").ok());
  EXPECT_FALSE(ParseReportName("name", "districts/440113/reports/0").ok());
  EXPECT_EQ(ParseReportName("name", "districts/440113/reports/17")->position, 17);
}

TEST(HashTest, MatchesPublishedVectors) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(AsBytes(Hash(HashAlgorithm::kSm3, "a", "b", "c"))),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(ParseDigest(Sha256Hex("abc")), Hash(HashAlgorithm::kSha256, "abc"));
  EXPECT_EQ(ParseDigest("xyz"), std::nullopt);
}

TEST(PageTokenTest, IsGoodOnlyForTheQueryItWasMadeWith) {
  const std::string token = MakePageToken("tasks/17", "filter=a");
  EXPECT_EQ(ReadPageToken(token, "filter=a").value(), "tasks/17");
  EXPECT_EQ(ReasonOf(ReadPageToken(token, "filter=b").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(ReadPageToken("garbage", "filter=a").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReadPageToken("", "filter=a").value(), "");
}

TEST(PageTokenTest, SizesAreDefaultedAndBounded) {
  EXPECT_EQ(ReadPageSize(0).value(), 50);
  EXPECT_EQ(ReadPageSize(5000).value(), 1000);
  EXPECT_EQ(ReasonOf(ReadPageSize(-1).status()), "PAGE_SIZE_INVALID");
}

TEST(Utf8Test, AcceptsWhatProtobufAcceptsAndNothingElse) {
  for (const std::string_view good :
       {"", "a", "é", "督办", "\xED\x9F\xBF", "\xEE\x80\x80", "😀", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(IsUtf8(good)) << good;
  for (const std::string_view bad :
       {"\x80", "a\xC3", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE7\x9D",
        "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "督\xE5\x8A"})
    EXPECT_FALSE(IsUtf8(bad));
}

}  // namespace
}  // namespace duban
