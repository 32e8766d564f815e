"""What the plan of a blueprint needs to be collected for it alone, before it was collected."""

from collections.abc import Collection
from pathlib import Path

from ringwall.aws.discover import Discovery
from ringwall.catalog.loader import load_tables
from ringwall.jobs.blueprint.plan import want_all
from ringwall.model.blueprint.accounts import place_accounts
from ringwall.model.blueprint.wanted import GLOBAL
from ringwall.plan.account_match import match_accounts
from ringwall.plan.blueprint_file import BlueprintFile, read_blueprint
from ringwall.plan.demands import Demands, find_demands
from ringwall.plan.landscape import make_landscape
from ringwall.plan.organization_rows import OrganizationRows


def read_demands(
    path: Path, found: Discovery, accounts: Collection[str], regions: Collection[str]
) -> Demands:
    """Return what a blueprint demands of accounts in Regions; BadBlueprint where it is wrong.

    Accounts are told as a plan tells them, by what their organization lists.
    """
    file = read_blueprint(path)
    ids = {name: id_ for name, id_ in match_ids(file, found).items() if id_ in accounts}
    places = {GLOBAL, *regions}
    wanted = (row for row in want_all(make_landscape(file)) if row.key.region in places)
    return find_demands(wanted, ids, load_tables().values())


def match_ids(file: BlueprintFile, found: Discovery) -> dict[str, str]:
    """Return the ids of the accounts of a blueprint that are there, by their names."""
    rows = OrganizationRows(
        organizations=({"management_account_id": found.management},) if found.management else (),
        accounts=tuple(
            {"id": each.id, "account_name": each.name, "email": each.email, "state": each.status}
            for each in found.accounts
        ),
        regions=({"account_id": found.caller},),
    )
    known = file.blueprint.accounts
    matches, remarks = match_accounts(known, tuple(place_accounts(known)), rows)
    file.check(remarks)
    return {match.name: str(match.row["id"]) for match in matches if match.row}
