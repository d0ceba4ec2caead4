"""SIGTERM ends a gateway as a rolling upgrade wants it: announced, answering what is under way, and with status 0."""
import http.client
import socket
import subprocess
import threading
import time
import unittest

from suite import BIN, free_port

# With this frame an HTTP/2 server begins.
EMPTY_SETTINGS = bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])


class GatewayStopTest(unittest.TestCase):
    def setUp(self):
        # Takes calls and never answers, so that one is under way until its deadline.
        self.silent = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.silent.close)
        self.port = free_port()
        self.gateway = subprocess.Popen(
            [BIN / "duban-gateway", f"--http-address=127.0.0.1:{self.port}", "--metrics-address=127.0.0.1:0",
             f"--analytics-address=127.0.0.1:{self.silent.getsockname()[1]}", "--call-timeout=3s", "--drain=1s",
             "--stop-deadline=20s"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.kill)
        self.wait_for(lambda: self.get("/readyz") == 200, "it does not serve")

    def kill(self):
        self.gateway.kill()
        self.gateway.wait()

    def get(self, path):
        """The status of the answer; 0 when the connection is refused."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def wait_for(self, condition, message):
        deadline = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), deadline, message)
            time.sleep(0.01)

    def test_what_is_under_way_is_answered_and_what_is_new_goes_elsewhere(self):
        answers = []
        call = threading.Thread(target=lambda: answers.append(self.get("/v1/districts/440113/summary")))
        call.start()
        held, _ = self.silent.accept()
        self.addCleanup(held.close)
        held.sendall(EMPTY_SETTINGS)
        self.gateway.terminate()
        self.wait_for(lambda: self.get("/readyz") == 503, "readiness does not say that it stops")
        self.assertEqual(self.get("/healthz"), 200, "while it drains it serves")
        self.wait_for(lambda: self.get("/readyz") == 0, "new connections are still taken")
        self.assertIsNone(self.gateway.poll(), "a call is under way")
        call.join()
        self.assertEqual(answers, [504], "the deadline of the call, not a torn connection")
        self.assertEqual(self.gateway.wait(timeout=30), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
