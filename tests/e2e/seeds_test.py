#!/usr/bin/env python3
"""The figures that five published documents state come out of the system by arithmetic, and so do their contradictions."""
import json
import unittest

from suite import SEEDS, Suite

PANYU, PANYU_REPORT, LIWAN, ZENGCHENG, MIYUN = (
    SEEDS / name for name in ("000_08f06eee6d49790a.txt", "001_947062464d03ef69.txt", "002_b0bd64ae2861423c.txt",
                              "003_326e39b38b9b275e.txt", "004_8a625a584277a081.txt"))
HALF_YEAR = ["--district", "440113", "--year", "2022", "--as-of", "2022-06-30"]


@unittest.skipUnless(PANYU.exists(), f"the published documents are not here: {SEEDS}")
class SeedsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite().__enter__()
        cls.addClassCleanup(cls.suite.__exit__)  # also when an import below fails
        cls.imported = {}
        for document in (PANYU, PANYU_REPORT, LIWAN, ZENGCHENG, MIYUN):
            extra = HALF_YEAR if document == PANYU else []
            cls.imported[document] = cls.suite.run("import", document, "--yes", "--accept-unsure", *extra).stdout

    def indicators(self, district, year, *arguments):
        board = self.suite.board_json(district, year, *arguments)
        return [(p["number"], i) for p in board["projects"] for t in p["tasks"] for i in t.get("indicators", [])]

    def completion(self, district, year, project, target):
        """Percent of the indicator of a project that promises `target`."""
        found = [i["completion"] * 100 for number, i in self.indicators(district, year)
                 if number == project and i["target"] == target]
        self.assertEqual(len(found), 1, f"{target} of project {project}")
        return found[0]

    def sums(self, document):
        draft = json.loads(self.suite.run("parse", document, "--json").stdout)
        return {(check["stated"], check["recomputed"]) for check in draft["checks"] if check["kind"] == "SUM"}

    def test_panyu_states_its_half_year_shares(self):
        for project, target, percent in ((1, 7500, 48.64), (4, 20000, 325.17), (4, 60000, 120.19), (6, 300, 79.67)):
            self.assertAlmostEqual(self.completion("440113", 2022, project, target), percent, delta=0.006)
        stated = {i["statedPercent"] for _, i in self.indicators("440113", 2022) if "statedPercent" in i}
        self.assertLessEqual({48.64, 325, 120, 79}, stated, "what was stated is kept beside what was computed")

    def test_miyun_states_its_share_of_charging_points(self):
        self.assertAlmostEqual(self.completion("110118", 2022, 25, 17643), 87.88, delta=0.006)
        shown = self.suite.board("110118", 2022)
        self.assertIn("87.88 %", shown)
        self.assertIn("87.9%", shown)

    def test_beds_of_private_and_public_homes_add_up(self):
        self.assertIn((288, 208 + 80), self.sums(PANYU_REPORT))

    def test_charging_posts_are_planned_quarter_by_quarter(self):
        for day, planned in (("2023-03-31", 70), ("2023-06-30", 200), ("2023-09-30", 340), ("2023-12-31", 450)):
            posts = [i for number, i in self.indicators("440118", 2023, "--as-of", day)
                     if number == 10 and i["target"] == 450]
            self.assertEqual(posts[0]["scheduleBasis"], "PLANNED")
            self.assertAlmostEqual(posts[0]["scheduled"] * 450, planned, places=6)
        draft = json.loads(self.suite.run("parse", ZENGCHENG, "--json").stdout)
        project = next(p for p in draft["programmes"][0]["projects"] if p["number"] == 10)
        stations = [target["value"] for milestone in project["tasks"][0]["milestones"]
                    for target in milestone["targets"][:1]]
        self.assertEqual(sum(stations), 40)

    def test_contradictions_are_findings_with_their_sentences(self):
        for district, kind, quotes in (("440113", "SUM_MISMATCH", ["广州南站站", "15个"]),
                                       ("110118", "TARGET_CHANGED", ["20眼", "19眼"]),
                                       ("110118", "SUM_MISMATCH", ["19个镇街"])):
            listed = json.loads(self.suite.run("findings", "--district", district, "--year", 2022, "--json").stdout)
            told = ["".join(e.get("source", {}).get("quote", "") for e in f["evidence"])
                    for f in listed["findings"] if f["kind"] == kind]
            self.assertTrue(any(all(quote in text for quote in quotes) for text in told), f"{quotes} not in {told}")

    def test_plans_that_contradict_themselves_say_so_when_they_are_imported(self):
        self.assertIn("10000个", self.imported[PANYU_REPORT])
        self.assertIn("3000个", self.imported[PANYU_REPORT])
        self.assertIn("2430个", self.imported[ZENGCHENG])
        self.assertIn("2520个", self.imported[ZENGCHENG])

    def test_a_clean_list_of_completions_accuses_nobody(self):
        listed = json.loads(self.suite.run("findings", "--district", "440103", "--year", 2021, "--json").stdout)
        self.assertEqual(listed.get("findings", []), [])


if __name__ == "__main__":
    unittest.main()
