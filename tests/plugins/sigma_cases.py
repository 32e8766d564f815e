"""Small Sigma rules with events, hits and near misses, and the engine that they are asked on."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from event_rows import EventRowMaker

from ringwall.catalog.loader import load_logs
from ringwall.detect.sigma.rule_folder import SigmaRules, load_sigma
from ringwall.store.engine.embedded import EmbeddedEngine

CASES = Path(__file__).parents[1] / "detect" / "sigma" / "cases"
SOURCE = {"product": "aws", "service": "cloudtrail"}
START = datetime(2026, 1, 31)  # noqa: DTZ001 - UTC, as it is stored
BASE: Mapping[str, Any] = {
    "eventVersion": "1.08",
    "eventTime": "2026-01-31T10:00:00Z",
    "eventSource": "iam.amazonaws.com",
    "eventName": "GetUser",
    "awsRegion": "us-east-1",
    "sourceIPAddress": "192.0.2.1",
    "userAgent": "aws-cli/2",
    "requestParameters": None,
    "responseElements": None,
    "readOnly": True,
    "eventType": "AwsApiCall",
    "managementEvent": True,
    "eventCategory": "Management",
    "recipientAccountId": "111111111111",
    "userIdentity": {
        "type": "IAMUser",
        "principalId": "AIDAEXAMPLE",
        "arn": "arn:aws:iam::111111111111:user/alice",
        "accountId": "111111111111",
        "accessKeyId": "AKIAEXAMPLE",
        "userName": "alice",
    },
}


def read_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return cases


def make_record(changes: Mapping[str, Any], event_id: str) -> dict[str, Any]:
    """Return the base event with changes put over it, and an ID."""
    return _merge(copy.deepcopy(dict(BASE)), changes) | {"eventID": event_id}


def _merge(record: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(record.get(key), dict):
            record[key] = _merge(record[key], value)
        else:
            record[key] = copy.deepcopy(value)
    return record


def make_rule(detection: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a rule of a detection as YAML would give it."""
    return {"title": "A rule", "logsource": SOURCE, "detection": dict(detection), **more}


def make_correlation_records(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the records of a case of correlations: `at` is in seconds, `id` names a hit."""
    return [
        make_record(
            {key: value for key, value in event.items() if key not in {"at", "id"}}
            | {"eventTime": f"{(START + timedelta(seconds=event['at'])).isoformat()}Z"},
            str(event.get("id", f"e{number:04}")),
        )
        for number, event in enumerate(events)
    ]


def make_correlation_rules(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the documents of a case of correlations, the correlation last."""
    rules = []
    for rule in case["rules"]:
        named = {"title": rule["name"], "name": rule["name"]}
        detection = {"selection": rule.get("selection"), "condition": "selection"}
        is_event = "selection" in rule
        rules.append(make_rule(detection) | named if is_event else rule | named)
    return [*rules, {"title": "Together", "correlation": case["correlation"]}]


def load_rules(
    folder: Path,
    documents: Sequence[Mapping[str, Any]],
    placeholders: Mapping[str, Sequence[str]] | None = None,
) -> SigmaRules:
    """Return the rules of documents that are written to a file of a folder."""
    path = folder / "rule.yml"
    written = yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False)
    path.write_text(written, encoding="utf-8")
    return load_sigma(path, placeholders)


@contextmanager
def open_log(records: Iterable[Mapping[str, Any]]) -> Iterator[EmbeddedEngine]:
    """Yield an engine with the records as rows of `logs.cloudtrail`."""
    table = load_logs()["cloudtrail"]
    to_row = EventRowMaker(table)
    with EmbeddedEngine(threads=1) as engine:
        engine.create(table, [to_row(dict(record)) for record in records])
        yield engine
