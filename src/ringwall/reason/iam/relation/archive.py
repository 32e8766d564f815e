"""Archive rules: access from outside that is meant to be, each with its reason, from a file."""

import fnmatch
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ringwall.model.errors import BadInput
from ringwall.reason.iam.relation.external import Exposure

FIELDS = ("resource", "principal", "actions", "reason", "expires")
MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class ArchiveRule:
    """Access that is meant to be: all that it names must fit; after `expires` it counts no more."""

    resource: str
    """Pattern of the resource's ARN."""
    principal: str
    """Pattern of the principal as it is shown."""
    reason: str
    actions: tuple[str, ...] = ()
    """Patterns of actions: every action of the access must fit one; () for any."""
    expires: date | None = None

    def covers(self, exposure: Exposure, today: date) -> bool:
        """Whether the rule is about an access."""
        if self.expires is not None and today > self.expires:
            return False
        return (
            fnmatch.fnmatchcase(exposure.resource.arn, self.resource)
            and fnmatch.fnmatchcase(exposure.outsider.label, self.principal)
            and (not self.actions or all(map(self._fits, exposure.actions)))
        )

    def _fits(self, action: str) -> bool:
        return any(fnmatch.fnmatchcase(action.lower(), p.lower()) for p in self.actions)


def read_archive(path: Path) -> tuple[ArchiveRule, ...]:
    """Return the rules of a file; BadInput names the file, the rule and what is wrong."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path}: the file is larger than {MAX_BYTES // 1_000_000} MB")
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: the file is not UTF-8 text") from error
    except RecursionError as error:
        raise BadInput(f"{path}: the file is nested too deep") from error
    except ValueError as error:  # broken TOML, or a number of thousands of digits
        raise BadInput(f"{path}: {error}") from error
    rules = found.get("archive", [])
    if found.keys() - {"archive"} or not isinstance(rules, list):
        raise BadInput(f"{path}: only [[archive]] tables are allowed")
    return tuple(_read_rule(rule, f"{path}: archive rule {n}") for n, rule in enumerate(rules, 1))


def _read_rule(value: Any, where: str) -> ArchiveRule:
    if not isinstance(value, Mapping) or (value.keys() - set(FIELDS)):
        raise BadInput(f"{where}: the fields are {', '.join(FIELDS)}")
    for name in ("resource", "principal", "reason"):
        if not isinstance(value.get(name), str) or not value[name].strip():
            raise BadInput(f'{where}: {name} = "..." is required')
    actions, expires = value.get("actions", []), value.get("expires")
    if not isinstance(actions, list) or not all(isinstance(a, str) for a in actions):
        raise BadInput(f"{where}: actions must be a list of strings")
    if expires is not None and (not isinstance(expires, date) or isinstance(expires, datetime)):
        raise BadInput(f"{where}: expires must be a date, such as 2027-01-31")
    return ArchiveRule(
        value["resource"], value["principal"], value["reason"], tuple(actions), expires
    )


def find_rule(rules: Iterable[ArchiveRule], exposure: Exposure, today: date) -> ArchiveRule | None:
    """Return the rule that an access is archived by, if there is one."""
    return next((rule for rule in rules if rule.covers(exposure, today)), None)
