// The periodical report of a programme (通报), as a supervision office would send it.
//
// BulletinOf collects the content once; the renderers only lay it out, so every format says the
// same. Pure: same view, same bytes. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "analytics/core/programme_view.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// One line of the main table: one task.
struct BulletinRow {
  std::string project_number;  // "3"
  std::string project;         // title
  std::string task;            // "3.2 题目"
  std::string leaders;         // joined by 、
  std::string lead_units;
  std::string cooperating_units;
  std::string targets;       // "改造户数 ≥7500户", joined by ;
  std::string reached;       // "3648户(48.64%,自报48.64%)", joined by ;
  std::string completion;    // "48.64%" or "—"
  std::string scheduled;     // "49.59%"
  std::string status;        // "达序时"
  std::string narrative;     // 落实情况
  std::vector<int> sources;  // numbers in the annex, from 1
};

// One figure's source.
struct BulletinSource {
  std::string figure;    // "3.2 改造户数 3648户"
  std::string report;    // name of the report, or "目录" for a target
  std::string document;  // SHA-256; "" = none
  std::string span;      // "120-135"; "" = none
  std::string quote;     // "" = none
};

// A finding in words.
struct BulletinFinding {
  std::string severity;  // "矛盾", "关注", "提示"
  std::string subject;   // "3.2 题目"
  std::string units;
  std::string message;
  std::vector<std::string> quotes;
};

struct BulletinContent {
  std::string title;
  std::string date;      // "2022-06-30"
  std::string overview;  // one paragraph
  std::vector<BulletinRow> rows;
  std::vector<std::string> highlights;
  std::vector<std::string> lagging;  // most behind first, each with its units
  std::vector<BulletinFinding> findings;
  std::vector<BulletinSource> sources;
  std::string basis;  // "目录版本 12,台账位置 27"
};

BulletinContent BulletinOf(const ProgrammeView& view);

// The table's headings in the official order, and a row's cells in the same order.
std::vector<std::string> BulletinHeadings();
std::vector<std::string> BulletinCells(const BulletinRow& row);

// A finding in one line; its quotes follow.
std::string LineOf(const BulletinFinding& finding);

std::string RenderMarkdown(const BulletinContent& content);
// A page of its own: no scripts, nothing loaded.
std::string RenderHtml(const BulletinContent& content);
// The table only: UTF-8 with byte order mark, RFC 4180; texts that a spreadsheet would take for a
// formula are disarmed.
std::string RenderCsv(const BulletinContent& content);

// "已完成" and kin.
std::string StatusInChinese(v1::ScheduleStatus status);

}  // namespace duban::analytics
