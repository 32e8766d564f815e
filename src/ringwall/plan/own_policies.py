"""Reads the documents of a user's own policies, which lie beside the blueprint."""

from pathlib import Path
from typing import Any

import msgspec

from ringwall.model.blueprint.policies import OrganizationPolicies, OwnPolicy
from ringwall.model.errors import BadInput
from ringwall.model.organization_policy import POLICY_TYPES
from ringwall.model.organization_policy_document import MalformedPolicy, parse_policy

MAX_BYTES = 256 * 1024
"""Of a file: AWS takes 10,240 characters, and white space is not sent."""


def read_own_policies(folder: Path, policies: OrganizationPolicies) -> OrganizationPolicies:
    """Return the settings with the document of every file in them.

    BadInput names a policy whose file is not in the blueprint's folder, or cannot be read.
    """
    own = {name: _read(folder, name, policy) for name, policy in policies.own.items()}
    return msgspec.structs.replace(policies, own=own)


def _read(folder: Path, name: str, policy: OwnPolicy) -> OwnPolicy:
    where = f"accounts.policies.own.{name}"
    if not policy.file:
        return policy
    if policy.document is not None:
        raise BadInput(f"{where}: it has a file and a document; give one of them")
    path = (folder / policy.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadInput(f"{where}: {policy.file} is not in the folder of the blueprint")
    return msgspec.structs.replace(policy, document=_read_document(path, where, policy))


def _read_document(path: Path, where: str, policy: OwnPolicy) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise BadInput(f"{where}: there is no file {policy.file}")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise BadInput(f"{where}: {policy.file} has more than {MAX_BYTES:,} bytes")
        return dict(parse_policy(POLICY_TYPES[policy.type], content.decode("utf-8-sig")))
    except OSError as error:
        raise BadInput(f"{where}: cannot read {policy.file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{where}: {policy.file} is no UTF-8 text") from error
    except MalformedPolicy as error:
        raise BadInput(f"{where}: {policy.file}: {error}") from error
