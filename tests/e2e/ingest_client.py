"""Drives ingest with Debian's Python gRPC: import, submit, stream, watch, resume, export, prove.

Usage: ingest_client.py REGISTRY INGEST GENERATED_DIR DOCUMENT OUTPUT_DIR; GENERATED_DIR holds the protos as compiled by
protoc --python_out. Writes export.jsonl and proof.json.
"""
import pathlib
import sys

sys.path.insert(0, sys.argv[3])
import grpc
from duban.ingest.v1 import document_service_pb2, progress_service_pb2
from duban.registry.v1 import registry_service_pb2
from duban.type.v1 import programme_pb2, report_pb2
from google.rpc import error_details_pb2, status_pb2

PARENT = "districts/440114"
TASK = PARENT + "/programmes/2023/projects/1/tasks/1"


class Client:
    """Calls by method name, with the types that the service's descriptor says."""

    def __init__(self, address, module, service):
        self.channel = grpc.insecure_channel(address)
        self.service = module.DESCRIPTOR.services_by_name[service]
        self.modules = (module, programme_pb2, report_pb2)

    def method(self, kind, name):
        response = self.service.methods_by_name[name].output_type.name
        message = next(getattr(m, response) for m in self.modules if hasattr(m, response))
        return getattr(self.channel, kind)(f"/{self.service.full_name}/{name}",
                                           request_serializer=lambda m: m.SerializeToString(),
                                           response_deserializer=message.FromString)

    def call(self, name, request):
        return self.method("unary_unary", name)(request, timeout=20)

    def watch(self, name, request):
        return self.method("unary_stream", name)(request, timeout=20)

    def stream(self, name, requests):
        return self.method("stream_stream", name)(requests, timeout=20)


def submission(number, request_id=None, **fields):
    report = report_pb2.Report(task=TASK, status="IN_PROGRESS", **fields)
    report.as_of.year, report.as_of.month, report.as_of.day = 2023, 6, 30
    report.measurements.add(measure="改造户数", value=number, unit="户")
    return progress_service_pb2.SubmitReportRequest(parent=PARENT, request_id=request_id or f"py-{number}", report=report)


def refused(call):
    """(status code, reason, metadata) of a call that must fail."""
    try:
        call()
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata())["grpc-status-details-bin"]
        info = error_details_pb2.ErrorInfo()
        for detail in status_pb2.Status.FromString(details).details:
            detail.Unpack(info)
        return error.code(), info.reason, dict(info.metadata)
    raise AssertionError("was not refused")


def apply_programme(registry):
    programme = programme_pb2.Programme(name=PARENT + "/programmes/2023", year=2023)
    task = programme.projects.add(number=1, title="农村供水改造").tasks.add(number=1, title="完成改造")
    task.indicators.add(number=1, measure="改造户数", comparator="AT_LEAST", value=7500, unit="户")
    registry.call("ApplyProgramme", registry_service_pb2.ApplyProgrammeRequest(programme=programme, create_district=True))


def submit(progress):
    first = progress.call("SubmitReport", submission(1))
    assert (first.position, first.duplicate) == (1, False), first
    again = progress.call("SubmitReport", submission(1))
    assert again.duplicate and (again.hash, again.accept_time) == (first.hash, first.accept_time), again
    code, reason, metadata = refused(lambda: progress.call("SubmitReport", submission(2, "py-1")))
    assert (code, reason) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED"), (code, reason)
    assert "measurements[0].value: 1 -> 2" in metadata["difference"], metadata
    correction = progress.call("SubmitReport", submission(10, "py-correction", replaces=first.name))
    listed = progress.call("ListReports", progress_service_pb2.ListReportsRequest(parent=PARENT, current_only=True))
    assert [r.name for r in listed.reports] == [correction.name], listed


def stream_and_resume(progress):
    Batch = progress_service_pb2.StreamReportsRequest
    batches = [Batch(requests=[submission(100 + 20 * b + i) for i in range(20)]) for b in range(10)]
    broken = progress.stream("StreamReports", iter(batches))
    next(broken)
    broken.cancel()  # the rest may or may not have been accepted
    acknowledged = [a for response in progress.stream("StreamReports", iter(batches)) for a in response.acknowledgements]
    assert [a.request_id for a in acknowledged] == [r.request_id for b in batches for r in b.requests]
    assert all(a.status.code == 0 for a in acknowledged), acknowledged
    positions = [a.response.position for a in acknowledged]
    assert len(set(positions)) == 200, "every report is there once"


def watch(progress):
    request = progress_service_pb2.WatchReportsRequest(district=PARENT, until_current=True)
    entries = [e for e in progress.watch("WatchReports", request) if e.district]
    assert [e.position for e in entries] == list(range(1, 203)), [e.position for e in entries]
    for before, entry in zip(entries, entries[1:]):
        assert entry.previous_hash == before.hash
    request = progress_service_pb2.WatchReportsRequest(district=PARENT, after_position=200)
    live = progress.watch("WatchReports", request)
    assert [next(live).position for _ in range(2)] == [201, 202], "a watch is resumed where it stopped"
    assert next(live).district == "", "a heartbeat"
    progress.call("SubmitReport", submission(9999))
    assert next(live).request_id == "py-9999"
    live.cancel()


def import_and_prove(documents, progress, document, output):
    request = document_service_pb2.ImportDocumentRequest(content=document.read_bytes(), file_name=document.name)
    request.options.district_code, request.options.year = "440113", 2022
    request.options.as_of.year, request.options.as_of.month, request.options.as_of.day = 2022, 6, 30
    first = documents.call("ImportDocument", request)
    assert first.changed and first.programmes[0].reports_accepted > 0, first.programmes
    assert not documents.call("ImportDocument", request).changed, "the same file again changes nothing"
    reports = progress.call("ListReports", progress_service_pb2.ListReportsRequest(parent="districts/440113", page_size=1000))
    name = next(r.name for r in reports.reports if r.measurements)
    proof = progress.call("ExportProof", progress_service_pb2.ExportProofRequest(name=name))
    (output / "proof.json").write_text(proof.json, encoding="utf-8")
    assert refused(lambda: progress.call("ExportProof", progress_service_pb2.ExportProofRequest(
        name=name, measurement=99)))[1] == "MEASUREMENT_NOT_FOUND"


def main():
    registry_address, ingest_address, _, document, output = sys.argv[1:]
    registry = Client(registry_address, registry_service_pb2, "RegistryService")
    progress = Client(ingest_address, progress_service_pb2, "ProgressService")
    documents = Client(ingest_address, document_service_pb2, "DocumentService")
    output = pathlib.Path(output)
    import_and_prove(documents, progress, pathlib.Path(document), output)
    apply_programme(registry)
    for _ in range(200):  # ingest follows the registry within milliseconds
        probe = submission(0, "probe")
        probe.validate_only = True
        try:
            progress.call("SubmitReport", probe)
            break
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error
    submit(progress)
    stream_and_resume(progress)
    watch(progress)
    with open(output / "export.jsonl", "w", encoding="ascii") as file:
        for response in progress.watch("ExportJournal", progress_service_pb2.ExportJournalRequest(district="districts/-")):
            file.writelines(line + "\n" for line in response.lines)
    verified = progress.call("VerifyJournal", progress_service_pb2.VerifyJournalRequest(district="districts/-"))
    assert verified.ok and verified.entries > 203, verified
    print("python: all as expected")


if __name__ == "__main__":
    main()
