#pragma once

// Texts read for a test, and what of them it looks at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/reader.h"

namespace duban::documents {

inline Draft ReadDraft(std::string_view text) {
  auto reading = ReadDocument(text);
  EXPECT_TRUE(reading.ok());
  return reading.ok() ? std::move(reading->draft) : Draft{};
}

// The only list of a text.
inline Programme ReadList(std::string_view text) {
  Draft draft = ReadDraft(text);
  EXPECT_THAT(draft.programmes, ::testing::SizeIs(1)) << text;
  return draft.programmes.empty() ? Programme{} : std::move(draft.programmes[0]);
}

// A half year's report on what is promised and reached; a second project, of which all is well,
// stands below.
inline Draft ReadReport(const std::string& target, const std::string& progress,
                        const std::string& above = "") {
  return ReadDraft("白云区2023年民生实事进展情况(上半年)\n" + above +
                   "序号 | 项目 | 牵头单位 | 目标任务 | 落实情况 |\n1 | 惠民 | 区民政局 | " +
                   target + " | " + progress +
                   " |\n2 | 修路 | 区交通局 | 修路3公里。 | 已修路1公里。 |\n");
}

// The task of such a report.
inline Task ReadTaskOf(const std::string& target, const std::string& progress) {
  return ReadReport(target, progress).programmes.at(0).projects.at(0).tasks.at(0);
}

inline std::vector<std::string> TitlesOf(const Programme& programme) {
  std::vector<std::string> titles;
  for (const Project& project : programme.projects) titles.push_back(project.title);
  return titles;
}

}  // namespace duban::documents
