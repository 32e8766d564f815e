"""A plan in a file: to be read and decided on elsewhere, and then carried out exactly as it is.

The file has the hash of its content, and a seal over it by the user's key and for one home folder:
nobody else can write or change a plan that is carried out here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.apply.document import read_change, write_change
from ringwall.model.body import check_document, check_texts
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.store.private_file import replacing
from ringwall.store.seal_key import SealKey

FORMAT = 1
"""The version of the file's form."""
MOST_BYTES = 256 * 1024 * 1024
TEXTS = ("created_at", "blueprint", "snapshot")
MEMBERS = frozenset({"ringwall_plan", *TEXTS, "rules", "changes", "skipped", "sha256", "seal"})


@dataclass(frozen=True)
class SavedPlan:
    """A plan with what it was made from: findings of rules, or a blueprint."""

    plan: Plan
    created_at: str
    """ISO 8601, UTC."""
    rules: tuple[str, ...] = ()
    """Ids of the rules whose findings it answers."""
    blueprint: str = ""
    """The name of the blueprint that it makes so, or ''."""
    snapshot: str = ""


def save_plan(path: Path, saved: SavedPlan, key: SealKey, place: str) -> None:
    """Write a plan to a file, sealed for the home at a place.

    ValueError where a Change carries a secret, StorageFailed where the file cannot be written.
    """
    content: Row = {
        "ringwall_plan": FORMAT,
        "created_at": saved.created_at,
        "blueprint": saved.blueprint,
        "rules": list(saved.rules),
        "snapshot": saved.snapshot,
        "changes": [write_change(change) for change in saved.plan.changes],
        "skipped": [{"resource": name, "reason": reason} for name, reason in saved.plan.skipped],
    }
    text = _write(content)
    content["sha256"] = _hash(text)
    content["seal"] = key.seal("plan", _sealed(text, place))
    with replacing(path) as file:
        json.dump(content, file, indent=1)
        file.write("\n")


def open_plan(path: Path, key: SealKey, place: str) -> SavedPlan:
    """Return the plan of a file.

    BadInput where it is damaged or was edited, and where it was made for another home folder, with
    another key or by another version of Ringwall.
    """
    content = _load(path)
    if content.get("ringwall_plan") != FORMAT:
        raise BadInput(
            f"{path}: not a plan of this version of Ringwall (form {FORMAT}); plan again"
        )
    if content.keys() != MEMBERS:
        raise _damaged(path, "members are missing, or there are others")
    told, seal = content.pop("sha256"), content.pop("seal")
    text = _write(content)
    if told != _hash(text):
        raise BadInput(f"{path}: the plan was changed since it was made; plan again")
    if not isinstance(seal, str) or not key.holds("plan", _sealed(text, place), seal):
        doubt = key.describe_doubt(str(seal)) or "it was made for another home folder"
        raise BadInput(f"{path}: not a plan of this home folder: {doubt}; plan again")
    try:
        return _read(content)
    except (TypeError, LookupError) as error:
        raise _damaged(path, str(error)) from error


def _load(path: Path) -> Row:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot read the plan: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise BadInput(f"{path}: more than {MOST_BYTES // 1024**2} MiB: no plan")
    try:
        content = json.loads(data)
        check_document(content)
    except (ValueError, TypeError, RecursionError) as error:
        if path.suffix in (".yaml", ".yml"):
            raise BadInput(f"{path}: no plan; for a blueprint, give --blueprint {path}") from error
        raise _damaged(path, str(error)) from error
    document: Row = content
    return document


def _read(content: Mapping[str, Any]) -> SavedPlan:
    created_at, blueprint, snapshot = check_texts([content[name] for name in TEXTS])
    changes = [read_change(one, place) for place, one in enumerate(content["changes"])]
    skipped = [check_texts([one["resource"], one["reason"]]) for one in content["skipped"]]
    plan = Plan(tuple(changes), tuple((resource, reason) for resource, reason in skipped))
    return SavedPlan(plan, created_at, check_texts(content["rules"]), blueprint, snapshot)


def _write(content: Row) -> str:
    """Return the content in the one form that is hashed and sealed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sealed(text: str, place: str) -> str:
    return json.dumps([place, text])


def _damaged(path: Path, why: str) -> BadInput:
    return BadInput(f"{path}: damaged, or no plan of Ringwall's: {why[:200]}; plan again")
