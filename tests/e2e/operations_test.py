#!/usr/bin/env python3
"""A real Prometheus watches the running suite: rules work, panels show data, and docs/metrics.md lists what there is."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from suite import ROOT, SAMPLE, Suite, free_port

MONITORING = ROOT / "monitoring"
JOBS = {"registry": 2001, "ingest": 2002, "analytics": 2003, "gateway": 2080}
WORDS = {"$__rate_interval": "1m", "$__range": "1m", "$__interval": "15s"}


def dashboards():
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((MONITORING / "dashboards").glob("*.json"))]


def panels():
    """(where, expression) of every query of every dashboard, with the variables at "All"."""
    for board in dashboards():
        names = [variable["name"] for variable in board["templating"]["list"]]
        for panel in board["panels"]:
            for target in panel.get("targets", []):
                expression = target["expr"]
                for word, value in WORDS.items():
                    expression = expression.replace(word, value)
                for name in names:
                    expression = expression.replace(f'"${name}"', '".*"')
                yield f"{board['uid']}: {panel['title']}", expression


def metrics_of(expression):
    """Names of the metrics in an expression: what is left once strings, label lists and functions are taken away."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    bare = re.sub(r"\{[^}]*\}", "", bare)
    bare = re.sub(r"\b(by|on|without|ignoring)\s*\([^)]*\)", "", bare)
    return {name for name in re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*", bare) if re.match(r"duban[_:]|process_|up$", name)}


def documented():
    """name -> (type, labels) as docs/metrics.md says."""
    found = {}
    for line in (ROOT / "docs/metrics.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and re.fullmatch(r"`[a-z_]+`", cells[0]):
            found[cells[0].strip("`")] = (cells[1], frozenset(re.findall(r"`(\w+)`", cells[2])))
    return found


class Prometheus:
    """A real server over the suite, with the rules of the repository, scraping every second."""

    def __init__(self, suite, directory):
        self.directory, self.port = directory, free_port()
        config = (MONITORING / "prometheus.yml").read_text(encoding="utf-8")
        config = re.sub(r"alerting:.*?(?=scrape_configs:)", "", config, flags=re.S)
        config = config.replace("15s", "1s").replace("rules/*.yml", f"{MONITORING}/rules/*.yml")
        for job, offset in JOBS.items():
            config = re.sub(rf"(job_name: {job}\n.*?127\.0\.0\.1:)\d+", rf"\g<1>{suite.base + offset}", config)
        (directory / "prometheus.yml").write_text(config, encoding="utf-8")
        self.log = (directory / "prometheus.log").open("w")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={directory}/prometheus.yml", f"--storage.tsdb.path={directory}/tsdb",
             f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=warn"],
            stdout=self.log, stderr=subprocess.STDOUT)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()

    def ready(self):
        """Whether it answers queries: until its storage is open, it refuses them with 503."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=20):
                return True
        except OSError as error:
            if self.process.poll() is not None:
                raise AssertionError((self.directory / "prometheus.log").read_text()) from error
            return False

    def get(self, path, **parameters):
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{parameters}: {error.read().decode()}") from error

    def values(self, expression):
        """The values of an instant query that are numbers."""
        answer = self.get("query", query=expression)
        samples = [answer["result"]] if answer.get("resultType") == "scalar" else [r["value"] for r in answer["result"]]
        return [float(value) for _, value in samples if value != "NaN"]


class OperationsTest(unittest.TestCase):
    """One suite and one Prometheus for all: documents come in, people look, a sender errs, chains are verified."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        if not shutil.which("prometheus"):
            raise unittest.SkipTest("prometheus is missing; tools/setup installs it")
        os.environ["DUBAN_BOARD_INTERVAL"] = "500ms"
        cls.suite = Suite("--sample", str(SAMPLE)).__enter__()
        cls.addClassCleanup(cls.suite.__exit__)
        directory = tempfile.TemporaryDirectory(prefix="duban-prometheus-")
        cls.addClassCleanup(directory.cleanup)
        cls.prometheus = Prometheus(cls.suite, pathlib.Path(directory.name))
        cls.addClassCleanup(cls.prometheus.stop)
        cls.rounds = 0
        cls.wait_for(cls.prometheus.ready, "Prometheus does not get ready")
        cls.wait_for(lambda: len(cls.prometheus.values('up == 1')) == len(JOBS), "not every program is scraped")
        for _ in range(3):
            cls.use_it()

    @classmethod
    def wait_for(cls, condition, message, seconds=90):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(message if isinstance(message, str) else message())
            time.sleep(0.2)

    @classmethod
    def use_it(cls):
        """What people and systems do, once more: a document, a report, a bad report, a look at the board, a verification."""
        cls.rounds += 1
        documents = sorted((ROOT / "tests/data/documents").glob("*.txt"))
        cls.suite.run("import", documents[cls.rounds % len(documents)], "--yes", "--accept-unsure", check=False)
        report = ["report", "--district", "420506", "--year", "2024", "--as-of", "2024-07-31"]
        cls.suite.run(*report, "--task", "1.1", "--measure", "惠及群众=17700人", "--request-id", f"round-{cls.rounds}", check=False)
        cls.suite.run(*report, "--task", "99.1", check=False)
        cls.suite.run("verify")
        for path in ("/", "/v1/districts/420506/summary", "/v1/districts/999999/summary"):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{cls.suite.base + 80}{path}", timeout=10).read()
            except urllib.error.HTTPError:
                pass

    def rules(self):
        return [rule for group in self.prometheus.get("rules")["groups"] for rule in group["rules"]]

    def eventually(self, queries):
        """Uses the suite until every query has data; fails naming those that never had."""
        left = dict(queries)
        deadline = time.monotonic() + 60
        while True:
            left = {where: query for where, query in left.items() if not self.prometheus.values(query)}
            if not left:
                return
            self.assertLess(time.monotonic(), deadline, "no data:\n" + "\n".join(f"{w}: {q}" for w, q in left.items()))
            self.use_it()

    def test_every_panel_of_every_dashboard_shows_data(self):
        queries = {f"{where} [{i}]": expression for i, (where, expression) in enumerate(panels())}
        self.assertGreater(len(queries), 50)
        self.eventually(queries)

    def test_every_choice_of_every_dashboard_has_something_to_choose(self):
        queries = {}
        for board in dashboards():
            for variable in board["templating"]["list"]:
                if variable["type"] != "query":
                    continue
                expression, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["definition"]).groups()
                queries[f"{board['uid']} {variable['name']}"] = f'count by ({label}) ({expression.replace("$job", ".*")})'
        self.eventually(queries)

    def test_every_rule_is_evaluated_and_every_recorded_series_comes_to_be(self):
        self.eventually({rule["name"]: rule["name"] for rule in self.rules() if rule["type"] == "recording"})
        for rule in self.rules():
            self.assertEqual((rule["health"], rule.get("lastError", "")), ("ok", ""), rule["name"])

    def test_every_metric_that_a_rule_or_a_panel_names_is_there(self):
        expressions = [rule["query"] for rule in self.rules()] + [expression for _, expression in panels()]
        names = set().union(*map(metrics_of, expressions))
        self.assertGreater(len(names), 40)
        missing = lambda: sorted(names - set(self.prometheus.get("label/__name__/values")))
        self.wait_for(lambda: not missing(), lambda: f"no such metric: {missing()}", seconds=30)

    def test_a_healthy_suite_alerts_nobody(self):
        firing = [alert["labels"]["alertname"] for alert in self.prometheus.get("alerts")["alerts"] if alert["state"] == "firing"]
        self.assertEqual(firing, [])

    def test_the_documentation_lists_every_metric_with_its_type_and_labels(self):
        found = {}
        for job, offset in JOBS.items():
            page = urllib.request.urlopen(f"http://127.0.0.1:{self.suite.base + offset}/metrics", timeout=10).read().decode()
            types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", page, flags=re.M))
            for name, kind in types.items():
                labels = set()
                for series in re.findall(rf"^{name}(?:_bucket|_sum|_count)?(\{{.*?\}})? ", page, flags=re.M):
                    labels |= set(re.findall(r'(\w+)="', series))
                labels -= {"le", "quantile"}
                known = found.setdefault(name, (kind, set()))
                known[1].update(labels)
        scraped = {name: (kind, frozenset(labels)) for name, (kind, labels) in found.items()}
        listed = documented()
        self.assertEqual({name: listed[name] for name in listed if name not in scraped}, {}, "listed and not there")
        self.assertEqual({name: scraped[name] for name in scraped if name not in listed}, {}, "there and not listed")
        self.assertEqual(listed, scraped)

    def test_the_pages_are_written_as_prometheus_likes_them(self):
        if not shutil.which("promtool"):
            self.skipTest("promtool is missing")
        for job, offset in JOBS.items():
            page = urllib.request.urlopen(f"http://127.0.0.1:{self.suite.base + offset}/metrics", timeout=10).read()
            lint = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, check=False)
            ours = [line for line in (lint.stdout + lint.stderr).decode().splitlines() if not line.startswith("exposer_")]
            self.assertEqual(ours, [], job)


if __name__ == "__main__":
    unittest.main()
