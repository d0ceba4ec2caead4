#!/bin/sh
# Scores the reader on the real documents with the scorer that came with them. Skipped (77) where they are absent.
parser=$1
shared=$2
if [ ! -d "$shared/seeds" ] || [ ! -f "$shared/score/score.py" ]; then
  echo "skipped: no real documents at $shared"
  exit 77
fi
draft=$(mktemp) || exit 1
trap 'rm -f "$draft"' EXIT
status=0
while read -r seed gold; do
  "$parser" parse --json "$shared/seeds/$seed.txt" > "$draft" || exit 1
  echo "$gold"
  python3 "$shared/score/score.py" --min 0.95 "$draft" "$shared/score/gold/$gold.json" || status=1
done <<SEEDS
000_08f06eee6d49790a panyu-2022
001_947062464d03ef69 panyu-2024-2025
003_326e39b38b9b275e zengcheng-2023
SEEDS
exit $status
