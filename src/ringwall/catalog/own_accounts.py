"""Which accounts are ours, as far as a response can find out."""

from collections.abc import Generator
from dataclasses import dataclass

from ringwall.catalog.response_site import ResponseSite
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.threat import Scene

READS = ("organizations.describe_organization", "organizations.list_accounts")
KEEP = r"organization|none|\d{12}(,\d{12})*"
"""What an option can say: those of the organization, none, or accounts by their ids."""
_NONE = ("AWSOrganizationsNotInUseException",)


@dataclass(frozen=True)
class OwnAccounts:
    """The accounts that keep what is shared with them, and the id of their organization."""

    accounts: frozenset[str]
    organization_id: str = ""

    def has(self, name: str) -> bool:
        """Whether an account, or the ARN of an organization or of a unit, is among them."""
        if name.startswith("arn:"):
            parts = name.rpartition(":")[2].split("/")
            return bool(self.organization_id) and self.organization_id in parts[1:2]
        return name in self.accounts


def find_own_accounts(
    site: ResponseSite, scene: Scene, keep: str
) -> Generator[HumanStep, None, OwnAccounts]:
    """Return the accounts that an option names; yield what a person has to know of that."""
    if keep != "organization":
        named = [] if keep == "none" else keep.split(",")
        return OwnAccounts(frozenset({site.account_id, *named}))
    settings = scene.settings
    evidence = settings.evidence.account_id if settings.evidence else ""
    known = {site.account_id, settings.management_account_id, settings.security_account_id}
    known = {each for each in {*known, evidence} if each}
    manager = settings.management_account_id or site.account_id
    try:
        reader = scene.readers(manager, settings.home_region)
        found = reader.call("organizations.describe_organization")["Organization"]
        accounts = {one["Id"] for one in reader.items("organizations.list_accounts", "Accounts")}
    except AccessDenied as error:
        yield HumanStep(
            site.name("account", "organizations"),
            "Share again with those of your own accounts that need it",
            f"nobody knows which accounts are of your organization: {error}",
        )
        return OwnAccounts(frozenset(known))
    except CallFailed as error:
        if error.is_one_of(_NONE):
            return OwnAccounts(frozenset(known))
        raise
    return OwnAccounts(frozenset(known | accounts), str(found["Id"]))
