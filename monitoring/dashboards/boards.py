"""Grafana's dashboards, a panel a line: title, what it shows, unit, queries. tools/monitoring writes them as JSON."""

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
RATE = "[$__rate_interval]"
ERRORS = 'grpc_code=~"UNKNOWN|DEADLINE_EXCEEDED|RESOURCE_EXHAUSTED|INTERNAL|UNAVAILABLE|DATA_LOSS"'
PROGRAM = '{job=~"$job",instance=~"$instance"}'


def panel(title, description, unit, *queries, kind="timeseries", width=8, **options):
    """`queries` are (legend, expression); a legend of "" leaves the labels."""
    return {"title": title, "description": description, "unit": unit, "queries": queries, "kind": kind, "width": width, **options}


def row(title):
    return {"title": title, "kind": "row"}


def variable(name, label, query):
    return {"name": name, "label": label, "type": "query", "datasource": DATASOURCE, "query": {"query": query, "refId": name},
            "definition": query, "refresh": 2, "sort": 1, "multi": True, "includeAll": True, "allValue": ".*",
            "current": {"text": "All", "value": "$__all"}}


def lay_out(panels):
    """Places panels from left to right in rows of 24 columns and numbers them."""
    out, x, y, height = [], 0, 0, 8
    for number, one in enumerate(panels, start=1):
        if one["kind"] == "row":
            y += height if x > 0 else 0
            out.append({"id": number, "type": "row", "title": one["title"], "collapsed": False, "panels": [],
                        "gridPos": {"x": 0, "y": y, "w": 24, "h": 1}})
            x, y = 0, y + 1
            continue
        if x + one["width"] > 24:
            x, y = 0, y + height
        out.append(draw(number, one, {"x": x, "y": y, "w": one["width"], "h": height}))
        x += one["width"]
    return out


def draw(number, one, position):
    table = one["kind"] == "table"
    defaults = {"unit": one["unit"], "custom": {}}
    if "max" in one:
        defaults |= {"min": 0, "max": one["max"]}
    if "steps" in one:
        defaults["thresholds"] = {"mode": "absolute", "steps": [{"color": c, "value": v} for v, c in one["steps"]]}
        defaults["color"] = {"mode": "thresholds"}
    if one["kind"] == "timeseries":
        defaults["custom"] = {"drawStyle": "line", "fillOpacity": 8, "showPoints": "never", "spanNulls": False}
    options = {"timeseries": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}},
               "stat": {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "value"},
               "bargauge": {"reduceOptions": {"calcs": ["lastNotNull"]}, "orientation": "horizontal", "displayMode": "basic"},
               "table": {"sortBy": [{"displayName": "Value", "desc": True}]}}[one["kind"]]
    targets = [{"refId": chr(ord("A") + i), "datasource": DATASOURCE, "expr": expression, "legendFormat": legend or "__auto",
                "instant": table or one["kind"] == "bargauge", "range": not (table or one["kind"] == "bargauge"),
                **({"format": "table"} if table else {})}
               for i, (legend, expression) in enumerate(one["queries"])]
    return {"id": number, "type": one["kind"], "title": one["title"], "description": one["description"], "datasource": DATASOURCE,
            "gridPos": position, "fieldConfig": {"defaults": defaults, "overrides": []}, "options": options, "targets": targets}


def board(uid, title, description, variables, panels):
    source = {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "current": {}, "hide": 0}
    links = [{"title": "duban", "type": "dashboards", "tags": ["duban"], "asDropdown": True, "keepTime": True}]
    return {"uid": uid, "title": title, "description": description, "tags": ["duban"], "timezone": "browser", "schemaVersion": 38,
            "version": 1, "editable": False, "graphTooltip": 1, "refresh": "30s", "time": {"from": "now-6h", "to": "now"},
            "templating": {"list": [source, *variables]}, "links": links, "annotations": {"list": []}, "panels": lay_out(panels)}


def services():
    calls = "duban_grpc_server_handled_total" + PROGRAM
    failed = "duban_grpc_server_handled_total" + PROGRAM[:-1] + "," + ERRORS + "}"
    buckets = "duban_grpc_server_handling_seconds_bucket" + PROGRAM
    return board("duban-services", "duban: services", "Requests, errors and durations of every program, and what it takes of its machine.",
                 [variable("job", "Program", 'label_values(duban_build_info, job)'),
                  variable("instance", "Instance", 'label_values(duban_build_info{job=~"$job"}, instance)')], [
        row("Are they there?"),
        panel("Up", "1 while Prometheus reaches it.", "none", ("{{job}} {{instance}}", 'up{job=~"registry|ingest|analytics|gateway"}'), kind="stat", width=6, steps=[(None, "red"), (1, "green")]),
        panel("Serving", "0 while starting or draining.", "none", ("{{job}} {{instance}}", "duban_process_serving" + PROGRAM), kind="stat", width=6, steps=[(None, "orange"), (1, "green")]),
        panel("Version", "What runs, by version and commit.", "none", ("{{job}} {{version}} {{commit}}", "count by (job, version, commit) (duban_build_info" + PROGRAM + ")"), kind="stat", width=6),
        panel("Running since", "Start of the process.", "dateTimeFromNow", ("{{job}} {{instance}}", "process_start_time_seconds" + PROGRAM + " * 1000"), kind="stat", width=6),
        row("Requests, errors, durations"),
        panel("Calls", "Calls a second by method.", "reqps", ("{{grpc_method}}", f"sum by (grpc_method) (rate({calls}{RATE}))")),
        panel("Failures that are ours", "Calls a second that ended in an error that the caller did not make.", "reqps", ("{{grpc_method}}", f"sum by (grpc_method) (rate({failed}{RATE}))")),
        panel("Answers by code", "Calls a second by status code.", "reqps", ("{{grpc_code}}", f"sum by (grpc_code) (rate({calls}{RATE}))")),
        panel("Duration, median", "Half of the calls are faster. Streams count for as long as they are open.", "s", ("{{grpc_method}}", f"histogram_quantile(0.5, sum by (le, grpc_method) (rate({buckets}{RATE})))")),
        panel("Duration, 99 %", "One call in a hundred is slower.", "s", ("{{grpc_method}}", f"histogram_quantile(0.99, sum by (le, grpc_method) (rate({buckets}{RATE})))")),
        panel("Open calls", "Calls started and not yet answered: streams, mostly.", "none", ("{{job}} {{grpc_method}}",
              f"sum by (job, grpc_method) (duban_grpc_server_started_total{PROGRAM}) - sum by (job, grpc_method) ({calls})")),
        panel("HTTP requests", "Requests a second at the gateway, by answer.", "reqps", ("{{code}}", f"sum by (code) (rate(duban_http_requests_total{RATE}))"), width=12),
        panel("HTTP duration, 99 %", "One request in a hundred is slower.", "s", ("{{route}}", f"histogram_quantile(0.99, sum by (le, route) (rate(duban_http_request_seconds_bucket{RATE})))"), width=12),
        row("Use of the machine"),
        panel("CPU", "Cores in use.", "none", ("{{job}} {{instance}}", f"rate(process_cpu_seconds_total{PROGRAM}{RATE})")),
        panel("Memory", "Resident memory.", "bytes", ("{{job}} {{instance}}", "process_resident_memory_bytes" + PROGRAM)),
        panel("Free space for data", "Share of the data's file system that is free.", "percentunit", ("{{job}} {{instance}}", f"duban_data_free_bytes{PROGRAM} / duban_data_capacity_bytes{PROGRAM}"), max=1),
        panel("File descriptors", "Share of those allowed that are open.", "percentunit", ("{{job}} {{instance}}", f"process_open_fds{PROGRAM} / process_max_fds{PROGRAM}"), max=1),
        panel("Threads", "Threads of the process.", "none", ("{{job}} {{instance}}", "process_threads" + PROGRAM)),
        panel("Store of the catalog, 99 %", "One call of the registry's store in a hundred is slower.", "s", ("{{op}}", f"histogram_quantile(0.99, sum by (le, op) (rate(duban_registry_store_seconds_bucket{RATE})))")),
    ])


def ingestion():
    return board("duban-ingestion", "duban: ingestion", "What comes in, from which districts, and how the journal takes it.",
                 [variable("instance", "Instance", "label_values(duban_journal_sequence, instance)"),
                  variable("district", "District", "label_values(duban_ingest_district_entries_total, district)")], [
        row("What comes in"),
        panel("Entries", "Entries appended a second, and what was known before or contradicted it.", "wps", ("{{outcome}}", f'sum by (outcome) (rate(duban_journal_entries_total{{instance=~"$instance"}}{RATE}))'), width=12),
        panel("Entries by district", "The twenty busiest.", "wps", ("{{district}}", f'topk(20, sum by (district) (rate(duban_ingest_district_entries_total{{instance=~"$instance",district=~"$district"}}{RATE})))'), width=12),
        panel("Since the start", "Entries by district since their instance started.", "none", ("{{district}}", 'topk(20, sum by (district, instance) (duban_ingest_district_entries_total{instance=~"$instance",district=~"$district"}))'), kind="table", width=12),
        panel("Refused and failed", "Submissions and imports a second that were not taken, by code.", "reqps", ("{{grpc_method}} {{grpc_code}}",
              f'sum by (grpc_method, grpc_code) (rate(duban_grpc_server_handled_total{{grpc_method=~"SubmitReport|StreamReports|SubmitCaseStep|ImportDocument",grpc_code!="OK",instance=~"$instance"}}{RATE}))'), width=12),
        row("The journal"),
        panel("Synced append", "Duration of one synced append, whole batch.", "s",
              ("median", f'histogram_quantile(0.5, sum by (le) (rate(duban_journal_commit_seconds_bucket{{instance=~"$instance"}}{RATE})))'),
              ("99 %", f'histogram_quantile(0.99, sum by (le) (rate(duban_journal_commit_seconds_bucket{{instance=~"$instance"}}{RATE})))')),
        panel("Entries of an append", "How many share one sync: grows with the load.", "none",
              ("mean", f'sum(rate(duban_journal_commit_entries_sum{{instance=~"$instance"}}{RATE})) / sum(rate(duban_journal_commit_entries_count{{instance=~"$instance"}}{RATE}))')),
        panel("Queue", "Share of the queue that was taken when the last append ended.", "percentunit",
              ("entries {{instance}}", 'duban_ingest_queue_entries{instance=~"$instance"} / duban_ingest_queue_capacity_entries'),
              ("bytes {{instance}}", 'duban_ingest_queue_bytes{instance=~"$instance"} / duban_ingest_queue_capacity_bytes'), max=1),
        panel("Newest entry", "Sequence of every instance.", "none", ("{{instance}}", 'duban_journal_sequence{instance=~"$instance"}')),
        panel("Failed appends", "Appends that failed since the start: after a failed sync a restart is needed.", "none", ("{{instance}}", 'duban_journal_commit_failures_total{instance=~"$instance"}'), kind="stat", width=4, steps=[(None, "green"), (1, "red")]),
        panel("Broken chains", "Districts whose newest verification failed.", "none", ("{{instance}}", 'duban_journal_broken_districts{instance=~"$instance"}'), kind="stat", width=4, steps=[(None, "green"), (1, "red")]),
        panel("Verifications", "Of chains, since the start.", "none", ("{{result}}", 'sum by (result) (duban_journal_verifications_total{instance=~"$instance"})'), kind="stat"),
        panel("Days until the disk is full", "At the pace of the last six hours; none while it does not fill.", "d",
              ("{{instance}}", 'duban_data_free_bytes{job="ingest",instance=~"$instance"} / clamp_min(-deriv(duban_data_free_bytes{job="ingest",instance=~"$instance"}[6h]), 1e-9) / 86400 < 3650 or 3650 + 0 * duban_data_free_bytes{job="ingest",instance=~"$instance"}')),
        row("The catalog that reports are judged by"),
        panel("Followed", "1 while the registry is followed.", "none", ("{{instance}}", 'duban_ingest_catalog_connected{instance=~"$instance"}'), kind="stat", steps=[(None, "red"), (1, "green")]),
        panel("Revision", "Of the registry, and what ingest has of it.", "none", ("registry", "max(duban_registry_catalog_revision)"), ("{{instance}}", 'duban_ingest_catalog_revision{instance=~"$instance"}')),
        panel("Age while away", "How old it was when the registry was last tried.", "s", ("{{instance}}", 'duban_ingest_catalog_age_seconds{instance=~"$instance"}')),
    ])


def freshness():
    return board("duban-freshness", "duban: freshness and cache", "How old answers are, and what Redis is good for.",
                 [variable("instance", "Replica", "label_values(duban_analytics_catalog_revision, instance)")], [
        row("Service levels"),
        panel("Submissions that failed", "Share over the window; the objective is 0.1 % of 30 days.", "percentunit", ("1 h", "duban:ingest_errors:ratio_rate1h"), ("6 h", "duban:ingest_errors:ratio_rate6h"), ("3 d", "duban:ingest_errors:ratio_rate3d"), width=12),
        panel("Time not fresh", "Share of the time in which a replica was more than 5 s behind; the objective is 0.5 % of 30 days.", "percentunit", ("1 h", "duban:analytics_unfresh:ratio_1h"), ("6 h", "duban:analytics_unfresh:ratio_6h"), ("3 d", "duban:analytics_unfresh:ratio_3d"), width=12),
        row("From acceptance to answer"),
        panel("Age when folded", "Time from acceptance of an entry to its being in answers.", "s",
              ("median", f'histogram_quantile(0.5, sum by (le) (rate(duban_analytics_freshness_seconds_bucket{{instance=~"$instance"}}{RATE})))'),
              ("99 %", f'histogram_quantile(0.99, sum by (le) (rate(duban_analytics_freshness_seconds_bucket{{instance=~"$instance"}}{RATE})))')),
        panel("Sources away", "Time since a source was last reached.", "s", ("{{instance}} {{source}}", 'duban_analytics_stale_seconds{instance=~"$instance"}')),
        panel("Entries behind", "Accepted by ingest and not yet folded by the replica.", "none", ("{{instance}}", 'duban:analytics_behind:entries{instance=~"$instance"}')),
        panel("Folded", "Entries a second.", "wps", ("{{instance}} {{source}}", f'rate(duban_analytics_entries_total{{instance=~"$instance"}}{RATE})')),
        panel("Newest entry's age", "When it was folded.", "s", ("{{instance}} {{source}}", 'duban_analytics_lag_seconds{instance=~"$instance",source!="registry"}')),
        panel("Catalog", "Revision of the registry, and what a replica has folded.", "none", ("registry", "max(duban_registry_catalog_revision)"), ("{{instance}}", 'duban_analytics_catalog_revision{instance=~"$instance"}')),
        row("Redis"),
        panel("Found in Redis", "Share of reads.", "percentunit", ("{{instance}}",
              f'sum by (instance) (rate(duban_cache_reads_total{{result="hit",instance=~"$instance"}}{RATE})) / clamp_min(sum by (instance) (rate(duban_cache_reads_total{{instance=~"$instance"}}{RATE})), 1e-9)'), max=1),
        panel("Reads", "A second, by outcome.", "ops", ("{{result}}", f'sum by (result) (rate(duban_cache_reads_total{{instance=~"$instance"}}{RATE}))')),
        panel("Failures", "A second, by kind.", "ops", ("{{kind}}", f'sum by (kind) (rate(duban_cache_errors_total{{instance=~"$instance"}}{RATE}))')),
        panel("Breaker", "0 = used, 1 = tried again, 2 = left alone.", "none", ("{{instance}}", 'duban_cache_breaker_state{instance=~"$instance"}'), max=2),
        panel("Written and dropped", "Answers a second.", "ops", ("written", f'sum(rate(duban_cache_writes_total{{instance=~"$instance"}}{RATE}))'), ("dropped", f'sum(rate(duban_cache_dropped_total{{instance=~"$instance"}}{RATE}))')),
        panel("Snapshot", "Size of the newest, from which a restart goes on.", "bytes", ("{{instance}}", 'duban_analytics_snapshot_bytes{instance=~"$instance"}')),
        panel("Time for a snapshot", "Folding waits for a part of it.", "s", ("{{instance}}", 'duban_analytics_snapshot_seconds{instance=~"$instance"}')),
    ])


def business():
    one = '{district=~"$district"}'
    return board("duban-board", "duban: promises kept", "What governments promised, and how far they are, by the figures that they report.",
                 [variable("district", "District", "label_values(duban_district_completion_ratio, district)")], [
        row("All districts"),
        panel("Districts", "With a programme.", "none", ("", "max(duban_board_districts)"), kind="stat", width=4),
        panel("Overdue projects", "With a task past its due date.", "none", ("", "sum(duban:district_overdue_projects)"), kind="stat", width=4, steps=[(None, "green"), (1, "red")]),
        panel("Silent districts", "Whose next report is past its day.", "none", ("", "count(max by (district) (duban_district_silent_seconds) > 0) or vector(0)"), kind="stat", width=4, steps=[(None, "green"), (1, "orange")]),
        panel("Open findings", "Contradictions, gaps and risks nobody has settled.", "none", ("", "sum(max by (district) (duban_district_open_findings))"), kind="stat", width=4),
        panel("Tasks by status", "Of all programmes of the year.", "none", ("{{status}}", "max by (status) (duban_board_tasks)"), kind="bargauge", width=8),
        row("By district"),
        panel("Completion", "Mean over the year's programme.", "percentunit", ("{{district}}", f"max by (district) (duban_district_completion_ratio{one})"), width=12, max=1),
        panel("Behind schedule", "Points by which completion falls short of what the plan wanted by today; the twenty worst.", "percentunit",
              ("{{district}}", f"topk(20, max by (district) (duban_district_scheduled_ratio{one}) - max by (district) (duban_district_completion_ratio{one}))"), kind="bargauge", width=12),
        panel("Overdue projects", "The twenty worst.", "none", ("{{district}}", f"topk(20, duban:district_overdue_projects{one})"), kind="table"),
        panel("Silent", "How long the next report is past its day; the twenty longest.", "s", ("{{district}}", f"topk(20, max by (district) (duban_district_silent_seconds{one}))"), kind="table"),
        panel("Open findings", "The twenty with most.", "none", ("{{district}}", f"topk(20, max by (district) (duban_district_open_findings{one}))"), kind="table"),
        panel("Overdue projects over time", "Sum of the districts chosen.", "none", ("overdue", f"sum(duban:district_overdue_projects{one})"), width=12),
        panel("Reports", "Entries an hour from the districts chosen.", "none", ("entries", f"sum(duban:district_entries:rate1h{one}) * 3600"), width=12),
    ])


def all_boards():
    return {one["uid"]: one for one in (services(), ingestion(), freshness(), business())}
