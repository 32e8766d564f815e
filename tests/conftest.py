"""What holds for all tests, and what tests of several packages share."""

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says something of the machine, which others use too.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

PROD, DEV, VENDOR = "111111111111", "222222222222", "999988887777"
LATE = "444444444444"
"""A member of the organization that was not collected."""
ROOT, UNIT, ORGANIZATION = "r-root", "ou-root-prod", "o-example1234"
REGION = "us-east-1"
Json = dict[str, Any]


@dataclass
class RecordedEvents:
    """The events of a job, in lists."""

    notes: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """Parts of the job that had a progress, in order."""
    totals: list[int] = field(default_factory=list)
    """How many steps they said that there are."""
    steps: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.notes.append(text)

    @contextmanager
    def progress(self, part: str, total: int | None = None) -> Iterator["RecordedEvents"]:
        self.parts.append(part)
        if total is not None:
            self.totals.append(total)
        yield self

    def expect(self, total: int) -> None:
        self.totals.append(total)

    def advance(self, description: str = "") -> None:
        self.steps.append(description)


@pytest.fixture
def events() -> RecordedEvents:
    """Return events that jobs can report to, to look at afterwards."""
    return RecordedEvents()


class TwoAccounts:
    """Rows of an organization of two accounts, prod and dev, and the home folder with them.

    Prod has a role `app` that reads and writes a bucket, an administrator, a role that a pipeline
    in dev can become, a role that a vendor can become, and a bucket that is public.
    """

    app = f"arn:aws:iam::{PROD}:role/app"
    admin = f"arn:aws:iam::{PROD}:role/admin"
    deploy = f"arn:aws:iam::{PROD}:role/deploy"
    ci = f"arn:aws:iam::{DEV}:role/ci"
    data, site, shared = "arn:aws:s3:::data", "arn:aws:s3:::site", "arn:aws:s3:::shared"
    by_lambda: ClassVar[Json] = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }

    def allow(self, action: Any, resource: Any = "*", **more: Any) -> Json:
        return {"Effect": "Allow", "Action": action, "Resource": resource, **more}

    def policy(self, *statements: Json) -> Json:
        return {"Version": "2012-10-17", "Statement": list(statements)}

    def row(self, arn: str, account: str, **columns: Any) -> Json:
        return {
            "arn": arn,
            "account_id": account,
            "region": "global",
            "resource_id": arn,
            "tags": {},
            "captured_at": "2026-01-02T03:04:05Z",
            **columns,
        }

    def role(self, arn: str, trust: Json, *statements: Json) -> Json:
        inline = [{"PolicyName": "own", "PolicyDocument": self.policy(*statements)}]
        return self.row(
            arn,
            arn.split(":")[4],
            role_id="AROAX",
            managed_policy_arns=[],
            permissions_boundary="",
            policies=inline,
            assume_role_policy_document=self.policy(trust),
            instance_profile_arns=[],
        )

    def bucket(self, arn: str, *statements: Json) -> Json:
        return self.row(
            arn,
            PROD,
            policy=self.policy(*statements) if statements else {},
            acl=[],
            ignore_public_acls=False,
            restrict_public_buckets=False,
            owner_canonical_id="",
            object_ownership="BucketOwnerEnforced",
        )

    def rows(self) -> dict[str, list[Json]]:
        """Return the rows by table; change them at will."""
        return self._organization() | self._roles() | self._buckets()

    def write(self, home: Path, found: dict[str, list[Json]], denied: str = "") -> str:
        """Write a snapshot in which all tables were listed but one, and return its id.

        Tables without rows have no file: that is quicker, and they are empty all the same.
        """
        from ringwall.catalog.loader import load_tables  # noqa: PLC0415 - few tests need it
        from ringwall.model.coverage import Coverage  # noqa: PLC0415 - the same
        from ringwall.store.lake.snapshot import SnapshotWriter  # noqa: PLC0415 - the same

        tables = load_tables()
        writer = SnapshotWriter(home / "estate", {name: tables[name] for name in found})
        writer.add_coverage(
            Coverage(account, "global", name, "list", "denied" if name == denied else "ok")
            for name in tables
            for account in (PROD, DEV)
        )
        for name, listed in found.items():
            writer.add(name, listed)
        return writer.finish("test", {PROD: "prod", DEV: "dev"}, ("eu-west-1",)).id

    def write_log(self, folder: Path, events: Iterable[Json]) -> Path:
        """Write a log file as CloudTrail does, and return it."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "log.json.gz"
        path.write_bytes(gzip.compress(json.dumps({"Records": list(events)}).encode(), mtime=0))
        return path

    def event(self, number: int, name: str, resource: str) -> Json:
        """Return the record of a call that the role `app` made on a day of January."""
        issuer = {"type": "Role", "arn": self.app, "accountId": PROD, "userName": "app"}
        who = {
            "type": "AssumedRole",
            "accountId": PROD,
            "arn": f"arn:aws:sts::{PROD}:assumed-role/app/s",
            "sessionContext": {"sessionIssuer": issuer},
        }
        return {
            "eventID": f"e{number}",
            "eventTime": f"2026-01-0{number + 1}T00:00:00Z",
            "eventName": name,
            "eventSource": "s3.amazonaws.com",
            "awsRegion": "eu-west-1",
            "recipientAccountId": PROD,
            "eventCategory": "Data",
            "userIdentity": who,
            "resources": [{"ARN": resource}],
        }

    def _organization(self) -> dict[str, list[Json]]:
        everywhere = [ROOT, UNIT, PROD, DEV, LATE]
        types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
        return {
            "organizations_organization": [
                self.row(
                    *("o", PROD),
                    id=ORGANIZATION,
                    management_account_id="333333333333",
                    root_id=ROOT,
                    enabled_policy_types=types,
                )
            ],
            "organizations_account": [
                self.row("prod", PROD, id=PROD, account_name="prod", parent_ids=[ROOT, UNIT]),
                self.row("dev", DEV, id=DEV, account_name="dev", parent_ids=[ROOT]),
                self.row("late", LATE, id=LATE, account_name="late", parent_ids=[ROOT]),
            ],
            "organizations_organizational_unit": [
                self.row("unit", PROD, id=UNIT, name="Prod", path="Root/Prod")
            ],
            "organizations_policy": [
                self.row(
                    *("full", PROD),
                    name="FullAWSAccess",
                    type="SERVICE_CONTROL_POLICY",
                    content=self.policy(self.allow("*")),
                    target_ids=everywhere,
                )
            ],
        }

    def _roles(self) -> dict[str, list[Json]]:
        assume = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        code = ["lambda:CreateFunction", "lambda:InvokeFunction"]
        return {
            "iam_role": [
                self.role(
                    self.app,
                    self.by_lambda,
                    self.allow(["s3:GetObject", "s3:PutObject"], f"{self.data}/*"),
                ),
                self.role(self.admin, self.by_lambda, self.allow("*")),
                self.role(
                    self.deploy,
                    {**assume, "Principal": {"AWS": self.ci}},
                    self.allow("iam:PassRole", self.admin),
                    self.allow(code),
                ),
                self.role(
                    f"arn:aws:iam::{PROD}:role/vendor",
                    {**assume, "Principal": {"AWS": VENDOR}},
                    self.allow("s3:ListAllMyBuckets"),
                ),
                self.role(self.ci, self.by_lambda, self.allow("sts:AssumeRole", self.deploy)),
            ]
        }

    def _buckets(self) -> dict[str, list[Json]]:
        anyone = {**self.allow("s3:GetObject", f"{self.site}/*"), "Principal": "*"}
        member = {**self.allow("s3:GetObject", f"{self.shared}/out/*"), "Principal": {"AWS": LATE}}
        return {
            "s3_bucket": [
                self.bucket(self.data),
                self.bucket(self.site, anyone),
                self.bucket(self.shared, member),
            ],
            "s3_account": [
                self.row("s3", PROD, ignore_public_acls=False, restrict_public_buckets=False)
            ],
        }


@pytest.fixture(scope="session")
def two_accounts() -> TwoAccounts:
    """Return what makes snapshots of an organization of two accounts."""
    return TwoAccounts()


@pytest.fixture(scope="session")
def two_accounts_home(tmp_path_factory: pytest.TempPathFactory, two_accounts: TwoAccounts) -> Path:
    """Return a home folder with that organization and three uses of a bucket; only read it."""
    home = tmp_path_factory.mktemp("two-accounts")
    two_accounts.write(home, two_accounts.rows())
    uses = [two_accounts.event(n, "GetObject", f"{two_accounts.data}/k") for n in range(3)]
    log = two_accounts.write_log(home / "trail", uses)
    from ringwall.jobs.logs import collect_cloudtrail  # noqa: PLC0415 - few tests need it

    collect_cloudtrail(home, [log], RecordedEvents())
    return home


@dataclass(frozen=True)
class EmulatedAccount:
    """An emulated account behind a port. It has a key that does not rotate and an open SSH port."""

    app: Any
    url: str
    client: Callable[[str], Any]

    def plant(self) -> None:
        """Start over, with the same weaknesses under the same ids."""
        self.app.reset()
        self.client("kms").create_key()
        ec2 = self.client("ec2")
        vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
        open_ssh = {
            "IpProtocol": "tcp",
            "FromPort": 22,
            "ToPort": 22,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
        }
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[open_ssh])

    def rotates(self) -> bool:
        """Whether the key rotates now."""
        kms = self.client("kms")
        key = kms.list_keys()["Keys"][0]["KeyId"]
        return bool(kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"])


@pytest.fixture(scope="session")
def served_account() -> Iterator[EmulatedAccount]:
    import botocore.session  # noqa: PLC0415 - few tests need it

    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.server import serve  # noqa: PLC0415 - the same
    from ringwall.emulator.transport import attach  # noqa: PLC0415 - the same

    app = Emulator()
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    attach(session, app)
    clients: dict[str, Any] = {}

    def client(service: str) -> Any:
        if service not in clients:
            clients[service] = session.create_client(service, region_name=REGION)
        return clients[service]

    served = serve(app)
    try:
        yield EmulatedAccount(app, served.url, client)
    finally:
        served.close()


@pytest.fixture
def aws_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Take away what leads to AWS on this machine, and return what can set something else."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "RINGWALL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    return monkeypatch


@pytest.fixture
def account(
    served_account: EmulatedAccount, aws_environment: pytest.MonkeyPatch
) -> EmulatedAccount:
    """Return the account as it was planted; the environment leads to it."""
    served_account.plant()
    aws_environment.setenv("AWS_ENDPOINT_URL", served_account.url)
    aws_environment.setenv("AWS_REGION", REGION)
    aws_environment.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
    aws_environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    return served_account


@pytest.fixture(scope="session")
def audited_once(served_account: EmulatedAccount, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ringwall.jobs.audit import AuditRequest, run_audit  # noqa: PLC0415 - few tests need it
    from ringwall.jobs.collect import CollectRequest, collect_live  # noqa: PLC0415 - the same
    from ringwall.jobs.connection import Connection  # noqa: PLC0415 - the same

    home = tmp_path_factory.mktemp("audited")
    served_account.plant()
    request = CollectRequest(regions=(REGION,), services=("ec2", "kms", "s3"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "RINGWALL_DATABASE"):
            patch.delenv(name, raising=False)
        connection = Connection(region=REGION, endpoint_url=served_account.url)
        collect_live(home, request, connection, RecordedEvents())
        with run_audit(home, AuditRequest(), RecordedEvents()):
            pass
    return home


@pytest.fixture
def audited_home(audited_once: Path, tmp_path: Path) -> Path:
    """Return a home folder of one's own in which the account was collected and audited."""
    return Path(shutil.copytree(audited_once, tmp_path / "audited"))
