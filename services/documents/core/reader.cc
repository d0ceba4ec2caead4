#include "documents/core/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "documents/core/binding.h"
#include "documents/core/blocks.h"
#include "documents/core/checks.h"
#include "documents/core/dictionary.h"
#include "documents/core/districts.h"
#include "documents/core/figures.h"
#include "documents/core/flat_lines.h"
#include "documents/core/furniture.h"
#include "documents/core/listing.h"
#include "documents/core/occasion.h"
#include "documents/core/numbering.h"
#include "documents/core/tree.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

std::string Plain(const Text& text, Range range) {
  std::string out(Trim(text.Quote(range)));
  std::erase_if(out, [](char c) { return c == '\n' || c == '\r'; });
  return out;
}

std::string TitleText(const Text& text, Range range) {
  std::string title = Plain(text, range);
  for (const std::string_view end : {"。", "；", ";", "：", ":"}) {
    if (title.ends_with(end)) title.resize(title.size() - end.size());
  }
  return title;
}

// Without the numbers before it: 2.一是全区… is 全区….
std::string_view Unnumbered(std::string_view words) {
  while (const auto numbering = NumberingAt(words, 0)) {
    if (numbering->range.end == 0 || numbering->range.end >= words.size()) break;
    words.remove_prefix(numbering->range.end);
  }
  return Trim(words);
}

// 生育支持:优化生育支持政策 carries its category before the colon.
std::string CategoryOf(const Text& text, const ProjectNode& node) {
  // Without its number and the count of its members: 一、办好教育(5件).
  Range range = node.category;
  if (range.empty()) return "";
  if (const auto numbering = NumberingAt(text.str(), range.begin); numbering && numbering->range.end < range.end) {
    range.begin = numbering->range.end;
  }
  for (const Range inner : Brackets(text.str(), range)) {
    const std::size_t open = inner.begin - CharBefore(text.str(), inner.begin).bytes;
    if (inner.end + 3 >= range.end && open > range.begin) range.end = open;
  }
  return Plain(text, range);
}

class DocumentReader {
 public:
  DocumentReader(const Text& text, const ReadOptions& options) : text_(text), options_(options) {}

  Draft Read() {
    quantities_ = quantities::FindQuantities(text_.str(), {.set_aside = true});
    SetAsideNames();
    Page page = FindBlocks(text_);
    PartFlatLines(text_, &page.blocks);
    content_ = RemoveFurniture(text_, dictionary_, &page.blocks);
    std::vector<std::size_t> figures;
    for (const auto& quantity : quantities_) {
      if (quantity.kind == quantities::Kind::kQuantity) figures.push_back(static_cast<std::size_t>(quantity.span.start_byte));
    }
    const std::vector<Listing> listings = FindListings(text_, dictionary_, FigureIndex(std::move(figures)), page);
    for (const Listing& listing : listings) TakeTitles(listing);
    int document_year = options_.year.value_or(MostNamedYear(text_.Of(content_)));
    if (document_year == 0) document_year = FileYear(options_.file_name);
    const std::optional<Date> issued = IssueDate(text_.str());
    for (const Listing& listing : listings) AddProgramme(listing, document_year, issued);
    KeepBestOfEach();
    FinishDistrict(listings);
    for (ReadProgramme& programme : programmes_) {
      for (const ReadProgramme& other : programmes_) {
        if (&other != &programme) programme.others.push_back(other.range);
      }
      CheckProgramme(text_, quantities_, &programme, &draft_);
      AddDoubts(programme);
      draft_.programmes.push_back(Finish(&programme));
    }
    SetAside();
    return std::move(draft_);
  }

 private:
  // Counts inside the quoted name of a project ("…十个派出所…系统项目") name it and promise nothing.
  void SetAsideNames() {
    const std::string_view all = text_.str();
    std::size_t open = std::string_view::npos;  // the last “ before the figure
    std::size_t next = Find(all, "“");
    for (auto& quantity : quantities_) {
      const auto begin = static_cast<std::size_t>(quantity.span.start_byte);
      for (; next < begin; next = Find(all, "“", next + 3)) open = next;
      if (quantity.kind != quantities::Kind::kQuantity) continue;
      const std::string_view behind = all.substr(static_cast<std::size_t>(quantity.span.end_byte), 60);
      const bool cohort = quantity.unit == "级" && quantity.value >= 1990 && quantity.value < 2050;
      if (cohort && (Contains(behind, "生") || Contains(behind, "毕业"))) quantity.kind = quantities::Kind::kDate;  // 2015级毕业生
      if (open == std::string_view::npos || begin - open > 150 || Contains(all.substr(open, begin - open), "”")) continue;
      const std::string_view after = all.substr(static_cast<std::size_t>(quantity.span.end_byte), 150);
      const std::string_view quoted = after.substr(0, std::min(Find(after, "”"), after.size()));
      if (quoted.size() == after.size() || Contains(quoted, "\n") || Contains(quoted, "。")) continue;
      if (EndsWithAny(quoted, {"项目", "工程", "方案", "行动", "计划", "系统", "办法"})) quantity.kind = quantities::Kind::kProperName;
    }
  }

  // The title of a document (《…》) or a project (“…工程”) names it, unless it is what a list promises.
  void TakeTitles(const Listing& listing) {
    for (const Item& item : listing.items) {
      const Range title = item.title;
      const std::string_view open = title.begin < 3 ? std::string_view() : text_.str().substr(title.begin - 3, 3);
      const std::string_view close = text_.str().substr(title.end, 3);
      if (!(open == "《" && close == "》") && !(open == "“" && close == "”")) continue;
      for (auto& quantity : quantities_) {
        const bool named = quantity.kind == quantities::Kind::kProperName || quantity.kind == quantities::Kind::kDocumentNumber ||
                           quantity.kind == quantities::Kind::kModel;
        if (named && title.Contains(static_cast<std::size_t>(quantity.span.start_byte)) && !quantity.unit.empty()) {
          quantity.kind = quantities::Kind::kQuantity;
        }
      }
    }
  }

  void AddProgramme(const Listing& listing, int document_year, std::optional<Date> issued) {
    ReadProgramme programme;
    programme.occasion = FindOccasion(text_, dictionary_, listing, document_year, issued);
    if (options_.year) programme.occasion.year = *options_.year;
    if (options_.kind != Kind::kUnknown) programme.occasion.kind = options_.kind;
    if (options_.as_of && programme.occasion.kind != Kind::kPlan) programme.occasion.as_of = options_.as_of;
    programme.range = listing.range;
    programme.preface = listing.preface;
    programme.totals = listing.totals;
    programme.counts = listing.counts;
    programme.statements = listing.statements;
    programme.layout = listing.layout;
    programme.title = TitleText(text_, listing.title);
    if (listing.items.size() == 1) programme.occasion.unit = UnitOfPreface(listing);
    const Role plain = programme.occasion.kind == Kind::kPlan ? Role::kContent : Role::kProgress;
    const FigureReader reader(text_, quantities_, programme.occasion);
    for (const Item& item : listing.items) {
      const ProjectNode node = BuildProject(text_, dictionary_, item, plain);
      ReadProject project = reader.Read(node);
      Describe(node, programme.occasion, &project);
      BindProject(text_, &project);
      if (programme.occasion.all_done) {
        for (ReadTask& task : project.tasks) {
          const bool part = std::any_of(task.shares.begin(), task.shares.end(), [](const Share& share) { return share.of_plan && share.percent < 100; });
          if (task.task.status == Status::kNone && !part) task.task.status = Status::kCompleted;
        }
      }
      StatusFromShares(programme.occasion.kind, &project);
      programme.projects.push_back(std::move(project));
    }
    CountGroups(listing, &programme);
    CategoriesFromTitles(&programme);
    programmes_.push_back(std::move(programme));
  }

  // 一、促进就业(3项) above three projects.
  void CountGroups(const Listing& listing, ReadProgramme* programme) const {
    for (std::size_t begin = 0, end = 0; begin < listing.items.size(); begin = end) {
      const Range group = listing.items[begin].category;
      for (end = begin + 1; end < listing.items.size() && listing.items[end].category == group;) ++end;
      if (group.empty()) continue;
      for (const Range inner : Brackets(text_.str(), group)) {
        const std::string words = Normal(text_.Of(inner));
        const bool counts = EndsWithAny(words, {"项", "件", "个"}) && words.size() > 3 && words.size() <= 9;
        const int stated = counts ? NumeralValue(std::string_view(words).substr(0, words.size() - 3)) : -1;
        if (stated == static_cast<int>(end - begin)) programme->counts.push_back({stated, stated, inner});
      }
    }
  }

  // A table of one promise may leave its unit to the words above it: 开工改造小区1500个.
  std::string UnitOfPreface(const Listing& listing) const {
    for (const auto& quantity : quantities_) {
      const Range own{static_cast<std::size_t>(quantity.span.start_byte), static_cast<std::size_t>(quantity.span.end_byte)};
      if (own.begin >= listing.range.end) break;
      const bool counts = quantity.kind == quantities::Kind::kQuantity && !quantity.percent && !quantity.unit.empty() &&
                          !quantity.unit.ends_with("元");
      if (!counts) continue;
      for (const Range line : listing.preface) {
        if (line.Contains(own.begin)) return quantity.unit;
      }
      if (own.begin >= content_.begin && own.begin < listing.range.begin) return quantity.unit;
    }
    return "";
  }

  // Where no heading groups the projects, most titles may carry a category of their own: 教育:促进教育均衡发展.
  static void CategoriesFromTitles(ReadProgramme* programme) {
    std::size_t prefixed = 0;
    const auto prefix = [](const std::string& title) {
      const std::size_t at = FindColon(title);
      return at == std::string::npos || CountChars(title.substr(0, at)) > 6 ? std::string() : title.substr(0, at);
    };
    for (const ReadProject& project : programme->projects) {
      if (!project.project.category.empty()) return;
      prefixed += !prefix(project.project.title).empty();
    }
    if (prefixed * 5 < programme->projects.size() * 4) return;
    for (ReadProject& project : programme->projects) project.project.category = prefix(project.project.title);
  }

  void Describe(const ProjectNode& node, const Occasion& occasion, ReadProject* project) {
    Project& out = project->project;
    out.number = node.number;
    out.title = TitleText(text_, node.title);
    out.category = CategoryOf(text_, node);
    out.leaders = node.leaders;
    out.lead_units = node.lead_units;
    out.cooperating_units = node.cooperating_units;
    if (!node.content.empty()) out.content = Plain(text_, node.content);
    for (ReadTask& task : project->tasks) {
      for (const Passage& passage : task.passages) {
        std::string* to = passage.role == Role::kProgress ? &task.task.narrative
                          : passage.role == Role::kTarget || passage.role == Role::kContent ? &task.task.content
                                                                                           : nullptr;
        if (to == nullptr) continue;
        if (!to->empty()) *to += '\n';
        *to += Plain(text_, passage.range);
      }
      if (task.task.title.empty()) task.task.title = TaskTitle(task, out);
      if (task.task.status == Status::kNone) {
        task.task.status = node.group_status;
        task.said = node.group_status != Status::kNone;
      }
      if (task.task.status == Status::kNone && occasion.kind != Kind::kPlan) {
        task.task.status = OpeningStatus(task.task.narrative);
        const Status told = NarrativeStatus(task.task.narrative, Kind::kProgress);
        if (task.task.status == Status::kNone) {
          task.task.status = occasion.kind == Kind::kProgress ? told : NarrativeStatus(task.task.narrative, occasion.kind);
        }
        task.said = told == Status::kCompleted;
      }
    }
  }

  // 已完成。 or 推进中。 at the head of a report.
  Status OpeningStatus(std::string_view narrative) const {
    const std::string_view opening = narrative.substr(0, 48);
    const std::size_t stop = std::min(Find(opening, "。"), opening.find('\n'));
    return stop > 45 ? Status::kNone : dictionary_.CellStatus(opening.substr(0, stop), "");
  }

  // A stated share of 100 % or more says the state where no word does.
  static void StatusFromShares(Kind kind, ReadProject* project) {
    if (kind == Kind::kPlan) return;
    for (ReadTask& task : project->tasks) {
      if (task.task.status != Status::kNone || task.shares.empty()) continue;
      double least = 1e9;
      for (const Share& share : task.shares) {
        if (share.of_plan) least = std::min(least, share.percent);
      }
      if (least < 1e9 && least >= 100) task.task.status = least > 100 ? Status::kOverfulfilled : Status::kCompleted;
    }
  }

  std::string TaskTitle(const ReadTask& task, const Project& project) const {
    for (const Role role : {Role::kTarget, Role::kContent, Role::kProgress}) {
      for (const Passage& passage : task.passages) {
        if (passage.role != role) continue;
        const std::string_view all = Unnumbered(text_.Of(passage.range));
        std::size_t end = std::min<std::size_t>(all.size(), 120);
        kSetOf<"。", "；", ";", "，", ",", "\n">.ForEach(all.substr(0, 123), [&end](std::size_t, std::size_t at) {
          end = std::min(end, at);
          return false;
        });
        while (end > 0 && end < all.size() && (static_cast<unsigned char>(all[end]) & 0xC0) == 0x80) --end;
        return std::string(all.substr(0, end));
      }
    }
    return project.title;
  }

  // One list may be printed twice (a notice names it, an annex holds it): of two of one year and kind the richer stays.
  void KeepBestOfEach() {
    const auto weight = [](const ReadProgramme& programme) {
      std::size_t figures = 0;
      for (const ReadProject& project : programme.projects) {
        for (const ReadTask& task : project.tasks) {
          figures += task.task.targets.size() + task.task.measurements.size() + 2 * task.task.milestones.size();
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
      const auto [known, first] = best.try_emplace({programme.occasion.year, programme.occasion.kind}, Kept{kept.size(), own});
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
    return CountChars(words) <= 30 && MentionsAny(words, {"实事", "民生", "民心"}) && !MentionsAny(words, {"。", "，", ",", ":"}) &&
           NamesCounty(words);
  }

  void FinishDistrict(const std::vector<Listing>& listings) {
    std::string titles;
    for (const Listing& listing : listings) {
      // The line right above a list titles it closer than the document's title: 惠山区民生实事项目.
      const bool headed = !listing.preface.empty() && IsHeadingOfList(listing.preface.back());
      titles += text_.Of(headed ? listing.preface.back() : listing.title);
      titles += '\n';
    }
    const District district = FindDistrict(text_.str(), titles, options_.file_name, options_.district);
    draft_.district_code = district.code;
    draft_.district_name = district.name;
  }

  // The unit as it stands where the text was read with other characters (個).
  std::string AsPrinted(const std::string& unit, Range source) const {
    const std::size_t at = Find(text_.Of(source), unit);
    return at == std::string::npos ? unit : std::string(text_.Verbatim().substr(source.begin + at, unit.size()));
  }

  // A name as it stands where the text was read with other characters (發改局).
  void PrintNames(std::vector<std::string>* names) const {
    if (text_.str() == text_.Verbatim()) return;
    for (std::string& name : *names) {
      const std::size_t at = Find(text_.str(), name);
      if (at != std::string_view::npos) name = std::string(text_.Verbatim().substr(at, name.size()));
    }
  }

  Programme Finish(ReadProgramme* read) {
    ReadProgramme& programme = *read;
    if (draft_.layout.find(programme.layout) == std::string::npos) {
      draft_.layout += (draft_.layout.empty() ? "" : "+") + programme.layout;
    }
    Programme out{.year = programme.occasion.year, .kind = programme.occasion.kind, .title = programme.title,
                  .as_of = programme.occasion.as_of};
    if (out.kind == Kind::kPlan) out.as_of.reset();
    for (ReadProject& project : programme.projects) {
      for (ReadTask& task : project.tasks) {
        for (Target& target : task.task.targets) target.unit = AsPrinted(target.unit, target.source);
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
    if (programme.occasion.year == 0) draft_.doubts.push_back({title, "YEAR_UNKNOWN", "no year is printed; give one"});
    if (draft_.district_code.empty()) {
      draft_.doubts.push_back({title, "DISTRICT_UNKNOWN", "no district is recognised; give its code"});
    }
    for (const ReadProject& project : programme.projects) {
      for (const ReadTask& task : project.tasks) {
        std::unordered_map<std::string_view, std::size_t> rivals;  // of each unit
        for (const Target& target : task.task.targets) ++rivals[target.unit];
        for (const Measurement& m : task.task.measurements) {
          if (m.target_index > 0 || m.unit == "%") continue;
          const auto found = rivals.find(m.unit);
          if (found == rivals.end() || found->second < 2) continue;
          draft_.doubts.push_back({m.source, "TWO_CANDIDATES", fmt::format("{} targets have this unit", found->second),
                                   project.project.number, task.task.number});
        }
      }
    }
  }

  // Every figure that became nothing, with the reason: its kind, OUTSIDE of all lists, UNIT_UNKNOWN, or UNUSED (a note,
  // the same promise said twice).
  void SetAside() {
    std::vector<Range> used;
    std::vector<Range> lists;
    for (const Programme& programme : draft_.programmes) {
      for (const Project& project : programme.projects) {
        for (const Task& task : project.tasks) {
          for (const Target& target : task.targets) used.push_back(target.source);
          for (const Milestone& milestone : task.milestones) {
            for (const Target& target : milestone.targets) used.push_back(target.source);
          }
          for (const Measurement& m : task.measurements) {
            used.push_back(m.source);
            if (m.stated_ratio) used.push_back(m.share_source);
          }
        }
      }
    }
    for (const ReadProgramme& programme : programmes_) lists.push_back(programme.range);
    std::sort(used.begin(), used.end(), [](Range a, Range b) { return a.begin < b.begin; });
    std::size_t next = 0;
    std::size_t reach = 0;  // end of the used ranges that start before the figure
    for (const auto& quantity : quantities_) {
      const Range own{static_cast<std::size_t>(quantity.span.start_byte), static_cast<std::size_t>(quantity.span.end_byte)};
      while (next < used.size() && used[next].begin <= own.begin) reach = std::max(reach, used[next++].end);
      std::string reason(quantities::Name(quantity.kind));
      if (quantity.kind == quantities::Kind::kQuantity) {
        if (reach > own.begin) continue;
        const bool inside = std::any_of(lists.begin(), lists.end(), [&](Range list) { return list.Contains(own.begin); });
        reason = !inside ? "OUTSIDE" : quantity.unit.empty() ? "UNIT_UNKNOWN" : "UNUSED";
      }
      draft_.set_aside.push_back({own, std::move(reason)});
    }
  }

  const Text& text_;
  const ReadOptions& options_;
  const Dictionary dictionary_{};
  Range content_;  // without the menus above and the links below
  std::vector<quantities::Quantity> quantities_;
  std::vector<ReadProgramme> programmes_;
  Draft draft_;
};

}  // namespace

Reading ReadText(DecodedDocument decoded, const ReadOptions& options) {
  Reading reading{.text = Text(std::move(decoded.text)), .places = std::move(decoded.places),
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
