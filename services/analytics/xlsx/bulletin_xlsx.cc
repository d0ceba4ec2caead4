#include "analytics/xlsx/bulletin_xlsx.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "analytics/core/days.h"
#include "common/error.h"

namespace duban::analytics {
namespace {

// A file name of its own, removed at the end.
class TempFile {
 public:
  TempFile() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "duban-bulletin-XXXXXX").string();
    const int fd = mkstemp(path_.data());
    if (fd >= 0) close(fd);
    if (fd < 0) path_.clear();
  }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Styles {
  lxw_format* heading;
  lxw_format* cell;
};

// Excel holds 32,767 characters in a cell; what is longer ends in "…".
std::string Fit(const std::string& text) {
  constexpr std::size_t kMostBytes = 32'000;
  if (text.size() <= kMostBytes) return text;
  std::size_t end = kMostBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

void WriteRow(lxw_worksheet* sheet, lxw_row_t row, const std::vector<std::string>& cells,
              lxw_format* style) {
  lxw_col_t column = 0;
  // As strings always: a text that begins with "=" is no formula.
  for (const std::string& cell : cells) {
    worksheet_write_string(sheet, row, column++, Fit(cell).c_str(), style);
  }
}

void WriteSheet(lxw_workbook* book, const char* name, const std::vector<std::string>& headings,
                const std::vector<std::vector<std::string>>& rows, const Styles& styles) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, name);
  WriteRow(sheet, 0, headings, styles.heading);
  lxw_row_t row = 1;
  for (const auto& cells : rows) WriteRow(sheet, row++, cells, styles.cell);
  worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(headings.size()), 22, nullptr);
  worksheet_freeze_panes(sheet, 1, 0);
}

void WriteBook(lxw_workbook* book, const BulletinContent& content) {
  Styles styles{workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(styles.heading);
  format_set_text_wrap(styles.heading);
  format_set_text_wrap(styles.cell);
  format_set_align(styles.cell, LXW_ALIGN_VERTICAL_TOP);
  WriteSheet(book, "概况", {content.title},
             {{"截至 " + content.date}, {content.overview}, {content.basis}}, styles);
  std::vector<std::vector<std::string>> rows;
  for (const BulletinRow& row : content.rows) rows.push_back(BulletinCells(row));
  WriteSheet(book, "项目进展", BulletinHeadings(), rows, styles);
  rows.clear();
  for (const std::string& text : content.lagging) rows.push_back({text});
  WriteSheet(book, "需要推进", {"任务与责任单位"}, rows, styles);
  rows.clear();
  for (const BulletinFinding& finding : content.findings) {
    std::string quotes;
    for (const std::string& quote : finding.quotes) quotes += (quotes.empty() ? "" : "\n") + quote;
    rows.push_back({finding.severity, finding.subject, finding.units, finding.message, quotes});
  }
  WriteSheet(book, "数据核查", {"程度", "任务", "责任单位", "发现", "原文"}, rows, styles);
  rows.clear();
  for (std::size_t i = 0; i < content.sources.size(); ++i) {
    const BulletinSource& s = content.sources[i];
    rows.push_back({std::to_string(i + 1), s.figure, s.report, s.document, s.span, s.quote});
  }
  WriteSheet(book, "数据来源", {"编号", "数据", "来源", "文档", "字符", "原文"}, rows, styles);
}

}  // namespace

absl::StatusOr<std::string> RenderXlsx(const BulletinContent& content) {
  const auto failed = [] {
    return Error(absl::StatusCode::kInternal, "WORKBOOK_FAILED",
                 "the workbook could not be written");
  };
  const TempFile file;
  if (file.path().empty()) return failed();
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return failed();
  // Without it the library takes the present time, and no two files were equal.
  std::string title = content.title;
  lxw_doc_properties properties = {};
  properties.title = title.data();
  if (const auto date = ParseDate(content.date))
    properties.created = std::int64_t{DayNumber(*date)} * 86'400;
  workbook_set_properties(book, &properties);
  WriteBook(book, content);
  if (workbook_close(book) != LXW_NO_ERROR) return failed();
  std::ifstream in(file.path(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace duban::analytics
