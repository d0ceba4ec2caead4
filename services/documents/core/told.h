#pragma once

#include <string_view>

#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

namespace duban::documents {

// Whether words tell of anything done, by the words that every reader of reports takes for such, or
// by `kMore` ones.
template <Literal... kMore>
bool TellsOfDone(std::string_view words) {
  return MentionsAny<"已", "累计", "截至", "截止", "目前", "正在", "竣工", "投用", "实际", "超额",
                     "完工", "投入使用", "同比", "顺利", "有序", kMore...>(words);
}

// Whether a sentence tells what was done, by its own words: 已新建…, 完成率…, 占年度任务的….
inline bool TellsWhatIsDone(std::string_view sentence) {
  if (TellsOfDone<"完成率", "开工率", "占年度", "占全年", "占目标", "占计划", "任务的", "计划的",
                  "目标的", "获得", "全面完成", "全部完成", "基本完成", "均完成", "封顶", "均按">(
          sentence)) {
    return true;
  }
  // 年内培训600人,其中青年380人 may promise, and so may a bracket; 吸纳就业412人,其中97人脱贫
  // tells.
  const std::size_t part = Find(sentence, "其中");
  return part != std::string_view::npos && !EndsWithAny(sentence.substr(0, part), {"(", "（"}) &&
         !MentionsAny<"年内", "年底前", "计划">(sentence);
}

// Whether a time of the year opens it, or words that lead to what came of a promise: told where a
// promise stands before it.
inline bool OpensReport(std::string_view sentence) {
  return StartsWithAny(sentence, {"全年", "上半年", "今年以来", "年初以来", "一年来", "一季度",
                                  "前三季度", "共", "经", "通过"});
}

}  // namespace duban::documents
