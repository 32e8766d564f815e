"""The edges of escalation: one principal gains the permissions of another, or all permissions."""

from collections.abc import Mapping
from dataclasses import dataclass

from ringwall.reason.iam.escalation.attempts import NEW
from ringwall.reason.iam.escalation.paths import ROLE_CHAIN, EscalationPath, fill_in, load_paths
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.organization.model import Principal
from ringwall.reason.iam.relation.role_chains import ASSUME, RoleStep
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK, AccessAnswer, AccessVerdict

ADMIN = "admin"
"""The end of a chain: any permission in the account."""


@dataclass(frozen=True)
class Edge:
    """One principal gains the permissions of another, or any at all, by a published path.

    `to` is the ARN of the principal (or group) whose permissions it gains, or `admin`.
    """

    origin: str
    to: str
    path: EscalationPath
    verdict: AccessVerdict
    through: str = ""
    """ARN of what it uses: the target, policy, group, function."""
    lands: str = ""
    """Where a chain goes on: at `to`, or at what the principal becomes, under a name of its own."""
    becomes: Principal | None = None
    """The principal as it is then, where it is another than those of the organization."""
    residual: tuple[str, ...] = ()
    witness: Mapping[str, Values] | None = None
    requests: tuple[tuple[str, str], ...] = ()
    """Action and resource of each step."""
    statements: tuple[str, ...] = ()
    """What allows the steps, of the principal's own policies; the first is the one to remove."""
    commands: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it can be taken, on some conditions at least."""
        return self.verdict in {"always", "conditional"}

    @property
    def rank(self) -> int:
        """How certain it is: the higher, the more."""
        return RANK[self.verdict]


def as_edge(step: RoleStep) -> Edge:
    """Return a step of a role chain as an edge."""
    path = next(path for path in load_paths() if path.id == ROLE_CHAIN)
    access = step.access
    values = {"target": step.role, "target_name": step.role.rpartition("/")[2], "new": NEW}
    return Edge(
        origin=step.origin,
        to=step.role,
        path=path,
        verdict=access.verdict,
        through=step.role,
        lands=step.role,
        residual=access.residual,
        witness=access.witness,
        requests=((ASSUME, step.role),),
        statements=own_statements(access),
        commands=tuple(fill_in(s.command, values) for s in path.steps if s.command),
        unknown=access.unknown,
    )


def own_statements(access: AccessAnswer) -> tuple[str, ...]:
    """Return the statements of identity policies that allow an access."""
    own = (str(d) for d in access.decision.statements if d.policy_type == "identity")
    return tuple(dict.fromkeys(own))
