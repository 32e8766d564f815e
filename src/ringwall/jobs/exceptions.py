"""Exceptions to controls: added to their file, listed with what they cover, and checked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from ringwall.catalog.loader import load_rules
from ringwall.hub.exceptions.file import add_exception, choose_id, read_exceptions
from ringwall.hub.exceptions.match import matches
from ringwall.jobs.history import has_database, name_accounts
from ringwall.jobs.incidents import parse_until
from ringwall.model.errors import BadInput
from ringwall.model.exception import DAY, FindingException
from ringwall.model.spelling import find_likely
from ringwall.model.table import Row
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home
from ringwall.store.private_file import alone_with

SOON = 30 * DAY
LONG = 366 * DAY
ExceptionState = Literal["holds", "ends soon", "expired"]
ExceptionFlaw = Literal["expired", "no such rule", "no such account", "ends soon", "long", "idle"]
GRAVE: tuple[ExceptionFlaw, ...] = ("expired", "no such rule", "no such account")
"""What is wrong; the others are worth a look."""


@dataclass(frozen=True)
class NewException:
    """What is asked to be added."""

    rules: tuple[str, ...]
    reason: str
    owner: str
    expires: str
    """A date, or how long it holds: 90d."""
    ticket: str = ""
    accounts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    tags: Mapping[str, str] | None = None


def write_new(path: Path, wanted: NewException, folders: Iterable[Path] = ()) -> FindingException:
    """Add an exception to a file, which is made where there is none; return it.

    BadInput where a rule does not exist, or the exception cannot be: then nothing is written.
    """
    rules = load_rules(*folders)
    for pattern in wanted.rules:
        if not any(matches(pattern, rule) for rule in rules):
            raise BadInput(_miss_rule(pattern, rules))
    with alone_with(path):
        known = read_exceptions(path) if path.exists() else ()
        added = _make_exception(wanted, choose_id(known))
        add_exception(path, added)
    return added


def _make_exception(wanted: NewException, id_: str) -> FindingException:
    return FindingException(
        id=id_,
        rules=wanted.rules,
        reason=wanted.reason,
        owner=wanted.owner,
        expires=read_day(wanted.expires),
        ticket=wanted.ticket,
        accounts=wanted.accounts,
        units=wanted.units,
        regions=wanted.regions,
        resources=wanted.resources,
        tags=dict(wanted.tags or {}),
    )


def read_day(text: str) -> date:
    """Return the first day on which an exception does not hold: 2027-01-31, or 90d from now.

    BadInput for a text that is neither, and for a day that has come.
    """
    at = parse_until(text, datetime.now(UTC))
    last = datetime.fromtimestamp(at / 1000, UTC)
    # An exception of 12 hours holds for the rest of the day: days are all that the file has.
    return last.date() if last.time() == datetime.min.time() else last.date() + timedelta(days=1)


@dataclass(frozen=True)
class ListedException:
    """An exception with what it covers."""

    exception: FindingException
    state: ExceptionState
    covers: int | None
    """How many failures it covers, as the last audit recorded them; None before the first."""

    def describe(self) -> Row:
        """Return it for programs."""
        each = self.exception
        return {
            "id": each.id,
            "state": self.state,
            "expires": each.expires.isoformat(),
            "covers": self.covers,
            "rules": list(each.rules),
            "accounts": list(each.accounts),
            "units": list(each.units),
            "regions": list(each.regions),
            "resources": list(each.resources),
            "tags": dict(each.tags),
            "reason": each.reason,
            "owner": each.owner,
            "ticket": each.ticket,
        }


def list_exceptions(home: Path, path: Path) -> tuple[ListedException, ...]:
    """Return the exceptions of a file, those that end first before others."""
    found = read_exceptions(path)
    covered, now = _count_covered(Home(home)), _now()
    listed = [
        ListedException(
            each,
            _find_state(each, now),
            None if covered is None else covered.get(each.id, 0),
        )
        for each in found
    ]
    return tuple(sorted(listed, key=lambda one: (one.exception.expires, one.exception.id)))


@dataclass(frozen=True)
class ExceptionRemark:
    """What a check says of an exception."""

    exception: str
    flaw: ExceptionFlaw
    text: str

    @property
    def is_grave(self) -> bool:
        """Whether it is wrong, not only worth a look."""
        return self.flaw in GRAVE


def check_exceptions(
    home: Path, path: Path, folders: Iterable[Path] = ()
) -> tuple[ExceptionRemark, ...]:
    """Return what is wrong with the exceptions of a file, or worth a look, in its order."""
    rules, accounts = load_rules(*folders), name_accounts(Home(home))
    covered, now = _count_covered(Home(home)), _now()
    return tuple(
        remark
        for each in read_exceptions(path)
        for remark in _check(each, rules, accounts, covered, now)
    )


def _check(
    each: FindingException,
    rules: Collection[str],
    accounts: Mapping[str, str],
    covered: Mapping[str, int] | None,
    now: int,
) -> Iterator[ExceptionRemark]:
    state = _find_state(each, now)
    day = each.expires.isoformat()
    if state == "expired":
        yield ExceptionRemark(each.id, "expired", f"it ended on {day}: ask {each.owner}")
    for pattern in each.rules:
        if not any(matches(pattern, rule) for rule in rules):
            yield ExceptionRemark(each.id, "no such rule", _miss_rule(pattern, rules))
    for account in each.accounts:
        if accounts and account not in accounts:
            text = f"no account {account} in the snapshot"
            yield ExceptionRemark(each.id, "no such account", text)
    if state == "ends soon":
        yield ExceptionRemark(each.id, "ends soon", f"it ends on {day}: ask {each.owner}")
    if each.expires_at - now > LONG:
        yield ExceptionRemark(each.id, "long", f"it holds until {day}: over a year")
    if state != "expired" and covered is not None and not covered.get(each.id):
        yield ExceptionRemark(each.id, "idle", "it covered nothing in the last audit")


def _miss_rule(pattern: str, rules: Collection[str]) -> str:
    meant = find_likely(pattern, rules)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"no rule matches {pattern}; `ringwall rules list` names them all{hint}"


def _find_state(exception: FindingException, now: int) -> ExceptionState:
    if now >= exception.expires_at:
        return "expired"
    return "ends soon" if exception.expires_at - now <= SOON else "holds"


def _count_covered(home: Home) -> dict[str, int] | None:
    """Return how many failures each exception covers, by id; None where nothing was audited."""
    if not has_database(home):
        return None
    ledger = Ledger(open_database(home.database_url))
    if not ledger.last_snapshot():
        return None
    counts: dict[str, int] = {}
    for finding in ledger.findings(Filter(statuses=("suppressed",))):
        if id_ := str(finding.suppression.get("id", "")):
            counts[id_] = counts.get(id_, 0) + 1
    return counts


def _now() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)
