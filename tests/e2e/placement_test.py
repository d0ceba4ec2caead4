#!/usr/bin/env python3
"""Three ingest processes behind a real nginx, all from one placement file; districts move while clients submit."""
import base64
import hashlib
import json
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

from suite import BIN, ROOT, SAMPLE, free_port, free_ports

HERE = pathlib.Path(__file__).resolve().parent
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
MOVED, PLACED, OTHER = "420506", "440114", "440115"  # the first is the sample document's
INSTANCES = ("ingest", "ingest-b", "ingest-c")


class Cluster:
    """A registry, three ingests, analytics and nginx; everything from placement.yaml in a temporary directory."""

    def __init__(self, test):
        temp = tempfile.TemporaryDirectory(prefix="duban-placement-")
        test.addCleanup(temp.cleanup)
        test.addCleanup(self.stop)
        self.dir, self.processes = pathlib.Path(temp.name), {}
        ports = free_ports(len(INSTANCES) + 3)
        self.registry, self.analytics, self.proxy, *endpoints = (f"127.0.0.1:{p}" for p in ports)
        self.endpoints = dict(zip(INSTANCES, endpoints))
        self.placement = self.dir / "placement.yaml"
        self.placement.write_text(
            "# who holds what\nshared: ingest\ninstances:\n"
            + "".join(f"  - name: {n}\n    endpoint: {e}\n" for n, e in self.endpoints.items())
            + f"districts:\n  {PLACED}: ingest-b  # large\n", encoding="utf-8")
        self.start_service("registry", self.registry)
        for name in INSTANCES:
            self.start_ingest(name)
        self.start_analytics("analytics", self.analytics)
        self.render()
        self.start_nginx()

    def start(self, name, command, ready):
        log = self.dir / f"{name}.log"
        with open(log, "a", encoding="utf-8") as out:
            begin = out.tell()
            process = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.processes[name] = process
        deadline = time.monotonic() + 30
        while not ready(log.read_text(encoding="utf-8", errors="replace")[begin:]):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{name} did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
            time.sleep(0.02)

    def start_service(self, name, address, *arguments, program=None):
        self.start(name, [BIN / f"duban-{program or name}", "--data-dir", self.dir / f"data-{name}", "--rpc-address", address,
                          "--metrics-address", "", "--log-format", "json", *arguments],
                   lambda log: '"serving_started"' in log)

    def start_ingest(self, name):
        self.start_service(name, self.endpoints[name], "--registry-address", self.registry, "--instance", name,
                           "--placement", self.placement, "--placement-interval", "100ms", program="ingest")

    def start_analytics(self, name, address):
        self.start_service(name, address, "--registry-address", self.registry, "--placement", self.placement,
                           "--placement-interval", "100ms", program="analytics")

    def start_gateway(self):
        """The base URL of a gateway that routes by the placement file."""
        address = f"127.0.0.1:{free_port()}"
        self.start("gateway", [BIN / "duban-gateway", "--http-address", address, "--metrics-address", "", "--registry-address",
                               self.registry, "--analytics-address", self.analytics, "--placement", self.placement,
                               "--placement-interval", "100ms", "--log-format", "json"], lambda log: '"serving_started"' in log)
        return f"http://{address}"

    def start_nginx(self):
        (self.dir / "nginx").mkdir()
        paths = "".join(f"  {kind}_temp_path {self.dir}/nginx/{kind};\n"
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        conf = self.dir / "nginx.conf"
        conf.write_text(f"daemon off;\npid {self.dir}/nginx/pid;\nerror_log {self.dir}/nginx/error.log;\n"
                        f"events {{ worker_connections 1024; }}\nhttp {{\n{paths}  access_log off;\n"
                        f"  include {self.dir}/rendered/hosts/nginx.conf;\n}}\n", encoding="utf-8")
        host, port = self.proxy.split(":")

        def listens(unused):
            with socket.socket() as s:
                return s.connect_ex((host, int(port))) == 0
        self.start("nginx", [NGINX, "-c", conf, "-p", self.dir / "nginx", "-e", self.dir / "nginx/error.log"], listens)

    def stop(self):
        for process in reversed(list(self.processes.values())):
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def kill(self, name):
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def duban(self, *arguments, status=0, ingest=None, analytics=None):
        done = subprocess.run([BIN / "duban", "--registry", self.registry, "--ingest", ingest or self.proxy, "--analytics",
                               analytics or self.analytics, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if done.returncode != status:
            logs = "".join(f"--- {p.name}\n{p.read_text(encoding='utf-8')[-1500:]}" for p in sorted(self.dir.glob("*.log")))
            raise AssertionError(f"duban {' '.join(map(str, arguments))} ended with {done.returncode}:\n"
                                 f"{done.stdout}{done.stderr}\n{logs}")
        return done.stdout + done.stderr

    def render(self, *arguments, status=0):
        return self.duban("placement", "render", "--placement", self.placement, "--to", self.dir / "rendered", "--listen",
                          self.proxy, *arguments, status=status)

    def move_command(self, district, to):
        reload_ = f"{NGINX} -s reload -c {self.dir}/nginx.conf -p {self.dir}/nginx -e {self.dir}/nginx/error.log"
        return ["district", "move", district, "--to", to, "--placement", self.placement, "--render",
                self.dir / "rendered", "--listen", self.proxy, "--then", reload_]

    def move(self, district, to, *arguments):
        return self.duban(*self.move_command(district, to), *arguments)

    def holder(self, district):
        """The one instance that holds the district."""
        status = self.duban("placement", "status", "--placement", self.placement, "--district", district)
        held = re.findall(r"^(\S+) at .*\n(?:  .*\n)*?  \d{6}  position \d+ +held", status, re.M)
        if len(held) != 1:
            raise AssertionError(f"want one holder of {district}:\n{status}")
        return held[0]


class Clients:
    """placement_client.py, from its first report to its last acknowledgement; a context manager."""

    def __init__(self, cluster, *districts):
        generated = cluster.dir / "generated"
        if not generated.exists():
            generated.mkdir()
            protos = ROOT / "protos"
            sources = [p.relative_to(protos) for p in sorted(protos.rglob("*.proto"))]
            subprocess.run(["protoc", "-I", protos, f"--python_out={generated}", *sources], check=True)
        self.output = cluster.dir / "acknowledged.jsonl"
        self.process = subprocess.Popen(
            ["/usr/bin/python3", HERE / "placement_client.py", generated, cluster.registry, cluster.proxy, self.output,
             *districts], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        if self.process.stdout.readline() != "writing\n":
            raise AssertionError(self.process.communicate()[1])
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.stop()

    def stop(self):
        """Returns what was acknowledged."""
        out, error = self.process.communicate(timeout=60)
        if self.process.returncode != 0:
            raise AssertionError(error)
        print(out.strip(), file=sys.stderr)
        return [json.loads(line) for line in self.output.read_text(encoding="utf-8").splitlines()]


def board(cluster, analytics=None, *arguments):
    """What analytics says of the moved district, without how fresh its sources are."""
    out = json.loads(cluster.duban("board", "--district", MOVED, "--year", "2021", "--as-of", "2021-12-31", "--json",
                                   *arguments, analytics=analytics))
    out["basis"].pop("staleSeconds", None)
    return out


def http(url, body=None):
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode(),
                                     headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


@unittest.skipUnless(NGINX, "nginx is not installed (Debian package nginx-light)")
class PlacementTest(unittest.TestCase):
    def check_journals(self, cluster, acknowledged):
        """Nothing acknowledged is lost, doubled or out of its caller's order, and outsiders can verify the chains."""
        for district in (MOVED, PLACED, OTHER):
            export = cluster.dir / f"{district}.jsonl"
            cluster.duban("export", "--district", district, "--out", export)
            self.assertIn("OK:", subprocess.run([sys.executable, ROOT / "tools/verify_journal.py", export],
                                                capture_output=True, text=True, timeout=60).stdout)
            entries = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
            entries = [dict(e, request_id=bytes.fromhex(e["request_id"]).decode()) for e in entries if "request_id" in e]
            self.assertEqual([e["position"] for e in entries], list(range(1, len(entries) + 1)))
            self.assertEqual(len({e["request_id"] for e in entries}), len(entries), "a report stands there twice")
            stored = {e["request_id"]: (e["position"], e["hash"]) for e in entries}
            last = {}
            for a in (a for a in acknowledged if a["district"] == district):
                self.assertEqual(stored.get(a["request_id"]), (a["position"], a["hash"]), a)
                self.assertGreater(a["position"], last.get(a["writer"], 0), "reordered")
                last[a["writer"]] = a["position"]
            self.assertEqual(len(last), 3, f"all callers of {district} were acknowledged")

    def test_a_district_moves_under_load_and_nothing_is_lost_doubled_or_reordered(self):
        cluster = Cluster(self)
        imported = cluster.duban("import", SAMPLE, "--yes", "--accept-unsure", "--again", "--district", MOVED)
        self.assertIn("reports recorded", imported)
        backup = cluster.dir / "backup"
        cluster.duban("backup", cluster.dir / "data-ingest", backup)
        with Clients(cluster, MOVED, PLACED, OTHER) as clients:
            said = cluster.move(MOVED, "ingest-c")
            self.assertIn("every hash holds on both sides", said)
            self.assertIn("taken by ingest-c", said)
            cluster.move(OTHER, "ingest-b")
            acknowledged = clients.stop()
        self.assertEqual([cluster.holder(d) for d in (MOVED, PLACED, OTHER)], ["ingest-c", "ingest-b", "ingest-b"])
        self.check_journals(cluster, acknowledged)

        with self.subTest("the file kept its comments, and what is rendered from it is current"):
            text = cluster.placement.read_text(encoding="utf-8")
            self.assertIn(f"{PLACED}: ingest-b  # large", text)
            self.assertIn(f"{MOVED}: ingest-c", text)
            self.assertIn("are current", cluster.render("--check"))
            cluster.placement.write_text(text + "\n# a remark changes nothing that is rendered\n", encoding="utf-8")
            self.assertIn("are current", cluster.render("--check"))
        with self.subTest("analytics folded all three instances; a quiet move changes no figure, and neither does a rebuild"):
            position = max(a["position"] for a in acknowledged if a["district"] == MOVED)
            before = board(cluster, None, "--at-least", position)
            self.assertGreaterEqual(int(before["basis"]["position"]), position)
            cluster.move(MOVED, "ingest-b")
            self.assertEqual(board(cluster), before)
            fresh = f"127.0.0.1:{free_port()}"
            cluster.start_analytics("fresh", fresh)
            self.assertEqual(board(cluster, fresh, "--at-least", position), before)
        with self.subTest("what came of the import came along too: it is not asked about again"):
            self.assertIn("imported before with the same options", cluster.duban("import", SAMPLE, "--yes", "--district", MOVED))
        with self.subTest("the document that reports point to came along: importing it again changes nothing"):
            self.assertIn("nothing changes", cluster.duban("import", SAMPLE, "--yes", "--accept-unsure", "--again", "--district", MOVED))
        with self.subTest("who asks another instance is told the owner and where it is, and nothing is taken"):
            report = ["report", "--district", PLACED, "--year", "2021", "--task", "1.1", "--as-of", "2021-07-31",
                      "--measure", "改造户数=5户"]
            refused = cluster.duban(*report, status=1, ingest=cluster.endpoints["ingest-c"])
            self.assertIn(f"held by ingest instance ingest-b at {cluster.endpoints['ingest-b']}", refused)
        with self.subTest("the gateway finds every district and every document, wherever it is"):
            gateway = cluster.start_gateway()
            for district in (MOVED, PLACED, OTHER):
                self.assertTrue(http(f"{gateway}/v1/districts/{district}/reports?pageSize=1")["reports"], district)
            content = SAMPLE.read_bytes() + b"\n"
            # The path names no district: the shared instance refuses it, and the gateway goes to the owner that it names.
            http(f"{gateway}/v1/documents:import", {"content": base64.b64encode(content).decode(), "fileName": "a.txt",
                                                    "options": {"districtCode": PLACED}})
            document = http(f"{gateway}/v1/documents/{hashlib.sha256(content).hexdigest()}")
            self.assertEqual(document["fileName"], "a.txt")
        with self.subTest("an instance restored from before the moves asks the others, and holds nothing that has moved"):
            cluster.kill("ingest")
            shutil.rmtree(cluster.dir / "data-ingest")
            cluster.duban("restore", backup, cluster.dir / "data-ingest")
            cluster.start_ingest("ingest")
            deadline = time.monotonic() + 30
            while (cluster.dir / "data-ingest/RESTORED").exists():
                self.assertLess(time.monotonic(), deadline, (cluster.dir / "ingest.log").read_text(encoding="utf-8")[-2000:])
                time.sleep(0.02)
            self.assertEqual([cluster.holder(d) for d in (MOVED, OTHER)], ["ingest-b", "ingest-b"])
            cluster.duban("report", "--district", MOVED, "--year", "2021", "--task", "1.1", "--as-of", "2021-08-31",
                          "--measure", "改造户数=6户")
        with self.subTest("a mistake in the file is named with its line"):
            self.assertIn("line 2", cluster.duban("placement", "check", "--placement", self.broken(cluster), status=1))

    def broken(self, cluster):
        path = cluster.dir / "broken.yaml"
        path.write_text(cluster.placement.read_text(encoding="utf-8").replace("shared: ingest", "shared: ingst"), encoding="utf-8")
        return path

    def test_a_move_survives_the_death_of_anything_at_any_step(self):
        cluster = Cluster(self)
        random.seed(20221122)
        targets = iter(["ingest-c", "ingest", "ingest-b", "ingest-c"])
        with Clients(cluster, MOVED, PLACED, OTHER) as clients:
            for step in ("copy", "verify", "seal", "release"):
                to, source = next(targets), cluster.holder(MOVED) if step == "copy" else to
                with self.subTest(stopped_after=step, source=source, target=to):
                    cluster.move(MOVED, to, "--until", step)
                    for name in (source, to):
                        cluster.kill(name)
                    for name in (to, source):
                        cluster.start_ingest(name)
                    cluster.move(MOVED, to)
                    self.assertEqual(cluster.holder(MOVED), to)
            for to in ("ingest", "ingest-b", "ingest-c", "ingest"):
                with self.subTest("the command is killed somewhere", target=to):
                    command = [BIN / "duban", *map(str, cluster.move_command(MOVED, to))]
                    for _ in range(2):
                        killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                        time.sleep(random.uniform(0.02, 0.25))  # somewhere: the point of this test
                        killed.kill()
                        killed.wait()
                    cluster.move(MOVED, to)
                    self.assertEqual(cluster.holder(MOVED), to)
            acknowledged = clients.stop()
        self.check_journals(cluster, acknowledged)


if __name__ == "__main__":
    unittest.main(verbosity=2)
