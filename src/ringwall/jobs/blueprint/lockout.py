"""Whether the policies that a blueprint attaches lock out the role that it is applied with.

Each action of the role is put to the reasoner, in each account, under the policies that reach it.
What depends on more than is known beforehand, such as whether MFA was used, is no lockout.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.permissions import permit
from ringwall.jobs.blueprint.permissions import ROLE_NAMES, list_role_calls
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import Join, Ref, Wanted
from ringwall.model.reference import write_json
from ringwall.plan.remark import Remark
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import DecidingStatement, evaluate
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType

_EVERYTHING = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
_OF_ALL = _EVERYTHING.replace('"Effect"', '"Principal":"*","Effect"')
_KINDS: Mapping[str, PolicyType] = {
    "SERVICE_CONTROL_POLICY": "scp",
    "RESOURCE_CONTROL_POLICY": "rcp",
}
_MOST = 5
"""Actions and accounts that a message names."""
_Level = Mapping[PolicyType, Policies]


@dataclass(frozen=True)
class Lockout:
    """What one statement of a policy denies the role."""

    policy: str
    actions: tuple[str, ...]
    accounts: tuple[str, ...]

    def remark(self) -> Remark:
        """Return it as an error of the blueprint."""
        role = ROLE_NAMES["apply"]
        return Remark(
            ("accounts", "policies"),
            f"{self.policy} would deny {_name(self.actions)} to {role}, the role that Ringwall "
            f"applies with, in {_name(self.accounts)}; name the role in "
            "accounts.policies.platform_roles, or let the policy leave it out",
        )


def find_lockouts(landscape: Landscape, wanted: Iterable[Wanted]) -> tuple[Lockout, ...]:
    """Return what the wanted policies deny the role for certain, by statement.

    No policy binds the management account.
    """
    simulation = _Simulation(landscape, tuple(wanted))
    calls = list_role_calls(landscape, "apply")
    found: dict[str, tuple[set[str], set[str]]] = {}
    for account in landscape.members:
        statements = permit(calls[account.name], landscape.partition, simulation.read(account.id))
        for policy, action in simulation.find_denials(account, statements):
            actions, accounts = found.setdefault(policy, (set(), set()))
            actions.add(action)
            accounts.add(account.name)
    return tuple(
        Lockout(policy, tuple(sorted(actions)), tuple(sorted(accounts)))
        for policy, (actions, accounts) in sorted(found.items())
    )


class _Simulation:
    """The wanted policies where they are attached; ids that are not there yet are made up."""

    def __init__(self, landscape: Landscape, wanted: tuple[Wanted, ...]) -> None:
        self._landscape = landscape
        self._made_up: dict[Ref, str] = {}
        self._levels: dict[Any, dict[PolicyType, list[CompiledPolicy]]] = {}
        policies = {row.key: row for row in wanted if row.key.table == "organizations_policy"}
        for row in wanted:
            if row.key.table != "organizations_policy_attachment":
                continue
            ref = row.columns["policy_id"]
            policy = policies.get(ref.key) if isinstance(ref, Ref) else None
            kind = _KINDS.get(policy.columns["type"]) if policy else None
            if policy and kind:
                text = write_json(self._fill(policy.columns["content"]))
                compiled = _compile(text, policy.key.name, kind)
                level = self._levels.setdefault(row.columns["target_id"], {})
                level.setdefault(kind, []).append(compiled)

    def find_denials(
        self, account: LandscapeAccount, statements: Iterable[Mapping[str, Any]]
    ) -> Iterator[tuple[str, str]]:
        """Yield each statement, named with its policy, and an action that it denies the role."""
        policies = PolicySet(
            identity=(_compile(_EVERYTHING, "", "identity"),),
            scp_levels=self._levels_of(account, "scp", _EVERYTHING),
            rcp_levels=self._levels_of(account, "rcp", _OF_ALL),
        )
        if not any(self._levels.get(target) for target in self._targets(account)):
            return
        role = f"arn:{self._landscape.partition}:iam::{self.read(account.id)}:role/"
        for statement in statements:
            resource = statement["Resource"]
            for action in statement["Action"]:
                for region in account.regions:
                    request = make_request(
                        f"{role}{ROLE_NAMES['apply']}",
                        action,
                        resource if isinstance(resource, str) else resource[0],
                        self._context(region),
                        resource_account=self.read(account.id),
                        management_account=self.read(self._landscape.management.id),
                        is_complete=False,
                    )
                    decision = evaluate(request, policies)
                    if decision.verdict == "explicitly_denied":
                        yield from ((_name_statement(d), action) for d in decision.statements)

    def read(self, value: str | Ref) -> str:
        """Return an id; one of twelve digits, made up, for what is not there yet."""
        if isinstance(value, str):
            return value
        return self._made_up.setdefault(value, f"{len(self._made_up) + 1:012d}")

    def _context(self, region: str) -> Mapping[str, Any]:
        organization = self.read(self._landscape.organization_id)
        return {
            "aws:RequestedRegion": region,
            "aws:PrincipalOrgID": organization,
            "aws:ResourceOrgID": organization,
            "aws:PrincipalIsAWSService": "false",
            "aws:SecureTransport": "true",
        }

    def _targets(self, account: LandscapeAccount) -> Iterator[str | Ref]:
        """Yield the root, the units above the account, and the account."""
        yield self._landscape.root_id
        for unit in self._landscape.units:
            if account.unit[: len(unit.path)] == unit.path:
                yield unit.id
        yield account.id

    def _levels_of(
        self, account: LandscapeAccount, kind: PolicyType, everything: str
    ) -> tuple[Policies, ...]:
        allow = _compile(everything, "FullAccess", kind)
        return tuple(
            (allow, *self._levels.get(target, {}).get(kind, ()))
            for target in self._targets(account)
        )

    def _fill(self, value: Any) -> Any:
        """Return a document with ids in place of what refers to them."""
        if isinstance(value, Ref):
            return self.read(value)
        if isinstance(value, Join):
            return "".join(
                part if isinstance(part, str) else self.read(part) for part in value.parts
            )
        if isinstance(value, Mapping):
            return {name: self._fill(member) for name, member in value.items()}
        return [self._fill(item) for item in value] if isinstance(value, list | tuple) else value


def _compile(text: str, name: str, kind: PolicyType) -> CompiledPolicy:
    parsed = parse_policy(text, name, kind)
    if parsed.policy is None:
        raise ValueError(f"the policy {name} cannot be read: {parsed.errors}")
    return CompiledPolicy(parsed.policy)


def _name_statement(deciding: DecidingStatement) -> str:
    """Return a statement as the blueprint's user knows it; its place is in a text of our own."""
    statement, policy = deciding.statement.statement, deciding.statement.policy
    sid = f" {statement.sid}" if statement.sid else ""
    return f"{deciding.policy_type.upper()} {policy.name}, statement {statement.index + 1}{sid},"


def _name(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{', '.join(names[:_MOST])}{more}"
