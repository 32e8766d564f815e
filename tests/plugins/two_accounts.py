"""An organization of two accounts as rows, and a home folder that holds it."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from recorded_events import RecordedEvents

PROD, DEV, VENDOR = "111111111111", "222222222222", "999988887777"
LATE = "444444444444"
"""A member of the organization that was not collected."""
ROOT, UNIT, ORGANIZATION = "r-root", "ou-root-prod", "o-example1234"
Json = dict[str, Any]


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
    from ringwall.jobs.logs import ingest_logs  # noqa: PLC0415 - few tests need it

    ingest_logs(home, [log], RecordedEvents())
    return home
