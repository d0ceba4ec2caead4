#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <string>

#include "documents/core/figures.h"

namespace duban::documents {
namespace {

// 完成年度目标任务的55% says how far, not that all is done: true when a share below the whole follows.
bool IsPart(std::string_view narrative, std::size_t at) {
  const std::string_view after = narrative.substr(at, 60);
  const std::size_t percent = after.find('%');
  if (percent == std::string_view::npos) return Contains(after.substr(0, 36), "的三分之") || Contains(after.substr(0, 36), "的一半");
  std::size_t begin = percent;
  while (begin > 0 && ((after[begin - 1] >= '0' && after[begin - 1] <= '9') || after[begin - 1] == '.')) --begin;
  for (const std::string_view stop : {",", "，", "。", ";", "；"}) {
    if (after.find(stop) < begin) return false;
  }
  return begin < percent && std::strtod(std::string(after.substr(begin, percent - begin)).c_str(), nullptr) < 100;
}

bool SaysWhole(const Searched& said) {
  const std::string_view narrative = said.text();
  for (const std::string_view word :
       {"完成全年", "完成年度", "完成了全年", "完成了年度", "全年任务已完成", "全年目标任务已完成", "任务已完成", "圆满完成", "全面完成",
        "提前完成", "完成率100%", "完成率均为100%", "完成率达100%", "完成全部", "任务全部完成", "目标任务100%", "已完成任务",
        "完成既定"}) {
    if (!said.Holds(word)) continue;
    for (std::size_t at = Find(narrative, word); at != std::string_view::npos; at = Find(narrative, word, at + 3)) {
      std::string_view before = narrative.substr(0, at);
      if (before.size() > 60) before.remove_prefix(before.size() - 60);
      for (const std::string_view mark : {"。", "，", ",", "；", ";"}) {
        const std::size_t end = FindLast(before, mark);
        if (end != std::string_view::npos) before.remove_prefix(end + mark.size());
      }
      bool doubtful = before.ends_with("未") || before.ends_with("可");
      for (const std::string_view ahead : {"确保", "力争", "争取", "将", "预计", "能够", "有望", "计划", "拟"}) {
        doubtful = doubtful || Contains(before, ahead);
      }
      if (!doubtful && !IsPart(narrative, at)) return true;
    }
  }
  return false;
}

}  // namespace

Status NarrativeStatus(std::string_view narrative, Kind kind) {
  const Searched said(narrative);
  if (said.HoldsAny({"超额完成", "超额提前", "超额建设", "提前超额", "超额实现"})) return Status::kOverfulfilled;
  if (said.HoldsAny({"进度滞后", "进展滞后", "推进缓慢", "进展缓慢", "进度缓慢", "未达序时", "未达到序时", "未按期完成"})) {
    return Status::kDelayed;
  }
  if (SaysWhole(said) && !Contains(narrative, "阶段")) return Status::kCompleted;
  const bool open = said.HoldsAny({"正在", "推进中", "有序推进", "稳步推进", "按计划推进", "加快推进", "持续推进", "进行中",
                                     "基本完工", "基本完成", "尚未", "待安装", "施工中", "建设中", "收尾", "预计", "将于",
                                     "公示中", "如期推进", "有序开展", "正推进", "正积极", "拟", "已完成总工程量", "已启动", "在建"});
  if (kind == Kind::kCompletion) {
    if (said.HoldsAny({"已完成", "完成", "已建成", "建成", "竣工", "完工", "投入使用", "投入运营", "已优化", "通过验收", "实现"})) {
      return open && said.HoldsAny({"正在", "推进中", "基本完成", "基本完工"}) ? Status::kInProgress : Status::kCompleted;
    }
    return Status::kNone;
  }
  if (open) return Status::kInProgress;
  if (said.HoldsAny({"全部完工", "全部完成", "全部建成", "均已完工", "均已完成", "均已建成", "均已建设完成", "已全部", "已完工",
                       "已竣工", "已建成", "投入使用", "正式营业", "正常营业", "已完成", "完成"})) {
    // A share below the whole says that the rest is still to come.
    if (said.HoldsAny({"已全部", "全部完工", "均已完", "均已建", "均已竣", "均已投", "均已实", "均已达", "均已落", "均已通", "全部完成", "全部建成", "投入使用", "正常营业"})) return Status::kCompleted;
    // 已完工 of the whole; 已完工16台 counts a part.
    for (const std::string_view word : {"已竣工", "已完工"}) {
      for (std::size_t at = Find(narrative, word); at != std::string_view::npos; at = Find(narrative, word, at + 3)) {
        const std::string_view after = narrative.substr(at + word.size());
        if (after.empty() || !IsDigit(CharAt(after, 0).code)) return Status::kCompleted;
      }
    }
    return Status::kNone;
  }
  return Status::kNone;
}

}  // namespace duban::documents
