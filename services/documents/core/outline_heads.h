#pragma once

#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/dictionary.h"
#include "documents/core/outline_lines.h"

// Ways to tell which lines of an outline open an item. Each adds its candidates, unscored, where it
// applies at all; whether it is right is for the score to say.
namespace duban::documents {

// By numbering: each style as a whole, each run of a style that begins anew, and, below headings
// that tell a state, the paragraphs.
void AddByNumbers(const Text& text, const Dictionary& dictionary,
                  const std::vector<OutlineLine>& lines, std::vector<Candidate>* out);

// By the labelled lines (牵头单位:…) of each item: they follow its first line, or close it.
void AddByLabels(const Text& text, const std::vector<OutlineLine>& lines,
                 std::vector<Candidate>* out);

// Short lines, each followed by a long one: headings without numbers.
void AddByLength(const Text& text, const std::vector<OutlineLine>& lines,
                 std::vector<Candidate>* out);

// Neighbouring lines without numbers that tell of work, each by itself; all of them, or as many as
// are announced.
void AddPlain(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
              const Counted& announced, std::vector<Candidate>* out);

// Lines below short headings of kinds, numbered or not, each an item: for lists that are announced
// so (10大类52项).
void AddGrouped(const Text& text, const std::vector<OutlineLine>& lines,
                std::vector<Candidate>* out);

// A noun that its numbers follow (实事一:…, 礼包1:…, 项目三).
void AddByOrdinals(const Text& text, const std::vector<OutlineLine>& lines,
                   std::vector<Candidate>* out);

// Paragraphs of one form (●…方面:…, “…”项目…, NAME项目:…, NAME。…), at least two of a telling form
// or three of a plain one.
void AddByForm(const Text& text, const std::vector<OutlineLine>& lines,
               std::vector<Candidate>* out);

// Lines that a label titles (项目名称:…).
void AddByNames(const std::vector<OutlineLine>& lines, std::vector<Candidate>* out);

// Lines that open a promise by its label (任务目标:…) where a report by its label (进展情况:…)
// follows each.
void AddByPairs(const Text& text, const Dictionary& dictionary,
                const std::vector<OutlineLine>& lines, std::vector<Candidate>* out);

// Lines without numbers that promise, one or two, and lines that report what came of it, by turns:
// at least four, nearly all of as many lines.
void AddByTurns(const Text& text, const std::vector<OutlineLine>& lines,
                std::vector<Candidate>* out);

// Sentences of prose that open alike, at least three: 就业工程…。教育工程…。,
// 就业方面,…。教育方面,…。 Where about as many promises are announced as paragraphs of fields hold
// sentences, each sentence.
void AddBySentences(const Text& text, const std::vector<OutlineLine>& lines,
                    const Counted& announced, std::vector<Candidate>* out);

// Sentences of paragraphs, or their pieces, that hold a figure each: as many as are announced,
// below the fields that open their paragraphs (交通出行方面,A;B。) or head them (一、交通出行);
// where nothing is announced, those of the one paragraph that holds nearly all figures.
// `only_chapters`: of those below headings and numbered lines of kinds only.
void AddCounted(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
                const Counted& announced, bool only_chapters, std::vector<Candidate>* out);

// Sentences that name their project, each in its own way (供水工程…, “…”计划…, 由区教育局牵头的“…”,
// …方面,…, 一是… below a count): as many as are announced, below fields
// (在教育方面,A项目…。B项目…。) or not. What stands between them goes on about the one before.
void AddNamed(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
              const Counted& announced, std::vector<Candidate>* out);

// Headings that count (一、进展较快的项目(7项)), with as many lines, sentences or pieces of such
// below each.
void AddByGroupCounts(const Text& text, const FigureIndex& figures,
                      const std::vector<OutlineLine>& lines, std::vector<Candidate>* out);

// Numbered pieces of one line, or of all lines together: …:①…②…③…, 一是…;二是…;三是….
void AddByParts(const Text& text, const std::vector<OutlineLine>& lines,
                std::vector<Candidate>* out);

// A run of titles in one line (《…》《…》《…》), each a promise.
void AddByTitles(const Text& text, const std::vector<OutlineLine>& lines,
                 std::vector<Candidate>* out);

// A line that was parted from a printed one, without numbering.
OutlineLine MadeLine(const Text& text, Range range);

// Whether sentences of the lines may have pieces.
bool HoldSemicolons(const Text& text, const std::vector<OutlineLine>& lines);

// Whether a heading says nothing but the state of what stands below it: 已完成项目, 二、推进缓慢.
bool TellsState(const Text& text, const Dictionary& dictionary, const OutlineLine& line);

}  // namespace duban::documents
