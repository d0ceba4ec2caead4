"""The programs that benchmarks run against, started on free loopback ports with data in a temporary directory."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

from benchlib import postgres

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Unavailable(Exception):
    """A benchmark that cannot run here; says why."""


class Figure(float):
    """A rate, and the latency in microseconds that 99 of 100 calls kept; None where nothing was called."""
    p99_us = None

    @classmethod
    def of(cls, answer):
        figure = cls(answer["per_second"])
        figure.p99_us = answer.get("p99_us")
        return figure


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Machine:
    """Starts programs when they are first needed and stops them all at the end; a context manager."""

    def __init__(self, binaries, directory, seconds):
        self.binaries, self.directory, self.seconds = binaries, directory, seconds
        self.processes, self.addresses, self.postgres, self.engine_figures = [], {}, None, {}

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        if self.postgres:
            self.postgres.stop()

    def program(self, name):
        path = self.binaries / name
        if not path.exists():
            raise Unavailable(f"{name} is not built")
        return str(path)

    def start(self, key, command, patience=20, pattern=r'"(?:serving_started|listening)".*?"address":"([^"]+)"'):
        """Starts a program once; returns the address that its log names."""
        if key in self.addresses:
            return self.addresses[key]
        log = self.directory / f"{key}.log"
        with open(log, "w", encoding="utf-8") as out:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.processes.append(process)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and process.poll() is None:
            found = re.search(pattern, log.read_text(encoding="utf-8"))
            if found:
                self.addresses[key] = found.group(1)
                return found.group(1)
            time.sleep(0.05)
        raise Unavailable(f"{key} did not start: {log.read_text(encoding='utf-8')[-500:]}")

    def service(self, name, *extra):
        data = self.directory / name
        data.mkdir(exist_ok=True)
        return self.start(name, [self.program(f"duban-{name}"), "--rpc-address", "127.0.0.1:0", "--metrics-address", "",
                                 "--data-dir", str(data), "--log-format", "json", *extra])

    def core(self):
        registry = self.service("registry")
        return ["--registry", registry, "--ingest", self.service("ingest", "--registry-address", registry)]

    def loadgen(self, *arguments):
        done = subprocess.run([self.program("duban-loadgen"), *map(str, arguments), "--json"], capture_output=True, text=True,
                              timeout=self.seconds * 20 + 120)
        if done.returncode != 0:
            raise Unavailable(f"duban-loadgen {arguments[0]} failed: {done.stdout[-300:]}{done.stderr[-300:]}")
        return json.loads(done.stdout) if done.stdout else {}

    def load(self, mode, concurrency, *extra):
        core = self.core()
        if mode in ("programme", "summary"):
            self.loadgen("prepare", *core)
        if mode == "summary":
            self.loadgen("submit", *core, "--seconds", 0.2, "--concurrency", 16)
            core += ["--analytics", self.service("analytics", "--registry-address", core[1], "--ingest-addresses", core[3])]
        return Figure.of(self.loadgen(mode, *core, "--concurrency", concurrency, "--seconds", self.seconds, *extra))

    def bare(self, mode, concurrency, *extra):
        address = self.start("bare", [self.program("duban-loadgen"), "bare-server"])
        return Figure.of(self.loadgen(mode, "--ingest", address, "--concurrency", concurrency, "--seconds", self.seconds, *extra))

    def stored(self, reports, districts):
        """Address and fold figures of an analytics that holds generated reports."""
        key = f"stored-{reports}"
        address = self.start(key, [self.program("duban-analytics-stored"), str(reports), str(districts)], patience=600)
        log = (self.directory / f"{key}.log").read_text(encoding="utf-8")
        return address, json.loads(next(line for line in log.splitlines() if "serving_started" in line))

    def summary_of(self, reports, districts):
        address, _ = self.stored(reports, districts)
        return Figure.of(self.loadgen("summary", "--analytics", address, "--concurrency", 64, "--seconds", self.seconds))

    def fold_of(self, reports, districts):
        return reports / self.stored(reports, districts)[1]["fold_seconds"]

    def memory_of(self, reports, districts):
        """Tasks held per MiB of the process."""
        figures = self.stored(reports, districts)[1]
        return figures["tasks"] / figures["resident_mib"]

    def freshness(self):
        """99th percentile in milliseconds from an acknowledgement until a summary shows it, while reports pour in."""
        core = self.core()
        self.loadgen("prepare", *core)
        analytics = self.service("analytics", "--registry-address", core[1], "--ingest-addresses", core[3])
        load = subprocess.Popen([self.program("duban-loadgen"), "submit", *core, "--concurrency", "16", "--rate", "1000",
                                 "--seconds", str(self.seconds + 1)], stdout=subprocess.DEVNULL)
        try:
            answer = self.loadgen("freshness", *core, "--analytics", analytics, "--concurrency", 16, "--rate", 200,
                                  "--seconds", self.seconds)
        finally:
            load.wait(timeout=120)
        return answer["p99_us"] / 1000

    def replay(self):
        core = self.core()
        if self.loadgen("replay", *core)["items"] < 50_000:
            self.loadgen("stream", *core, "--seconds", max(self.seconds, 2), "--concurrency", 2)
        return self.loadgen("replay", *core)["per_second"]

    def engine(self, name, what="value"):
        """A figure of journal_bench, which is run once: with 10 million entries, in a quick run with 1 million."""
        if not self.engine_figures:
            out = self.directory / "journal_bench.json"
            ids = 1_000_000 if self.seconds < 2 else 10_000_000
            subprocess.run([self.program("journal_bench"), "--dir", str(self.directory / "journal_bench"), "--json", str(out),
                            "--ids", str(ids), "--seconds", str(self.seconds / 2)], check=True, capture_output=True, timeout=600)
            for line in out.read_text(encoding="utf-8").splitlines():
                figure = json.loads(line)
                self.engine_figures[figure["name"].removeprefix("journal.")] = figure
        return self.engine_figures[name][what]

    def parse(self):
        return self.loadgen("parse")["per_second"]

    def append(self):
        return self.loadgen("append", "--directory", self.directory, "--seconds", self.seconds / 2)["per_second"]

    def copy(self, rows_each):
        if self.postgres is None:
            if not postgres.available():
                raise Unavailable("PostgreSQL 15 is not installed (Debian package postgresql)")
            self.postgres = postgres.Postgres(self.directory / "postgres")
        return self.postgres.copy(rows_each)

    def google(self, program, name):
        """Items (or bytes) per second of one benchmark of a google-benchmark program."""
        done = subprocess.run([self.program(program), "--benchmark_format=json", f"--benchmark_filter=^{name}$",
                               f"--benchmark_min_time={self.seconds / 4}"],
                              capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            raise Unavailable(f"{program} failed: {done.stderr[-300:]}")
        for one in json.loads(done.stdout)["benchmarks"]:
            return one.get("items_per_second") or one.get("bytes_per_second") or 1e9 / one["real_time"]
        raise Unavailable(f"{program} has no benchmark {name}")

    def gateway(self):
        if not shutil.which("h2load"):
            raise Unavailable("h2load is not installed (Debian package nghttp2-client)")
        self.load("summary", 1)
        gateway = self.start("gateway", [self.program("duban-gateway"), "--http-address", f"127.0.0.1:{free_port()}",
                                         "--metrics-address", "", "--log-format", "json",
                                         # All of the load comes from one client: its rate must not be limited.
                                         "--rate-per-second", "1e9", "--rate-burst", "1e9",
                                         "--registry-address", self.addresses["registry"],
                                         "--ingest-address", self.addresses["ingest"],
                                         "--analytics-address", self.addresses["analytics"]])
        done = subprocess.run(["h2load", "--h1", "-c", "64", "-t", "1", "-D", str(max(1, int(self.seconds))),
                               f"http://{gateway}/v1/districts/440100/summary?year=2022"], capture_output=True, text=True)
        # The gateway maps every error to an HTTP status of its own, so the 2xx are the calls that were answered.
        rate = re.search(r"([\d.]+) req/s", done.stdout)
        codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", done.stdout)
        if not rate or not codes or codes.group(1) == "0" or any(codes.group(i) != "0" for i in (2, 3, 4)):
            raise Unavailable(f"h2load failed: {done.stdout[-300:]}")
        return float(rate.group(1))
