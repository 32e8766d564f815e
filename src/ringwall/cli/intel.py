"""`ringwall intel`: lists of addresses and domains, and data files about them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal

import cyclopts

from ringwall.cli.errors import print_error
from ringwall.cli.options import PLAIN, HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.jobs.intel import (
    ImportKind,
    IntelRequest,
    import_list,
    list_intel,
    remove_intel,
    update_lists,
)
from ringwall.model.errors import BadInput, DamagedSnapshot
from ringwall.model.text import count_of

intel = cyclopts.App(
    name="intel",
    help="Import, update and list threat lists, trusted lists and data files of addresses.",
    default_parameter=PLAIN,
)
FormChoice = Literal["auto", "text", "csv", "stix", "misp"]
COLUMNS = ("list", "kind", "indicators", "made", "age", "source")
NOT_FETCHED = 2


@intel.default
@intel.command(name="list")
def list_all(*, format: RowFormat = "table", where: HomeOptions | None = None) -> int:
    """List all lists and data files, with their age; exit 64 where one is damaged.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = list_intel(find_home(where))
    now = datetime.now(UTC)
    rows = [
        {
            "list": one.name,
            "kind": one.kind,
            "indicators": one.indicators,
            "made": f"{one.made:%Y-%m-%d}",
            "age": one.describe_age(now),
            "source": one.source,
            "counts": one.counts_at(now),
            "not_understood": dict(one.skipped),
        }
        for one in found.lists
    ]
    if format == "json":
        print_json(rows)
    else:
        print_grid(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
    kinds = {one.kind for one in found.lists}
    if not kinds & {"country", "asn"}:
        print_note(
            "no data file: countries and networks (ASN) of addresses are not known; "
            "`pip install 'ringwall[geo]'` brings one"
        )
    for damage in found.damaged:
        print_error(damage)
    return DamagedSnapshot.exit_code if found.damaged else 0


@intel.command(name="import")
def import_(
    source: str,
    /,
    *,
    kind: ImportKind,
    name: str = "",
    form: FormChoice = "auto",
    column: str = "",
    max_age: str = "",
    where: HomeOptions | None = None,
) -> None:
    """Import a list from a file or an https URL; a URL can be fetched again with `intel update`.

    Parameters
    ----------
    source
        A file (plain, .gz or .zip of one file), or a URL that begins with https://.
    kind
        What is on the list: c2, mining, tor_exit, hosting, trusted, custom, ...; country or asn for
        a data file in MaxMind's format (.mmdb).
    name
        The list's name; made of the file's or the URL's if left out. One of that name is replaced.
    form
        text (one a line), csv, stix (2.1) or misp; auto looks at the content.
    column
        Of a CSV file, the column with the indicators: its name, or its number from 1.
    max_age
        How old the list may be and still count: 12h, 30d, 8w. By the kind if left out.
    """
    request = IntelRequest(
        source=source,
        kind=kind,
        name=name,
        format=None if form == "auto" else form,
        column=column,
        max_age=_parse_age(max_age) if max_age else None,
    )
    now = datetime.now(UTC)
    made = import_list(find_home(where), request, now)
    what = count_of(made.indicators, "indicator") if made.format != "mmdb" else "a data file"
    print_note(
        f"{made.name}: {what} ({made.kind}) of {made.made:%Y-%m-%d}, {made.describe_age(now)}"
    )
    for reason, count in made.skipped.items():
        print_note(f"not understood {count_of(count, 'time')}: {reason}")


@intel.command
def update(*names: str, where: HomeOptions | None = None) -> int:
    """Fetch lists again that were imported from a URL; exit 2 where one could not be fetched.

    Parameters
    ----------
    names
        The lists; all that have a URL if left out.
    """
    code, count = 0, 0
    for one in update_lists(find_home(where), names, datetime.now(UTC)):
        count += 1
        if one.now is None:
            print_error(f"{one.name}: {one.error}")
            code = NOT_FETCHED
        else:
            print_note(f"{one.name}: {count_of(one.now.indicators, 'indicator')}")
    if not count:
        print_note("no list has a URL: `ringwall intel import https://... --kind ...` imports one")
    return code


@intel.command
def remove(name: str, *names: str, where: HomeOptions | None = None) -> None:
    """Remove lists or data files.

    Parameters
    ----------
    name
        A list, as `intel list` names it.
    names
        Further ones.
    """
    remove_intel(find_home(where), (name, *names))
    print_note(f"removed {count_of(1 + len(names), 'list')}")


def _parse_age(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,5})([hdw])", text)
    if not match:
        raise BadInput(f"--max-age {text}: write a number and h, d or w, such as 30d")
    unit = {"h": "hours", "d": "days", "w": "weeks"}[match[2]]
    return timedelta(**{unit: int(match[1])})
