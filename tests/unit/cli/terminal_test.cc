// Tables and figures as a person sees them.
#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace duban::cli {
namespace {

TEST(TerminalTest, AChineseCharacterTakesTwoColumns) {
  EXPECT_EQ(DisplayWidth("区水务局"), 8);
  EXPECT_EQ(DisplayWidth("5G网络"), 6);
  EXPECT_EQ(DisplayWidth("\xff"), 1);
}

TEST(TerminalTest, LongTextIsCutAtAWholeCharacter) {
  EXPECT_EQ(Truncate("推进交通拥堵点治理", 9), "推进交通…");
  EXPECT_EQ(Truncate("推进交通拥堵点治理", 10), "推进交通…");
  EXPECT_EQ(Truncate("推进", 4), "推进");
}

TEST(TerminalTest, PercentagesRoundHalfUpToTwoDecimals) {
  EXPECT_EQ(Percent(3648.0 / 7500), "48.64 %");
  EXPECT_EQ(Percent(239.0 / 300), "79.67 %");
  EXPECT_EQ(Percent(0.48645), "48.65 %");
  EXPECT_EQ(Percent(std::nullopt), "—");
  EXPECT_EQ(Percent(65033.0 / 20000), "325.17 %");
}

TEST(TerminalTest, NumbersCarryNoUselessDigits) {
  EXPECT_EQ(Number(3648), "3648");
  EXPECT_EQ(Number(24.494), "24.494");
  EXPECT_EQ(Number(3525500), "3525500");
}

TEST(TerminalTest, ColumnsLineUpWhateverTheScript) {
  Table table;
  table.header = {"#", "项目", "完成"};
  table.align_right = {true, false, true};
  table.rows = {{{"1"}, {"改造"}, {"48.64 %"}}, {{"10"}, {"学\n位"}, {"5 %"}}};
  EXPECT_EQ(Render(table, false),
            " #  项目      完成\n"
            " 1  改造   48.64 %\n"
            "10  学 位      5 %\n");
}

TEST(TerminalTest, LongTextIsWrappedBetweenWordsAndNotBeforeAComma) {
  EXPECT_EQ(Wrap("文中称15个,列出的是13个。", 12),
            (std::vector<std::string>{"文中称15个,", "列出的是13", "个。"}));
  EXPECT_EQ(Wrap("duban board shows figures", 16),
            (std::vector<std::string>{"duban board", "shows figures"}));
  EXPECT_EQ(Wrap("一二三四五六七八", 0), std::vector<std::string>{"一二三四五六七八"});
  EXPECT_EQ(Wrap("", 10), std::vector<std::string>{""});
}

TEST(TerminalTest, ATableThatIsTooWideCutsTheColumnsThatYield) {
  Table table;
  table.header = {"项目", "单位"};
  table.yielding = {{1, 6}, {0, 8}};
  table.rows = {{{"改造供水设施", Colour::kNone, " 3/7 户"}, {"区水务局区教育局"}},
                {{"", Colour::kNone}, {"说明", Colour::kGrey, "", true}}};
  EXPECT_EQ(Render(table, Screen{.colours = false, .width = 24}),
            "项目" + std::string(14, ' ') + "单位\n" + "改造供水… 3/7 户  区水…\n" +
                std::string(18, ' ') + "说明\n");
}

TEST(TerminalTest, ABarShowsWhatIsDoneAndWhereTheScheduleStands) {
  EXPECT_EQ(Bar(0.5, 0.75, 8), "████░░│░");
  EXPECT_EQ(Bar(1.5, 0.5, 4), "████");
  EXPECT_EQ(Bar(std::nullopt, 0, 4), "│░░░");
}

}  // namespace
}  // namespace duban::cli
