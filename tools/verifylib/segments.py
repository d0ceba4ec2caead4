"""Reads the files of a journal in segments as docs/formats.md describes them."""
import pathlib
import struct

from verifylib import zstd

VERSIONS = (1,)


class Broken(Exception):
    """What does not hold, a sentence for a person."""


def _crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _crc_table()


def crc32c(data, crc=0):
    crc ^= 0xFFFFFFFF
    table = _TABLE
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


class Bytes:
    """Values from the front of bytes."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        self.at += size
        if self.at > len(self.data):
            raise Broken("a record is cut off")
        return self.data[self.at - size:self.at]

    def unpack(self, form):
        values = struct.unpack(form, self.take(struct.calcsize(form)))
        return values if len(values) > 1 else values[0]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def zigzag(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)


class Journal:
    """The directory of a journal."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        if not (self.directory / "JOURNAL").exists() and (self.directory / "journal" / "JOURNAL").exists():
            self.directory = self.directory / "journal"
        data = (self.directory / "JOURNAL").read_bytes()
        for copy in (data[:52], data[52:104]):
            if len(copy) == 52 and copy[:8] == b"DBJOURNL" and struct.unpack("<I", copy[48:])[0] == crc32c(copy[:48]):
                break
        else:
            raise Broken("both copies in the file JOURNAL are damaged")
        version, algorithm, self.id = struct.unpack("<II16s", copy[8:32])
        if version not in VERSIONS:
            raise Broken(f"format version {version} is not known to this program")
        self.algorithm = ("SHA-256", "SM3")[algorithm]

    def salt(self, kind, number):
        return crc32c(self.id + kind + struct.pack("<Q", number))

    def entries(self):
        """All entries as in an export; a district's in order of position. Raises Broken."""
        numbers = {}
        for path in self.directory.iterdir():
            kind, _, number = path.name.partition("-")
            if kind in ("seg", "log") and number.isdigit():
                numbers.setdefault(int(number), set()).add(kind)
        self.last = 0  # sequence of the newest entry so far
        for number, kinds in sorted(numbers.items()):
            # A log is removed once its sealed segment is durable.
            yield from self._sealed(number) if "seg" in kinds else self._log(number)
        self._check_tail()

    def _check_tail(self):
        path = self.directory / "TAIL"
        data = path.read_bytes() if path.exists() else b""
        for copy in (data[:20], data[20:40]):
            if len(copy) == 20 and copy[:8] == b"DBTAIL1\n" and \
                    struct.unpack("<I", copy[16:])[0] == crc32c(copy[:16], self.salt(b"tail", 0)):
                sequence = struct.unpack("<q", copy[8:16])[0]
                if sequence > self.last:
                    raise Broken(f"entries with sequence {self.last + 1}..{sequence} are missing at the end")

    def _sealed(self, number):
        name = f"seg-{number:010}"
        salt = self.salt(b"seg", number)
        with open(self.directory / name, "rb") as file:
            header = self._sealed_header(file, name, number, salt)
            _, first, last, *copies, size, checksum = header
            if first != self.last + 1:
                raise Broken(f"{name} begins with sequence {first} where {self.last + 1} should follow")
            for offset in copies:
                file.seek(offset)
                index = file.read(size)
                if len(index) == size and crc32c(index, salt) == checksum:
                    break
            else:
                raise Broken(f"{name}: both copies of the index are damaged")
            seen = 0
            windows, blocks, _ = struct.unpack("<III", index[:12])
            at = 12 + 24 * windows
            for block in range(blocks):
                offset, length = struct.unpack_from("<QI", index, at + 24 * block)
                file.seek(offset)
                for entry in self._frame(file.read(length), salt, f"{name} at byte {offset}")[1]:
                    seen += 1
                    yield entry
            if seen != last - first + 1:
                raise Broken(f"{name} holds {seen} entries, its header says {last - first + 1}")
            self.last = last

    def _sealed_header(self, file, name, number, salt):
        file.seek(0, 2)
        end = file.tell()
        for offset in (0, max(end - 80, 0)):
            file.seek(offset)
            data = file.read(80)
            if data[:8] == b"DBSEAL1\n" and len(data) == 80:
                header = struct.unpack("<QqqQQQI", data[8:60])
                if struct.unpack("<I", data[60:64])[0] == crc32c(data[:60], salt) and header[0] == number:
                    return header
        raise Broken(f"{name}: both copies of the header are damaged")

    def _log(self, number):
        """Commits up to the first that is not whole; what lies behind it was never acknowledged (see TAIL)."""
        name = f"log-{number:010}"
        salt = self.salt(b"log", number)
        data = (self.directory / name).read_bytes()
        at, commit, expected = 64, [], self.last + 1
        start = expected
        while data[at:at + 4] == b"DBF1":
            size = struct.unpack("<I", data[at + 8:at + 12])[0]
            try:
                (first, commit_first, flags), entries = self._frame(data[at:at + 48 + size], salt, f"{name} at byte {at}")
            except Broken:
                break
            if first != expected or commit_first != start:
                break
            commit += entries
            expected += len(entries)
            at += -(-(48 + size) // 8) * 8
            if flags & 2:
                yield from commit
                commit, start = [], expected
                self.last = expected - 1
        later = data.find(b"DBF1", at + 4)
        while later >= 0:
            # The next commit is only written once the one before is durable.
            size = struct.unpack("<I", data[later + 8:later + 12])[0]
            if later % 8 == 0 and size < 1 << 24:
                try:
                    header, _ = self._frame(data[later:later + 48 + size], salt, name)
                    if header[1] > start:
                        raise Broken(f"{name}: acknowledged entries from sequence {start} on are unreadable")
                except zstd.Malformed:
                    pass
                except Broken as broken:
                    if "acknowledged" in str(broken):
                        raise
            later = data.find(b"DBF1", later + 4)

    @staticmethod
    def _frame(data, salt, where):
        """((first sequence, commit's first sequence, flags), entries)."""
        if len(data) < 48 or data[:4] != b"DBF1":
            raise Broken(f"{where}: no frame begins here")
        checksum, size, fixed, raw_size, count, first, commit, flags, _ = struct.unpack("<IIIIIqqII", data[4:48])
        if len(data) < 48 + size or crc32c(data[8:48 + size], salt) != checksum:
            raise Broken(f"{where}: the checksum of a frame does not hold")
        digests, records = Bytes(data[48:48 + fixed]), data[48 + fixed:48 + size]
        raw = Bytes(zstd.decompress(records) if flags & 1 else records)
        if len(raw.data) != raw_size:
            raise Broken(f"{where}: a frame has another size than it says")
        entries, time = [], 0
        for i in range(count):
            district, position = raw.varint(), raw.varint()
            sequence = first + (raw.varint() if flags & 4 else i)
            kind = raw.unpack("<B")
            time += raw.zigzag()
            back = raw.varint()
            request_id = raw.take(raw.unpack("<B"))
            payload = raw.take(raw.varint())
            previous = digests.take(32).hex() if back == 0 else entries[i - back]["hash"]
            entries.append({"district": str(district), "position": position, "sequence": sequence, "kind": kind,
                            "accept_time_us": time, "request_id": request_id.hex(), "payload": payload.hex(),
                            "content": digests.take(32).hex(), "previous_hash": previous,
                            "hash": digests.take(32).hex()})
        if raw.at != len(raw.data) or digests.at != len(digests.data):
            raise Broken(f"{where}: a frame holds more than its entries")
        return (first, commit, flags), entries
