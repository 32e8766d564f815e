"""An organization from a file: its accounts, OUs and policies, or the word that there is none.

The members are those of the AWS CLI's answers, with what ties them together beside them:
`ParentId` for accounts and OUs, `Content` and `TargetIds` for policies.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.collect.shape import documented_shape
from ringwall.model.errors import CallFailed, NotInSource
from ringwall.model.table import Row

NOT_IN_USE = "AWSOrganizationsNotInUseException"
"""What AWS answers an account that belongs to no organization."""


@dataclass(frozen=True)
class OrganizationFile:
    """What a file says of the organization; `name` is the file's, for messages."""

    document: Row
    name: str

    def answer(self, operation: str, **parameters: Any) -> Row:
        """Return what AWS Organizations would answer.

        CallFailed where there is no organization; NotInSource for what the file does not say.
        """
        if not self.document["Organization"]:
            raise CallFailed(f"{self.name}: there is no organization", NOT_IN_USE)
        find = ANSWERS.get(operation)
        if find is None:
            raise NotInSource(f"{operation} is not in {self.name}", "NotInSource")
        with documented_shape():
            return find(self, parameters)

    @property
    def management(self) -> str:
        """The management account; '' where there is no organization."""
        found = self.document["Organization"]
        return str(found.get("MasterAccountId", "")) if isinstance(found, dict) else ""

    def section(self, name: str) -> list[Row]:
        """Return a list of the file."""
        if name not in self.document:
            raise NotInSource(f"{name} is not in {self.name}", "NotInSource")
        found = self.document[name]
        if not isinstance(found, list):
            raise TypeError(f"{name} of {self.name} is not a list")
        return found

    def children(self, name: str, parameters: Row) -> Row:
        """Return the items of a list that are below a root or OU."""
        items = self.section(name)
        if orphans := [item for item in items if "ParentId" not in item]:
            raise NotInSource(f"the ParentId of {orphans[0].get('Id')} is not in {self.name}", "")
        return {name: [item for item in items if item["ParentId"] == parameters["ParentId"]]}

    def policy(self, parameters: Row) -> Row:
        """Return a policy by its id."""
        found = {policy["Id"]: policy for policy in self.section("Policies")}
        return found[parameters["PolicyId"]]


def _list_policies(file: OrganizationFile, parameters: Row) -> Row:
    kind = parameters["Filter"]
    return {"Policies": [policy for policy in file.section("Policies") if policy["Type"] == kind]}


def _list_targets(file: OrganizationFile, parameters: Row) -> Row:
    return {"Targets": [{"TargetId": id_} for id_ in file.policy(parameters)["TargetIds"]]}


ANSWERS: Mapping[str, Callable[[OrganizationFile, Row], Row]] = {
    "organizations.describe_organization": lambda file, _: {
        "Organization": file.document["Organization"]
    },
    "organizations.list_accounts": lambda file, _: {"Accounts": file.section("Accounts")},
    "organizations.list_roots": lambda file, _: {"Roots": file.section("Roots")},
    "organizations.list_organizational_units_for_parent": lambda file, parameters: file.children(
        "OrganizationalUnits", parameters
    ),
    "organizations.list_accounts_for_parent": lambda file, parameters: file.children(
        "Accounts", parameters
    ),
    "organizations.list_policies": _list_policies,
    "organizations.list_targets_for_policy": _list_targets,
    "organizations.describe_policy": lambda file, parameters: {"Policy": file.policy(parameters)},
}
"""Operations that the file can answer."""
