#!/usr/bin/env python3
"""What an operator does with the journals of an ingest: takes an old one over, looks, backs up, restores."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from suite import BIN, ROOT, SAMPLE, Suite

DISTRICT = "420506"


def duban(*arguments, status=0):
    done = subprocess.run([BIN / "duban", *map(str, arguments)], capture_output=True, text=True, timeout=90)
    assert done.returncode == status, f"duban {arguments} ended with {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


class JournalFilesTest(unittest.TestCase):
    def setUp(self):
        temp = tempfile.TemporaryDirectory(prefix="duban-journal-")
        self.addCleanup(temp.cleanup)
        self.temp = pathlib.Path(temp.name)

    def test_an_old_journal_is_taken_over_looked_at_backed_up_and_restored(self):
        with Suite("--no-redis") as suite:
            suite.run("import", SAMPLE, "--yes", "--accept-unsure")
            data = suite.data / "ingest"
            backup = self.temp / "backup"
            # While ingest runs.
            self.assertIn("holds 26 entries of 1 districts", duban("backup", data, backup))
            suite.run("report", "--district", DISTRICT, "--year", "2024", "--task", "1.1", "--as-of", "2024-07-31",
                      "--measure", "惠及群众=18000人")
            self.assertIn("holds 27 entries", duban("backup", data, backup))
            shown = duban("journal", "inspect", data, "--heads")
            self.assertIn("27 entries of 1 districts", shown)
            self.assertRegex(shown, rf"{DISTRICT}  position 27  [0-9a-f]{{64}}")
            dumped = duban("journal", "inspect", data, "--entries", "--district", DISTRICT, "--after", 25)
            self.assertEqual(len(dumped.splitlines()), 2)
            self.assertIn("27 entries of 1 districts; every hash holds", duban("verify", "--file", data))
            self.assertEqual(duban("journal", "export", data), suite.run("export").stdout)
            self.assertIn("nothing to do", duban("journal", "takeover", data, status=1))

        restored = self.temp / "restored"
        restored.mkdir()
        self.assertIn("27 entries of 1 districts restored; every hash holds", duban("restore", backup, restored))
        self.assertIn("holds a journal", duban("restore", backup, restored, status=1))
        verified = subprocess.run([sys.executable, ROOT / "tools/verify_journal.py", restored], text=True,
                                  capture_output=True, timeout=60)
        self.assertIn("OK: 27 entries of 1 districts", verified.stdout, verified.stderr)
        self.assertTrue((restored / "documents.db").exists())

        self.assertIn("holds no journal", duban("journal", "inspect", self.temp, status=1))

    def test_ingest_names_the_command_that_an_old_journal_needs(self):
        ingest = [BIN / "duban-ingest", "--data-dir", self.temp, "--rpc-address", "127.0.0.1:0", "--metrics-address", "",
                  "--log-format", "json", "--registry-address", "127.0.0.1:1", "--start-timeout", "100ms"]
        old = subprocess.Popen([*ingest, "--journal-engine", "sqlite"], stderr=subprocess.PIPE, text=True)
        for line in old.stderr:
            if "serving_started" in line:
                break
        old.terminate()
        old.communicate(timeout=30)
        self.assertTrue((self.temp / "journal.db").exists())
        refused = subprocess.run(ingest, capture_output=True, text=True, timeout=30)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn(f"duban journal takeover {self.temp}", refused.stdout + refused.stderr)
        self.assertIn("every hash holds", duban("journal", "takeover", self.temp))
        new = subprocess.Popen(ingest, stderr=subprocess.PIPE, text=True)
        self.assertTrue(any("serving_started" in line for line in new.stderr))
        new.terminate()
        new.communicate(timeout=30)


if __name__ == "__main__":
    unittest.main()
