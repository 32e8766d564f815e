"""Which accounts and regions there are: as AWS Organizations lists them, or the caller's own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from ringwall.aws.session import Sessions
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

DISCOVERY = (
    "account.list_regions",
    "ec2.describe_regions",
    "iam.list_account_aliases",
    "organizations.describe_organization",
    "organizations.list_accounts",
)
"""The operations by which accounts and Regions are found."""
NO_ORGANIZATION = "AWSOrganizationsNotInUseException"


@dataclass(frozen=True)
class AwsAccount:
    """One account. `status` is Organizations' state: ACTIVE, SUSPENDED, PENDING_CLOSURE, ..."""

    id: str
    name: str
    status: str = "ACTIVE"
    is_management: bool = False
    email: str = ""
    """The address of its root user; '' where it is not known."""


@dataclass(frozen=True)
class Discovery:
    """The accounts found: all that AWS Organizations lists, or the caller's own alone."""

    accounts: tuple[AwsAccount, ...]
    source: Literal["organization", "caller"]
    caller: str
    """The caller's account."""
    management: str = ""
    """The management account; '' where AWS Organizations could not be asked."""
    reason: str = ""
    """Why the organization could not be read; '' where it could, or there is none."""

    @property
    def active(self) -> tuple[AwsAccount, ...]:
        """The accounts that can be entered."""
        return tuple(account for account in self.accounts if account.status == "ACTIVE")


@dataclass(frozen=True)
class AccountRegions:
    """An account's regions. A disabled one has no resources and answers no call."""

    enabled: tuple[str, ...]
    disabled: tuple[str, ...]


def discover(sessions: Sessions) -> Discovery:
    """Return the organization's accounts, or the caller's alone where they cannot be listed."""
    identity = sessions.identity()
    reader = sessions.reader(identity.account_id, sessions.home_region)
    try:
        with _documented("organizations"):
            management = _management_account(reader)
            found = tuple(
                AwsAccount(
                    str(row["Id"]),
                    str(row.get("Name") or row["Id"]),
                    str(row.get("State") or row.get("Status", "ACTIVE")),
                    row["Id"] == management,
                    str(row.get("Email", "")),
                )
                for row in reader.items("organizations.list_accounts", "Accounts")
            )
    except CallFailed as error:
        reason = "" if error.code == NO_ORGANIZATION else str(error)
        own = AwsAccount(identity.account_id, _own_name(reader))
        return Discovery((own,), "caller", identity.account_id, reason=reason)
    return Discovery(found, "organization", identity.account_id, management)


def discover_regions(sessions: Sessions, account_id: str) -> AccountRegions:
    """Return an account's enabled and disabled regions; CallFailed where neither call says."""
    reader = sessions.reader(account_id, sessions.home_region)
    try:
        with _documented("account.list_regions"):
            rows = reader.items("account.list_regions", "Regions")
            return _sort_out({str(row["RegionName"]): row["RegionOptStatus"] for row in rows})
    except CallFailed as error:
        # Older roles lack account:ListRegions; EC2 knows the same under another name.
        try:
            with _documented("ec2.describe_regions"):
                found = reader.call("ec2.describe_regions", AllRegions=True)["Regions"]
                return _sort_out({str(row["RegionName"]): row["OptInStatus"] for row in found})
        except CallFailed as second:
            raise type(second)(f"{error}; {second}", second.code) from second


@contextmanager
def _documented(what: str) -> Iterator[None]:
    """Take an answer apart in a block: CallFailed where a member is missing or of another kind."""
    try:
        yield
    except (LookupError, TypeError, AttributeError) as error:
        raise CallFailed(f"{what}: unreadable answer: no {error}", "Unreadable") from error


def _sort_out(states: Mapping[str, str]) -> AccountRegions:
    off = {"DISABLED", "DISABLING", "ENABLING", "not-opted-in"}
    enabled = tuple(sorted(name for name, state in states.items() if state not in off))
    if not enabled:  # some regions are enabled in every account, and cannot be disabled
        raise LookupError("enabled region")
    return AccountRegions(enabled, tuple(sorted(states.keys() - set(enabled))))


def _management_account(reader: Reader) -> str:
    organization: Row = reader.call("organizations.describe_organization")["Organization"]
    return str(organization["MasterAccountId"])


def _own_name(reader: Reader) -> str:
    try:
        aliases = reader.call("iam.list_account_aliases").get("AccountAliases", [])
    except CallFailed:
        aliases = []
    return str(aliases[0]) if aliases else reader.account_id
