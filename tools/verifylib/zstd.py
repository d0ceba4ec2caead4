"""A decoder of Zstandard frames (RFC 8878) in plain Python: slow, small, and independent of the library that wrote them.

Dictionaries and frames without a content size are not supported; journals have neither.
"""


class Malformed(ValueError):
    """Bytes that are no frame."""


class _Backward:
    """Bits of a stream that is read from its end, highest first, below a final 1 that marks its end."""

    def __init__(self, data):
        if not data or data[-1] == 0:
            raise Malformed("a bit stream has no end mark")
        self.value = int.from_bytes(data, "little")
        self.left = self.value.bit_length() - 1
        self.value &= (1 << self.left) - 1

    def take(self, count):
        self.left -= count
        if self.left < 0:  # beyond the beginning lie zeros
            missing, have = min(count, -self.left), max(0, count + self.left)
            out = (self.value & ((1 << have) - 1)) << missing
            self.value = 0
            return out
        out = self.value >> self.left
        self.value &= (1 << self.left) - 1
        return out


class _Forward:
    def __init__(self, data):
        self.value, self.at = int.from_bytes(data, "little"), 0

    def take(self, count):
        out = (self.value >> self.at) & ((1 << count) - 1)
        self.at += count
        return out


def _fse_table(probabilities, log):
    """States of an FSE table as (symbol, bits, base)."""
    size = 1 << log
    symbols = [0] * size
    high = size
    for symbol, probability in enumerate(probabilities):
        if probability == -1:
            high -= 1
            symbols[high] = symbol
    at, step = 0, (size >> 1) + (size >> 3) + 3
    for symbol, probability in enumerate(probabilities):
        for _ in range(max(probability, 0)):
            symbols[at] = symbol
            at = (at + step) & (size - 1)
            while at >= high:
                at = (at + step) & (size - 1)
    following = [max(p, 1) if p else 0 for p in probabilities]
    table = []
    for symbol in symbols:
        number = following[symbol]
        following[symbol] += 1
        bits = log - (number.bit_length() - 1)
        table.append((symbol, bits, (number << bits) - size))
    return table


def _read_fse(data, most_log):
    """An FSE table description: (table, its log, bytes taken)."""
    bits = _Forward(data)
    log = bits.take(4) + 5
    if log > most_log:
        raise Malformed("an FSE table is too large")
    left, probabilities = 1 << log, []
    while left > 0:
        width = (left + 1).bit_length()
        value = bits.take(width)
        low = (1 << (width - 1)) - 1
        threshold = (1 << width) - 1 - (left + 1)
        if value & low < threshold:
            bits.at -= 1
            value &= low
        elif value > low:
            value -= threshold
        probability = value - 1
        left -= abs(probability)
        probabilities.append(probability)
        if probability == 0:
            while True:
                repeat = bits.take(2)
                probabilities += [0] * repeat
                if repeat != 3:
                    break
    if left < 0 or bits.at > 8 * len(data):
        raise Malformed("an FSE table does not add up")
    return _fse_table(probabilities, log), log, (bits.at + 7) // 8


def _huffman_weights(data):
    """Weights of a Huffman tree and the bytes they took."""
    if not data:
        raise Malformed("no Huffman tree")
    first = data[0]
    if first >= 128:
        count = first - 127
        taken = data[1:1 + (count + 1) // 2]
        return [(taken[i // 2] >> (0 if i % 2 else 4)) & 15 for i in range(count)], 1 + len(taken)
    part = data[1:1 + first]
    table, log, taken = _read_fse(part, 6)
    bits = _Backward(part[taken:])
    states, weights, turn = [bits.take(log), bits.take(log)], [], 0
    while True:
        symbol, width, base = table[states[turn]]
        weights.append(symbol)
        if bits.left < width:
            weights.append(table[states[1 - turn]][0])
            return weights, 1 + first
        states[turn] = base + bits.take(width)
        turn = 1 - turn


def _huffman_table(weights):
    """(table, its log): by the next `log` bits the symbol and the bits that it takes."""
    total = sum(1 << (w - 1) for w in weights if w)
    if not total:
        raise Malformed("an empty Huffman tree")
    log = total.bit_length()
    rest = (1 << log) - total
    if rest & (rest - 1):
        raise Malformed("a Huffman tree does not add up")
    weights = weights + [rest.bit_length()]
    table = []
    for weight in range(1, log + 1):
        for symbol, own in enumerate(weights):
            if own == weight:
                table += [(symbol, log + 1 - weight)] * (1 << (weight - 1))
    return table, log


def _huffman_stream(data, tree, count):
    table, log = tree
    bits, out = _Backward(data), bytearray()
    # One look at `log` bits gives a symbol and how many of them were its own.
    value, left = bits.value << log, bits.left + log
    mask = (1 << log) - 1
    for _ in range(count):
        symbol, width = table[(value >> (left - log)) & mask]
        out.append(symbol)
        left -= width
    if left != log:
        raise Malformed("a Huffman stream has another length")
    return out


_LITERAL_LENGTHS = [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
                    -1, -1, -1, -1]
_MATCH_LENGTHS = [1, 4, 3, 2, 2, 2, 2, 2, 2] + [1] * 37 + [-1] * 7
_OFFSETS = [1, 1, 1, 1, 1, 1, 2, 2, 2] + [1] * 15 + [-1] * 5


def _codes(direct, extra, base):
    """(base, extra bits) per code: `direct` codes mean themselves."""
    out = [(base + i, 0) for i in range(direct)]
    value = base + direct
    for bits in extra:
        out.append((value, bits))
        value += 1 << bits
    return out


_LITERAL_CODES = _codes(16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 0)
_MATCH_CODES = _codes(32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 3)
# Default table, its log, the largest log of a described one.
_KINDS = ((_LITERAL_LENGTHS, 6, 9), (_OFFSETS, 5, 8), (_MATCH_LENGTHS, 6, 9))


class _Frame:
    def __init__(self):
        self.out = bytearray()
        self.tree = None
        self.tables = [None, None, None]
        self.repeats = [1, 4, 8]

    def literals(self, data):
        """(literals, bytes taken)."""
        kind, form = data[0] & 3, (data[0] >> 2) & 3
        if kind < 2:
            width = (1, 2, 1, 3)[form]
            size = int.from_bytes(data[:width], "little") >> (3 if width == 1 else 4)
            if kind == 0:
                return data[width:width + size], width + size
            return data[width:width + 1] * size, width + 1
        width, bits = ((3, 10), (3, 10), (4, 14), (5, 18))[form]
        value = int.from_bytes(data[:width], "little") >> 4
        size, stored = value & ((1 << bits) - 1), value >> bits
        body = data[width:width + stored]
        if kind == 2:
            weights, taken = _huffman_weights(body)
            self.tree = _huffman_table(weights)
            body = body[taken:]
        if self.tree is None:
            raise Malformed("no Huffman tree to repeat")
        if form == 0:
            return bytes(_huffman_stream(body, self.tree, size)), width + stored
        sizes = [int.from_bytes(body[i:i + 2], "little") for i in (0, 2, 4)]
        each, out, at = (size + 3) // 4, bytearray(), 6
        for i in range(4):
            end = at + sizes[i] if i < 3 else len(body)
            out += _huffman_stream(body[at:end], self.tree, each if i < 3 else size - 3 * each)
            at = end
        return bytes(out), width + stored

    def table(self, kind, mode, data):
        """Sets the table of a kind of code; the bytes that its description took."""
        default, default_log, most_log = _KINDS[kind]
        if mode == 0:
            self.tables[kind] = (_fse_table(default, default_log), default_log)
        elif mode == 1:
            self.tables[kind] = ([(data[0], 0, 0)], 0)
            return 1
        elif mode == 2:
            table, log, taken = _read_fse(data, most_log)
            self.tables[kind] = (table, log)
            return taken
        elif self.tables[kind] is None:
            raise Malformed("no table to repeat")
        return 0

    def offset(self, value, literal_length):
        """The distance that an offset value means."""
        if value > 3:
            self.repeats = [value - 3] + self.repeats[:2]
            return self.repeats[0]
        index = value - 1 + (literal_length == 0)
        distance = self.repeats[index] if index < 3 else self.repeats[0] - 1
        if index:
            self.repeats = [distance] + [r for i, r in enumerate(self.repeats) if i != min(index, 2)][:2]
        return distance

    def block(self, data):
        literals, at = self.literals(data)
        count = data[at]
        at += 1
        if count >= 128:
            if count == 255:
                count = int.from_bytes(data[at:at + 2], "little") + 0x7F00
                at += 2
            else:
                count = ((count - 128) << 8) + data[at]
                at += 1
        if count == 0:
            self.out += literals
            return
        modes = data[at]
        at += 1
        for kind, shift in enumerate((6, 4, 2)):
            at += self.table(kind, (modes >> shift) & 3, data[at:])
        self.sequences(_Backward(data[at:]), literals, count)

    def sequences(self, bits, literals, count):
        (lengths, log), (offsets, offset_log), (matches, match_log) = self.tables
        length, offset, match = bits.take(log), bits.take(offset_log), bits.take(match_log)
        used = 0
        for number in range(count):
            offset_code = offsets[offset][0]
            offset_value = (1 << offset_code) + bits.take(offset_code)
            base, extra = _MATCH_CODES[matches[match][0]]
            match_length = base + bits.take(extra)
            base, extra = _LITERAL_CODES[lengths[length][0]]
            literal_length = base + bits.take(extra)
            if number + 1 < count:
                _, width, base = lengths[length]
                length = base + bits.take(width)
                _, width, base = matches[match]
                match = base + bits.take(width)
                _, width, base = offsets[offset]
                offset = base + bits.take(width)
            self.out += literals[used:used + literal_length]
            used += literal_length
            self.copy(self.offset(offset_value, literal_length), match_length)
        if bits.left != 0 or used > len(literals):
            raise Malformed("sequences do not add up")
        self.out += literals[used:]

    def copy(self, distance, length):
        start = len(self.out) - distance
        if distance < 1 or start < 0:
            raise Malformed("a match begins before the data")
        if distance >= length:
            self.out += self.out[start:start + length]
        else:
            piece = bytes(self.out[start:])
            self.out += (piece * (length // distance + 1))[:length]


def decompress(data):
    """The content of one frame. Raises Malformed."""
    try:
        return _decompress(data)
    except (IndexError, OverflowError) as error:
        raise Malformed("the frame is cut off or damaged") from error


def _decompress(data):
    if data[:4] != b"\x28\xb5\x2f\xfd":
        raise Malformed("no zstd frame")
    descriptor = data[4]
    single, checksum = descriptor >> 5 & 1, descriptor >> 2 & 1
    if descriptor & 3:
        raise Malformed("dictionaries are not supported")
    at = 5 if single else 6
    width = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    if width == 0:
        raise Malformed("the frame does not say its size")
    size = int.from_bytes(data[at:at + width], "little") + (256 if width == 2 else 0)
    at += width
    frame, last = _Frame(), False
    while not last:
        header = int.from_bytes(data[at:at + 3], "little")
        at += 3
        last, kind, length = header & 1, header >> 1 & 3, header >> 3
        if kind == 0:
            frame.out += data[at:at + length]
        elif kind == 1:
            frame.out += data[at:at + 1] * length
            length = 1
        elif kind == 2:
            frame.block(data[at:at + length])
        else:
            raise Malformed("an unknown kind of block")
        at += length
        if at > len(data) or len(frame.out) > size:
            raise Malformed("the frame is cut off or damaged")
    if len(frame.out) != size or at + 4 * checksum != len(data):
        raise Malformed("the frame has another size than it says")
    return bytes(frame.out)
