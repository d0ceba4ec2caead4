#include "documents/quantities/lexicon.h"

#include <algorithm>
#include <array>
#include <span>

namespace duban::quantities {
namespace {

struct Node {
  std::uint32_t first_edge;
  std::uint16_t edges;
  std::uint16_t entries;
  std::uint32_t first_entry;
};

struct Edge {
  char32_t c;
  std::uint32_t node;
};

// kForwardNodes, kForwardEdges, kBackwardNodes, kBackwardEdges, kEntries (node 0 is the root of
// each tree); kPages[high byte] -> row of kClasses[row][low byte], kRoots likewise: forward node
// that a character leads to.
#include "lexicon_tables.inc"

struct Tree {
  std::span<const Node> nodes;
  std::span<const Edge> edges;

  std::uint32_t Child(std::uint32_t node, char32_t c) const {
    const Node& n = nodes[node];
    const auto row = edges.subspan(n.first_edge, n.edges);
    const auto found = std::ranges::lower_bound(row, c, {}, &Edge::c);
    return found != row.end() && found->c == c ? found->node : 0;
  }
};

const Entry* Find(const Node& node, Category category) {
  for (std::uint32_t i = node.first_entry; i < node.first_entry + node.entries; ++i) {
    if (kEntries[i].category == category) return &kEntries[i];
  }
  return nullptr;
}

// Walks from `pos` in steps of `step` (1 or -1) and keeps the longest word of the category.
WordMatch Walk(const Tree& tree, const Line& line, int pos, int step, Category category,
               std::uint32_t node) {
  WordMatch best;
  int i = pos;
  while (node != 0) {
    i += step;
    if (const Entry* entry = Find(tree.nodes[node], category)) best = {(i - pos) * step, *entry};
    if (tree.nodes[node].edges == 0) break;
    if (line[i] == U' ' && line[i + step] != U' ') i += step;
    node = tree.Child(node, line[i]);
  }
  return best;
}

}  // namespace

std::uint8_t CharClass(char32_t c) {
  return c < 0x10000 ? kClasses[kPages[c >> 8]][c & 0xFF] : std::uint8_t{0};
}

WordMatch MatchForward(const Line& line, int pos, Category category) {
  const char32_t c = line[pos];
  if (c >= 0x10000) return {};
  const std::uint32_t node = kRoots[kPages[c >> 8]][c & 0xFF];
  return node == 0 ? WordMatch{}
                   : Walk({kForwardNodes, kForwardEdges}, line, pos, 1, category, node);
}

WordMatch MatchBackward(const Line& line, int end, Category category) {
  const Tree tree{kBackwardNodes, kBackwardEdges};
  const std::uint32_t node = tree.Child(0, line[end - 1]);
  return node == 0 ? WordMatch{} : Walk(tree, line, end - 1, -1, category, node);
}

}  // namespace duban::quantities
