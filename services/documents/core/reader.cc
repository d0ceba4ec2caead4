#include "documents/core/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "documents/core/agents.h"
#include "documents/core/binding.h"
#include "documents/core/blocks.h"
#include "documents/core/checks.h"
#include "documents/core/clause_words.h"
#include "documents/core/describe.h"
#include "documents/core/dictionary.h"
#include "documents/core/districts.h"
#include "documents/core/figures.h"
#include "documents/core/flat_lines.h"
#include "documents/core/furniture.h"
#include "documents/core/listing.h"
#include "documents/core/numbering.h"
#include "documents/core/occasion.h"
#include "documents/core/own_labels.h"
#include "documents/core/promise_part.h"
#include "documents/core/restated_promises.h"
#include "documents/core/set_aside.h"
#include "documents/core/tree.h"
#include "documents/core/wording.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

class DocumentReader {
 public:
  DocumentReader(const Text& text, const ReadOptions& options)
      : text_(text),
        options_(options),
        dictionary_(FindOwnLabels(text.str())),
        dates_(text.str()) {}

  Draft Read() {
    quantities_ = quantities::FindQuantities(text_.str(), {.set_aside = true, .dates = &dates_});
    SetAsideNames(text_, &quantities_);
    Page page = FindBlocks(text_);
    PartFlatLines(text_, dictionary_, &page.blocks);
    content_ = RemoveFurniture(text_, dictionary_, &page.blocks);
    std::vector<std::size_t> figures;
    for (const auto& quantity : quantities_) {
      if (quantity.kind == quantities::Kind::kQuantity)
        figures.push_back(static_cast<std::size_t>(quantity.span.start_byte));
    }
    std::vector<Listing> listings =
        FindListings(text_, dictionary_, FigureIndex(std::move(figures)), page);
    for (const Listing& listing : listings) TakeTitles(text_, listing, &quantities_);
    figures_ = TextFigures(quantities_);
    int document_year = options_.year.value_or(MostNamedYear(text_.Of(content_)));
    if (document_year == 0) document_year = FileYear(options_.file_name);
    const std::optional<Date> issued = IssueDate(text_.str());
    first_leads_ = FirstOfficeLeads(text_, dictionary_);
    for (Listing& listing : listings) AddProgramme(&listing, document_year, issued);
    KeepBestOfEach();
    FinishDistrict(listings);
    for (ReadProgramme& programme : programmes_) {
      for (const ReadProgramme& other : programmes_) {
        if (&other != &programme) programme.others.push_back(other.range);
      }
      CheckProgramme(text_, figures_, &programme, &draft_);
      AddDoubts(programme);
      draft_.programmes.push_back(Finish(&programme));
    }
    std::vector<Range> lists;
    for (const ReadProgramme& programme : programmes_) lists.push_back(programme.range);
    draft_.set_aside = LeftAside(quantities_, draft_.programmes, lists);
    return std::move(draft_);
  }

 private:
  // Parts what the items of a report restate in place.
  void AddProgramme(Listing* list, int document_year, std::optional<Date> issued) {
    const Listing& listing = *list;
    ReadProgramme programme;
    programme.occasion = FindOccasion(text_, dictionary_, dates_, listing, document_year, issued);
    if (options_.year) programme.occasion.year = *options_.year;
    if (options_.kind != Kind::kUnknown) programme.occasion.kind = options_.kind;
    if (options_.as_of && programme.occasion.kind != Kind::kPlan)
      programme.occasion.as_of = options_.as_of;
    programme.range = listing.range;
    programme.preface = listing.preface;
    programme.totals = listing.totals;
    programme.counts = listing.counts;
    programme.statements = listing.statements;
    programme.closing = listing.closing;
    programme.layout = listing.layout;
    programme.title = TitleText(text_, listing.title);
    if (listing.items.size() == 1) programme.occasion.unit = UnitOfPreface(listing);
    const ItemReading reading{
        .plain = programme.occasion.kind == Kind::kPlan ? Role::kContent : Role::kProgress,
        .results = programme.occasion.kind == Kind::kCompletion,
        .done = programme.occasion.kind == Kind::kCompletion && programme.occasion.all_done,
        .told = programme.occasion.kind != Kind::kPlan &&
                TitlesReport(text_, listing.items, programme.occasion.kind == Kind::kCompletion),
        .first_leads = first_leads_};
    const FigureReader reader(text_, figures_.quantities, dates_, programme.occasion);
    if (programme.occasion.kind != Kind::kPlan)
      PartRestatedPromises(text_, figures_.quantities, &list->items);
    programme.projects.reserve(listing.items.size());
    for (const Item& item : listing.items) {
      const ProjectNode node = BuildProject(text_, dictionary_, item, reading);
      ReadProject project = reader.Read(node);
      Describe(text_, dictionary_, node, programme.occasion, &project);
      BindProject(text_, &project);
      if (programme.occasion.all_done) {
        for (ReadTask& task : project.tasks) {
          const bool part =
              std::any_of(task.shares.begin(), task.shares.end(),
                          [](const Share& share) { return share.of_plan && share.percent < 100; });
          if (task.task.status == Status::kNone && !part) task.task.status = Status::kCompleted;
        }
      }
      StatusFromShares(programme.occasion.kind, &project);
      programme.projects.push_back(std::move(project));
    }
    LeadByUndertaker(listing, &programme.projects);
    CountGroups(listing, &programme);
    CategoriesFromTitles(&programme.projects);
    programmes_.push_back(std::move(programme));
  }

  // An office that reports on its own projects leads them where they name nobody.
  void LeadByUndertaker(const Listing& listing, std::vector<ReadProject>* projects) const {
    const bool named = std::ranges::any_of(*projects, [](const ReadProject& project) {
      const auto of_task = [](const ReadTask& task) { return !task.task.lead_units.empty(); };
      return !project.project.lead_units.empty() || std::ranges::any_of(project.tasks, of_task);
    });
    if (named) return;
    // The line nearest to the list decides.
    for (auto line = listing.preface.rbegin(); line != listing.preface.rend(); ++line) {
      const std::vector<std::string> office =
          FindUndertaker(text_, *line, dictionary_, projects->size());
      if (office.empty()) continue;
      for (ReadProject& project : *projects) project.project.lead_units = office;
      return;
    }
  }

  // 一、促进就业(3项) above three projects.
  void CountGroups(const Listing& listing, ReadProgramme* programme) const {
    for (std::size_t begin = 0, end = 0; begin < listing.items.size(); begin = end) {
      const Range group = listing.items[begin].category;
      for (end = begin + 1; end < listing.items.size() && listing.items[end].category == group;)
        ++end;
      if (group.empty()) continue;
      const std::optional<Count> count = GroupCount(text_.str(), group);
      if (count && count->value == static_cast<int>(end - begin))
        programme->counts.push_back({count->value, count->value, count->range});
    }
  }

  // A table of one promise may leave its unit to the words above it: 开工改造小区1500个.
  std::string UnitOfPreface(const Listing& listing) const {
    for (const auto& quantity : quantities_) {
      const Range own{static_cast<std::size_t>(quantity.span.start_byte),
                      static_cast<std::size_t>(quantity.span.end_byte)};
      if (own.begin >= listing.range.end) break;
      const bool counts = quantity.kind == quantities::Kind::kQuantity && !quantity.percent &&
                          !quantity.unit.empty() && !quantity.unit.ends_with("元");
      if (!counts) continue;
      for (const Range line : listing.preface) {
        if (line.Contains(own.begin)) return quantity.unit;
      }
      if (own.begin >= content_.begin && own.begin < listing.range.begin) return quantity.unit;
    }
    return "";
  }

  // One list may be printed twice (a notice names it, an annex holds it): of two of one year and
  // kind the richer stays.
  void KeepBestOfEach() {
    const auto weight = [](const ReadProgramme& programme) {
      std::size_t figures = 0;
      for (const ReadProject& project : programme.projects) {
        for (const ReadTask& task : project.tasks) {
          figures += task.task.targets.size() + task.task.measurements.size() +
                     2 * task.task.milestones.size();
        }
        figures += project.project.lead_units.size();
      }
      return figures;
    };
    struct Kept {
      std::size_t programme;
      std::size_t weight;
    };
    std::map<std::pair<int, Kind>, Kept> best;
    std::vector<ReadProgramme> kept;
    for (ReadProgramme& programme : programmes_) {
      const std::size_t own = weight(programme);
      const auto [known, first] = best.try_emplace(
          {programme.occasion.year, programme.occasion.kind}, Kept{kept.size(), own});
      if (first) {
        kept.push_back(std::move(programme));
      } else if (own > known->second.weight) {
        known->second.weight = own;
        kept[known->second.programme] = std::move(programme);
      }
    }
    programmes_ = std::move(kept);
  }

  bool IsHeadingOfList(Range line) const {
    const std::string_view words = text_.Of(line);
    return CountChars(words) <= 30 && MentionsAny(words, {"实事", "民生", "民心"}) &&
           !MentionsAny(words, {"。", "，", ",", ":"}) && NamesCounty(words);
  }

  void FinishDistrict(const std::vector<Listing>& listings) {
    std::string titles;
    for (const Listing& listing : listings) {
      // The line right above a list titles it closer than the document's title: 惠山区民生实事项目.
      const bool headed = !listing.preface.empty() && IsHeadingOfList(listing.preface.back());
      titles += text_.Of(headed ? listing.preface.back() : listing.title);
      titles += '\n';
    }
    const District district =
        FindDistrict(text_.str(), titles, options_.file_name, options_.district);
    draft_.district_code = district.code;
    draft_.district_name = district.name;
  }

  // The unit as it stands where the text was read with other characters (個), or the first such
  // where another cell gave it.
  std::string AsPrinted(const std::string& unit, Range source) const {
    if (text_.str().data() == text_.Verbatim().data()) return unit;  // it is read as it stands
    const std::size_t own = Find(text_.Of(source), unit);
    const std::size_t at =
        own == std::string_view::npos ? Find(text_.str(), unit) : source.begin + own;
    return at == std::string_view::npos ? unit : text_.Letters({at, at + unit.size()});
  }

  // A name as it stands where the text was read with other characters (發改局).
  void PrintNames(std::vector<std::string>* names) const {
    if (text_.str().data() == text_.Verbatim().data()) return;  // it is read as it stands
    for (std::string& name : *names) {
      const std::size_t at = Find(text_.str(), name);
      if (at != std::string_view::npos) name = PrintedName(text_, {at, at + name.size()});
    }
  }

  Programme Finish(ReadProgramme* read) {
    ReadProgramme& programme = *read;
    if (draft_.layout.find(programme.layout) == std::string::npos) {
      draft_.layout += (draft_.layout.empty() ? "" : "+") + programme.layout;
    }
    Programme out{.year = programme.occasion.year,
                  .kind = programme.occasion.kind,
                  .title = programme.title,
                  .as_of = programme.occasion.as_of};
    if (out.kind == Kind::kPlan) out.as_of.reset();
    out.projects.reserve(programme.projects.size());
    for (ReadProject& project : programme.projects) {
      project.project.tasks.reserve(project.tasks.size());
      for (ReadTask& task : project.tasks) {
        for (Target& target : task.task.targets)
          target.unit = AsPrinted(target.unit, target.source);
        for (Measurement& m : task.task.measurements) m.unit = AsPrinted(m.unit, m.source);
        PrintNames(&task.task.lead_units);
        PrintNames(&task.task.cooperating_units);
        project.project.tasks.push_back(std::move(task.task));
      }
      PrintNames(&project.project.leaders);
      PrintNames(&project.project.lead_units);
      PrintNames(&project.project.cooperating_units);
      out.projects.push_back(std::move(project.project));
    }
    return out;
  }

  // Measurements that could be of two targets alike.
  void AddDoubts(const ReadProgramme& programme) {
    const Range title{programme.range.begin, programme.range.begin};
    if (programme.occasion.year == 0)
      draft_.doubts.push_back({title, "YEAR_UNKNOWN", "no year is printed; give one"});
    if (draft_.district_code.empty()) {
      draft_.doubts.push_back(
          {title, "DISTRICT_UNKNOWN", "no district is recognised; give its code"});
    }
    for (const ReadProject& project : programme.projects) {
      for (const ReadTask& task : project.tasks) {
        if (task.task.targets.size() < 2 || task.task.measurements.empty()) continue;
        std::unordered_map<std::string_view, std::size_t> rivals;  // of each unit
        for (const Target& target : task.task.targets) ++rivals[target.unit];
        for (const Measurement& m : task.task.measurements) {
          if (m.target_index > 0 || m.unit == "%") continue;
          const auto found = rivals.find(m.unit);
          if (found == rivals.end() || found->second < 2) continue;
          draft_.doubts.push_back({m.source, "TWO_CANDIDATES",
                                   fmt::format("{} targets have this unit", found->second),
                                   project.project.number, task.task.number});
        }
      }
    }
  }

  const Text& text_;
  const ReadOptions& options_;
  const Dictionary dictionary_;
  bool first_leads_ = false;
  Range content_;  // without the menus above and the links below
  std::vector<quantities::Quantity> quantities_;
  TextFigures figures_;  // of them, once their kinds are settled
  quantities::DateIndex dates_;
  std::vector<ReadProgramme> programmes_;
  Draft draft_;
};

}  // namespace

Reading ReadText(DecodedDocument decoded, const ReadOptions& options) {
  Reading reading{.text = Text(std::move(decoded.text)),
                  .places = std::move(decoded.places),
                  .mime_type = std::move(decoded.mime_type)};
  reading.draft = DocumentReader(reading.text, options).Read();
  reading.draft.file_name = options.file_name;
  reading.source = GradeText(reading.text);
  if (options.grade) reading.source.grade = *options.grade;
  return reading;
}

absl::StatusOr<Reading> ReadDocument(std::string_view bytes, const ReadOptions& options) {
  absl::StatusOr<std::string> decoded = DecodeDocument(bytes, options.max_bytes);
  if (!decoded.ok()) return decoded.status();
  return ReadText({.text = *std::move(decoded), .mime_type = "text/plain"}, options);
}

}  // namespace duban::documents
