#!/usr/bin/env python3
"""The registry program as gRPC clients that are not ours use it, and as it comes back after it was killed."""
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from suite import BIN, ROOT, free_port

HERE = pathlib.Path(__file__).resolve().parent
PROTOS = ROOT / "protos"
# The one that python3-grpcio belongs to, whatever comes first in PATH.
DEBIAN_PYTHON = "/usr/bin/python3"


class RegistryClientsTest(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory(prefix="duban-registry-")
        self.addCleanup(self.temp.cleanup)
        self.address = f"127.0.0.1:{free_port()}"
        self.start()
        self.addCleanup(lambda: (self.process.terminate(), self.process.wait(10)))

    def start(self):
        self.process = subprocess.Popen(
            [BIN / "duban-registry", "--data-dir", self.temp.name, "--rpc-address", self.address,
             "--metrics-address", "", "--log-level", "error"])
        host, port = self.address.split(":")
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection((host, int(port)), 1).close()
                return
            except OSError:
                self.assertIsNone(self.process.poll(), "the registry ended")
                self.assertLess(time.monotonic(), deadline, "the registry does not listen")
                time.sleep(0.02)

    def run_client(self, *command):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_debians_python_client(self):
        generated = pathlib.Path(self.temp.name) / "generated"
        generated.mkdir()
        sources = [p.relative_to(PROTOS) for part in ("google", "duban/type", "duban/registry")
                   for p in sorted((PROTOS / part).rglob("*.proto"))]
        subprocess.run(["protoc", "-I", PROTOS, f"--python_out={generated}", *sources], check=True)
        out = self.run_client(DEBIAN_PYTHON, HERE / "registry_client.py", self.address, generated)
        self.assertIn("all as expected", out)

    def test_node_client(self):
        if shutil.which("node") is None or not (HERE / "node/node_modules").is_dir():
            self.skipTest("Node's packages are not installed; ./tools/setup does it")
        out = self.run_client("node", HERE / "node/registry_client.js", self.address, PROTOS)
        self.assertIn("all as expected", out)

    def test_what_was_acknowledged_is_there_after_kill_minus_nine(self):
        duban = [BIN / "duban", "--registry", self.address, "registry"]
        document = pathlib.Path(self.temp.name) / "programme.yaml"
        for revision in (1, 2, 3):
            document.write_text(
                f"name: districts/440113/programmes/2022\ntitle: 第{revision}稿\nprojects:\n"
                "- title: 供水管网改造\n  tasks:\n  - title: 完成改造\n", encoding="utf-8")
            self.run_client(*duban, "apply", "--file", document, "--yes", "--reason", f"r{revision}")
            self.process.kill()
            self.process.wait(10)
            self.start()
        history = self.run_client(*duban, "history", "440113/2022")
        self.assertEqual([line.split()[0] for line in history.splitlines()[1:]], ["3", "2", "1"])
        self.assertIn("第3稿", self.run_client(*duban, "get", "440113/2022"))
        self.assertIn("第1稿 -> 第3稿",
                      self.run_client(*duban, "diff", "440113/2022", "--from", "1", "--to", "3"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
