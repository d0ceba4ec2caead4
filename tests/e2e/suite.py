"""Starts the whole suite as a user would, with `duban up`, for the end-to-end tests. Standard library only."""
import itertools
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("DUBAN_BIN_DIR", ROOT / "build/release/bin"))
SAMPLE = ROOT / "tests/data/documents/panyu_style_table.txt"
SEEDS = pathlib.Path(os.environ.get("DUBAN_SEEDS", ROOT.parent / "shared/seeds"))
OFFSETS = {"registry": 1, "ingest": 2, "analytics": 3, "redis": 79}


def is_free(port):
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count):
    """So many ports of loopback on which nothing listens, below those that the kernel gives to outgoing connections."""
    drawn = random.sample(range(10_240, 21_000), 1_000)
    return list(itertools.islice(filter(is_free, drawn), count))


def free_port():
    return free_ports(1)[0]


def free_base_port():
    """A base port whose service and metrics ports are free."""
    for base in range(21000, 31000, 100):
        if all(is_free(base + offset + plus) for offset in OFFSETS.values() for plus in (0, 2000)):
            return base
    raise RuntimeError("no free ports on loopback")


class Suite:
    """A running `duban up` in a temporary data directory; a context manager."""

    def __init__(self, *arguments, data=None):
        self.temp = tempfile.TemporaryDirectory(prefix="duban-e2e-")
        self.data = pathlib.Path(data or self.temp.name) / "data"
        self.base = free_base_port()
        self.arguments = arguments
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *unused):
        self.stop()
        self.temp.cleanup()

    def start(self):
        self.log = open(self.data.parent / "up.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [BIN / "duban", "up", "--data", self.data, "--base-port", str(self.base), *self.arguments],
            stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.wait_for(lambda: "Running;" in self.output(), "the suite did not start")

    def output(self):
        return (self.data.parent / "up.log").read_text(encoding="utf-8", errors="replace")

    def wait_for(self, condition, message, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{message}; `duban up` printed:\n{self.output()}\n{self.logs()}")
            time.sleep(0.05)

    def logs(self):
        return "\n".join(f"--- {p.name}\n" + p.read_text(encoding="utf-8")[-1500:]
                         for p in sorted((self.data / "logs").glob("*.log")))

    def stop(self):
        """Ctrl-C; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=60)
        self.log.close()
        return status

    def run(self, *arguments, check=True, timeout=60):
        """Runs a `duban` command against this suite; returns the finished process with text output."""
        environment = dict(os.environ,
                           DUBAN_REGISTRY_ADDRESS=f"127.0.0.1:{self.base + 1}",
                           DUBAN_INGEST_ADDRESS=f"127.0.0.1:{self.base + 2}",
                           DUBAN_ANALYTICS_ADDRESS=f"127.0.0.1:{self.base + 3}")
        done = subprocess.run([BIN / "duban", *map(str, arguments)], env=environment, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout)
        if check and done.returncode != 0:
            raise AssertionError(f"duban {' '.join(map(str, arguments))} ended with {done.returncode}:\n"
                                 f"{done.stdout}{done.stderr}\n{self.logs()}")
        return done

    def board(self, district, year, *arguments):
        return self.run("board", "--district", district, "--year", str(year), *arguments).stdout

    def board_json(self, district, year, *arguments):
        return json.loads(self.board(district, year, "--json", *arguments))

    def pid_of(self, name):
        """The process id of a program of this suite, found by its port among the children of `duban up`."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        port = str(self.base + OFFSETS[name])
        for child in children:
            command = pathlib.Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            if any(re.search(rf"(^|:){port}$", part) for part in command) and name in command[0]:
                return int(child)
        return None

    def kill(self, name):
        """kill -9 of one program, then waits until another process has taken its place."""
        old = self.pid_of(name)
        assert old, f"{name} is not running"
        os.kill(old, signal.SIGKILL)
        self.wait_for(lambda: self.pid_of(name) not in (None, old), f"{name} was not started again")
