#!/usr/bin/env python3
"""Verifies the hash chains of a duban journal: an export, or the segment files themselves.

Needs nothing but Python's standard library and the files: it recomputes every hash from the entries
(docs/formats.md) and names the first that does not hold. Segment files are decompressed by a decoder of its own
(tools/verifylib), at a few thousand entries a second.

Exit code: 0 the chain holds, 1 it is broken or the file is incomplete, 2 wrong usage.
"""
import argparse
import hashlib
import json
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from verifylib import segments, zstd  # noqa: E402

FORMAT = "duban-journal-export"
VERSION = 1


def sm3(data):
    """SM3 (GB/T 32905-2016), for Pythons whose OpenSSL lacks it."""
    mask = 0xFFFFFFFF

    def rotate(x, n):
        n %= 32
        return ((x << n) | (x >> (32 - n))) & mask

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
             0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + struct.pack(">Q", 8 * len(data))
    for start in range(0, len(padded), 64):
        w = list(struct.unpack(">16I", padded[start:start + 64]))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            constant = 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = rotate((rotate(a, 12) + e + rotate(constant, j)) & mask, 7)
            ss2 = ss1 ^ rotate(a, 12)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & mask & g)
            tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & mask
            tt2 = (gg + h + ss1 + w[j]) & mask
            a, b, c, d = tt1, a, rotate(b, 9), c
            e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
        state = [s ^ t for s, t in zip(state, (a, b, c, d, e, f, g, h))]
    return struct.pack(">8I", *state)


def hasher(algorithm, own_sm3):
    if algorithm == "SHA-256":
        return lambda data: hashlib.sha256(data).digest()
    if algorithm != "SM3":
        raise ValueError(f"unknown hash algorithm {algorithm!r}")
    if not own_sm3 and "sm3" in hashlib.algorithms_available:
        return lambda data: hashlib.new("sm3", data).digest()
    return sm3


def canonical(entry):
    """The bytes that an entry's hash runs over, after the previous hash."""
    district = entry["district"].encode("ascii")
    request_id = bytes.fromhex(entry["request_id"])
    payload = bytes.fromhex(entry["payload"])
    return b"".join((
        b"DBJ1",
        struct.pack(">BB", entry["kind"], len(district)), district,
        struct.pack(">Qq", entry["position"], entry["accept_time_us"]),
        struct.pack(">B", len(request_id)), request_id,
        bytes.fromhex(entry["content"]),
        struct.pack(">I", len(payload)), payload,
    ))


Broken = segments.Broken


def check(entry, heads, digest):
    """Checks the next entry of its district against the district's head and moves the head."""
    district = entry["district"]
    position, previous = heads.get(district, (0, bytes(32)))
    where = f"district {district}, position {position + 1}"
    if entry["position"] != position + 1:
        raise Broken(f"{where}: position {entry['position']} stands here")
    if bytes.fromhex(entry["previous_hash"]) != previous:
        raise Broken(f"{where}: the previous hash is another entry's")
    value = digest(previous + canonical(entry))
    if value.hex() != entry["hash"]:
        raise Broken(f"{where}: the hash does not match the entry")
    heads[district] = (position + 1, value)


def verify(lines, own_sm3=False):
    """Returns (number of entries, {district: (position, hash)}); raises Broken."""
    header = json.loads(next(lines, "null"))
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise Broken("this is no journal export")
    if header["version"] != VERSION:
        raise Broken(f"format version {header['version']} is not known to this program")
    digest = hasher(header["algorithm"], own_sm3)
    heads, entries, footer = {}, 0, None
    for line in lines:
        if footer is not None:
            raise Broken("something follows the footer")
        record = json.loads(line)
        if "heads" in record:
            footer = record
            continue
        check(record, heads, digest)
        entries += 1
    if footer is None:
        raise Broken(f"the file ends without its footer, after {entries} entries")
    stated = {h["district"]: (h["position"], bytes.fromhex(h["hash"])) for h in footer["heads"]}
    if stated != heads or footer["entries"] != entries:
        raise Broken("the footer names other heads than the entries lead to")
    return entries, heads


def verify_segments(directory, own_sm3=False):
    """The same for a directory of segments, or a data directory or backup with one."""
    journal = segments.Journal(directory)
    digest = hasher(journal.algorithm, own_sm3)
    heads, entries = {}, 0
    for entry in journal.entries():
        check(entry, heads, digest)
        entries += 1
    return entries, heads


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", help="an export (- reads standard input), or a directory: of segments, of ingest's data, a backup")
    parser.add_argument("--own-sm3", action="store_true", help="do not use OpenSSL's SM3")
    parser.add_argument("--heads", action="store_true", help="also print every district's head")
    args = parser.parse_args()
    try:
        if os.path.isdir(args.file):
            entries, heads = verify_segments(args.file, args.own_sm3)
        else:
            with (sys.stdin if args.file == "-" else open(args.file, encoding="ascii")) as file:
                entries, heads = verify(iter(file), args.own_sm3)
    except OSError as error:
        print(f"verify_journal: {error}", file=sys.stderr)
        return 2
    except (Broken, zstd.Malformed, ValueError, KeyError, TypeError, struct.error) as error:
        print(f"BROKEN: {error}", file=sys.stderr)
        return 1
    print(f"OK: {entries} entries of {len(heads)} districts, every hash holds")
    if args.heads:
        for district, (position, value) in sorted(heads.items()):
            print(f"{district} {position} {value.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
