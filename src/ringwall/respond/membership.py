"""Which accounts are ours: no other one is entered, whatever a finding names.

To enter an account is to assume a role there, and to send the external ID. A finding comes from
logs and products, and can name any account.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ringwall.model.errors import AccessDenied, CallFailed, StrangeAccount
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.table import Reader
from ringwall.model.threat import SeekReader

MEMBERSHIP_READS = ("organizations.describe_account",)
"""Every operation that is read here."""
UNKNOWN = frozenset({"AccountNotFoundException"})
ACTIVE = ("ACTIVE", "PENDING_CLOSURE")
"""States of accounts that can be entered; `State` is what AWS tells since 2025, `Status` before."""


@dataclass
class Membership:
    """Says whether accounts are ours; AWS is asked once for each."""

    policy: ResponsePolicy
    seek: SeekReader
    own: Callable[[], str]
    """Returns the account of who calls."""
    home_region: str
    vouched: set[str] = field(default_factory=set)
    """Accounts that a person has named."""
    _strange: dict[str, str] = field(default_factory=dict)
    """Why an account is not ours, by its id; '' where it is."""

    def reader(self, account_id: str, region: str) -> Reader:
        """Return the reader of an account that is ours; AccessDenied otherwise, as AWS says it."""
        try:
            self.refuse(account_id)
        except StrangeAccount as error:
            raise AccessDenied(str(error), "NotOurs", is_rejected=True) from error
        return self.seek(account_id, region)

    def refuse(self, account_id: str) -> None:
        """Raise StrangeAccount unless an account is ours: nobody enters it then."""
        if account_id in self.vouched:
            return
        if account_id not in self._strange:
            self._strange[account_id] = self._find_doubt(account_id)
        if why := self._strange[account_id]:
            raise StrangeAccount(f"account {account_id} was not entered: {why}")

    def _find_doubt(self, account_id: str) -> str:
        organization, evidence = self.policy.organization, self.policy.evidence
        known = {organization.management_account, organization.security_account, self.own()}
        if evidence is not None:
            known.add(evidence.account)
        if account_id in known:
            return ""
        if organization.accounts:
            listed = account_id in organization.accounts
            return "" if listed else "[organization] accounts of response.toml does not list it"
        return self._ask(account_id, organization.management_account or self.own())

    def _ask(self, account_id: str, asked: str) -> str:
        """Ask AWS Organizations; only the management account and a delegated one may."""
        try:
            reader = self.seek(asked, self.home_region)
            told = reader.call("organizations.describe_account", AccountId=account_id)["Account"]
            state = told.get("State") or told.get("Status")
        except CallFailed as error:
            if error.is_one_of(UNKNOWN):
                return "it is none of the organization"
            return (
                f"nobody says that it is yours ({error}); list it in [organization] accounts of "
                "response.toml, name management_account there, or respond to the ARN yourself"
            )
        except (LookupError, TypeError, AttributeError) as error:
            return f"AWS's answer cannot be read: {error!r}"
        return "" if state in ACTIVE else f"AWS says that it is {str(state).lower()}"
