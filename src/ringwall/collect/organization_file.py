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


FULL_ACCESS: Mapping[str, Row] = {
    "p-FullAWSAccess": {"Effect": "Allow", "Action": "*", "Resource": "*"},
    "p-RCPFullAWSAccess": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
}
"""The statement of the AWS managed policies, which nobody can change, by their IDs.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""


@dataclass(frozen=True)
class OrganizationFile:
    """What a file says of the organization; `name` is the file's, for messages.

    `accounts` are those of which there are files: the organization is to list each.
    """

    document: Row
    name: str
    accounts: tuple[str, ...] = ()

    def answer(self, operation: str, **parameters: Any) -> Row:
        """Return what AWS Organizations would answer.

        CallFailed where there is no organization; NotInSource for what the file does not say.
        """
        if self.document["Organization"] is None:
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
        for position, item in enumerate(found):
            if not isinstance(item, dict):
                raise TypeError(f"{name}[{position}] of {self.name} is not an object")
        return found

    def children(self, name: str, parameters: Row) -> Row:
        """Return the items of a list that are below a root or OU."""
        items = self.section(name)
        if orphans := [item for item in items if "ParentId" not in item]:
            raise NotInSource(f"the ParentId of {orphans[0].get('Id')} is not in {self.name}", "")
        return {name: [item for item in items if item["ParentId"] == parameters["ParentId"]]}

    def members(self) -> list[Any]:
        """Return the accounts; for one that the organization should have, why it is not there."""
        listed = self.section("Accounts")
        known = {account.get("Id") for account in listed}
        missing = [account_id for account_id in self.accounts if account_id not in known]
        why = f"is not in Accounts of {self.name}: which policies apply to it is not known"
        return [*listed, *(CallFailed(f"{account_id} {why}", "BadRow") for account_id in missing)]

    def policies(self) -> list[Row]:
        """Return the policies, as `list-policies` has them; LookupError where one lacks a part."""
        return [
            self._read_policy(policy, f"Policies[{position}] of {self.name}")
            for position, policy in enumerate(self.section("Policies"))
        ]

    def policy(self, parameters: Row) -> Row:
        """Return a policy by its id."""
        found = {policy["Id"]: policy for policy in self.policies()}
        return found[parameters["PolicyId"]]

    def _read_policy(self, item: Row, place: str) -> Row:
        """Return a policy in one shape: `describe-policy` has its summary apart."""
        policy = dict(item)
        for outer in ("Policy", "PolicySummary"):
            if isinstance(inner := policy.pop(outer, None), dict):
                policy = {**inner, **policy}
        for name in ("Id", "Type"):
            if not policy.get(name):
                raise LookupError(f"{place} has no {name}")
        if policy["Id"] in FULL_ACCESS and not policy.get("Content"):
            statement = [FULL_ACCESS[policy["Id"]]]
            policy["Content"] = {"Version": "2012-10-17", "Statement": statement}
        # As AWS answers: policies of its own have `aws` in the account's place.
        policy.setdefault("AwsManaged", ":organizations::aws:policy/" in str(policy.get("Arn")))
        return policy


def _list_policies(file: OrganizationFile, parameters: Row) -> Row:
    kind = parameters["Filter"]
    return {"Policies": [policy for policy in file.policies() if policy["Type"] == kind]}


def _list_targets(file: OrganizationFile, parameters: Row) -> Row:
    """Return targets as `list-targets-for-policy` does; in the file, their ids alone will do."""
    policy = file.policy(parameters)
    targets = policy.get("TargetIds")
    if not isinstance(targets, list):
        raise NotInSource(f"the TargetIds of {policy['Id']} are not in {file.name}", "NotInSource")
    ids = [target.get("TargetId") if isinstance(target, dict) else target for target in targets]
    texts = [id_ for id_ in ids if isinstance(id_, str)]
    if len(texts) < len(ids):
        raise TypeError(f"TargetIds of {policy['Id']} in {file.name}: one is not an id")
    return {"Targets": [{"TargetId": id_, "Type": _find_type(id_)} for id_ in texts]}


def _find_type(target: str) -> str:
    """Return what an id of the organization is of."""
    if target.startswith("r-"):
        return "ROOT"
    return "ORGANIZATIONAL_UNIT" if target.startswith("ou-") else "ACCOUNT"


ANSWERS: Mapping[str, Callable[[OrganizationFile, Row], Row]] = {
    "organizations.describe_organization": lambda file, _: {
        "Organization": file.document["Organization"]
    },
    "organizations.list_accounts": lambda file, _: {"Accounts": file.members()},
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
