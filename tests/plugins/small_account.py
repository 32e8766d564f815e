"""One account with a few weaknesses, recorded, and walked from its collection to its reports."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import botocore.session
import pytest
from exposed_resources import CREDENTIALS
from recorded_estate import (
    Answer,
    Change,
    RecordedEstate,
    RecordedSessions,
    Request,
    keep,
    record_estate,
)
from recorded_events import RecordedEvents

from ringwall.aws.session import CallerIdentity
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.audit import AuditRequest, AuditResult, run_audit
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.jobs.collect import CollectRequest, collect_live
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.gaps import SnapshotSummary
from ringwall.model.table import Reader

ACCOUNT, REGIONS = "123456789012", ("us-east-1", "eu-west-1")
ABROAD = {
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1"),
}
"""The regions of other partitions that stand for `REGIONS`."""


@dataclass(frozen=True)
class PartitionSessions(RecordedSessions):
    """Recorded sessions of any partition, as jobs use them."""

    partition: str = "aws"
    traffic: Any = field(default_factory=lambda: SimpleNamespace(sent=0))

    def identity(self) -> CallerIdentity:
        return CallerIdentity(
            self.caller, f"arn:{self.partition}:iam::{self.caller}:root", self.partition
        )

    def reader(self, account_id: str, region: str) -> Reader:
        reader: Any = super().reader(account_id, region)
        return cast("Reader", replace(reader, partition=self.partition))

    def release(self, account_id: str, region: str = "") -> None:
        """Nothing is held."""


@dataclass(frozen=True)
class SmallAccount:
    """Every answer of an account: the management account of an organization without members.

    Its bucket `open` and its role `open` are public, its user `boss` is an administrator,
    `climber` can become one; `reader` and the bucket `closed` are as they should be.
    """

    estate: RecordedEstate
    partition: str = "aws"

    @property
    def regions(self) -> tuple[str, ...]:
        return self.estate.regions

    def move(self, partition: str) -> "SmallAccount":
        """Return the same account as it would be in another partition."""
        regions = ABROAD[partition]
        names = {"arn:aws:": f"arn:{partition}:", **dict(zip(REGIONS, regions, strict=True))}
        record = {
            Request(*_rename(list(vars(request).values()), names)): Answer(
                _rename(answer.pages, names), answer.error
            )
            for request, answer in self.estate.record.items()
        }
        return SmallAccount(RecordedEstate(record, self.estate.caller, regions), partition)

    def collect(self, home: Path, change: Change = keep) -> SnapshotSummary:
        """Collect it into a home folder, with some answers changed."""
        return collect_live(home, CollectRequest(), self.connect(change), RecordedEvents())

    def connect(self, change: Change = keep) -> AwsAccess:
        """Return what leads to the account, with some answers changed."""
        estate = self.estate
        sessions = PartitionSessions(
            estate.record, change, estate.caller, estate.regions[0], partition=self.partition
        )
        return cast("AwsAccess", SimpleNamespace(sessions=sessions))

    def details(self) -> dict[str, Any]:
        """Return what `aws iam get-account-authorization-details` prints."""
        found: dict[str, Any] = {}
        for request, answer in self.estate.record.items():
            if request.operation == "iam.get_account_authorization_details":
                for page in answer.pages:
                    for name, items in page.items():
                        if isinstance(items, list):
                            kept = found.setdefault(name, [])
                            kept.extend(item for item in items if item not in kept)
        return dict(json.loads(json.dumps(found, default=str)))


def _rename(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, bytes):
        return _rename(value.decode(), names).encode()
    if isinstance(value, dict):
        return {_rename(key, names): _rename(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_rename(item, names) for item in value)
    return value


@contextmanager
def audit_home(home: Path, *rules: str) -> Iterator[AuditResult]:
    """Audit what was collected."""
    with run_audit(home, AuditRequest(rules=rules), RecordedEvents()) as result:
        yield result


def write_as(result: AuditResult, form: Any) -> str:
    """Return the findings of an audit in a format."""
    out = StringIO()
    result.write(form, out)
    return out.getvalue()


def _plant(client: Callable[[str], Any]) -> None:
    def allow(action: str, **more: str) -> str:
        statement = {"Effect": "Allow", "Action": action, **more}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    client("organizations").create_organization(FeatureSet="ALL")
    for bucket in ("open", "closed"):
        client("s3").create_bucket(Bucket=bucket)
    read = allow("s3:GetObject", Principal="*", Resource="arn:aws:s3:::open/*")
    client("s3").put_bucket_policy(Bucket="open", Policy=read)
    client("kms").create_key()
    iam = client("iam")
    granted = {"boss": "*", "climber": "iam:AttachUserPolicy", "reader": "s3:ListAllMyBuckets"}
    for user, action in granted.items():
        iam.create_user(UserName=user)
        iam.put_user_policy(
            UserName=user, PolicyName="own", PolicyDocument=allow(action, Resource="*")
        )
    trust = json.loads(allow("sts:AssumeRole"))
    trust["Statement"][0]["Principal"] = {"AWS": "*"}
    iam.create_role(RoleName="open", AssumeRolePolicyDocument=json.dumps(trust))


@pytest.fixture(scope="session")
def small_account() -> SmallAccount:
    """Return every answer of the account, in partition aws."""
    app = Emulator(authority=ReasonedAuthority())
    app.limit_regions(*REGIONS)
    session = botocore.session.Session()
    session.set_credentials(CREDENTIALS["AccessKeyId"], CREDENTIALS["SecretAccessKey"])
    attach(session, app)
    _plant(lambda service: cast("Any", session).create_client(service, region_name=REGIONS[0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS["SecretAccessKey"])
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        return SmallAccount(record_estate(app, ACCOUNT, REGIONS))
