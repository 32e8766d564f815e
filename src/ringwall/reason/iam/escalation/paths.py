"""The published paths of `paths.toml`, read."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

Category = Literal["new-passrole", "existing-passrole", "principal-access", "self-escalation"]
TargetKind = Literal[
    "self",
    "self_group",
    "any_group",
    "self_policy",
    "self_version",
    "role_version",
    "own_boundary_version",
    "self_boundary",
    "own_boundary_policy",
    "self_denial",
    "self_inline_denial",
    "saml_role",
    "replaced_saml_role",
    "absent_saml_role",
    "self_tags",
    "tagged_role",
    "denying_group",
    "group_denial",
    "group_inline_denial",
    "user",
    "role",
    "role_policy",
    "workload",
    "new",
]
RewriteKind = Literal["user", "role", "policy", "group"]
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
ROLE_CHAIN = "sts-001"
"""The path whose edges are the steps of role chains, across accounts too."""


@dataclass(frozen=True, eq=False)
class PathStep:
    """One request of a path, with placeholders."""

    action: str
    resources: tuple[str, ...]
    context: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    granted_by: Literal["", "trust", "resource"] = ""
    """The policy, written by an earlier step, that names the principal; '' for its own policies."""
    is_retagged: bool = False
    """Whether an earlier step gave the target other tags, which may be any."""

    @cached_property
    def is_varied(self) -> bool:
        """Whether something in it may be chosen: a name, a region, the policy that is attached."""
        texts = (*self.resources, *self.context.values())
        return any(choice in text for text in texts for choice in ("{new}", "{region}", "{power}"))

    @cached_property
    def is_impersonal(self) -> bool:
        """Whether it is the same whoever takes it, and no resource's policy applies to it.

        IAM's own resources have none, save for roles that are assumed.
        """
        texts = (*self.resources, *self.context.values())
        is_of_iam = self.action.startswith("iam:")
        is_new = not any("{workload" in r or "{target" in r for r in self.resources)
        return (
            not self.granted_by
            and (is_of_iam or is_new)
            and not any("{self" in text for text in texts)
        )


@dataclass(frozen=True)
class EscalationPath:
    """One published path to gain permissions."""

    id: str
    name: str
    category: Category
    target: TargetKind
    gives: Literal["target", "admin"]
    """The permissions of the target, or any permission at all."""
    steps: tuple[PathStep, ...]
    service: str = ""
    """The service that the target role's trust policy must accept."""
    workload: str = ""
    """The kind of resource that runs as the role."""
    self_kind: Literal["", "user", "role"] = ""
    """The only kind of principal that can take the path; '' for both."""
    source: str = ""
    waits_for: str = ""
    """What must still happen that is no step of the path; '' for nothing."""

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The actions that must have been allowed beforehand, in lower case."""
        return tuple(step.action.lower() for step in self.steps if not step.granted_by)

    @cached_property
    def takes_profile(self) -> bool:
        """Whether the role must be in an instance profile."""
        return any("{profile_name}" in step.command for step in self.steps)

    @cached_property
    def takes_power(self) -> bool:
        """Whether it attaches a managed policy."""
        return any("{power}" in step.command for step in self.steps)


@dataclass(frozen=True)
class Rewrite:
    """Steps that give any permission to a principal, which is then taken over."""

    id: str
    name: str
    target: RewriteKind
    """What is written: the user or role, a policy attached to it, or a group that it is in."""
    steps: tuple[PathStep, ...]

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The actions that it takes, in lower case."""
        return tuple(step.action.lower() for step in self.steps)

    def before(self, path: EscalationPath) -> EscalationPath:
        """Return a path that gives its target's permissions with this before it."""
        return replace(
            path,
            id=f"{self.id}+{path.id}",
            name=f"{self.name}, then: {path.name}",
            gives="admin",
            steps=(*self.steps, *path.steps),
        )


@cache
def load_paths() -> tuple[EscalationPath, ...]:
    """Return all paths."""
    return tuple(map(_read_path, _load()["path"]))


@cache
def load_rewrites() -> tuple[Rewrite, ...]:
    """Return all rewrites: how a principal is given any permission before it is taken over."""
    return tuple(
        Rewrite(value["id"], value["name"], value["target"], tuple(map(_read_step, value["step"])))
        for value in _load()["rewrite"]
    )


def _load() -> dict[str, Any]:
    data = files("ringwall.reason.iam.escalation").joinpath("paths.toml")
    return tomllib.loads(data.read_text(encoding="utf-8"))


def _read_path(value: Mapping[str, Any]) -> EscalationPath:
    return EscalationPath(
        value["id"],
        value["name"],
        value["category"],
        value["target"],
        value["gives"],
        tuple(map(_read_step, value["step"])),
        value.get("service", ""),
        value.get("workload", ""),
        value.get("self_kind", ""),
        value["source"],
        value.get("waits_for", ""),
    )


def _read_step(value: Mapping[str, Any]) -> PathStep:
    resource = value["resource"]
    return PathStep(
        value["action"],
        tuple(resource) if isinstance(resource, list) else (resource,),
        value.get("context", {}),
        value.get("command", ""),
        value.get("granted_by", ""),
        value.get("is_retagged", False),
    )


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; one without a value stays as it is."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def find_placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a text."""
    return set(_PLACEHOLDER.findall(text))
