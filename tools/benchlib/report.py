"""What a benchmark's runs come to: the median with its range, the ceiling beside it, and their ratio."""
import os
import platform
import statistics
import subprocess


def summarise(name, unit, question, ceiling_name, pairs):
    values = [value for value, _ in pairs]
    ceilings = [ceiling for _, ceiling in pairs if ceiling]
    ratios = [value / ceiling for value, ceiling in pairs if ceiling]
    return {"name": name, "value": statistics.median(values), "unit": unit,
            "ceiling_name": ceiling_name or None,
            "ceiling": statistics.median(ceilings) if ceilings else None,
            "ratio": statistics.median(ratios) if ratios else None,
            "p99_us": p99([value for value, _ in pairs]), "ceiling_p99_us": p99([ceiling for _, ceiling in pairs]),
            "runs": values, "ceilings": ceilings, "question": question}


def p99(figures):
    known = [figure.p99_us for figure in figures if getattr(figure, "p99_us", None)]
    return statistics.median(known) if known else None


def latency(result):
    """"3.1 (2.9) ms": the 99th percentile, and the ceiling's."""
    if not result["p99_us"]:
        return ""
    beside = f" ({result['ceiling_p99_us'] / 1000:.1f})" if result["ceiling_p99_us"] else ""
    return f"{result['p99_us'] / 1000:.1f}{beside} ms"


def public(result):
    """What --json prints; `runs` are the values of the single runs."""
    return {key: result[key] for key in ("name", "value", "unit", "ceiling_name", "ceiling", "ratio", "runs", "p99_us", "ceiling_p99_us")}


def number(value):
    return "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def span(values):
    return f"{number(min(values))}-{number(max(values))}" if values else ""


def line(result):
    ceiling = f", {result['ratio']:.2f} of {result['ceiling_name']} ({number(result['ceiling'])})" if result["ratio"] else ""
    return f"{result['name']}: {number(result['value'])} {result['unit']} ({span(result['runs'])}){ceiling}"


def machine():
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((l.split(":", 1)[1].strip() for l in lines if l.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {model}, {memory:.0f} GiB, Linux {platform.release().split('-')[0]}"


def markdown(results, runs, seconds):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    head = f"""# Benchmarks

Written by `tools/bench` at commit {commit or "unknown"} ({runs} runs of about {seconds:g} s each, release build, load generator and
services on the same machine: {machine()}; load average {os.getloadavg()[1]:.0f} over its last five minutes).

Every figure stands beside its ceiling, measured in turn with it in the same run: what this machine gives when almost
nothing is done. Identical runs differ by 20 to 40 percent on a shared machine, so compare the ratios, not the figures.
The median of the runs is given, with their range; the ratio is the median of the runs' ratios.

The p99 is that of a call while all of them are in flight; in brackets that of the ceiling.

| name | answers | value | range | ceiling | its value | ratio | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
    rows = "".join(
        f"| {r['name']} | {r['question']} | {number(r['value'])} {r['unit']} | {span(r['runs'])} | {r['ceiling_name'] or ''} "
        f"| {number(r['ceiling'])} | {'' if r['ratio'] is None else format(r['ratio'], '.3f')} | {latency(r)} |\n" for r in results)
    return head + rows + """
Run it yourself: `tools/build release && tools/bench` (all of it), `tools/bench --quick --only ingest --json -` (a part).
"""
