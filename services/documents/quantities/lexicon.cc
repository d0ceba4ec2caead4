#include "documents/quantities/lexicon.h"

#include <span>

namespace duban::quantities {
namespace {

struct Node {
  std::uint16_t first_edge;
  std::uint16_t first_entry;
  std::uint16_t edges;
  std::uint16_t entries;
  std::uint16_t reach;  // categories of the words that end here or further on
};

struct Edge {
  char32_t c;
  std::uint32_t node;
};

}  // namespace

// kForwardNodes, kForwardEdges, kBackwardNodes, kBackwardEdges, kEntries (node 0 is the root of
// each tree); kPages[high byte] -> row of kClasses[row][low byte]; kForwardRoots, kBackwardRoots
// likewise: the node that a first character leads to.
#include "lexicon_tables.inc"

namespace {

struct Tree {
  std::span<const Node> nodes;
  std::span<const Edge> edges;

  std::uint32_t Child(std::uint32_t node, char32_t c) const {
    const Node& n = nodes[node];
    // Halved without a branch, which no processor could foretell.
    const Edge* row = edges.data() + n.first_edge;
    for (std::size_t left = n.edges; left > 1;) {
      const std::size_t half = left / 2;
      row += row[half].c <= c ? half : 0;
      left -= half;
    }
    return n.edges > 0 && row->c == c ? row->node : 0;
  }
};

const Entry* Find(const Node& node, Category category) {
  for (std::uint32_t i = node.first_entry; i < std::uint32_t{node.first_entry} + node.entries;
       ++i) {
    if (kEntries[i].category == category) return &kEntries[i];
  }
  return nullptr;
}

// Walks from `pos` in steps of `step` (1 or -1) and keeps the longest word of the category. `node`
// is the one that the first character leads to.
WordMatch Walk(const Tree& tree, const Line& line, int pos, int step, Category category,
               std::uint32_t node) {
  WordMatch best;
  int i = pos;
  while (node != 0 && (tree.nodes[node].reach & CategoryBit(category)) != 0) {
    i += step;
    if (const Entry* entry = Find(tree.nodes[node], category)) best = {(i - pos) * step, *entry};
    if (line[i] == U' ' && line[i + step] != U' ') i += step;
    node = tree.Child(node, line[i]);
  }
  return best;
}

std::uint32_t Root(const std::uint16_t (*roots)[256], char32_t c) {
  return c < 0x10000 ? roots[kPages[c >> 8]][c & 0xFF] : 0U;
}

}  // namespace

WordMatch LongestForward(const Line& line, int pos, Category category) {
  return Walk({kForwardNodes, kForwardEdges}, line, pos, 1, category,
              Root(kForwardRoots, line[pos]));
}

WordMatch LongestBackward(const Line& line, int end, Category category) {
  return Walk({kBackwardNodes, kBackwardEdges}, line, end - 1, -1, category,
              Root(kBackwardRoots, line[end - 1]));
}

}  // namespace duban::quantities
