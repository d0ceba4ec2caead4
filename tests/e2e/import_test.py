#!/usr/bin/env python3
"""Staff import a folder of a hundred documents, break off, go on, correct what is unsure, and teach the reader a word."""
import csv
import os
import pathlib
import pty
import re
import subprocess
import tempfile
import unittest

from suite import BIN, ROOT, Suite

DISTRICTS = 20
UNSURE = """{name}2022年民生实事进展情况(截至2022年{month}月30日)
一、建设充电设施
工作目标:新建公共充电站20个、建设换电柜50个。
进展情况:已建成{count}个。
二、修缮古桥
工作目标:修缮古桥5座。
进展情况:已修缮古桥3座。
"""


def districts(count):
    """Codes and names of real county-level districts whose names are unique."""
    rows = list(csv.reader((ROOT / "services/documents/data/districts.csv").open(encoding="utf-8")))
    names = [row[1] for row in rows if len(row) > 1]
    return [(row[0], row[1]) for row in rows
            if len(row) > 1 and row[0].isdigit() and row[1].endswith("县") and names.count(row[1]) == 1][:count]


def plan(name):
    return (f"{name}2022年民生实事项目计划\n\n"
            "一、农村供水改造\n牵头单位:县水利局\n工作目标:改造农村供水7500户。\n\n"
            "二、老旧小区加装电梯\n牵头单位:县住房城乡建设局\n工作目标:加装电梯40台。\n")


def bulletin(name, month, households, lifts):
    last = 31 if month == 12 else 30
    return (f"{name}2022年民生实事项目进展情况(截至2022年{month}月{last}日)\n\n"
            "序号|项目名称|目标任务|责任单位|进展情况\n"
            f"1|电梯加装|加装电梯40台|县住房城乡建设局|已加装电梯{lifts}台。\n"
            f"2|供水改造|改造农村供水7500户|县水利局|已改造农村供水{households}户。\n")


def write_folder(folder):
    """Five documents of each district, named so that the plan comes last in the folder's order."""
    for code, name in districts(DISTRICTS):
        for month, households, lifts in ((3, 1500, 8), (6, 3648, 16), (9, 5600, 30), (11, 7000, 38)):
            (folder / f"{code}-{month:02}.txt").write_text(bulletin(name, month, households, lifts), encoding="utf-8")
        (folder / f"{code}-plan.txt").write_text(plan(name), encoding="utf-8")


def on_terminal(suite, arguments, answers):
    """What a command prints whose questions are answered on a terminal."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen([BIN / "duban", "--ingest", f"127.0.0.1:{suite.base + 2}", *map(str, arguments)],
                                   stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        os.write(ours, answers.encode())
        output, _ = process.communicate(timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert process.returncode == 0, output
    return output


class FolderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory(prefix="duban-import-")
        cls.folder = pathlib.Path(cls.temp.name) / "documents"
        cls.folder.mkdir()
        write_folder(cls.folder)
        cls.suite = Suite("--no-redis").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()
        cls.temp.cleanup()

    def test_1_an_import_that_is_broken_off_goes_on_where_it_stopped(self):
        command = [BIN / "duban", "--ingest", f"127.0.0.1:{self.suite.base + 2}", "import", self.folder, "--yes",
                   "--accept-unsure"]
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        seen = 0
        for line in first.stderr:
            seen += "imported" in line
            if seen == 15:
                first.kill()
                break
        first.stderr.close()
        first.wait()
        self.assertGreaterEqual(seen, 15)
        second = self.suite.run("import", self.folder, "--yes", "--accept-unsure", timeout=240)
        counts = re.search(r"100 files: (\d+) imported, (\d+) unchanged", second.stdout)
        self.assertTrue(counts, second.stdout + second.stderr)
        self.assertGreaterEqual(int(counts[2]), 15)
        self.assertEqual(int(counts[1]) + int(counts[2]), 100)

    def test_2_once_more_changes_nothing_and_says_so(self):
        again = self.suite.run("import", self.folder, "--yes", "--accept-unsure")
        self.assertIn("100 files: 100 unchanged", again.stdout)
        looked = self.suite.run("import", self.folder, "--yes", "--accept-unsure", "--again", timeout=240)
        self.assertIn("100 files: 100 unchanged", looked.stdout)

    def test_3_reports_found_the_tasks_of_their_plan(self):
        for code, _ in districts(DISTRICTS)[:3]:
            board = self.suite.board_json(code, 2022, "--as-of", "2022-06-30")
            self.assertEqual([p["title"] for p in board["projects"]], ["农村供水改造", "老旧小区加装电梯"])
            values = [i.get("value") for p in board["projects"] for t in p["tasks"] for i in t["indicators"]]
            self.assertEqual(values, [3648, 16])


class ReviewTest(unittest.TestCase):
    """One unsure figure: refused, answered, learned, forgotten."""

    def test_a_person_answers_once(self):
        code, name = districts(1)[0]
        with Suite("--no-redis") as suite, tempfile.TemporaryDirectory() as temp:
            june, july, august = (pathlib.Path(temp) / f"{m}.txt" for m in ("june", "july", "august"))
            june.write_text(UNSURE.format(name=name, month=6, count=12), encoding="utf-8")
            july.write_text(UNSURE.format(name=name, month=9, count=15), encoding="utf-8")
            august.write_text(UNSURE.format(name=name, month=11, count=18), encoding="utf-8")

            refused = suite.run("import", june, "--yes", check=False)
            self.assertEqual(refused.returncode, 3, refused.stdout + refused.stderr)
            self.assertIn("TWO_CANDIDATES", refused.stderr)
            self.assertIn("20", refused.stderr)

            asked = on_terminal(suite, ["import", june, "--author", "李四"], "1\ny\n")
            self.assertIn("Number of the target", asked)
            board = suite.board_json(code, 2022, "--as-of", "2022-06-30")
            self.assertEqual([i.get("value") for i in board["projects"][0]["tasks"][0]["indicators"]], [12, None])

            patch = pathlib.Path(temp) / "patch.yaml"
            scaffold = suite.run("review", june).stdout
            self.assertIn("TWO_CANDIDATES", scaffold)
            answered = (scaffold.replace('author: ""', "author: 张三").replace("target: 0 ", "target: 2 ")
                        .replace("# learn: true", "learn: true", 1))
            patch.write_text(answered, encoding="utf-8")
            suite.run("import", june, "--yes", "--patch", patch)
            self.assertIn("张三", suite.run("show", "--patched", june).stdout)
            board = suite.board_json(code, 2022, "--as-of", "2022-06-30")
            self.assertEqual([i.get("value") for i in board["projects"][0]["tasks"][0]["indicators"]], [None, 12])

            suite.run("import", july, "--yes")
            words = suite.run("learned", "list", "--district", code).stdout
            self.assertIn("wording", words)
            word = re.search(r"districts/\d+/learnedWords/\d+", words)[0]
            suite.run("learned", "forget", word)
            self.assertEqual(suite.run("import", august, "--yes", check=False).returncode, 3)

            patch.write_text(answered.replace("target: 2 ", "target: 9 "), encoding="utf-8")
            wrong = suite.run("import", june, "--yes", "--patch", patch, check=False)
            self.assertEqual(wrong.returncode, 1)
            self.assertIn("patch.corrections[0].target", wrong.stderr)
            patch.write_text("author: 张三\ncorrections:\n  - colour: red\n", encoding="utf-8")
            self.assertIn("line 3", suite.run("import", june, "--yes", "--patch", patch, check=False).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
