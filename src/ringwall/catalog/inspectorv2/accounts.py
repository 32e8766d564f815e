"""What Amazon Inspector tells of accounts, read for several tables."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Column, Reader, Row, text

SCANS = {
    "ec2": ("EC2", "instances"),
    "ecr": ("ECR", "container images"),
    "lambda": ("LAMBDA", "functions"),
    "lambda_code": ("LAMBDA_CODE", "the code of functions"),
    "code_repository": ("CODE_REPOSITORY", "code repositories"),
}
"""The types of resources that Inspector scans, by the name in columns: AWS's word, and ours."""
MEMBERS = {
    "ec2": "ec2",
    "ecr": "ecr",
    "lambda": "lambda",
    "lambda_code": "lambdaCode",
    "code_repository": "codeRepository",
}
"""What AWS's answers call them."""
MOST = 100
"""Accounts that one request may name."""


def make_status_columns(within: str) -> tuple[Column, ...]:
    """Return a column for the status of each type of scans; `within` leads to an account's."""
    return tuple(
        text(
            f"{name}_status",
            f"{within}resourceState.{MEMBERS[name]}.status",
            f"Of the scans of {of}: ENABLED, DISABLED, ENABLING, SUSPENDED, ...",
            "DISABLED",
        )
        for name, (_, of) in SCANS.items()
    )


def is_administrator(reader: Reader) -> bool:
    """Whether the account administers Inspector for the organization in the Region."""
    with unless_gone("ResourceNotFoundException"):
        found = reader.call("inspector2.get_delegated_admin_account")
        return bool(found["delegatedAdmin"]["accountId"] == reader.account_id)
    return False


def read_configuration(reader: Reader) -> Iterator[Row]:
    """Yield which scans new accounts get, to the administrator alone."""
    if is_administrator(reader):
        yield reader.call("inspector2.describe_organization_configuration")


def read_members(reader: Reader) -> Iterator[Row]:
    """Yield the accounts that the account administers."""
    if is_administrator(reader):
        yield from reader.items("inspector2.list_members", "members", onlyAssociated=True)


def read_member_status(reader: Reader) -> Mapping[str, Row]:
    """Return which scans are on in each member, by its ID."""
    members = [str(member["accountId"]) for member in read_members(reader)]
    found: dict[str, Row] = {}
    for start in range(0, len(members), MOST):
        asked = members[start : start + MOST]
        for account in reader.items(
            "inspector2.batch_get_account_status", "accounts", accountIds=asked
        ):
            found[str(account["accountId"])] = account
    return found
