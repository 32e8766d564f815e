"""Reads the documents of a user's own policies, which lie beside the blueprint."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ringwall.catalog.organizations.policy_flaw import PolicyFlaw
from ringwall.model.blueprint.policies import OrganizationPolicies, OwnPolicy
from ringwall.model.organization_policy import POLICY_TYPES
from ringwall.model.organization_policy_document import MalformedPolicy, parse_policy

MAX_BYTES = 256 * 1024
"""Of a file: AWS takes 10,240 characters, and white space is not sent."""


def read_own_policies(folder: Path, policies: OrganizationPolicies) -> OrganizationPolicies:
    """Return the settings with the document of every file in them.

    PolicyFlaw names a policy whose file is not in the blueprint's folder, or cannot be read.
    """
    own = {name: _read(folder, name, policy) for name, policy in policies.own.items()}
    return msgspec.structs.replace(policies, own=own)


def _read(folder: Path, name: str, policy: OwnPolicy) -> OwnPolicy:
    keys = ("accounts", "policies", "own", name)
    if not policy.file:
        return policy
    if policy.document is not None:
        raise PolicyFlaw(keys, "it has a file and a document; give one of them")
    path = (folder / policy.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise PolicyFlaw(keys, f"{policy.file} is not in the folder of the blueprint")
    return msgspec.structs.replace(policy, document=_read_document(path, keys, policy))


def _read_document(path: Path, keys: tuple[str, ...], policy: OwnPolicy) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise PolicyFlaw(keys, f"there is no file {policy.file}")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise PolicyFlaw(keys, f"{policy.file} has more than {MAX_BYTES:,} bytes")
        document = parse_policy(POLICY_TYPES[policy.type], content.decode("utf-8-sig"))
        if name := next(_find_dollars(document), ""):
            raise PolicyFlaw(keys, f"{policy.file}: no key of a policy begins with $: {name}")
        return dict(document)
    except OSError as error:
        raise PolicyFlaw(keys, f"cannot read {policy.file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PolicyFlaw(keys, f"{policy.file} is no UTF-8 text") from error
    except MalformedPolicy as error:
        raise PolicyFlaw(keys, f"{policy.file}: {error}") from error


def _find_dollars(value: object) -> Iterator[str]:
    """Yield the keys that would be taken for references to what changes make."""
    if isinstance(value, Mapping):
        yield from (name for name in value if str(name).startswith("$"))
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _find_dollars(member)
