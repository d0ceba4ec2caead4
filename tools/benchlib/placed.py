"""Ingest instances behind nginx, all from one placement file, for the benchmarks of one instance against several."""
import shutil
import socket
import subprocess
import time

from benchlib import suite

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
DISTRICTS = 6


def start(machine, count):
    """Arguments for duban-loadgen that reach `count` instances through a proxy; started once per count."""
    if not NGINX:
        raise suite.Unavailable("nginx is not installed (Debian package nginx-light)")
    registry = machine.service("registry")
    directory = machine.directory / f"placed-{count}"
    if not directory.exists():
        directory.mkdir()
        names = [f"ingest-{count}-{i}" for i in range(count)]
        endpoints = {name: f"127.0.0.1:{suite.free_port()}" for name in names}
        placement = directory / "placement.yaml"
        placement.write_text(f"shared: {names[0]}\ninstances:\n"
                             + "".join(f"  - name: {n}\n    endpoint: {e}\n" for n, e in endpoints.items()) + "districts:\n"
                             + "".join(f"  {440100 + i}: {names[i % count]}\n" for i in range(DISTRICTS)), encoding="utf-8")
        for name, endpoint in endpoints.items():
            machine.start(name, [machine.program("duban-ingest"), "--rpc-address", endpoint, "--metrics-address", "",
                                 "--data-dir", str(directory / name), "--log-format", "json", "--registry-address", registry,
                                 "--instance", name, "--placement", str(placement), "--placement-interval", "100ms"])
        machine.addresses[f"proxy-{count}"] = start_nginx(machine, directory, placement)
    return ["--registry", registry, "--ingest", machine.addresses[f"proxy-{count}"], "--districts", DISTRICTS]


def start_nginx(machine, directory, placement):
    proxy = f"127.0.0.1:{suite.free_port()}"
    subprocess.run([machine.program("duban"), "placement", "render", "--placement", str(placement), "--to",
                    str(directory / "rendered"), "--listen", proxy], check=True, stdout=subprocess.DEVNULL)
    paths = "".join(f"  {kind}_temp_path {directory}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = directory / "nginx.conf"
    conf.write_text(f"daemon off;\nworker_processes auto;\npid {directory}/pid;\nerror_log {directory}/error.log;\n"
                    f"events {{ worker_connections 4096; }}\nhttp {{\n{paths}  access_log off;\n"
                    f"  include {directory}/rendered/hosts/nginx.conf;\n}}\n", encoding="utf-8")
    machine.processes.append(subprocess.Popen([NGINX, "-c", conf, "-p", directory, "-e", directory / "error.log"]))
    host, port = proxy.split(":")
    for _ in range(500):
        with socket.socket() as s:
            if s.connect_ex((host, int(port))) == 0:
                return proxy
        time.sleep(0.02)
    raise suite.Unavailable(f"nginx did not start: {(directory / 'error.log').read_text(encoding='utf-8')[-300:]}")


def submit(machine, count, concurrency):
    """Reports per second, one a call, through the proxy to `count` instances."""
    arguments = start(machine, count)
    return machine.loadgen("submit", *arguments, "--concurrency", concurrency, "--seconds", machine.seconds)["per_second"]
