"""Which accounts and regions there are: as AWS Organizations lists them, or the caller's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ringwall.aws.session import Sessions
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader, Row

NO_ORGANIZATION = "AWSOrganizationsNotInUseException"


@dataclass(frozen=True)
class AwsAccount:
    """One account. `status` is Organizations' state: ACTIVE, SUSPENDED, PENDING_CLOSURE, ..."""

    id: str
    name: str
    status: str = "ACTIVE"
    is_management: bool = False


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
    """Return the organization's accounts, or the caller's alone where it may not list them."""
    identity = sessions.identity()
    reader = sessions.reader(identity.account_id, sessions.home_region)
    try:
        management = _management_account(reader)
        found = tuple(
            AwsAccount(
                row["Id"],
                str(row.get("Name") or row["Id"]),
                str(row.get("State") or row.get("Status", "ACTIVE")),
                row["Id"] == management,
            )
            for row in reader.items("organizations.list_accounts", "Accounts")
        )
    except CallFailed as error:
        reason = "" if error.code == NO_ORGANIZATION else str(error)
        if not isinstance(error, AccessDenied) and reason:
            raise
        own = AwsAccount(identity.account_id, _own_name(reader))
        return Discovery((own,), "caller", identity.account_id, reason=reason)
    return Discovery(found, "organization", identity.account_id, management)


def discover_regions(sessions: Sessions, account_id: str) -> AccountRegions:
    """Return an account's enabled and disabled regions."""
    reader = sessions.reader(account_id, sessions.home_region)
    try:
        rows = list(reader.items("account.list_regions", "Regions"))
        states = {row["RegionName"]: row["RegionOptStatus"] for row in rows}
    except CallFailed:
        # Older roles lack account:ListRegions; EC2 knows the same under another name.
        answer = reader.call("ec2.describe_regions", AllRegions=True)
        states = {row["RegionName"]: row.get("OptInStatus", "") for row in answer["Regions"]}
    return _sort_out(states)


def _sort_out(states: Mapping[str, str]) -> AccountRegions:
    off = {"DISABLED", "DISABLING", "ENABLING", "not-opted-in"}
    enabled = tuple(sorted(name for name, state in states.items() if state not in off))
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
