"""Ways of sharing: the columns that each needs, and what the reasoner makes of a table's word.

The tables here are made up: that they share in a known way is all that the reasoner has to know.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.model.share import KeyGrants, S3Access, Share, SharedWith
from ringwall.model.table import Column, Table
from ringwall.reason.iam.evaluation.settings import ResourceSettings
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.organization.sharing import read_sharing
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine

ACCOUNT, OTHER = "111111111111", "222222222222"
ARN = f"arn:aws:app:eu-west-1:{ACCOUNT}:thing/a"
ORGANIZATION = f"arn:aws:organizations::{ACCOUNT}:organization/o-1"
IMAGE = SharedWith("accounts", ("app:CopyThing",))
SNAPSHOT = SharedWith(
    "accounts", ("app:CopyThing",), is_public="is_public", block="state", blocked_by="block-all"
)
BUCKET = S3Access(
    "bucket",
    ("ignore_public_acls", "restrict_public_buckets"),
    acl="acl",
    ownership="how",
    owner="who",
)
POINT = S3Access("access_point", ("restrict_public_buckets",), path=("vpc_id", "bucket"))
EVERYONE = {"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}
OPEN = {"ignore_public_acls": False, "restrict_public_buckets": False}


def test_an_attribute_needs_its_column_and_what_limits_it() -> None:
    assert IMAGE.columns == ("accounts",)
    assert SNAPSHOT.columns == ("accounts", "is_public", "state")


def test_grants_need_their_column() -> None:
    assert KeyGrants("grants").columns == ("grants",)


def test_s3_needs_its_flags_its_acl_and_its_path() -> None:
    assert BUCKET.columns == ("ignore_public_acls", "restrict_public_buckets", "acl", "how", "who")
    assert POINT.columns == ("restrict_public_buckets", "vpc_id", "bucket")


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Yield an engine with an account that blocks nothing."""
    flags = dict.fromkeys(("ignore_public_acls", "restrict_public_buckets"), False)
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_tables()["s3_account"], [{"arn": "s", "account_id": ACCOUNT, **flags}])
        yield engine


def read(engine: Engine, share: Share, **facts: Any) -> ResourceSettings | None:
    """Return what the settings of one resource of a made-up table come to."""
    columns = tuple(Column(name, "TEXT", "Says something.") for name in share.columns)
    table = Table("app_thing", "A thing.", columns, share=share)
    resource = Resource(ARN, ACCOUNT, "eu-west-1", table.name, facts=facts)
    return read_sharing(engine, [resource], {table.name: table}).get(ARN, ResourceSettings())


def granted(settings: ResourceSettings | None) -> list[dict[str, Any]]:
    """Return what the statements of known settings allow, to whom, and on which keys."""
    assert settings is not None
    found = []
    for policy in settings.policies:
        assert policy
        for compiled in policy.statements:
            statement = compiled.statement
            assert statement.principal
            found.append(
                {
                    "actions": list(statement.action.values),
                    "who": [name.value for name in statement.principal.names],
                    "conditions": [condition.key for condition in statement.conditions],
                }
            )
    return found


def test_accounts_that_are_named_get_the_tables_actions(engine: Engine) -> None:
    (grant,) = granted(read(engine, IMAGE, accounts=[OTHER]))
    assert grant["actions"] == ["app:copything"]
    assert OTHER in grant["who"][0]


def test_an_organization_is_a_condition_on_anyone(engine: Engine) -> None:
    (grant,) = granted(read(engine, IMAGE, accounts=[ORGANIZATION]))
    assert grant["who"] == ["*"]
    assert "aws:principalorgid" in grant["conditions"]


@pytest.mark.parametrize(
    ("accounts", "is_public", "state", "expected"),
    [
        (["all"], True, "unblocked", ["*"]),
        (["all"], True, "block-all", []),
        (["all"], True, None, None),
        ([], False, None, []),
        (None, True, "unblocked", ["*"]),
        (None, True, "block-all", None),
        (None, False, "unblocked", None),
        (None, None, "unblocked", None),
    ],
    ids=["open", "blocked", "block not known", "not shared", "only the flag known",
         "flag and block", "names not known", "nothing known"],
)  # fmt: skip
def test_a_block_makes_sharing_with_all_void(
    engine: Engine,
    accounts: Any,
    is_public: bool | None,  # noqa: FBT001 - a parameter of the test
    state: str | None,
    expected: list[str] | None,
) -> None:
    settings = read(engine, SNAPSHOT, accounts=accounts, is_public=is_public, state=state)
    if expected is None:
        assert settings is None
    else:
        assert [name for grant in granted(settings) for name in grant["who"]] == expected


def test_a_block_leaves_those_who_are_named(engine: Engine) -> None:
    (grant,) = granted(
        read(engine, SNAPSHOT, accounts=["all", OTHER], is_public=True, state="block-all")
    )
    assert OTHER in grant["who"][0]


def test_names_that_are_not_known_leave_sharing_open(engine: Engine) -> None:
    assert read(engine, IMAGE, accounts=None) is None


def test_grants_on_a_key_are_read(engine: Engine) -> None:
    grant = {"grantee": f"arn:aws:iam::{OTHER}:root", "operations": ["Decrypt"]}
    (found,) = granted(read(engine, KeyGrants("grants"), grants=json.dumps([grant])))
    assert found["actions"] == ["kms:decrypt"]
    assert read(engine, KeyGrants("grants"), grants=None) is None
    assert read(engine, KeyGrants("grants"), grants="{") is None
    assert granted(read(engine, KeyGrants("grants"), grants="[]")) == []


def test_an_acl_counts_unless_ownership_makes_it_void(engine: Engine) -> None:
    acl = json.dumps([EVERYONE])
    assert granted(read(engine, BUCKET, **OPEN, acl=acl, how="ObjectWriter", who="o"))
    enforced = read(engine, BUCKET, **OPEN, acl=acl, how="BucketOwnerEnforced", who="o")
    assert granted(enforced) == []
    assert read(engine, BUCKET, **OPEN, acl=acl, how=None, who="o") is None


def test_what_the_owner_grants_itself_is_no_sharing(engine: Engine) -> None:
    acl = json.dumps([{"grantee": "o", "permission": "FULL_CONTROL"}])
    assert granted(read(engine, BUCKET, **OPEN, acl=acl, how="ObjectWriter", who="o")) == []
    assert granted(read(engine, BUCKET, **OPEN, acl=acl, how="ObjectWriter", who="p"))


@pytest.mark.parametrize("flag", [True, False, None])
def test_an_access_point_restricts_by_its_own_flag(
    engine: Engine,
    flag: bool | None,  # noqa: FBT001 - a parameter of the test
) -> None:
    settings = read(engine, POINT, restrict_public_buckets=flag, vpc_id="", bucket="b")
    assert settings is not None
    assert settings.restricts_public is flag


def test_a_table_that_shares_nothing_is_left_out(engine: Engine) -> None:
    table = Table("app_thing", "A thing.", (), policy="p")
    resource = Resource(ARN, ACCOUNT, "eu-west-1", table.name)
    assert read_sharing(engine, [resource], {table.name: table}) == {}
