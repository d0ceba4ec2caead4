#!/usr/bin/env python3
"""Rules, alerts, routes and dashboards, checked by the tools that read them and against each other."""
import json
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "monitoring"
# Units of Grafana that we use; a misspelt one would show as a word behind every figure.
UNITS = {"none", "s", "d", "bytes", "percentunit", "reqps", "ops", "wps", "dateTimeFromNow"}


def run(*command, cwd=MONITORING):
    return subprocess.run([str(c) for c in command], cwd=cwd, text=True, capture_output=True, check=False)


def needs(tool):
    return unittest.skipUnless(shutil.which(tool), f"{tool} is missing; tools/setup installs it")


def alerts():
    groups = yaml.safe_load((MONITORING / "rules/alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def boards():
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted((MONITORING / "dashboards").glob("*.json"))}


def anchors(path):
    """The anchors of a page's headings, as they are made from them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


class RulesTest(unittest.TestCase):
    @needs("promtool")
    def test_prometheus_takes_configuration_and_rules(self):
        done = run("promtool", "check", "config", "prometheus.yml")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    @needs("promtool")
    def test_alerts_fire_when_they_must_and_not_when_they_must_not(self):
        done = run("promtool", "test", "rules", "alerts_test.yml", "slow_alerts_test.yml", cwd=MONITORING / "tests")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_alert_has_a_case_in_which_it_fires(self):
        cases = "".join(path.read_text(encoding="utf-8") for path in (MONITORING / "tests").glob("*.yml"))
        for alert in alerts():
            self.assertIn(f'alertname="{alert["alert"]}"', cases, "no test in which it fires")

    def test_every_alert_says_what_who_and_what_to_do(self):
        known = anchors(ROOT / "docs/operations.md")
        for alert in alerts():
            name = alert["alert"]
            self.assertIn(alert["labels"]["severity"], {"page", "ticket", "info"}, name)
            for key in ("summary", "description"):
                self.assertGreater(len(alert["annotations"][key]), 15, f"{name}: {key}")
            page, anchor = alert["annotations"]["runbook_url"].split("#")
            self.assertEqual(page, "docs/operations.md", name)
            self.assertIn(anchor, known, f"{name}: its runbook is not there")

    def test_the_kubernetes_object_and_the_dashboards_are_current(self):
        done = run(ROOT / "tools/monitoring", "--check")
        self.assertEqual(done.returncode, 0, done.stdout + "run tools/monitoring")
        rules = yaml.safe_load((ROOT / "k8s/components/prometheus-rules/prometheus-rule.yaml").read_text(encoding="utf-8"))
        files = [yaml.safe_load(path.read_text(encoding="utf-8"))["groups"] for path in (MONITORING / "rules").glob("*.yml")]
        self.assertCountEqual([rule for group in rules["spec"]["groups"] for rule in group["rules"]],
                              [rule for groups in files for group in groups for rule in group["rules"]])

    @needs("amtool")
    def test_alertmanager_takes_its_configuration_and_routes_by_severity(self):
        done = run("amtool", "check-config", "alertmanager.yml")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for severity, receiver in (("page", "on-call"), ("ticket", "tickets"), ("info", "supervision")):
            route = run("amtool", "config", "routes", "test", "--config.file=alertmanager.yml", f"severity={severity}")
            self.assertEqual(route.stdout.strip(), receiver, severity)
        text = (MONITORING / "alertmanager.yml").read_text(encoding="utf-8")
        named = {name for group in re.findall(r'alertname=~?"([^"]+)"', text) for name in group.split("|")}
        self.assertLessEqual(named, {alert["alert"] for alert in alerts()})


class DashboardsTest(unittest.TestCase):
    def test_dashboards_and_panels_have_ids_of_their_own(self):
        self.assertGreaterEqual(len(boards()), 4)
        self.assertEqual(len({board["uid"] for board in boards().values()}), len(boards()))
        for name, board in boards().items():
            self.assertEqual(name, f"{board['uid']}.json")
            ids = [panel["id"] for panel in board["panels"]]
            self.assertEqual(len(ids), len(set(ids)), name)

    def test_panels_say_what_they_show_in_which_unit_and_do_not_overlap(self):
        for name, board in boards().items():
            taken = set()
            titles = [panel["title"] for panel in board["panels"]]
            self.assertTrue(all(titles), name)
            for panel in board["panels"]:
                place = panel["gridPos"]
                cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
                self.assertFalse(cells & taken, f"{name}: {panel['title']} lies on another")
                self.assertLessEqual(place["x"] + place["w"], 24, name)
                taken |= cells
                if panel["type"] == "row":
                    continue
                self.assertIn(panel["fieldConfig"]["defaults"]["unit"], UNITS, f"{name}: {panel['title']}")
                self.assertTrue(panel["description"] and panel["targets"], f"{name}: {panel['title']}")

    def test_queries_use_the_variables_that_are_there(self):
        known = {"__rate_interval", "__range", "__interval", "__all"}
        for name, board in boards().items():
            variables = {variable["name"] for variable in board["templating"]["list"]}
            for panel in board["panels"]:
                self.assertEqual(panel.get("datasource", {"uid": "${datasource}"})["uid"], "${datasource}")
                for target in panel.get("targets", []):
                    used = set(re.findall(r"\$(\w+)", target["expr"]))
                    self.assertLessEqual(used, variables | known, f"{name}: {panel['title']}")

    def test_the_component_carries_every_dashboard(self):
        component = yaml.safe_load((MONITORING / "dashboards/kustomization.yaml").read_text(encoding="utf-8"))
        self.assertCountEqual(component["configMapGenerator"][0]["files"], boards())


if __name__ == "__main__":
    unittest.main()
