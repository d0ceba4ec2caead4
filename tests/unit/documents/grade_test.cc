#include "documents/core/grade.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace duban::documents {
namespace {

GradedSource Grade(const std::string& utf8) { return GradeText(Text(utf8)); }

std::string Read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(GradeTest, ALostMonthIsNamedAndOneSlipIsForgiven) {
  const GradedSource source = Grade("1.2023年6底前完成改造。2023年底前全部完工,8月底前验收。\n");
  ASSERT_EQ(source.signs.size(), 1u);
  EXPECT_EQ(source.signs[0].reason, "MONTH_LOST");
  EXPECT_EQ(source.grade, SourceGrade::kOfficial);
}

TEST(GradeTest, SignsOfDifferentKindsMakeADamagedCopy) {
  const GradedSource source =
      Grade("2023年6底前完成((修订)规划。和清洁公共厕所3座。\n新增中小学学额1.2万个。\n");
  EXPECT_EQ(source.grade, SourceGrade::kDamaged);
  EXPECT_EQ(source.signs.size(), 4u);
}

TEST(GradeTest, AClauseSaidTwiceInARowIsASignAndEqualCellsAreNone) {
  EXPECT_EQ(Grade("完成老旧小区改造三十五个小区,完成老旧小区改造三十五个小区。").signs.size(), 1u);
  EXPECT_TRUE(
      Grade("| 完成老旧小区改造三十五个小区 | 完成老旧小区改造三十五个小区 |\n").signs.empty());
}

TEST(GradeTest, ASiteThatTookTheTextOverIsAMirror) {
  EXPECT_EQ(Grade("信息内容由网友发布\n一、新建学校3所。\n").grade, SourceGrade::kMirror);
}

TEST(GradeTest, CleanDocumentsAreGradedClean) {
  for (const auto& entry :
       std::filesystem::directory_iterator(DUBAN_SOURCE_DIR "/tests/data/documents")) {
    if (entry.path().extension() != ".txt") continue;
    const GradedSource source = Grade(Read(entry.path()));
    EXPECT_EQ(source.grade, SourceGrade::kOfficial) << entry.path();
  }
}

TEST(GradeTest, TheRealDocumentsAreGradedAsTheyAre) {
  const std::filesystem::path seeds = DUBAN_SOURCE_DIR "/../shared/seeds";
  if (!std::filesystem::exists(seeds))
    GTEST_SKIP() << "the real documents are not beside the repository";
  for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
    const std::string text = Read(entry.path());
    const bool copied = text.find("信息内容由网友发布") != std::string::npos;
    EXPECT_EQ(Grade(text).grade, copied ? SourceGrade::kDamaged : SourceGrade::kOfficial)
        << entry.path();
  }
}

}  // namespace
}  // namespace duban::documents
