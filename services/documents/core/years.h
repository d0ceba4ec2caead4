#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "documents/core/text.h"

// The years and days that a text names, as far as they date its lists. 0 or nullopt where none is named.
namespace duban::documents {

// The first year that is printed: 2022年, 二〇二二年, 2021十件.
int FirstYear(std::string_view text);
// The year that the text speaks of most.
int MostNamedYear(std::string_view text);

// The year of the sentence that announces a list, nearest first: 目前2014年承诺的15件实事已经全部完成.
int AnnouncedYear(const Text& text, const std::vector<Range>& preface);
// The year that the words before a list give to it, nearest first: 《2014年要完成的…实事》, but not 刚刚过去的2020年. `reports`: the list
// tells what was done.
int ListYear(const Text& text, const std::vector<Range>& preface, bool reports);

// The first whole date of a text, 2021-04-15: when it was published; and its year.
std::optional<Date> FirstDate(std::string_view text);
int DatedYear(std::string_view text);
// The year of 发文日期, 成文日期, 发布时间 and the like.
int IssueYear(std::string_view text);

}  // namespace duban::documents
