"""`ringwall doctor`: what would be unknown, before anything is collected."""

import platform
from pathlib import Path

from ringwall import __version__
from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import (
    CommaList,
    HomeOptions,
    RuleOptions,
    find_home,
    find_rules,
    split_list,
)
from ringwall.cli.terminal import Terminal
from ringwall.jobs.doctor import (
    CollectionScope,
    Forecast,
    HomeCheck,
    check_home,
    find_scope,
    forecast,
)
from ringwall.model.text import make_visible

SOURCES = {"organization": "as listed by AWS Organizations", "caller": "the caller's own"}


def doctor(
    *,
    accounts: CommaList = (),
    regions: CommaList = (),
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
    folders: RuleOptions | None = None,
) -> int:
    """Check credentials, permissions and regions, and list the rules that would be unknown.

    Makes one call of each kind in each account and region; only reading calls. Exit 2 where
    something would be unknown.

    Parameters
    ----------
    accounts
        Account ids or names; all accounts of the organization where none is named.
    regions
        Regions; all enabled ones where none is named.
    """
    print(f"ringwall {__version__}, Python {platform.python_version()}")
    home = find_home(where)
    found = check_home(home)
    print(f"home         {_describe_home(home, found)}")
    connection = connect(access)
    print(f"credentials  {connection.sessions.identity().arn}")
    scope = find_scope(connection, split_list(accounts), split_list(regions))
    _print_scope(scope)
    outlook = forecast(connection, scope, find_rules(folders), Terminal())
    _print_forecast(outlook)
    return EXIT_CODES["unknown" if found.damage else outlook.outcome]


def _describe_home(home: Path, found: HomeCheck) -> str:
    if found.damage:
        return found.damage
    if not found.snapshot:
        return f"{home}: no snapshot yet"
    return f"{home}: current snapshot {found.snapshot}, files as they were written"


def _print_scope(scope: CollectionScope) -> None:
    source = SOURCES[scope.found.source]
    print(f"accounts     {scope.active} active of {scope.known}, {source}")
    if scope.found.reason:
        print(f"organization cannot be read: {make_visible(scope.found.reason)}")
    print(f"regions      {', '.join(scope.target.regions)}")


def _print_forecast(outlook: Forecast) -> None:
    for row in outlook.failures:
        where = f"{row.account_id} {row.region} {row.subject}"
        print(f"{row.status:15} {where}  {make_visible(row.error)}")
    for rule, reason in outlook.unknown.items():
        print(f"UNKNOWN {rule}  {make_visible(reason)}")
    known = outlook.rules - len(outlook.unknown)
    print(f"{known} of {outlook.rules} rules can be decided everywhere")
