"""The library of organization policies: one file a policy, `policies/<name>.toml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

LibraryLevel = Literal["baseline", "strict", "optional"]
"""From which level on a policy is attached without being asked for; `optional`: never."""
PolicyTarget = Literal["root", "workloads", "isolated", "sandbox", "quarantine", "suspended"]
"""The root, or the units that the blueprint says have such a role."""
PolicyParameter = Literal[
    "exempt_arns",
    "log_account",
    "oidc_subjects",
    "organization_id",
    "partition",
    "platform_roles",
    "region_exempt_actions",
    "regions",
    "responder_arns",
    "sandbox_instance_types",
    "trusted_accounts",
]
"""What a document may have in it as `{name}`; `policy_values.py` says what each stands for."""
PARAMETERS: tuple[PolicyParameter, ...] = get_args(PolicyParameter)
FOLDER = Path(__file__).parent / "policies"
LibraryText = Annotated[str, Meta(min_length=1)]


class PolicyCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request, and what becomes of it in an account to which the policy applies.

    The caller may do everything but for organization policies, and so may the resource's policy
    allow. A principal without `arn:` is one of the member account: `role/admin`.
    """

    name: LibraryText
    principal: LibraryText
    action: LibraryText
    expect: Literal["denied", "allowed"]
    resource: str = "*"
    resource_account: str = "{member}"
    context: Mapping[str, Any] = msgspec.field(default_factory=dict)
    parameters: Mapping[PolicyParameter, Any] = msgspec.field(default_factory=dict)
    """Values in place of those that cases have otherwise."""


class LibraryPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy of the library: its header, its document with parameters, and its cases."""

    name: str = ""
    """The name of its file: `deny_leaving_organization`."""
    title: LibraryText
    type: LibraryText
    level: LibraryLevel
    targets: tuple[PolicyTarget, ...]
    why: LibraryText
    may_break: LibraryText
    url: LibraryText
    needs: tuple[PolicyParameter, ...] = ()
    """Parameters without values of which it is not attached: it would deny too much."""
    partitions: tuple[str, ...] = ()
    """The partitions that have its type of policy; () for all."""
    document: Any = None
    """Written as JSON in the file. `{name}` stands for a parameter, and a list within a list for
    its items."""
    case: tuple[PolicyCase, ...] = ()


def load_policies() -> Mapping[str, LibraryPolicy]:
    """Return every policy of the library by name, in the order of the names."""
    return dict(_load())


@cache
def _load() -> tuple[tuple[str, LibraryPolicy], ...]:
    return tuple((path.stem, read_policy(path)) for path in sorted(FOLDER.glob("*.toml")))


def read_policy(path: Path) -> LibraryPolicy:
    """Return the policy in a file; ValueError names the file and what is wrong."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=LibraryPolicy)
        document = msgspec.json.decode(str(found.document))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    if found.name:
        raise ValueError(f"{path}: its name is that of its file: write none")
    return msgspec.structs.replace(found, name=path.stem, document=document)
