// Calls of the gateway, typed by the protos.
import type {
  BulletinJson, CompareDistrictsResponseJson, DistrictSummaryJson, ForecastJson, GenerateBulletinRequest_FormatJson,
  ListFindingsResponseJson, ProgrammeSummaryJson, RankUnitsResponseJson, TrendJson,
} from "./gen/duban/analytics/v1/analytics_service_pb";
import type {
  DocumentJson, ImportDocumentRequestJson, ImportDocumentResponseJson, ParseDocumentRequestJson,
} from "./gen/duban/ingest/v1/document_service_pb";
import type { ImportDraftJson } from "./gen/duban/ingest/v1/draft_pb";
import type {
  FigureProofJson, JournalEntryJson, ListJournalsResponseJson, ListReportsResponseJson, SubmitCaseStepRequestJson, SubmitReportResponseJson,
  VerifyJournalResponseJson,
} from "./gen/duban/ingest/v1/progress_service_pb";
import type { ListDistrictsResponseJson, ListProgrammesResponseJson } from "./gen/duban/registry/v1/registry_service_pb";
import type { ProgrammeJson } from "./gen/duban/type/v1/programme_pb";
import type { ReportJson } from "./gen/duban/type/v1/report_pb";

export interface FieldProblem { field: string; description: string }

// An error as google.rpc.Status says it.
export class ApiError extends Error {
  constructor(readonly status: number, readonly reason: string, message: string, readonly fields: FieldProblem[]) {
    super(message);
  }
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503 || this.status === 504;
  }
}

interface StatusBody {
  message?: string;
  details?: { "@type"?: string; reason?: string; fieldViolations?: { field?: string; description?: string }[] }[];
}

async function readError(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as StatusBody;
  const details = body.details ?? [];
  const fields = details.flatMap((detail) => detail.fieldViolations ?? []);
  return new ApiError(
    response.status,
    details.find((detail) => detail.reason)?.reason ?? "",
    body.message ?? response.statusText,
    fields.map((field) => ({ field: field.field ?? "", description: field.description ?? "" })),
  );
}

const offline = () => new ApiError(0, "OFFLINE", "the server cannot be reached", []);

type Query = Record<string, string | number | boolean | undefined>;

export function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "" && value !== 0 && value !== false) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offline();
  }
  if (!response.ok) throw await readError(response);
  return response;
}

async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await (await send(path + queryText(query), signal ? { signal } : {})).json()) as T;
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await send(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

// A POST that says how much of it is sent, 0..1: fetch cannot.
async function upload<T>(path: string, body: unknown, onSent: (share: number) => void): Promise<T> {
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/json");
    request.upload.onprogress = (event) => onSent(event.total > 0 ? event.loaded / event.total : 1);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(offline());
    request.send(JSON.stringify(body));
  });
  if (!response.ok) throw await readError(response);
  return (await response.json()) as T;
}

// Unique enough for an idempotency key, also where crypto.randomUUID is missing (plain http on a LAN).
export function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface AsOf { asOf?: string; atLeast?: string }
const when = (at: AsOf): Query => ({ as_of: at.asOf, at_least: at.atLeast });

export interface ServicesAnswer {
  services: { name: string; state: string }[];
  liveClients: number;
  grafana?: string;
  prometheus?: string;
}

const comparePage = (year: number, at: AsOf, size: number, token: string, signal?: AbortSignal) =>
  get<CompareDistrictsResponseJson>("/v1/districts:compare", { year, as_of: at.asOf, page_size: size, page_token: token }, signal);

// Every district of a year, page by page.
async function compareDistricts(year: number, at: AsOf, signal?: AbortSignal): Promise<DistrictSummaryJson[]> {
  const districts: DistrictSummaryJson[] = [];
  let token = "";
  do {
    const page = await comparePage(year, at, 1000, token, signal);
    districts.push(...(page.districts ?? []));
    token = page.nextPageToken ?? "";
  } while (token !== "");
  // One whose figures changed between two pages may have come twice.
  return [...new Map(districts.map((district) => [district.name, district])).values()];
}

export const api = {
  compareDistricts,
  // The `count` most complete districts of a year.
  leadingDistricts: async (year: number, count: number, at: AsOf, signal?: AbortSignal) =>
    (await comparePage(year, at, count, "", signal)).districts ?? [],
  districtSummary: (district: string, year: number, at: AsOf, signal?: AbortSignal) =>
    get<DistrictSummaryJson>(`/v1/districts/${district}/summary`, { year, ...when(at) }, signal),
  districts: (signal?: AbortSignal) => get<ListDistrictsResponseJson>("/v1/districts", { page_size: 1000 }, signal),
  programmes: (district: string, signal?: AbortSignal) =>
    get<ListProgrammesResponseJson>(`/v1/districts/${district}/programmes`, {}, signal),
  programme: (name: string, signal?: AbortSignal) => get<ProgrammeJson>(`/v1/${name}`, {}, signal),
  programmeSummary: (name: string, at: AsOf, signal?: AbortSignal) =>
    get<ProgrammeSummaryJson>(`/v1/${name}/summary`, when(at), signal),
  trend: (name: string, at: AsOf, signal?: AbortSignal) => get<TrendJson>(`/v1/${name}:trend`, when(at), signal),
  forecast: (name: string, at: AsOf, signal?: AbortSignal) => get<ForecastJson>(`/v1/${name}:forecast`, when(at), signal),
  rankUnits: (programme: string, at: AsOf, signal?: AbortSignal) =>
    get<RankUnitsResponseJson>(`/v1/${programme}/units:rank`, when(at), signal),
  findings: (programme: string, at: AsOf, signal?: AbortSignal) =>
    get<ListFindingsResponseJson>(`/v1/${programme}/findings`, { page_size: 1000, ...when(at) }, signal),
  bulletin: (programme: string, format: GenerateBulletinRequest_FormatJson, at: AsOf, signal?: AbortSignal) =>
    get<BulletinJson>(`/v1/${programme}:bulletin`, { format, ...when(at) }, signal),
  report: (name: string, signal?: AbortSignal) => get<ReportJson>(`/v1/${name}`, {}, signal),
  reports: (district: string, task: string, signal?: AbortSignal) =>
    get<ListReportsResponseJson>(`/v1/districts/${district}/reports`, { task, page_size: 1000 }, signal),
  document: (id: string, signal?: AbortSignal) => get<DocumentJson>(`/v1/documents/${id}`, {}, signal),
  proof: async (report: string, measurement: number, signal?: AbortSignal) =>
    (await get<FigureProofJson>(`/v1/${report}:proof`, { measurement }, signal)).json ?? "",
  verify: (district: string, signal?: AbortSignal) =>
    get<VerifyJournalResponseJson>(`/v1/districts/${district}/journal:verify`, {}, signal),
  journals: (signal?: AbortSignal) => get<ListJournalsResponseJson>("/v1/journals", {}, signal),
  caseStep: (district: string, request: SubmitCaseStepRequestJson) =>
    post<SubmitReportResponseJson>(`/v1/districts/${district}/caseSteps`, request),
  parse: (request: ParseDocumentRequestJson, onSent: (share: number) => void) =>
    upload<ImportDraftJson>("/v1/documents:parse", request, onSent),
  importDocument: (request: ImportDocumentRequestJson, onSent: (share: number) => void) =>
    upload<ImportDocumentResponseJson>("/v1/documents:import", request, onSent),
  services: (signal?: AbortSignal) => get<ServicesAnswer>("/operator/services", {}, signal),
  metrics: async (program: string, signal?: AbortSignal) =>
    (await send(`/operator/metrics/${program}`, signal ? { signal } : {})).text(),
};

export type Entry = JournalEntryJson;
