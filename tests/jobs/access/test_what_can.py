"""What a user or role can do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.what_can import WhatCanRequest, list_what_can
from ringwall.model.errors import BadInput

PROD, DEV = "111111111111", "222222222222"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"
DATA, SITE = "arn:aws:s3:::data", "arn:aws:s3:::site"


def test_grants_by_service_level_and_resource(two_accounts_home: Path) -> None:
    found = list_what_can(two_accounts_home, WhatCanRequest("role/app"))
    assert [(row["level"], row["actions"], row["resource"]) for row in found.rows] == [
        ("Read", ["s3:GetObject"], f"{DATA}/*"),
        ("Write", ["s3:PutObject"], f"{DATA}/*"),
        ("Read", ["s3:GetObject"], SITE),
    ]
    assert (found.outcome, found.unread, found.chains) == ("clean", 0, ())


def test_one_service_and_the_chains(two_accounts_home: Path) -> None:
    request = WhatCanRequest(CI, service="sts", chains=True)
    found = list_what_can(two_accounts_home, request)
    assert {row["service"] for row in found.rows} == {"sts"}
    assert [row["chain"] for row in found.chains] == [[CI, f"arn:aws:iam::{PROD}:role/deploy"]]
    assert list_what_can(two_accounts_home, WhatCanRequest(CI, service="ec2")).rows == ()


@pytest.mark.parametrize(
    ("service", "advice"),
    [("s33", "did you mean s3"), ("S3", "no service of AWS"), ("zzzzzz", "has this prefix$")],
)
def test_a_service_that_there_is_not_is_bad_input(
    two_accounts_home: Path, service: str, advice: str
) -> None:
    with pytest.raises(BadInput, match=advice):
        list_what_can(two_accounts_home, WhatCanRequest("role/app", service=service))


def test_a_principal_that_there_is_not_is_bad_input(two_accounts_home: Path) -> None:
    with pytest.raises(BadInput):
        list_what_can(two_accounts_home, WhatCanRequest("nobody"))


def test_what_a_denial_takes_out_is_an_exception(
    home_of: Callable[..., Path], two_accounts: Any
) -> None:
    denial = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": f"{DATA}/secret/*"}
    reads = two_accounts.allow("s3:GetObject", f"{DATA}/*")
    home = home_of(iam_role=[two_accounts.role(APP, two_accounts.by_lambda, reads, denial)])
    rows = list_what_can(home, WhatCanRequest(APP)).rows
    assert rows[0]["except"] == [f"{DATA}/secret/*"]


def test_policies_that_were_not_read_make_it_unknown(
    home_of: Callable[..., Path], two_accounts: Any
) -> None:
    role = two_accounts.role(APP, two_accounts.by_lambda)
    unread = {"policies": None, "managed_policy_arns": None}
    found = list_what_can(home_of(iam_role=[{**role, **unread}]), WhatCanRequest(APP))
    assert found.unread > 0
    assert found.outcome == "unknown"
