"""Clients that submit through a proxy for as long as their standard input stays open, with Debian's Python gRPC.

Usage: placement_client.py GENERATED_DIR REGISTRY PROXY OUTPUT DISTRICT...; GENERATED_DIR holds the protos as compiled by
protoc --python_out. Registers a programme per district, then prints "writing" and submits: two callers one report after
the other, one over a stream. A report that is refused in passing is sent again under its request id, before the next
one. At the end OUTPUT holds one JSON object per acknowledgement, with the caller's running number.
"""
import json
import queue
import sys
import threading
import time

sys.path.insert(0, sys.argv[1])
import grpc
from duban.ingest.v1 import progress_service_pb2
from duban.registry.v1 import registry_service_pb2
from duban.type.v1 import programme_pb2
from ingest_client import Client

PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.DEADLINE_EXCEEDED,
           grpc.StatusCode.CANCELLED, grpc.StatusCode.INTERNAL)  # INTERNAL: nginx cut off a call whose instance died


class Writer(threading.Thread):
    """Submits the reports 1, 2, 3 … of one caller about one district, each until it is acknowledged."""

    def __init__(self, client, district, name, stop):
        super().__init__()
        self.client, self.district, self.name_, self.stop = client, district, name, stop
        self.metadata = (("duban-district", district),)
        self.acknowledged, self.failure, self.longest = [], None, 0.0

    def request(self, number):
        task = f"districts/{self.district}/programmes/2021/projects/1/tasks/1"
        request = progress_service_pb2.SubmitReportRequest(
            parent=f"districts/{self.district}", request_id=f"{self.name_}-{number}")
        request.report.task, request.report.status = task, 2
        request.report.as_of.year, request.report.as_of.month, request.report.as_of.day = 2021, 6, 30
        request.report.measurements.add(measure="改造户数", value=number, unit="户")
        return request

    def take(self, number, response):
        self.acknowledged.append({"district": self.district, "writer": self.name_, "number": number,
                                  "request_id": f"{self.name_}-{number}", "position": response.position,
                                  "hash": response.hash})

    def run(self):
        try:
            self.write()
        except Exception as error:  # reported at the end
            self.failure = repr(error)

    def write(self):
        submit, number = self.client.method("unary_unary", "SubmitReport"), 1
        while not self.stop.is_set():
            begin = time.monotonic()
            while True:
                try:
                    response = submit(self.request(number), timeout=20, metadata=self.metadata)
                    break
                except grpc.RpcError as error:
                    if error.code() not in PASSING:
                        raise
                    time.sleep(0.01)
            self.longest = max(self.longest, time.monotonic() - begin)
            self.take(number, response)
            number += 1


class StreamWriter(Writer):
    """The same over StreamReports, three reports a message; a stream that breaks is opened again."""

    def write(self):
        number, open_ = 1, None
        while not self.stop.is_set():
            waiting = {n: self.request(n) for n in range(number, number + 3)}
            begin = time.monotonic()
            while waiting:
                try:
                    if open_ is None:
                        outgoing = queue.Queue()
                        open_ = self.client.method("stream_stream", "StreamReports")(
                            iter(outgoing.get, None), metadata=self.metadata)
                    outgoing.put(progress_service_pb2.StreamReportsRequest(requests=waiting.values()))
                    answers = next(open_).acknowledgements
                except (grpc.RpcError, StopIteration) as error:
                    if isinstance(error, grpc.RpcError) and error.code() not in PASSING:
                        raise
                    outgoing.put(None)
                    open_ = None
                    time.sleep(0.01)
                    continue
                refused = []
                for n, answer in zip(list(waiting), answers):
                    if answer.status.code == 0:
                        # Of one message, what follows a refused report must not have been taken before it.
                        assert not refused, "a report was taken before the one before it"
                        waiting.pop(n)
                        self.take(n, answer.response)
                    elif answer.status.code in (8, 14):
                        refused.append(n)
                    else:
                        raise AssertionError(f"{answer.status.code} {answer.status.message}")
                if refused:
                    # A stream stays with the instance that it was opened to: anew, through the routes of now.
                    outgoing.put(None)
                    open_ = None
                    time.sleep(0.01)
            self.longest = max(self.longest, time.monotonic() - begin)
            number += 3
        if open_ is not None:
            outgoing.put(None)


def apply_programme(registry, district):
    programme = programme_pb2.Programme(name=f"districts/{district}/programmes/2021", year=2021)
    task = programme.projects.add(number=1, title="农村供水改造").tasks.add(number=1, title="完成改造")
    task.indicators.add(number=1, measure="改造户数", comparator="AT_LEAST", value=1e9, unit="户")
    registry.call("ApplyProgramme", registry_service_pb2.ApplyProgrammeRequest(programme=programme, create_district=True))


def await_programme(writer):
    """Ingest follows the registry within milliseconds, and claims its districts within a second."""
    probe = writer.request(1)
    probe.validate_only = True
    for _ in range(500):
        try:
            return writer.client.method("unary_unary", "SubmitReport")(probe, timeout=20, metadata=writer.metadata)
        except grpc.RpcError as error:
            last = error
            time.sleep(0.02)
    raise last


def main():
    _, registry_address, proxy, output, *districts = sys.argv[1:]
    registry = Client(registry_address, registry_service_pb2, "RegistryService")
    stop, writers = threading.Event(), []
    for district in districts:
        apply_programme(registry, district)
        for kind, count in ((Writer, 2), (StreamWriter, 1)):
            for i in range(count):
                client = Client(proxy, progress_service_pb2, "ProgressService")
                writers.append(kind(client, district, f"{district}-{kind.__name__}-{i}", stop))
        await_programme(writers[-1])
    for writer in writers:
        writer.start()
    print("writing", flush=True)
    sys.stdin.read()
    stop.set()
    for writer in writers:
        writer.join()
    failures = [w.failure for w in writers if w.failure]
    assert not failures, failures
    with open(output, "w", encoding="utf-8") as file:
        for writer in writers:
            file.writelines(json.dumps(a) + "\n" for a in writer.acknowledged)
    print("longest", *(f"{w.name_}={w.longest:.3f}" for w in writers), flush=True)


if __name__ == "__main__":
    main()
