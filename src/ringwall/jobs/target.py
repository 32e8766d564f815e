"""Which accounts and regions a job is about: those that were named, or all that there are."""

import re

from ringwall.aws.discover import AccountRegions, AwsAccount, Discovery, discover_regions
from ringwall.aws.session import Sessions
from ringwall.collect.live import Target
from ringwall.collect.source import GLOBAL
from ringwall.collect.workers import Workers
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.spelling import find_likely, name_likely

WORKERS = 8
MAX_NAMED = 20


def choose_target(
    sessions: Sessions,
    found: Discovery,
    accounts: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    services: frozenset[str] = frozenset(),
) -> Target:
    """Return what to collect; BadInput for an account or region that does not exist.

    Where an account does not tell its regions, all that there are in the partition are tried.
    """
    chosen = _choose_accounts(found, accounts)
    with Workers(WORKERS, "regions") as pool:
        asked = pool.map(lambda account: _find_regions(sessions, account), chosen)
        answers = dict(zip(chosen, asked, strict=True))
    listed = {a: answer for a, answer in answers.items() if isinstance(answer, AccountRegions)}
    unlisted = {a: answer for a, answer in answers.items() if isinstance(answer, CallFailed)}
    known = {r for answer in listed.values() for r in (*answer.enabled, *answer.disabled)}
    if unlisted:
        known |= set(sessions.known_regions())
    # A partition that botocore does not know is one of somebody's own: what is named is right.
    if known and (strange := [region for region in regions if region not in known]):
        raise BadInput(f"no region {', '.join(strange)}{name_likely(strange[0], known)}")
    enabled = {region for answer in listed.values() for region in answer.enabled}
    wanted = regions or tuple(sorted(known if unlisted else enabled)) or (sessions.home_region,)
    return Target(
        accounts=chosen,
        regions=wanted,
        services=services,
        root=found.caller,
        disabled={
            account: frozenset(wanted) - set(answer.enabled) for account, answer in listed.items()
        },
        unlisted={} if regions else {a: (e.status, str(e)) for a, e in unlisted.items()},
        left_out={
            **{
                account: frozenset(answer.enabled) - set(wanted)
                for account, answer in listed.items()
            },
            **(dict.fromkeys(unlisted, frozenset({GLOBAL})) if regions else {}),
            **{a.id: frozenset({GLOBAL}) for a in found.active if a.id not in chosen},
        },
    )


def _choose_accounts(found: Discovery, wanted: tuple[str, ...]) -> dict[str, str]:
    """Return the wanted accounts, by id or name; all active ones where none is named."""
    chosen = {}
    for key in wanted:
        meant = [account for account in found.accounts if key in {account.id, account.name}]
        if not meant and found.reason and re.fullmatch(r"\d{12}", key):
            meant = [AwsAccount(key, key)]  # it may well exist
        if not meant:
            known = ", ".join(f"{a.name} ({a.id})" for a in found.active[:MAX_NAMED])
            likely = find_likely(key, [name for a in found.active for name in (a.id, a.name)])
            hint = f"; did you mean {likely}?" if likely else ""
            raise BadInput(f"no account {key} in this organization; there are {known}{hint}")
        if len(meant) > 1:
            ids = ", ".join(account.id for account in meant)
            raise BadInput(f"{len(meant)} accounts are named {key}: {ids}; name one by its id")
        chosen[meant[0].id] = meant[0].name
    return chosen or {account.id: account.name for account in found.active}


def _find_regions(sessions: Sessions, account_id: str) -> AccountRegions | CallFailed:
    """Return an account's regions, or why they cannot be listed."""
    try:
        return discover_regions(sessions, account_id)
    except CallFailed as error:
        return error
