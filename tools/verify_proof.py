#!/usr/bin/env python3
"""Checks the proof of one published figure (duban proof, docs/formats.md) without trusting who made it.

Needs nothing but Python's standard library, the proof, and the publisher's public key as you know it. It checks that
the document has its SHA-256 and the figure's quote stands at its span; that the report in the journal says this figure;
that every entry from the report's up to the head hashes to the next; and that the head is signed with the key.

Exit code: 0 everything holds, 1 something does not, 2 wrong usage.
"""
import argparse
import hashlib
import json
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import verify_journal  # noqa: E402

FIELD = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, FIELD) % FIELD
ROOT_OF_MINUS_1 = pow(2, (FIELD - 1) // 4, FIELD)


class Broken(Exception):
    pass


def expect(holds, what):
    if not holds:
        raise Broken(what)


# Ed25519 (RFC 8032). Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % FIELD
    b = (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c = 2 * p[3] * q[3] * CURVE_D % FIELD
    d = 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def multiply(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % FIELD == 0 and (p[1] * q[2] - q[1] * p[2]) % FIELD == 0


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2 ** 255 - 1)
    expect(y < FIELD, "the key or signature is no point of the curve")
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_1 % FIELD
    expect((x * x - square) % FIELD == 0 and not (x == 0 and sign), "the key or signature is no point of the curve")
    if x & 1 != sign:
        x = FIELD - x
    return x, y, 1, x * y % FIELD


def base_point():
    y = 4 * pow(5, -1, FIELD) % FIELD
    return point_of(y.to_bytes(32, "little"))


def is_signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(multiply(scalar, base_point()), add(point_of(signature[:32]), multiply(challenge, point_of(key))))


def fields(data):
    """The fields of a protobuf message on the wire: (number, value), values as int or bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    while at < len(data):
        key = varint()
        number, wire = key >> 3, key & 7
        if wire == 0:
            yield number, varint()
        else:
            size = {1: 8, 5: 4}.get(wire) or varint()
            expect(at + size <= len(data), "the report's bytes are cut")
            yield number, data[at:at + size]
            at += size


def figure_of(payload, index):
    """The figure at `index` of a stored report (duban.type.v1.Report.measurements = 6)."""
    measurements = [value for number, value in fields(payload) if number == 6]
    expect(0 <= index < len(measurements), "the report has no such figure")
    found = dict(fields(measurements[index]))
    source = dict(fields(found.get(9, b"")))
    return {"measure": found.get(2, b"").decode(), "value": struct.unpack("<d", found.get(3, bytes(8)))[0],
            "unit": found.get(4, b"").decode(), "indicator": found.get(1, b"").decode(), "start": source.get(1, 0),
            "end": source.get(2, 0), "quote": source.get(3, b"").decode(), "document": source.get(4, b"").decode()}


def check_document(proof, figure, lines):
    if not figure["document"]:
        lines.append("The figure came by call, not from a document.")
        return
    document = proof.get("document")
    expect(document is not None, "the document is missing")
    content = bytes.fromhex(document["content"])
    expect(hashlib.sha256(content).hexdigest() == figure["document"], "the document is another one: its SHA-256 differs")
    text = document["text"]
    expect(text[figure["start"]:figure["end"]] == figure["quote"], "the quote does not stand at its place in the text")
    own = None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            own = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    plain = document["mime_type"] in ("", "text/plain") and own is not None
    if plain:
        expect(own == text, "the text is not what the document's bytes say")
    lines.append(f"Document {figure['document'][:16]}… says at characters {figure['start']}-{figure['end']}: "
                 f"“{figure['quote']}”" + ("." if plain else " (the text was taken from a file that is no plain text: "
                                                             "look into the file itself)."))


def check_chain(proof, lines):
    digest = verify_journal.hasher(proof["algorithm"], False)
    entries, head = proof["entries"], proof["head"]
    expect(entries, "there are no entries")
    name = f"districts/{entries[0]['district']}/reports/{entries[0]['position']}"
    expect(name == proof["report"], "the first entry is not the report's")
    heads = {head["district"]: (entries[0]["position"] - 1, bytes.fromhex(entries[0]["previous_hash"]))}
    for entry in entries:
        verify_journal.check(entry, heads, digest)
    expect(set(heads) == {head["district"]}, "entries of another district are among them")
    position, value = heads[head["district"]]
    expect((position, value.hex()) == (head["position"], head["hash"]), "the entries do not lead to the head")
    lines.append(f"{proof['report']} and the {len(entries) - 1} entries after it lead to the head at position {position}.")


def check_signature(proof, key, lines):
    head = proof["head"]
    message = (f"duban-head-1\n{head['district']}\n{head['position']}\n{head['hash']}\n{head['signed_time_us']}\n")
    stated = bytes.fromhex(head["public_key"])
    expect(key is None or key == stated, "the head is signed with another key than the one you gave")
    expect(is_signed(stated, message.encode("ascii"), bytes.fromhex(head["signature"])), "the head's signature is wrong")
    lines.append(f"The head is signed with key {stated.hex()}" + ("." if key else
                 ": compare it with the one that the publisher made known, or give it with --key."))


def verify(proof, key=None):
    """Returns what holds, as sentences; raises Broken or verify_journal.Broken at the first thing that does not."""
    expect(isinstance(proof, dict) and proof.get("format") == "duban-figure-proof", "this is no figure proof")
    expect(proof["version"] == 1, f"format version {proof['version']} is not known to this program")
    lines = []
    figure = figure_of(bytes.fromhex(proof["entries"][0]["payload"]), proof["measurement"])
    expect(figure == proof["figure"], "the figure is not what the report says")
    lines.append(f"The report says: {figure['measure']} {figure['value']:g} {figure['unit']}.")
    check_document(proof, figure, lines)
    check_chain(proof, lines)
    check_signature(proof, key, lines)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", help="a proof; - reads standard input")
    parser.add_argument("--key", type=bytes.fromhex, help="the publisher's public key, 64 hex digits")
    args = parser.parse_args()
    try:
        text = sys.stdin.read() if args.file == "-" else pathlib.Path(args.file).read_text(encoding="utf-8")
    except OSError as error:
        print(f"verify_proof: {error}", file=sys.stderr)
        return 2
    try:
        lines = verify(json.loads(text), args.key)
    except (Broken, verify_journal.Broken) as error:
        print(f"BROKEN: {error}", file=sys.stderr)
        return 1
    except (ValueError, KeyError, TypeError, IndexError, struct.error) as error:
        print(f"BROKEN: not readable as a proof ({error})", file=sys.stderr)
        return 1
    print("OK\n" + "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
