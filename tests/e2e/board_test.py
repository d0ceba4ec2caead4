#!/usr/bin/env python3
"""A real document goes in, a correct board comes out, over the real programs with a real redis-server."""
import json
import re
import subprocess
import unittest

from suite import BIN, SAMPLE, SEEDS, Suite, free_base_port

PANYU = SEEDS / "000_08f06eee6d49790a.txt"


def figures(board):
    """{(project, task, measure): percent} of a board in JSON, rounded half up to two decimals."""
    return {(p["number"], t["number"], i["measure"]): round(i["completion"] * 100 + 1e-7, 2)
            for p in board["projects"] for t in p["tasks"] for i in t.get("indicators", []) if "completion" in i}


def comparable(board):
    """What must be the same after a restart: everything but how fresh the sources are."""
    board = json.loads(json.dumps(board))
    board.get("basis", {}).pop("staleSeconds", None)
    return board


class SampleBoardTest(unittest.TestCase):
    """The sample that tools/up imports, with the figures worked out by hand from its text."""

    @classmethod
    def setUpClass(cls):
        cls.gold = json.loads(SAMPLE.with_suffix(".json").read_text(encoding="utf-8"))
        cls.district = cls.gold["district"]["code"]
        cls.year = cls.gold["programmes"][0]["year"]
        cls.suite = Suite("--sample", str(SAMPLE)).__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def test_up_prints_the_board_of_the_sample(self):
        output = self.suite.output()
        for project in self.gold["programmes"][0]["projects"]:
            self.assertIn(project["title"][:10], output)

    def test_every_stated_share_of_the_gold_comes_out_by_arithmetic(self):
        board = self.suite.board_json(self.district, self.year)
        shown = figures(board).values()
        for check in self.gold["stated_checks"]:
            if check["kind"] == "percent":
                self.assertTrue(any(abs(value - check["recomputed"]) < 0.011 for value in shown),
                                f"{check['quote']}: {check['recomputed']} is not among {sorted(shown)}")

    def test_the_same_document_again_changes_nothing_and_says_so(self):
        before = self.suite.board_json(self.district, self.year)
        again = self.suite.run("import", SAMPLE, "--yes")
        self.assertIn("nothing changes", again.stdout)
        self.assertEqual(before["basis"]["position"], self.suite.board_json(self.district, self.year)["basis"]["position"])

    def test_a_report_by_hand_moves_the_board_and_a_repeated_call_does_not(self):
        board = self.suite.board_json(self.district, self.year)
        project, task, figure = next((p, t, i) for p in board["projects"] for t in p["tasks"]
                                     for i in t.get("indicators", [])
                                     if i.get("value") and i["value"] < i["target"] and i["unit"] != "%")
        report = ["report", "--district", self.district, "--year", self.year,
                  "--task", f"{project['number']}.{task['number']}", "--as-of", f"{self.year}-07-31",
                  "--measure", f"{figure['measure']}={figure['target']}{figure['unit']}", "--request-id", "july-1"]
        first = self.suite.run(*report).stdout
        second = self.suite.run(*report).stdout
        self.assertIn("recorded at position", first)
        self.assertIn("was recorded before", second)
        position = first.split("position ")[1].split()[0]
        moved = self.suite.board_json(self.district, self.year, "--as-of", f"{self.year}-07-31", "--at-least", position)
        self.assertEqual(figures(moved)[(project["number"], task["number"], figure["measure"])], 100.0)
        unmoved = self.suite.board_json(self.district, self.year, "--as-of", f"{self.year}-06-30")
        self.assertLess(figures(unmoved)[(project["number"], task["number"], figure["measure"])], 100.0)

    def test_the_contradictions_of_the_sample_are_found_with_their_sentences(self):
        found = self.suite.run("findings", "--district", self.district, "--year", self.year).stdout
        printed = re.findall("“(.+)”", found)
        for finding in self.gold["findings"]:
            self.assertTrue(any(part in quote for part in printed for quote in finding["quotes"]),
                            f"{finding['quotes']} not in:\n{found}")
        self.assertNotIn("HIDDEN_BASE", found, "the base of every share of the sample is printed")

    def test_every_question_to_analytics_has_an_answer_for_people(self):
        programme = ["--district", self.district, "--year", self.year]
        lead = self.gold["programmes"][0]["projects"][0]["lead_units"][0]
        self.assertIn(lead, self.suite.run("rank", *programme).stdout)
        self.assertIn(f"{self.year}-06-30", self.suite.run("trend", *programme).stdout)
        self.assertIn("挣得进度", self.suite.run("forecast", *programme, "--task", "1.1").stdout)
        self.assertIn("%", self.suite.run("compare", "--year", self.year, "--as-of", f"{self.year}-06-30").stdout)
        bulletin = self.suite.run("bulletin", *programme, "--output", "-").stdout
        self.assertIn(lead, bulletin)
        self.assertEqual(bulletin, self.suite.run("bulletin", *programme, "--output", "-").stdout)

    def test_a_bad_report_is_refused_by_field(self):
        bad = self.suite.run("report", "--district", self.district, "--year", self.year, "--task", "99.1",
                             "--as-of", f"{self.year}-07-31", check=False)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("report.task", bad.stderr)
        self.assertIn("TASK_NOT_FOUND", bad.stderr)

    def test_the_same_board_comes_back_after_each_program_is_killed(self):
        as_of = ["--as-of", f"{self.year}-06-30"]
        before = self.suite.board_json(self.district, self.year, *as_of)
        position = str(before["basis"]["position"])
        for name in ("registry", "ingest", "analytics", "redis"):
            with self.subTest(killed=name):
                self.suite.kill(name)
                self.suite.wait_for(
                    lambda: self.suite.run("board", "--district", self.district, "--year", self.year, "--json", *as_of,
                                           "--at-least", position, check=False).returncode == 0,
                    f"no board after {name} was killed")
                after = self.suite.board_json(self.district, self.year, *as_of, "--at-least", position)
                self.assertEqual(comparable(before), comparable(after))


class RealDocumentTest(unittest.TestCase):
    """Panyu's half-year report of 2022, as its government published it."""

    def setUp(self):
        if not PANYU.exists():
            self.skipTest(f"the real documents are not here: {PANYU}")

    def test_its_own_figures_come_out_and_survive_a_restart(self):
        with Suite() as suite:
            arguments = ["import", PANYU, "--yes", "--accept-unsure", "--district", "440113", "--year", "2022", "--as-of", "2022-06-30"]
            first = suite.run(*arguments).stdout
            self.assertIn("10 projects, 27 tasks", first)
            self.assertIn("nothing changes", suite.run(*arguments).stdout)
            text = suite.board("440113", 2022)
            for figure in ("48.64 %", "325", "120", "79.67 %"):
                self.assertIn(figure, text)
            board = suite.board_json("440113", 2022)
            self.assertEqual(board["basis"]["asOf"], {"year": 2022, "month": 6, "day": 30})
            self.assertEqual(suite.stop(), 0)
            suite.start()
            self.assertEqual(comparable(board), comparable(suite.board_json("440113", 2022)))


class UpTest(unittest.TestCase):
    """Starting and stopping."""

    def test_once_exits_0_after_the_board_and_again_starts_where_it_left_off(self):
        suite = Suite()
        command = [BIN / "duban", "up", "--once", "--data", suite.data, "--base-port", str(free_base_port()), "--sample", SAMPLE]
        first = subprocess.run(command, text=True, capture_output=True, timeout=120)
        self.assertEqual(first.returncode, 0, first.stdout + first.stderr)
        second = subprocess.run(command, text=True, capture_output=True, timeout=120)
        self.assertEqual(second.returncode, 0, second.stdout + second.stderr)
        self.assertIn("nothing changes", second.stdout)

    def test_a_port_in_use_is_said_with_the_way_out(self):
        with Suite("--no-redis") as suite:
            other = subprocess.run([BIN / "duban", "up", "--once", "--data", suite.data.parent / "other",
                                    "--base-port", str(suite.base)], text=True, capture_output=True, timeout=60)
            self.assertEqual(other.returncode, 1)
            self.assertIn(f"port {suite.base + 1}", other.stderr)
            self.assertIn("--base-port", other.stderr)

    def test_two_suites_cannot_share_a_data_directory(self):
        with Suite("--no-redis") as suite:
            other = subprocess.run([BIN / "duban", "up", "--once", "--data", suite.data,
                                    "--base-port", str(free_base_port())], text=True, capture_output=True, timeout=60)
            self.assertEqual(other.returncode, 1)
            self.assertIn("another `duban up` runs", other.stderr)

    def test_without_redis_server_it_says_how_to_get_it_or_go_without(self):
        suite = Suite()
        done = subprocess.run([BIN / "duban", "up", "--once", "--data", suite.data, "--base-port", str(free_base_port())],
                              env={"PATH": "/nonexistent"}, text=True, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--no-redis", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
