"""Drives the registry with Debian's Python gRPC: create, apply, watch, search, and what goes wrong.

Usage: registry_client.py ADDRESS GENERATED_DIR, the latter with the protos as compiled by protoc --python_out.
"""
import sys

sys.path.insert(0, sys.argv[2])
import grpc
from duban.registry.v1 import registry_service_pb2 as registry
from duban.type.v1 import programme_pb2 as programmes
from google.rpc import error_details_pb2, status_pb2

SERVICE = registry.DESCRIPTOR.services_by_name["RegistryService"]


class Client:
    """Calls by method name, with the types that the service's descriptor says."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(address)

    def _method(self, kind, name):
        method = SERVICE.methods_by_name[name]
        response = getattr(registry, method.output_type.name, None) or getattr(programmes, method.output_type.name)
        return kind(f"/{SERVICE.full_name}/{name}", request_serializer=lambda m: m.SerializeToString(),
                    response_deserializer=response.FromString)

    def call(self, name, request):
        return self._method(self.channel.unary_unary, name)(request, timeout=10)

    def watch(self, **fields):
        return self._method(self.channel.unary_stream, "WatchCatalog")(registry.WatchCatalogRequest(**fields), timeout=10)

    def raw(self, name, data):
        return self.channel.unary_unary(f"/{SERVICE.full_name}/{name}")(data, timeout=10)


def reason_of(error):
    """(status code, reason, bad fields) of a failed call."""
    details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
    reason, fields = "", []
    for detail in status_pb2.Status.FromString(details).details:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if detail.Unpack(info):
            reason = info.reason
        if detail.Unpack(bad):
            fields = [violation.field for violation in bad.field_violations]
    return error.code(), reason, fields


def refused(call):
    try:
        call()
    except grpc.RpcError as error:
        return reason_of(error)
    raise AssertionError("was not refused")


def main():
    client = Client(sys.argv[1])
    client.call("CreateDistrict", registry.CreateDistrictRequest(district={"name": "districts/440113"}))
    unit = client.call("CreateUnit", registry.CreateUnitRequest(
        parent="districts/440113", unit={"display_name": "区水务局", "aliases": ["区水利局"]}))
    answer = client.call("ResolveUnit", registry.ResolveUnitRequest(
        parent="districts/440113", text="番禺区水务局（原水利局）"))
    assert [u.name for u in answer.units] == [unit.name], answer

    programme = programmes.Programme(name="districts/440113/programmes/2022", title="十件民生实事")
    task = programme.projects.add(title="供水管网改造", lead_units=["番禺区水务局"]).tasks.add(title="完成7500户")
    task.indicators.add(measure="改造户数", comparator="AT_LEAST", value=7500, unit="户")
    request = registry.ApplyProgrammeRequest(programme=programme, author="python", request_id="e2e-1")
    applied = client.call("ApplyProgramme", request)
    assert applied.changed and not applied.warnings, applied
    assert client.call("ApplyProgramme", request) == applied, "the same request id answers alike"

    seen = [e for e in client.watch(district="districts/440113", until_current=True) if e.WhichOneof("change")]
    assert [e.WhichOneof("change") for e in seen] == ["district", "unit", "programme"], seen
    snapshot = list(client.watch(snapshot=True, until_current=True, after_revision=seen[1].revision))
    assert any(e.programme.title == "十件民生实事" for e in snapshot), snapshot

    hits = client.call("SearchProjects", registry.SearchProjectsRequest(parent="districts/440113", query="管網"))
    assert hits.hits[0].project_title == "供水管网改造", hits
    tasks = client.call("ListTasks", registry.ListTasksRequest(parent="districts/440113", filter="unit = 区水利局"))
    assert len(tasks.tasks) == 1, "the unit is found under its former name"

    code, reason, fields = refused(lambda: client.call("ApplyProgramme", registry.ApplyProgrammeRequest(
        programme={"name": "districts/440113/programmes/2023", "projects": [{"title": "无任务"}]})))
    assert (code, reason, fields) == (grpc.StatusCode.INVALID_ARGUMENT, "TASKS_MISSING",
                                      ["programme.projects[0].tasks"]), (code, reason, fields)
    assert refused(lambda: client.raw("GetUnit", b"\x0a\x01\xff"))[1:] == ("UTF8_INVALID", ["name"])
    assert refused(lambda: list(client.watch(after_revision=10 ** 6)))[1] == "REVISION_FUTURE"
    assert refused(lambda: client.call("ListTasks", registry.ListTasksRequest(
        parent="districts/440113", filter="due < soon")))[1] == "FILTER_INVALID"
    print("python: all as expected")


if __name__ == "__main__":
    main()
