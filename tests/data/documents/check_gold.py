#!/usr/bin/env python3
"""Check that every annotation in this folder agrees with its document and with itself.

  check_gold.py [FOLDER]        FOLDER defaults to the folder of this script

For each NAME.json: the document it names exists; every quote is a substring of it; every value
can be read in its quote; dates are dates; units, leaders and titles stand in the text; projects and
tasks are in ascending order; every share is recomputed from two figures of its project and `ok`
says whether it holds (rounded or cut at its last stated digit); every mismatch has a failing check.
Prints one line per fault; exit status 1 when there is any.
"""
import datetime
import json
import math
import pathlib
import re
import sys
import unicodedata

OPS = {">=", "=", "<=", ">", "~"}
KINDS = {"plan", "progress", "completion"}
STATUSES = {None, "not_started", "in_progress", "completed", "overfulfilled", "delayed"}
FINDINGS = {"percent_mismatch", "sum_mismatch", "target_mismatch", "target_changed",
            "status_contradiction", "regression", "other"}
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10 ** 4, "亿": 10 ** 8}


def chinese(text):
    """Value of a Chinese numeral (一千二百, 一亿零五百万, 九点六)."""
    whole, point, decimals = text.partition("点")
    if point:
        return chinese(whole) + float("0." + "".join(str(DIGITS[c]) for c in decimals))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char == "万":
            total, section, digit = total + (section + digit) * 10 ** 4, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10 ** 8, 0, 0
        else:
            section, digit = section + (digit or 1) * SCALES[char], 0
    return total + section + digit


def numbers(text):
    """All values that can be read in `text`, with and without the scale that follows them."""
    text = unicodedata.normalize("NFKC", text)
    values = set()
    for match in re.finditer(r"(\d[\d,]*(?:\.\d+)?)\s*([余多]?)([百千万亿]*)", text):
        number = float(match[1].replace(",", ""))
        values.add(number)
        values.add(number * math.prod(SCALES[c] for c in match[3]))
    for match in re.finditer(NUMERAL, text):
        values.add(float(chinese(match[0])))
        values.update(float(chinese(c)) for c in match[0] if c != "点")
    return values


def holds(stated, value):
    """Whether `stated` is `value` rounded or cut at the last digit that `stated` shows."""
    digits = len(repr(stated).partition(".")[2]) if isinstance(stated, float) else 0
    step = 10.0 ** -digits
    last_digits = (math.floor(value / step), math.floor(value / step + 0.5))
    return any(abs(stated - last * step) < step / 100 for last in last_digits)


class Checker:
    def __init__(self, path):
        self.path = path
        self.faults = []
        self.gold = json.loads(path.read_text(encoding="utf-8"))
        document = path.with_name(self.gold["source"])
        self.text = document.read_text(encoding="utf-8") if document.exists() else ""
        self.squeezed = re.sub(r"\s", "", self.text)
        self.expect(bool(self.text), "no document " + self.gold["source"])

    def expect(self, condition, message):
        if not condition:
            self.faults.append(f"{self.path.name}: {message}")

    def quote(self, where, quote):
        self.expect(quote and quote in self.text, f"{where}: not in the document: {quote}")

    def date(self, where, value):
        try:
            datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            self.expect(False, f"{where}: not a date: {value}")

    def names(self, where, node):
        for field in ("lead_units", "cooperating_units", "leaders"):
            for name in node.get(field, []):
                self.expect(re.sub(r"\s", "", name) in self.squeezed,
                            f"{where}: {field}: not in the document: {name}")

    def figure(self, where, figure):
        self.quote(where, figure["quote"])
        self.expect(figure["measure"] and figure["unit"],
                    f"{where}: no measure or unit: {figure['quote']}")
        read = self.readable(figure)
        self.expect(any(math.isclose(figure["value"], n, rel_tol=1e-9) for n in read),
                    f"{where}: {figure['value']} cannot be read in: {figure['quote']}")
        if "op" in figure:
            self.expect(figure["op"] in OPS, f"{where}: op {figure['op']}")

    def readable(self, figure):
        """Values of the quote, also scaled by the unit that a table's header gives (计划投资(万元))."""
        values = numbers(figure["quote"])
        return values | {n * 10 ** 4 for n in values} if figure["unit"] == "元" else values

    def task(self, where, task):
        self.names(where, task)
        self.expect(0 < len(task["label"]) <= 12,
                    f"{where}: label of 1 to 12 characters: {task['label']}")
        self.expect(task["status"] in STATUSES, f"{where}: status {task['status']}")
        for target in task["targets"]:
            self.figure(where, target)
            self.date(where, target["due"])
        for milestone in task["milestones"]:
            self.date(where, milestone["due"])
            if milestone["from"]:
                self.date(where, milestone["from"])
                self.expect(milestone["from"] <= milestone["due"],
                            f"{where}: milestone ends before it starts")
            for target in milestone["targets"]:
                self.figure(where, target)
        for measurement in task["measurements"]:
            self.figure(where, measurement)
            self.date(where, measurement["as_of"])

    def programme(self, programme):
        where = f"{programme['year']} {programme['kind']}"
        self.expect(programme["kind"] in KINDS, f"{where}: kind")
        if programme["as_of"]:
            self.date(where, programme["as_of"])
        projects = [project["number"] for project in programme["projects"]]
        self.expect(projects and projects == sorted(set(projects)),
                    f"{where}: project numbers {projects}")
        for project in programme["projects"]:
            place = f"{where} project {project['number']}"
            self.quote(place, project["title"])
            self.names(place, project)
            tasks = [task["number"] for task in project["tasks"]]
            self.expect(tasks and tasks == sorted(set(tasks)), f"{place}: task numbers {tasks}")
            for task in project["tasks"]:
                self.task(f"{place} task {task['number']}", task)

    def figures_of(self, year, number):
        """Values of one project's targets and measurements in all lists of that year."""
        values = []
        for programme in self.gold["programmes"]:
            for project in programme["projects"]:
                if programme["year"] == year and project["number"] == number:
                    for task in project["tasks"]:
                        values += [f["value"] for f in task["targets"] + task["measurements"]]
                        values += [t["value"] for m in task["milestones"] for t in m["targets"]]
        return values

    def check(self, check):
        where = f"check of {check['year']} project {check['project']}"
        self.quote(where, check["quote"])
        readable = numbers(check["quote"])
        readable |= {n * 10 ** 4 for n in readable} if check["kind"] == "sum" else set()
        self.expect(any(math.isclose(check["stated"], n, rel_tol=1e-9) for n in readable),
                    f"{where}: {check['stated']} cannot be read in: {check['quote']}")
        if check["kind"] == "percent":
            self.expect(check["ok"] == holds(check["stated"], check["recomputed"]),
                        f"{where}: {check['stated']} against {check['recomputed']}: ok is wrong")
            values = self.figures_of(check["year"], check["project"])
            shares = [100 * part / base for part in values for base in values if base]
            self.expect(not values or any(abs(s - check["recomputed"]) < 0.006 for s in shares),
                        f"{where}: no two figures give {check['recomputed']} %")
        elif not check["ok"]:
            self.expect(check["stated"] != check["recomputed"],
                        f"{where}: {check['stated']} holds, ok is wrong")

    def finding(self, finding):
        where = f"finding on {finding['year']} project {finding['project']}"
        self.expect(finding["kind"] in FINDINGS, f"{where}: kind {finding['kind']}")
        for quote in finding["quotes"]:
            self.quote(where, quote)
        if finding["kind"] in ("percent_mismatch", "sum_mismatch"):
            failing = [c["project"] for c in self.gold["stated_checks"] if not c["ok"]]
            self.expect(finding["project"] in failing, f"{where}: no failing check")

    def run(self):
        district = self.gold["district"]
        self.expect(re.fullmatch(r"\d{6}", district["code"]), f"district code {district['code']}")
        for programme in self.gold["programmes"]:
            self.programme(programme)
        for check in self.gold["stated_checks"]:
            self.check(check)
        for finding in self.gold["findings"]:
            self.finding(finding)
        return self.faults


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    folder = folder if folder.is_dir() else folder.resolve().parent
    paths = sorted(folder.glob("*.json"))
    faults = [fault for path in paths for fault in Checker(path).run()]
    faults += [f"{path.name}: no annotation" for path in sorted(folder.glob("*.txt"))
               if not path.with_suffix(".json").exists()]
    if not paths:
        faults.append(f"{folder}: no annotations")
    print("\n".join(faults) if faults else f"{len(paths)} annotations agree with their documents")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
