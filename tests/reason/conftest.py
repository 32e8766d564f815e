"""A snapshot of a few rows, read into an organization as `ringwall` reads one."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Row, Table
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.organization.read import read_organization
from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.store.engine.embedded import EmbeddedEngine

ACCOUNT = "111111111111"
MANAGEMENT = "999999999999"
TREE = ("organizations_organization", "organizations_account", "organizations_policy")
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
UNUSED = {
    "Effect": "Allow",
    "Principal": {"Service": "unused.amazonaws.com"},
    "Action": "sts:AssumeRole",
}
"""A trust policy that lets nobody in who is asked about."""
KINDS = {"scp": "SERVICE_CONTROL_POLICY", "rcp": "RESOURCE_CONTROL_POLICY"}
TYPES = tuple(KINDS.values())
Statement = Mapping[str, Any]


class Snapshots:
    """One engine for many small snapshots: making sixty empty tables takes a tenth of a second."""

    def __init__(self) -> None:
        self.engine = EmbeddedEngine(threads=1)
        self.tables: dict[str, Table] = load_tables()
        self._all = {**self.tables, COVERAGE.name: COVERAGE}
        for table in self._all.values():
            self.engine.create(table)

    def read(self, rows: Mapping[str, Sequence[Row]], unasked: Iterable[str] = ()) -> Organization:
        """Return the organization that these rows make; all but `unasked` was asked for."""
        # A row without an account speaks for all accounts.
        asked = self.tables.keys() - set(unasked)
        row = {"account_id": "", "region": "global", "aspect": "list", "status": "ok", "calls": 1}
        listed = [{**row, "table_name": name, "resource": "", "error": ""} for name in asked]
        rows = {**rows, "coverage": [*rows.get("coverage", ()), *listed]}
        for name, found in rows.items():
            self._fill(self._all[name], found)
        try:
            return read_organization(self.engine, self.tables.values())
        finally:
            for name in rows:
                self.engine.execute(f'delete from estate."{name}"')

    def _fill(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert all rows at once: `create` takes a millisecond for each."""
        names = [column.name for column in table.all_columns]
        marks = f"({', '.join('?' * len(names))})"
        sql = f'insert into estate."{table.name}" values {", ".join([marks] * len(rows))}'
        self.engine.execute(sql, [row.get(name) for row in rows for name in names])


class Estate:
    """Resources of a snapshot: each method adds one, and returns its ARN.

    A column that is not given is as AWS would say it: there is none. Give None for what was not
    collected. Accounts belong to no organization unless `organization` was called.
    """

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.unasked: set[str] = set()
        """Tables of which the coverage says nothing."""
        self._read: Organization | None = None
        """What the rows came to when they were last read; None where rows were added since."""

    def add(self, table: str, arn: str, account: str = ACCOUNT, **columns: Any) -> str:
        """Add a row of any table."""
        row = {"arn": arn, "account_id": account, "region": "us-east-1", "tags": {}, **columns}
        row.setdefault("resource_id", arn.rpartition("/")[2])
        self._read = None
        self.rows[table].append({k: _plain(v) for k, v in row.items()})
        self.cover("s3_account", account)
        for name in TREE:
            self.cover(name, account)
        return arn

    def cover(
        self,
        table: str,
        account: str = ACCOUNT,
        status: str = "ok",
        *,
        aspect: str = "list",
        region: str = "global",
        resource: str = "",
        error: str = "",
    ) -> None:
        """Add how the call went that lists a table; a later word replaces an earlier one."""
        row = {"table_name": table, "account_id": account, "region": region}
        said = self.rows["coverage"]
        for known in [known for known in said if row.items() <= known.items()]:
            if status == "ok":
                return
            said.remove(known)
        self._read = None
        about = {"resource": resource, "error": error}
        said.append({**row, **about, "aspect": aspect, "status": status, "calls": 1})

    def user(self, name: str, *statements: Statement, account: str = ACCOUNT, **more: Any) -> str:
        arn = f"arn:aws:iam::{account}:user/{name}"
        columns: Row = {"user_name": name, "user_id": f"AIDA{name.upper():0<17}", "groups": []}
        return self.add("iam_user", arn, account, **{**columns, **_held(statements, more)})

    def role(
        self,
        name: str,
        *statements: Statement,
        trust: Any = UNUSED,
        account: str = ACCOUNT,
        **more: Any,
    ) -> str:
        """Add a role; `trust` is the statement, or a list of those, of its trust policy."""
        trusting = trust if isinstance(trust, list) else [trust]
        columns: Row = {
            "role_name": name,
            "role_id": f"AROA{name.upper():0<17}",
            "assume_role_policy_document": None if trust is None else policy(*trusting),
            "instance_profile_arns": [],
        }
        arn = f"arn:aws:iam::{account}:role/{name}"
        return self.add("iam_role", arn, account, **{**columns, **_held(statements, more)})

    def group(self, name: str, *statements: Statement, account: str = ACCOUNT, **more: Any) -> str:
        arn = f"arn:aws:iam::{account}:group/{name}"
        held = _held(statements, more)
        del held["permissions_boundary"]
        return self.add("iam_group", arn, account, group_name=name, **held)

    def managed(
        self, name: str, *statements: Statement, account: str = ACCOUNT, versions: Any = ()
    ) -> str:
        """Add a customer managed policy; `versions` are the statements of older versions."""
        arn = f"arn:aws:iam::{account}:policy/{name}"
        columns: Row = {"policy_document": policy(*statements), "other_versions": versions}
        if versions is not None:
            older = [policy(statement) for statement in versions]
            columns["other_versions"] = json.dumps(
                [{"VersionId": f"v{n}", "Document": d} for n, d in enumerate(older, 1)]
            )
        return self.add("iam_policy", arn, account, **columns)

    def bucket(self, name: str, *statements: Statement, account: str = ACCOUNT, **more: Any) -> str:
        """Add a bucket without Block Public Access, whose ACLs are disabled."""
        columns = {
            "policy": policy(*statements),
            "ignore_public_acls": False,
            "restrict_public_buckets": False,
            "object_ownership": "BucketOwnerEnforced",
            "owner_canonical_id": "0" * 64,
            "acl": [],
        }
        self.block(account)
        return self.add("s3_bucket", f"arn:aws:s3:::{name}", account, **{**columns, **more})

    def point(self, name: str, *statements: Statement, account: str = ACCOUNT, **more: Any) -> str:
        """Add an access point to the bucket `data`, from the internet."""
        arn = f"arn:aws:s3:us-east-1:{account}:accesspoint/{name}"
        columns = {"policy": policy(*statements), "restrict_public_buckets": False}
        columns |= {"bucket": "data", "bucket_account_id": ACCOUNT, "vpc_id": ""}
        self.block(account)
        return self.add("s3_access_point", arn, account, **{**columns, **more})

    def block(self, account: str = ACCOUNT, *, blocks: bool | None = False) -> None:
        """Set the account's own Block Public Access; a later word replaces an earlier one."""
        rows, arn = self.rows["s3_account"], f"arn:aws:s3:::account/{account}"
        if any(row["arn"] == arn for row in rows):
            if blocks is False:
                return
            rows[:] = [row for row in rows if row["arn"] != arn]
        flags = {"ignore_public_acls": blocks, "restrict_public_buckets": blocks}
        self.add("s3_account", arn, account, **flags)

    def queue(self, name: str, *statements: Statement, account: str = ACCOUNT, **more: Any) -> str:
        arn = f"arn:aws:sqs:us-east-1:{account}:{name}"
        return self.add("sqs_queue", arn, account, **{"policy": policy(*statements), **more})

    def key(self, name: str, *statements: Statement, account: str = ACCOUNT, **more: Any) -> str:
        arn = f"arn:aws:kms:us-east-1:{account}:key/{name}"
        return self.add(
            "kms_key", arn, account, **{"key_policy": policy(*statements), "grants": [], **more}
        )

    def organization(self, *accounts: str, types: Any = TYPES, unit: str = "ou-1") -> None:
        """Put accounts into one unit of an organization, FullAWSAccess at every level."""
        self.add(
            "organizations_organization", f"arn:aws:organizations::{MANAGEMENT}:o-1", MANAGEMENT,
            id="o-1", management_account_id=MANAGEMENT,
            enabled_policy_types=None if types is None else list(types),
        )  # fmt: skip
        for account in (MANAGEMENT, *accounts):
            arn = f"arn:aws:organizations::{MANAGEMENT}:account/o-1/{account}"
            path = ["r-1"] if account == MANAGEMENT else ["r-1", unit]
            self.add("organizations_account", arn, account, id=account, account_name=account,
                     parent_ids=path)  # fmt: skip
        self.scp("FullAWSAccess", EVERYTHING, at=["r-1", unit, MANAGEMENT, *accounts])

    def scp(self, name: str, *statements: Statement, at: Any, kind: str = "scp") -> None:
        """Attach an SCP, or an RCP; FullAWSAccess stays beside it."""
        self.add(
            "organizations_policy", f"arn:aws:organizations::{MANAGEMENT}:policy/o-1/{name}",
            MANAGEMENT, name=name, type=KINDS[kind], content=policy(*statements), target_ids=at,
        )  # fmt: skip

    def read(self) -> Organization:
        if self._read is None:
            self._read = self._snapshots.read(self.rows, self.unasked)
        return self._read

    def ask(self, principal: str, action: str, arn: str, context: Any = None) -> AccessAnswer:
        organization = self.read()
        asker = organization.principals[principal]
        return make_question(organization, asker, action, arn, context).decide_over_contexts()


def policy(*statements: Statement) -> Mapping[str, Any]:
    """Return the document of some statements, {} for none."""
    return {"Version": "2012-10-17", "Statement": list(statements)} if statements else {}


def _held(statements: Iterable[Statement], more: Mapping[str, Any]) -> Row:
    inline = [{"PolicyName": "own", "PolicyDocument": policy(*statements)}] if statements else []
    return {"policies": inline, "managed_policy_arns": [], "permissions_boundary": "", **more}


def _plain(value: Any) -> Any:
    """Return a value as the engine takes it: objects, and lists of them, are JSON text."""
    first = value[0] if isinstance(value, list) and value else value
    return json.dumps(value) if isinstance(first, dict) else value


@pytest.fixture(scope="session")
def snapshots() -> Iterator[Snapshots]:
    found = Snapshots()
    yield found
    found.engine.close()


@pytest.fixture(scope="session")
def make_estate(snapshots: Snapshots) -> Callable[[], Estate]:
    """Return a function that makes an empty estate."""
    return lambda: Estate(snapshots)


@pytest.fixture
def estate(snapshots: Snapshots) -> Estate:
    """Return an empty estate."""
    return Estate(snapshots)
