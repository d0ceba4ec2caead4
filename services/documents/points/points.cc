#include "documents/points/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "documents/core/data_lines.h"
#include "documents/core/text.h"
#include "documents/core/utf8.h"
#include "documents/core/word_finder.h"
#include "documents/quantities/quantity.h"
#include "documents/review/figure_refs.h"
#include "duban_documents_data.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

constexpr size_t kMostNameChars = 26;
constexpr size_t kLeastPlaces = 2;
constexpr size_t kMostSentenceBytes = 3000;
constexpr size_t kMarkBytes = 3;  // of one Chinese character
constexpr size_t kPair = 6;
constexpr std::array<std::string_view, 16> kLeads = {
    "分别安装于", "分别建设于", "分别位于", "分别为", "分别是", "分别在", "分别", "其中",
    "包括",       "位于",       "安装于",   "即",     "涉及",   "在",     "为",   ":"};

bool Opens(char32_t c) { return c == '(' || c == U'（'; }
bool Closes(char32_t c) { return c == ')' || c == U'）'; }

// The sentence around byte `at`; nullopt when it is too long to be one.
std::optional<Range> SentenceAt(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0) {
    const Char c = CharBefore(text, begin);
    if (IsSentenceMark(c.code)) break;
    begin -= c.bytes;
    if (at - begin > kMostSentenceBytes) return std::nullopt;
  }
  size_t end = at;
  while (end < text.size()) {
    const Char c = CharAt(text, end);
    if (IsSentenceMark(c.code)) break;
    end += c.bytes;
    if (end - at > kMostSentenceBytes) return std::nullopt;
  }
  return Range{begin, end};
}

// A sentence parted at 、 and commas. What a bracket holds is parted too when it holds several
// pieces, else kept.
std::vector<Range> Pieces(std::string_view text, Range sentence) {
  std::vector<Range> out;
  size_t begin = sentence.begin;
  const auto cut = [&](size_t end, size_t next) {
    const Range piece = Trim(text, {begin, end});
    out.push_back(piece);
    begin = next;
  };
  for (size_t at = sentence.begin; at < sentence.end;) {
    const Char c = CharAt(text, at);
    if (c.code == U'、' || c.code == ',' || c.code == U'，' || c.code == ':' || c.code == U'：')
      cut(at, at + c.bytes);
    if (Opens(c.code)) {
      // A bracket with parts of its own is a list; one with a number only belongs to the name
      // before it.
      size_t close = at;
      bool parts = false;
      while (close < sentence.end) {
        const Char inner = CharAt(text, close);
        parts = parts || inner.code == U'、';
        if (Closes(inner.code)) break;
        close += inner.bytes;
      }
      if (parts) cut(at, at + c.bytes);
    }
    at += c.bytes;
  }
  cut(sentence.end, sentence.end);
  return out;
}

class PlaceNames {
 public:
  PlaceNames() : endings_(Endings()), finder_(endings_) {}

  // False where no part of the words ends as a place does.
  bool MayHold(std::string_view words) const { return finder_.In(words); }
  bool IsPlace(std::string_view name) const {
    const size_t chars = CountChars(name);
    if (chars < 3 || chars > kMostNameChars) return false;
    for (const std::string_view mark :
         {"完成", "新增", "建成", "新建", "推进", "累计", "实现", "覆盖", "共", "已"}) {
      if (name.substr(0, mark.size()) == mark) return false;
    }
    return std::any_of(endings_.begin(), endings_.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
  }

 private:
  static std::vector<std::string_view> Endings() {
    std::vector<std::string_view> endings;
    ForEachDataLine(kPlaceEndings,
                    [&endings](std::string_view ending) { endings.push_back(ending); });
    return endings;
  }

  std::vector<std::string_view> endings_;
  WordFinder finder_;
};

const PlaceNames& Places() {
  static const PlaceNames kPlaces;
  return kPlaces;
}

// A piece read as a place.
struct Member {
  Range name;
  Range whole;
  std::optional<double> value;
  std::string unit;
};

// The name behind what leads to it: 分别位于, 其中, ….
Range WithoutLead(std::string_view text, Range range) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view lead : kLeads) {
      const size_t at = text.substr(range.begin, range.size()).find(lead);
      const bool leads = at != std::string_view::npos &&
                         (at == 0 || lead.substr(0, kPair) == "分别" || lead == "其中");
      if (!leads || lead.size() >= range.size()) continue;
      range.begin += at + lead.size();
      again = true;
      break;
    }
  }
  return Trim(text, range);
}

std::optional<Member> ReadMember(std::string_view text, Range piece, const PlaceNames& places) {
  Range range = piece;
  while (range.end > range.begin && Closes(CharBefore(text, range.end).code))
    range.end -= CharBefore(text, range.end).bytes;
  if (text.substr(range.begin, range.size()).ends_with("等")) range.end -= kMarkBytes;
  const std::string_view words = text.substr(range.begin, range.size());
  Member member{.whole = {piece.begin, range.end}};
  const auto numbers = quantities::FindQuantities(words, {.nouns = false});
  if (numbers.size() > 1) return std::nullopt;
  size_t name_end = range.end;
  // …、南湖幼儿园等3所学校: the last of the names, and the number that counts them all.
  const size_t and_others = words.find("等");
  const bool counts_all =
      numbers.size() == 1 && and_others != std::string_view::npos &&
      static_cast<size_t>(numbers[0].phrase.start_byte) == and_others + kMarkBytes;
  if (counts_all) {
    name_end = range.begin + and_others;
    member.whole.end = name_end;
  } else if (numbers.size() == 1) {
    const auto& number = numbers[0];
    if (number.percent || number.unit.empty()) return std::nullopt;
    const size_t end = range.begin + static_cast<size_t>(number.span.end_byte);
    if (end != range.end) return std::nullopt;
    name_end = range.begin + static_cast<size_t>(number.phrase.start_byte);
    member.value = number.value;
    member.unit = number.unit;
    while (name_end > range.begin && Opens(CharBefore(text, name_end).code))
      name_end -= CharBefore(text, name_end).bytes;
    if (member.whole.end < text.size() && Closes(CharAt(text, member.whole.end).code))
      member.whole.end += CharAt(text, member.whole.end).bytes;
  }
  member.name = WithoutLead(text, {range.begin, name_end});
  if (member.name.empty() || !places.IsPlace(text.substr(member.name.begin, member.name.size())))
    return std::nullopt;
  member.whole.begin = member.name.begin;
  return member;
}

// Runs of members that count the same, in one sentence.
std::vector<std::vector<Member>> Runs(std::string_view text, Range sentence,
                                      const PlaceNames& places) {
  std::vector<std::vector<Member>> out;
  std::vector<Member> run;
  const auto flush = [&] {
    if (run.size() >= kLeastPlaces) out.push_back(run);
    run.clear();
  };
  const std::vector<Range> pieces = Pieces(text, sentence);
  std::vector<bool> may(pieces.size() + 1);
  for (size_t i = 0; i < pieces.size(); ++i)
    may[i] = places.MayHold(text.substr(pieces[i].begin, pieces[i].size()));
  for (size_t i = 0; i < pieces.size(); ++i) {
    const bool neighbours = may[i] && (!run.empty() || may[i + 1]);  // one place alone makes no run
    const auto member = neighbours ? ReadMember(text, pieces[i], places) : std::nullopt;
    if (!member) {
      flush();
      continue;
    }
    if (!run.empty() && (run.back().value.has_value() != member->value.has_value() ||
                         run.back().unit != member->unit))
      flush();
    run.push_back(*member);
  }
  flush();
  return out;
}

class Finder {
 public:
  Finder(const Text& text, v1::ImportDraft& draft)
      : text_(text.str()), utf8_(text), draft_(draft) {}

  void Run() {
    for (v1::DraftProgramme& programme : *draft_.mutable_programmes()) {
      for (v1::DraftProject& project : *programme.mutable_projects()) {
        for (v1::DraftTask& task : *project.mutable_tasks()) {
          year_ = programme.year();
          FindIn(project, task);
        }
      }
    }
  }

 private:
  struct Figure {
    size_t begin = 0;
    size_t end = 0;
    double value = 0;
    std::string unit;
  };

  // The figures of the task, by place in the text.
  std::vector<Figure> Figures(const v1::DraftTask& task) {
    std::vector<Figure> out;
    const auto add = [&](const auto& figure) {
      if (figure.source().quote().empty()) return;
      out.push_back({utf8_.ByteAt(figure.source().start()), utf8_.ByteAt(figure.source().end()),
                     figure.value(), figure.unit()});
    };
    for (const auto& target : task.targets()) add(target);
    for (const auto& measurement : task.measurements()) add(measurement);
    std::sort(out.begin(), out.end(),
              [](const Figure& a, const Figure& b) { return a.begin < b.begin; });
    return out;
  }

  void FindIn(const v1::DraftProject& project, v1::DraftTask& task) {
    const std::vector<Figure> figures = Figures(task);
    size_t looked_at = 0;
    for (const Figure& figure : figures) {
      if (figure.begin < looked_at) continue;
      const auto sentence = SentenceAt(text_, figure.begin);
      looked_at = sentence ? sentence->end : figure.begin + kMostSentenceBytes;
      if (!sentence) continue;
      for (const auto& run : Runs(text_, *sentence, Places()))
        Add(run, *sentence, figures, project, task);
    }
  }

  void SetSource(Range range, type::v1::Source& source) const {
    const auto [start, end] = utf8_.CodePointsOf(range);
    source.set_start(static_cast<int>(start));
    source.set_end(static_cast<int>(end));
    source.set_quote(std::string(utf8_.Quote(range)));
  }

  void Add(const std::vector<Member>& run, Range sentence, const std::vector<Figure>& figures,
           const v1::DraftProject& project, v1::DraftTask& task) {
    double sum = 0;
    for (const Member& member : run) sum += member.value.value_or(0);
    const Figure* announced = nullptr;
    auto first = std::lower_bound(figures.begin(), figures.end(), sentence.begin,
                                  [](const Figure& a, size_t at) { return a.begin < at; });
    for (; first != figures.end() && first->begin < sentence.end; ++first) {
      const Figure& figure = *first;
      const bool inside =
          figure.begin >= run.front().whole.begin && figure.begin < run.back().whole.end;
      if (inside) continue;
      const bool total = run[0].value && figure.unit == run[0].unit && figure.value == sum;
      const bool count =
          figure.value == static_cast<double>(run.size()) && figure.unit != run[0].unit;
      if (total || (count && announced == nullptr)) announced = &figure;
    }
    // A list of names alone is one of places only where a number counts it.
    if (announced == nullptr && !run[0].value) return;
    v1::DraftPointList& list = *task.add_point_lists();
    if (announced != nullptr) {
      list.set_announced(announced->value);
      list.set_unit(announced->unit);
      SetSource({announced->begin, announced->end}, *list.mutable_source());
    }
    for (const Member& member : run) {
      v1::DraftPoint& point = *list.add_points();
      point.set_name(std::string(utf8_.Quote(member.name)));
      if (member.value) point.set_value(*member.value);
      point.set_unit(member.unit);
      SetSource(member.whole, *point.mutable_source());
    }
    if (announced != nullptr) AddCheck(list, run, project, task);
  }

  void AddCheck(const v1::DraftPointList& list, const std::vector<Member>& run,
                const v1::DraftProject& project, const v1::DraftTask& task) {
    const bool known =
        std::any_of(draft_.checks().begin(), draft_.checks().end(), [&](const v1::Check& check) {
          return check.stated() == list.announced() && Overlap(check.source(), list.source());
        });
    if (known) return;
    double sum = 0;
    for (const Member& member : run) sum += member.value.value_or(0);
    const bool total = run[0].value && run[0].unit == list.unit();
    v1::Check& check = *draft_.add_checks();
    check.set_kind(total ? v1::Check::SUM : v1::Check::COUNT);
    check.set_year(year_);
    check.set_project_number(project.number());
    check.set_task_number(task.number());
    check.set_stated(list.announced());
    check.set_recomputed(total ? sum : static_cast<double>(run.size()));
    check.set_ok(true);
    *check.mutable_source() = list.source();
    check.set_formula(fmt::format("{} places named", run.size()));
  }

  const std::string_view text_;
  const Text& utf8_;
  v1::ImportDraft& draft_;
  int year_ = 0;
};

}  // namespace

void FindPoints(const Text& text, v1::ImportDraft& draft) { Finder(text, draft).Run(); }

}  // namespace duban::documents
