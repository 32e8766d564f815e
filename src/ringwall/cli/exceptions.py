"""`ringwall except`: failures that somebody accepts, in a file under version control."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import (
    DEFAULT_EXCEPTIONS,
    PLAIN,
    CommaList,
    ExceptionOptions,
    HomeOptions,
    Repeated,
    RuleOptions,
    find_exceptions,
    find_home,
    find_rules,
    name_user,
    split_list,
)
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.jobs.exceptions import NewException, check_exceptions, list_exceptions, write_new
from ringwall.model.errors import BadInput
from ringwall.model.text import count_of

exceptions = cyclopts.App(
    name="except",
    help="Accept failures in a file of exceptions: add, list and check them.",
    default_parameter=PLAIN,
)


@Parameter(name="*")
@dataclass(frozen=True)
class CoverOptions:
    """What an exception covers; what is left out does not narrow."""

    rule: CommaList = ()
    """Ids of rules; * stands for any text."""
    account: CommaList = ()
    """Ids of accounts."""
    unit: CommaList = ()
    """Ids of organizational units, or of a root, with all that is below them."""
    region: CommaList = ()
    """Regions; global for what has none."""
    resource: CommaList = ()
    """Patterns of ARNs; * stands for any text."""
    tag: Repeated = ()
    """A tag that the resource has, as KEY=VALUE; * in the value stands for any text."""


@exceptions.command
def add(
    *,
    cover: CoverOptions | None = None,
    reason: str,
    owner: str = "",
    expires: Annotated[str, Parameter(show_default=True)] = "90d",
    ticket: str = "",
    accepted: ExceptionOptions | None = None,
    folders: RuleOptions | None = None,
) -> None:
    """Add an exception to the file, which is made where there is none.

    Parameters
    ----------
    reason
        Why the failures are accepted.
    owner
        Who answers for it; the user of this machine if left out.
    expires
        How long it holds (90d), or the first day on which it does not (2027-03-31).
    ticket
        Where it was discussed.
    """
    asked = cover or CoverOptions()
    path = find_exceptions(accepted) or DEFAULT_EXCEPTIONS
    wanted = NewException(
        rules=split_list(asked.rule),
        reason=reason,
        owner=owner or name_user(),
        expires=expires,
        ticket=ticket,
        accounts=split_list(asked.account),
        units=split_list(asked.unit),
        regions=split_list(asked.region),
        resources=split_list(asked.resource),
        tags=_read_tags(asked.tag),
    )
    added = write_new(path, wanted, find_rules(folders))
    print(added.id)
    print_note(f"added to {path}: holds until {added.expires.isoformat()}")
    print_note(f"have it reviewed, then: ringwall audit --exceptions {path}")


def _read_tags(words: tuple[str, ...]) -> dict[str, str]:
    tags = {}
    for word in words:
        key, separator, value = word.partition("=")
        if not (key and separator):
            raise BadInput(f"--tag {word}: write KEY=VALUE, such as env=dev")
        tags[key] = value
    return tags


@exceptions.default
@exceptions.command(name="list")
def list_all(
    *,
    format: RowFormat = "table",
    accepted: ExceptionOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """List the exceptions, those that end first before others, with what each covers.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = list_exceptions(find_home(where), _need_file(accepted))
    if format == "json":
        print_json(one.describe() for one in found)
        return
    columns = ("id", "state", "until", "covers", "rules", "scope", "owner", "ticket", "reason")
    print_grid(
        columns,
        (
            (
                one.exception.id,
                one.state,
                one.exception.expires.isoformat(),
                "-" if one.covers is None else one.covers,
                ", ".join(one.exception.rules),
                one.exception.describe_scope(),
                one.exception.owner,
                one.exception.ticket or "-",
                one.exception.reason,
            )
            for one in found
        ),
    )


@exceptions.command
def check(
    *,
    format: RowFormat = "table",
    accepted: ExceptionOptions | None = None,
    folders: RuleOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Check the exceptions: expired, soon to end, of nothing that exists, or covering nothing.

    Exit 0 where nothing is wrong, 1 where one has expired or names what does not exist, 64 where
    the file cannot be read.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    path = _need_file(accepted)
    remarks = check_exceptions(find_home(where), path, find_rules(folders))
    rows = [(each.exception, each.flaw, each.text) for each in remarks]
    if format == "json":
        print_json(dict(zip(("id", "flaw", "text"), row, strict=True)) for row in rows)
    elif rows:
        print_grid(("id", "flaw", "text"), rows)
    grave = sum(each.is_grave for each in remarks)
    print_note(f"{path}: {count_of(grave, 'flaw')}, {len(rows) - grave} worth a look")
    return EXIT_CODES["findings" if grave else "clean"]


def _need_file(options: ExceptionOptions | None) -> Path:
    path = find_exceptions(options)
    if path is None:
        raise BadInput(
            f"no file of exceptions: {DEFAULT_EXCEPTIONS} is not here; name one with --exceptions, "
            "or begin with `ringwall except add`"
        )
    return path
