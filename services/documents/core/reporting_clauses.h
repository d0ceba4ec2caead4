#pragma once

#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"

namespace duban::documents {

// Projects that sentences report on without a statement that counts or lists them.
class ReportingClauses {
 public:
  ReportingClauses(const Text& text, const Dictionary& dictionary) : text_(text), dictionary_(dictionary) {}

  // True when the sentence reports on projects, which are kept then.
  bool Read(Range sentence);

  // In the order of their sentences.
  std::vector<Item>& all() { return items_; }

 private:
  // 其中,供水工程完工478处,完成率100%;厕所改造完工3493户,…;…: clauses that each report figures.
  bool ReadFigures(Range sentence);
  // 老旧小区改造工程,改造3057个,完成年度任务的100%: a sentence that names its project first and reports on it.
  bool ReadTopic(Range sentence);
  // 农村危房改造:开工1314户,竣工率168.68%。…: a sentence that a project's name heads.
  bool ReadHeaded(Range sentence);
  void Add(Range name, Range report);

  const Text& text_;
  const Dictionary& dictionary_;
  std::vector<Item> items_;
};

}  // namespace duban::documents
