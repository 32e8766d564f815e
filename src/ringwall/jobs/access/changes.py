"""Changes of policies to try out on a snapshot; nothing is written anywhere."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.access.policy_files import read_policy_document
from ringwall.jobs.events import Events
from ringwall.reason.iam.organization import change
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.change import (
    Attach,
    Detach,
    PolicyChange,
    Replace,
    find_target,
)
from ringwall.reason.iam.organization.model import Organization

ControlPolicyKind = change.ControlKind
"""The policies of AWS Organizations that limit access: scp or rcp."""


@dataclass(frozen=True)
class AttachFile:
    """An SCP or RCP in a file, and the root, unit or account to attach it to."""

    kind: ControlPolicyKind
    path: Path
    target: str


@dataclass(frozen=True)
class DetachPolicy:
    """The name or ARN of an SCP or RCP, and the root, unit or account to detach it from."""

    kind: ControlPolicyKind
    name: str
    target: str


@dataclass(frozen=True)
class PutFile:
    """A policy in a file that replaces a managed policy, or the policy of a resource.

    Of a role it replaces the trust policy.
    """

    arn: str
    path: Path


@dataclass(frozen=True)
class PolicyChanges:
    """What to change, in this order."""

    attach: tuple[AttachFile, ...] = ()
    detach: tuple[DetachPolicy, ...] = ()
    put: tuple[PutFile, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to change."""
        return not (self.attach or self.detach or self.put)


def read_changes(
    changes: PolicyChanges, organization: Organization, events: Events
) -> list[PolicyChange]:
    """Return the changes; BadInput for a file or name that cannot be used."""
    return [
        *(
            Attach(
                attach.kind,
                AttachedPolicy(
                    read_policy_document(attach.path, attach.kind, events),
                    attach.path.stem,
                    attach.kind,
                ),
                find_target(organization, attach.target),
            )
            for attach in changes.attach
        ),
        *(
            Detach(detach.kind, detach.name, find_target(organization, detach.target))
            for detach in changes.detach
        ),
        *(Replace(put.arn, read_policy_document(put.path, "", events)) for put in changes.put),
    ]
