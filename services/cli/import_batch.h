// Importing many documents: their order, and what became of each, for a person. Pure functions;
// thread-safe.
#pragma once

#include <duban/ingest/v1/document_service.pb.h>

#include <string>
#include <vector>

#include "cli/terminal.h"

namespace duban::cli {

// What became of one file.
enum class Outcome {
  kPending,    // read, and nothing decided yet
  kImported,   // something of it is new on record
  kUnchanged,  // everything in it was on record
  kNothing,    // it holds no list of promises; nothing was stored
  kRefused,    // unsure and not accepted, or parts of it were refused; `reasons` says which
  kError,      // it could not be read, or a service failed; `reasons` says why
};

// One file of an import.
struct ImportRow {
  std::string path;
  ingest::v1::ImportDraft draft;
  ingest::v1::ReviewPatch patch;  // what a person answered; empty = what is stored
  Outcome outcome = Outcome::kPending;
  std::vector<std::string> reasons;  // a line each
  std::vector<std::string> notes;    // what was left out though it was imported
};

// Exit status of an import, the worst of all files: kOk; kImportRefused; kFailed.
int ExitStatus(const std::vector<ImportRow>& rows);

// Indexes of the pending rows as they must be imported: the districts apart, in order of code;
// within one by year, the plan of a year before its progress and that before its results, older
// progress first.
std::vector<std::vector<size_t>> ImportOrder(const std::vector<ImportRow>& rows);

// What is unsure in a draft, a line each: where, why, the words.
std::vector<std::string> UnsureLines(const ingest::v1::ImportDraft& draft);

// "imported", "refused", …
std::string OutcomeWord(Outcome outcome);

// A row per file and a line of totals.
std::string SummaryTable(const std::vector<ImportRow>& rows, bool colours);

// What a person has to look at, file by file: reasons, contradictions, what was left out. "" when
// nothing.
std::string WhatToDo(const std::vector<ImportRow>& rows);

}  // namespace duban::cli
