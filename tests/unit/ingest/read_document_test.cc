// The reader behind DocumentService: files in, drafts with the places of their figures out.
#include "ingest/read_document.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "common/error.h"
#include "documents/core/utf8.h"

namespace duban::ingest {
namespace {

std::string Sample(const std::string& name) {
  std::ifstream in(std::string(DUBAN_SOURCE_DIR "/tests/data/documents/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Characters [start, end) of a text.
std::string Slice(const std::string& text, int start, int end) {
  std::string out;
  int at = 0;
  for (std::size_t i = 0; i < text.size() && at < end; ++at) {
    const std::size_t bytes = documents::CharAt(text, i).bytes;
    if (at >= start) out += text.substr(i, bytes);
    i += bytes;
  }
  return out;
}

TEST(ReadDocumentTest, AFigureOfAWorkbookIsQuotedFromTheKeptTextAndNamesItsCell) {
  const auto read = MakeDocumentReader()(Sample("formats/panyu_style_table.xlsx"), "报表.xlsx", {});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->draft.document().mime_type(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(read->draft.document().source_grade(), v1::OFFICIAL);
  int figures = 0;
  for (const auto& project : read->draft.programmes(0).projects()) {
    for (const auto& task : project.tasks()) {
      for (const auto& measurement : task.measurements()) {
        const auto& source = measurement.source();
        EXPECT_EQ(Slice(read->text, source.start(), source.end()), source.quote());
        EXPECT_EQ(source.place().cell().substr(0, 1), "H") << source.quote();
        ++figures;
      }
    }
  }
  EXPECT_GT(figures, 40);
}

TEST(ReadDocumentTest, ACallerMaySayWhatTheSourceIs) {
  v1::ReadOptions options;
  options.set_source_grade(v1::DAMAGED_COPY);
  const auto read = MakeDocumentReader()(Sample("panyu_style_table.txt"), "", options);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->draft.document().source_grade(), v1::DAMAGED_COPY);
  ASSERT_GT(read->draft.findings_size(), 0);
  EXPECT_NE(read->draft.findings(0).message().find("受损副本"), std::string::npos);
}

TEST(ReadDocumentTest, AFileThatCannotBeReadSaysWhatToDo) {
  EXPECT_EQ(ReasonOf(MakeDocumentReader()("{\\rtf1}", "a.docx", {}).status()),
            "DOCUMENT_UNSUPPORTED");
}

}  // namespace
}  // namespace duban::ingest
