// The layouts of a bulletin: Markdown, HTML, CSV.
#include <fmt/format.h>

#include <functional>

#include "analytics/core/bulletin.h"

namespace duban::analytics {
namespace {

// Text inside a Markdown table cell or list item.
std::string ForMarkdown(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '[' ||
        c == ']' || c == '#') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string ForHtml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        out += "<br>";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string ForCsv(const std::string& text) {
  // A cell that begins like this is run as a formula by spreadsheets.
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  std::string out = formula ? "'" + text : text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

using Escape = std::string (*)(const std::string&);

std::string Row(const std::vector<std::string>& cells, Escape escape, std::string_view before,
                std::string_view between, std::string_view after) {
  std::string row(before);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += between;
    row += escape(cells[i]);
  }
  return row + std::string(after);
}

std::string MarkdownList(const std::vector<std::string>& items) {
  if (items.empty()) return "无。\n";
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += fmt::format("{}. {}\n", i + 1, ForMarkdown(items[i]));
  }
  return text;
}

std::string HtmlList(const std::vector<std::string>& items) {
  if (items.empty()) return "<p>无。</p>\n";
  std::string text = "<ol>\n";
  for (const std::string& item : items) text += "<li>" + ForHtml(item) + "</li>\n";
  return text + "</ol>\n";
}

// "[1][2]" with links to the annex.
std::string HtmlLinks(const std::vector<int>& sources) {
  std::string links;
  for (const int number : sources) links += fmt::format("<a href=\"#s{0}\">[{0}]</a>", number);
  return links;
}

std::string MarkdownLinks(const std::vector<int>& sources) {
  std::string links;
  for (const int number : sources) links += fmt::format("[\\[{0}\\]](#s{0})", number);
  return links;
}

constexpr char kStyle[] =
    "body{font-family:\"Noto Sans CJK SC\",\"Microsoft "
    "YaHei\",sans-serif;max-width:75rem;margin:2rem "
    "auto;padding:0 1rem;line-height:1.6}"
    "table{border-collapse:collapse;width:100%;font-size:.85rem}"
    "th,td{border:1px solid #888;padding:.3rem .5rem;vertical-align:top;text-align:left}"
    "th{background:#eee}h1{text-align:center}blockquote{color:#555;margin:.2rem 1rem}";

}  // namespace

std::string LineOf(const BulletinFinding& finding) {
  return fmt::format("【{}】{}({}):{}", finding.severity, finding.subject, finding.units,
                     finding.message);
}

std::string RenderMarkdown(const BulletinContent& content) {
  std::string text =
      fmt::format("# {}\n\n(截至 {})\n\n## 一、总体情况\n\n{}\n\n## 二、项目进展\n\n",
                  ForMarkdown(content.title), content.date, ForMarkdown(content.overview));
  std::vector<std::string> headings = BulletinHeadings();
  headings.push_back("来源");
  text += Row(headings, ForMarkdown, "| ", " | ", " |\n");
  text += "|";
  for (std::size_t i = 0; i < headings.size(); ++i) text += " --- |";
  text += "\n";
  for (const BulletinRow& row : content.rows) {
    text += Row(BulletinCells(row), ForMarkdown, "| ", " | ", " | ") + MarkdownLinks(row.sources) +
            " |\n";
  }
  text += "\n## 三、进展较快\n\n" + MarkdownList(content.highlights);
  text += "\n## 四、需要推进\n\n" + MarkdownList(content.lagging);
  text += "\n## 五、数据核查\n\n";
  if (content.findings.empty()) text += "未发现问题。\n";
  for (std::size_t i = 0; i < content.findings.size(); ++i) {
    text += fmt::format("{}. {}\n", i + 1, ForMarkdown(LineOf(content.findings[i])));
    for (const std::string& quote : content.findings[i].quotes) {
      text += "   > " + ForMarkdown(quote) + "\n";
    }
  }
  text += "\n## 附:数据来源\n\n";
  for (std::size_t i = 0; i < content.sources.size(); ++i) {
    const BulletinSource& source = content.sources[i];
    text += fmt::format("<a id=\"s{0}\"></a>\\[{0}\\] {1} — {2}", i + 1, ForMarkdown(source.figure),
                        ForMarkdown(source.report));
    if (!source.document.empty()) text += fmt::format(",文档 {}", source.document);
    if (!source.span.empty()) text += fmt::format(",第 {} 字", source.span);
    if (!source.quote.empty()) text += fmt::format(":“{}”", ForMarkdown(source.quote));
    text += "\n\n";
  }
  return text + fmt::format("{}\n", content.basis);
}

std::string RenderHtml(const BulletinContent& content) {
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p>(截至 {2})</p>\n"
      "<h2>一、总体情况</h2>\n<p>{3}</p>\n<h2>二、项目进展</h2>\n<table>\n",
      ForHtml(content.title), kStyle, content.date, ForHtml(content.overview));
  text += Row(BulletinHeadings(), ForHtml, "<tr><th>", "</th><th>", "</th><th>来源</th></tr>\n");
  for (const BulletinRow& row : content.rows) {
    text += Row(BulletinCells(row), ForHtml, "<tr><td>", "</td><td>", "</td><td>") +
            HtmlLinks(row.sources) + "</td></tr>\n";
  }
  text += "</table>\n<h2>三、进展较快</h2>\n" + HtmlList(content.highlights);
  text += "<h2>四、需要推进</h2>\n" + HtmlList(content.lagging) + "<h2>五、数据核查</h2>\n";
  if (content.findings.empty()) text += "<p>未发现问题。</p>\n";
  for (const BulletinFinding& finding : content.findings) {
    text += "<p>" + ForHtml(LineOf(finding)) + "</p>\n";
    for (const std::string& quote : finding.quotes) {
      text += "<blockquote>" + ForHtml(quote) + "</blockquote>\n";
    }
  }
  text += "<h2>附:数据来源</h2>\n<ol>\n";
  for (std::size_t i = 0; i < content.sources.size(); ++i) {
    const BulletinSource& source = content.sources[i];
    text += fmt::format("<li id=\"s{}\">{} — {}", i + 1, ForHtml(source.figure),
                        ForHtml(source.report));
    if (!source.document.empty())
      text += fmt::format(",文档 <code>{}</code>", ForHtml(source.document));
    if (!source.span.empty()) text += fmt::format(",第 {} 字", source.span);
    if (!source.quote.empty())
      text += fmt::format("<blockquote>{}</blockquote>", ForHtml(source.quote));
    text += "</li>\n";
  }
  return text + fmt::format("</ol>\n<p>{}</p>\n</body>\n</html>\n", ForHtml(content.basis));
}

std::string RenderCsv(const BulletinContent& content) {
  std::string text = "\xEF\xBB\xBF" + Row(BulletinHeadings(), ForCsv, "", ",", "\r\n");
  for (const BulletinRow& row : content.rows)
    text += Row(BulletinCells(row), ForCsv, "", ",", "\r\n");
  return text;
}

}  // namespace duban::analytics
