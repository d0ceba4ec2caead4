"""A private PostgreSQL 15 with Debian's defaults, for the ceiling of what a database takes in."""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
ROWS = 200_000
TABLE = """
CREATE TABLE IF NOT EXISTS entries(district text, position bigint, request_id text, accepted bigint, payload bytea,
  previous bytea, hash bytea, PRIMARY KEY(district, position), UNIQUE(district, request_id));
TRUNCATE entries;
"""


def available():
    return (BIN / "initdb").exists()


class Postgres:
    """Runs as the user postgres when this process is root, since PostgreSQL refuses root."""

    def __init__(self, directory):
        self.directory = directory
        directory.mkdir()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(directory, self.user)
            for parent in list(directory.parents)[:1]:
                parent.chmod(parent.stat().st_mode | 0o011)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.run("initdb", "-D", directory / "data", "-A", "trust", "--locale=C.UTF-8", "-U", self.user)
        self.run("pg_ctl", "-D", directory / "data", "-w", "-l", directory / "log", "-o",
                 f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory}", "start")

    def run(self, program, *arguments):
        command = [str(BIN / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--init-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def stop(self):
        self.run("pg_ctl", "-D", self.directory / "data", "-m", "immediate", "stop")

    def psql(self, sql):
        subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", self.user, "-q", "-v", "ON_ERROR_STOP=1",
                        "-d", "postgres"], input=sql, check=True, capture_output=True, text=True)

    def rows(self, begin, count):
        payload = "\\\\x" + "ab" * 220
        digest = "\\\\x" + "cd" * 32
        return "".join(f"{440100 + i % 4}\t{i // 4}\t0123456789abcdef-{i}\t1656547200000000\t{payload}\t{digest}\t{digest}\n"
                       for i in range(begin, begin + count))

    def copy(self, rows_each):
        """Rows per second of COPYs of so many rows, each its own transaction, into an empty table with both keys."""
        copy = "COPY entries FROM STDIN;\n"
        script = "".join(copy + self.rows(begin, rows_each) + "\\.\n" for begin in range(0, ROWS, rows_each))
        self.psql(TABLE)
        begin = time.monotonic()
        self.psql(script)
        return ROWS / (time.monotonic() - begin)
