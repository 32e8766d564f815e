"""What a collection asks of Acme is answered in the shape that AWS documents."""

from pathlib import Path
from typing import Any

import pytest
from answer_shapes import check_answers, find_faults
from built_acme import BuiltAcme
from moto.core.utils import get_service_model

from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_tables
from ringwall.collect.api import ApiSource
from ringwall.collect.live import collect
from ringwall.emulator.transport import attach
from ringwall.jobs.target import choose_target
from ringwall.store.lake.snapshot import SnapshotWriter


def test_every_answer_of_a_collection_has_its_shape(
    built_acme: BuiltAcme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = built_acme.emulator()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "demo")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def connect(session: Any) -> None:
        attach(session, app)
        check_answers(session)

    region = built_acme.acme.regions[0]
    sessions = Sessions(region=region, role="OrganizationAccountAccessRole", transport=connect)
    target = choose_target(
        sessions, discover(sessions), ("prod", "log-archive"), (region,), frozenset()
    )
    tables = load_tables()
    source = ApiSource(sessions.reader, sessions.home_region)
    collect(target, tables, source, SnapshotWriter(tmp_path, tables))
    assert len(app.calls) > 90


@pytest.mark.parametrize(
    ("service", "operation", "answer", "fault"),
    [
        ("iam", "GetUser", {}, ".User: missing"),
        ("iam", "GetUser", {"User": {"UserName": 5}}, ".User.UserName: int in place of string"),
        ("ec2", "DescribeVpcs", {"Vpcs": [{"State": "x"}]}, ".Vpcs[].State: 'x' is none of pend"),
        ("s3", "GetBucketVersioning", {"Status": "Enabled"}, ""),
        ("sqs", "GetQueueAttributes", {"Attributes": {"a": 1}}, ".Attributes{}: int in place of s"),
    ],
)
def test_what_differs_is_found(service: str, operation: str, answer: Any, fault: str) -> None:
    model = get_service_model(service).operation_model(operation)
    found = " ".join(find_faults(model, answer))
    assert fault in found
    assert bool(found) == bool(fault)
