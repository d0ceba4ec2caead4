#pragma once

#include <vector>

#include "documents/core/columns.h"
#include "documents/core/dictionary.h"
#include "documents/core/stream_records.h"
#include "documents/core/text.h"

// Heads that line breaks parted, of tables that are printed one cell to a line.
namespace duban::documents {

// Heads broken over two lines made whole: 牵头 + 责任单位, 完成目标 + (%). Only a piece that
// is no known word by itself is joined, as 项目 and 内容 may be two columns.
std::vector<Range> JoinBrokenHeads(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Range>& heads);

// The columns of counted records with heads that line breaks parted made whole, where their cells
// fit these better.
std::vector<Column> WithWholeHeads(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks, const StreamRecords& counted,
                                   std::vector<Column> columns);

}  // namespace duban::documents
