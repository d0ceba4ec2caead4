#include "documents/align/align.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "documents/align/terms.h"
#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

// From here on two items are one matter; docs/reading.md shows the measurement behind it.
constexpr double kLinked = 0.38;
// Items of one programme are expected to have a counterpart, so that less wording is needed.
constexpr double kLinkedInProgramme = 0.34;
constexpr double kNumberBonus = 0.15;
constexpr double kTargetBonus = 0.25;
// Smaller values are promised by many.
constexpr double kTellingValue = 10;
// A link that is this much weaker than another of the same item is a coincidence.
constexpr double kFarBelowBest = 0.45;
constexpr size_t kMostShown = 5;
constexpr size_t kMostTextBytes = 6000;  // of an item, for the words that are shown

struct Prepared {
  Terms title;
  std::vector<Terms> clauses;
  Terms all;
};

Prepared Prepare(const AlignItem& item, const TermReader& reader) {
  Prepared out{.title = reader.Read(item.title), .clauses = reader.ReadClauses(item.title)};
  out.all = out.title;
  for (const std::string& text : item.texts) out.all = Join(out.all, reader.Read(text));
  return out;
}

double Dice(const Terms& a, const Terms& b, const TermWeights& weights) {
  const double total = weights.Of(a) + weights.Of(b);
  return total == 0 ? 0 : 2 * weights.Of(Shared(a, b)) / total;
}

// The best share of a clause of `title` that `text` has.
double Covered(const std::vector<Terms>& clauses, const Terms& text, const TermWeights& weights) {
  double best = 0;
  for (const Terms& clause : clauses)
    best = std::max(best, weights.Of(Shared(clause, text)) / weights.Of(clause));
  return best;
}

double TitleLikeness(const Prepared& a, const Prepared& b, const TermWeights& weights) {
  double best = Dice(a.title, b.title, weights);
  for (const Terms& left : a.clauses) {
    for (const Terms& right : b.clauses) best = std::max(best, Dice(left, right, weights));
  }
  return best;
}

// How alike two items are by their words, 0..1: titles, a title within the other's text, texts.
double WordScore(const Prepared& a, const Prepared& b, const TermWeights& weights) {
  const double whole = std::sqrt(weights.Of(a.all) * weights.Of(b.all));
  const double text = whole == 0 ? 0 : weights.Of(Shared(a.all, b.all)) / whole;
  const double covered =
      std::max(Covered(a.clauses, b.all, weights), Covered(b.clauses, a.all, weights));
  constexpr double kTitle = 0.3;
  constexpr double kCovered = 0.35;
  constexpr double kText = 0.35;
  constexpr double kSharedTextIsThin = 3;
  return kTitle * TitleLikeness(a, b, weights) + kCovered * covered +
         kText * std::min(1.0, kSharedTextIsThin * text);
}

int EqualTargets(const AlignItem& a, const AlignItem& b) {
  std::set<size_t> used;
  int count = 0;
  for (const AlignTarget& left : a.targets) {
    if (left.value < kTellingValue) continue;
    for (size_t j = 0; j < b.targets.size(); ++j) {
      if (left.value != b.targets[j].value || left.unit != b.targets[j].unit ||
          !used.insert(j).second)
        continue;
      ++count;
      break;
    }
  }
  return count;
}

// One item against another.
class Comparison {
 public:
  Comparison(const std::vector<AlignItem>& from, const std::vector<AlignItem>& to,
             Relation relation)
      : from_(from), to_(to), relation_(relation), weights_(Read()) {}

  Link Compare(int i, int j) const {
    const auto& a = from_[static_cast<size_t>(i)];
    const auto& b = to_[static_cast<size_t>(j)];
    const Prepared& left = prepared_[static_cast<size_t>(i)];
    const Prepared& right = prepared_[from_.size() + static_cast<size_t>(j)];
    Link link{.from = i, .to = j, .score = WordScore(left, right, weights_)};
    if (Normal(a.title) == Normal(b.title) && !a.title.empty()) link.score = 1;
    link.equal_targets = EqualTargets(a, b);
    const bool shares = !Shared(left.all, right.all).empty();
    // Number and targets confirm what the words say; alone they are a coincidence.
    if (relation_ == Relation::kOneProgramme && shares) {
      if (a.number != 0 && a.number == b.number) link.score += kNumberBonus;
      if (link.equal_targets > 0) link.score += kTargetBonus;
    }
    link.score = std::min(link.score, 1.0);
    return link;
  }

  // The longest words that both items have, the most telling first.
  std::vector<std::string> Words(int i, int j) const {
    const std::string left = Texts(from_[static_cast<size_t>(i)]);
    const std::string right = Texts(to_[static_cast<size_t>(j)]);
    const TermReader reader;
    std::vector<std::pair<double, std::string>> found;
    for (size_t at = 0; at < left.size();) {
      size_t end = at;
      while (end < left.size()) {
        const size_t next = end + CharAt(left, end).bytes;
        if (!IsHan(CharAt(left, end).code) ||
            right.find(left.substr(at, next - at)) == std::string::npos)
          break;
        end = next;
      }
      const std::string word = left.substr(at, end - at);
      const double weight = weights_.Of(reader.Read(word));
      if (weight > 0) found.emplace_back(weight, word);
      at = std::max(end, at + CharAt(left, at).bytes);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> out;
    for (const auto& [weight, word] : found) {
      if (out.size() < kMostShown && std::find(out.begin(), out.end(), word) == out.end())
        out.push_back(word);
    }
    return out;
  }

 private:
  static std::string Texts(const AlignItem& item) {
    std::string out = item.title;
    for (const std::string& text : item.texts) out += "\n" + text;
    return out.substr(0, kMostTextBytes);
  }

  TermWeights Read() {
    const TermReader reader;
    std::vector<Terms> all;
    for (const auto* items : {&from_, &to_}) {
      for (const AlignItem& item : *items) {
        prepared_.push_back(Prepare(item, reader));
        all.push_back(prepared_.back().all);
      }
    }
    return TermWeights(all);
  }

  const std::vector<AlignItem>& from_;
  const std::vector<AlignItem>& to_;
  const Relation relation_;
  std::vector<Prepared> prepared_;  // those of from, then those of to; filled before weights_
  const TermWeights weights_;
};

// Every pair that may be a link, the best first.
std::vector<Link> Candidates(const std::vector<AlignItem>& from, const std::vector<AlignItem>& to,
                             Relation relation) {
  const Comparison comparison(from, to, relation);
  const double least = relation == Relation::kOneProgramme ? kLinkedInProgramme : kLinked;
  std::vector<Link> out;
  for (int i = 0; i < static_cast<int>(from.size()); ++i) {
    for (int j = 0; j < static_cast<int>(to.size()); ++j) {
      Link link = comparison.Compare(i, j);
      if (link.score < least) continue;
      link.shared = comparison.Words(i, j);
      out.push_back(std::move(link));
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Link& a, const Link& b) { return a.score > b.score; });
  return out;
}

// Items that were split or merged keep every link that is strong by itself and not far below their
// best one.
std::vector<Link> WithParts(const std::vector<Link>& candidates) {
  std::vector<Link> out;
  for (const Link& link : candidates) {
    const bool weak =
        link.score < kLinked || std::any_of(out.begin(), out.end(), [&](const Link& better) {
          const bool rival = better.from == link.from || better.to == link.to;
          return rival && better.score - link.score > kFarBelowBest;
        });
    const bool first = std::none_of(out.begin(), out.end(), [&](const Link& better) {
      return better.from == link.from || better.to == link.to;
    });
    if (first || !weak) out.push_back(link);
  }
  for (Link& link : out) {
    link.part = std::count_if(out.begin(), out.end(), [&](const Link& other) {
                  return other.from == link.from || other.to == link.to;
                }) > 1;
  }
  return out;
}

}  // namespace

std::vector<Link> Align(const std::vector<AlignItem>& from, const std::vector<AlignItem>& to,
                        Relation relation) {
  std::vector<Link> out = WithParts(Candidates(from, to, relation));
  std::stable_sort(out.begin(), out.end(), [](const Link& a, const Link& b) {
    return a.from != b.from ? a.from < b.from : a.score > b.score;
  });
  return out;
}

std::vector<int> AlignOneToOne(const std::vector<AlignItem>& from,
                               const std::vector<AlignItem>& to) {
  std::vector<int> out(from.size(), -1);
  std::set<int> used;
  for (const Link& link : Candidates(from, to, Relation::kOneProgramme)) {
    int& place = out[static_cast<size_t>(link.from)];
    if (place == -1 && used.insert(link.to).second) place = link.to;
  }
  return out;
}

}  // namespace duban::documents
