#!/usr/bin/env python3
"""Ingest as gRPC clients that are not ours use it, and its journal as outsiders verify it."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from suite import BIN, ROOT, SAMPLE

HERE = pathlib.Path(__file__).resolve().parent
PROTOS = ROOT / "protos"


class IngestClientsTest(unittest.TestCase):
    def setUp(self):
        temp = tempfile.TemporaryDirectory(prefix="duban-ingest-")
        self.addCleanup(temp.cleanup)
        self.temp = pathlib.Path(temp.name)
        self.registry = self.start("registry")
        self.ingest = self.start("ingest", "--registry-address", self.registry)

    def start(self, name, *arguments):
        """Starts a program on a free port and returns its address, as its log says it."""
        log = self.temp / f"{name}.log"
        with open(log, "w", encoding="utf-8") as out:
            process = subprocess.Popen(
                [BIN / f"duban-{name}", "--data-dir", self.temp / name, "--rpc-address", "127.0.0.1:0",
                 "--metrics-address", "", "--log-format", "json", *arguments], stdout=out, stderr=subprocess.STDOUT)
        self.addCleanup(lambda: (process.terminate(), process.wait(10)))
        deadline = time.monotonic() + 20
        while True:
            found = re.search(r'"serving_started".*?"address":"([^"]+)"', log.read_text(encoding="utf-8"))
            if found:
                return found.group(1)
            self.assertIsNone(process.poll(), log.read_text(encoding="utf-8"))
            self.assertLess(time.monotonic(), deadline, f"{name} did not start")
            time.sleep(0.02)

    def run_client(self, *command, status=0):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_debians_python_client_and_the_verifiers(self):
        generated = self.temp / "generated"
        generated.mkdir()
        sources = [p.relative_to(PROTOS) for p in sorted(PROTOS.rglob("*.proto"))]
        subprocess.run(["protoc", "-I", PROTOS, f"--python_out={generated}", *sources], check=True)
        out = self.run_client("/usr/bin/python3", HERE / "ingest_client.py", self.registry, self.ingest, generated,
                              SAMPLE, self.temp)
        self.assertIn("all as expected", out)

        export = self.temp / "export.jsonl"
        self.assertIn("OK:", self.run_client(sys.executable, ROOT / "tools/verify_journal.py", export))
        self.assertIn("every hash holds", self.run_client(BIN / "duban", "verify", "--file", export))
        own = self.temp / "own.jsonl"
        self.run_client(BIN / "duban", "--ingest", self.ingest, "export", "--out", own)
        self.assertEqual(own.read_bytes(), export.read_bytes())
        self.assertIn("every hash holds", self.run_client(BIN / "duban", "--ingest", self.ingest, "verify"))
        lines = export.read_text(encoding="ascii").splitlines()
        export.write_text("\n".join(lines[:40] + [lines[40].replace('"payload":"', '"payload":"00')] + lines[41:]) + "\n")
        self.assertIn("BROKEN", self.run_client(sys.executable, ROOT / "tools/verify_journal.py", export, status=1))
        self.assertIn("does not match", self.run_client(BIN / "duban", "verify", "--file", export, status=1))

        proof_file = self.temp / "proof.json"
        verify = [sys.executable, ROOT / "tools/verify_proof.py", proof_file]
        proof = json.loads(proof_file.read_text(encoding="utf-8"))
        out = self.run_client(*verify, "--key", proof["head"]["public_key"])
        self.assertIn("is signed with key", out)
        self.assertIn(proof["figure"]["quote"], out)
        self.run_client(BIN / "duban", "--ingest", self.ingest, "proof", proof["report"], "--out", proof_file)
        self.assertIn("entries after it lead to the head", self.run_client(*verify))
        self.check_forgeries(proof, proof_file, verify)

    def check_forgeries(self, proof, proof_file, verify):
        """Whatever is changed in a proof, it no longer holds."""
        def forged(change, says):
            copy = json.loads(json.dumps(proof))
            change(copy)
            proof_file.write_text(json.dumps(copy), encoding="utf-8")
            with self.subTest(says):
                self.assertIn(says, self.run_client(*verify, status=1))
        forged(lambda p: p["figure"].update(value=p["figure"]["value"] + 1), "not what the report says")
        forged(lambda p: p["document"].update(content=p["document"]["content"][:-2] + "21"), "SHA-256 differs")
        forged(lambda p: p["document"].update(text="x" + p["document"]["text"]), "does not stand at its place")
        forged(lambda p: p["entries"][0].update(accept_time_us=1), "the hash does not match the entry")
        forged(lambda p: p["entries"].pop(), "do not lead to the head")
        forged(lambda p: p["head"].update(signed_time_us=1), "signature is wrong")
        proof_file.write_text(json.dumps(proof), encoding="utf-8")
        with self.subTest("another key"):
            self.assertIn("another key", self.run_client(*verify, "--key", "00" * 32, status=1))

    def test_node_client(self):
        if shutil.which("node") is None or not (HERE / "node/node_modules").is_dir():
            self.skipTest("Node's packages are not installed; ./tools/setup does it")
        out = self.run_client("node", HERE / "node/ingest_client.js", self.registry, self.ingest, PROTOS)
        self.assertIn("all as expected", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
