"""Which accounts and regions a job is about: those that were named, or all that there are."""

from concurrent.futures import ThreadPoolExecutor

from ringwall.aws.discover import AccountRegions, Discovery, discover_regions
from ringwall.aws.session import Sessions
from ringwall.collect.live import Target
from ringwall.jobs.selection import find_likely, name_likely
from ringwall.model.errors import BadInput, CallFailed

WORKERS = 8
MAX_NAMED = 20


def choose_target(
    sessions: Sessions,
    found: Discovery,
    accounts: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    services: frozenset[str] = frozenset(),
) -> Target:
    """Return what to collect; BadInput for an account or region that does not exist."""
    chosen = _choose_accounts(found, accounts)
    with ThreadPoolExecutor(WORKERS) as pool:
        asked = pool.map(lambda account: _find_regions(sessions, account), chosen)
        answers = dict(zip(chosen, asked, strict=True))
    known = _known_regions(answers)
    if known and (strange := [region for region in regions if region not in known]):
        raise BadInput(f"no region {', '.join(strange)}{name_likely(strange[0], known)}")
    enabled = sorted({r for answer in answers.values() if answer for r in answer.enabled})
    wanted = regions or tuple(enabled) or (sessions.home_region,)
    return Target(
        accounts=chosen,
        regions=wanted,
        services=services,
        root=found.caller if found.source == "organization" else "",
        disabled={
            account: frozenset(answer.disabled) for account, answer in answers.items() if answer
        },
    )


def _choose_accounts(found: Discovery, wanted: tuple[str, ...]) -> dict[str, str]:
    """Return the wanted accounts, by id or name; all active ones where none is named."""
    chosen = {}
    for key in wanted:
        meant = [account for account in found.accounts if key in {account.id, account.name}]
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


def _find_regions(sessions: Sessions, account_id: str) -> AccountRegions | None:
    """Return an account's regions; None where they cannot be listed: each call will say so."""
    try:
        return discover_regions(sessions, account_id)
    except CallFailed:
        return None


def _known_regions(answers: dict[str, AccountRegions | None]) -> set[str]:
    return {r for a in answers.values() if a for r in (*a.enabled, *a.disabled)}
