"""`ringwall access who-can`, `what-can` and `chains`: the relation of principals and resources."""

import difflib
from collections.abc import Iterable, Iterator

from ringwall.cli.access_rows import (
    Format,
    Row,
    Words,
    describe_access,
    print_found,
    read_context,
    shorten,
    show_conditions,
)
from ringwall.cli.estate import EXIT_UNKNOWN, find_one, open_estate, print_gaps
from ringwall.cli.options import Where
from ringwall.cli.say import clean, make_console, tell_count
from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.relation.candidates import find_candidates_of
from ringwall.reason.iam.relation.chains import RoleStep, find_chains, find_steps
from ringwall.reason.iam.relation.external import Exposure, expose
from ringwall.reason.iam.relation.levels import find_levels
from ringwall.reason.iam.relation.what_can import find_what_can
from ringwall.reason.iam.relation.who_can import find_who_can
from ringwall.reason.iam.symbolic.contexts.answer import RANK, AccessVerdict, write_witness

LEVELS = {
    "read": "Read",
    "write": "Write",
    "list": "List",
    "tagging": "Tagging",
    "permissions": "Permissions management",
}
"""Access levels as they are asked for."""


def who_can(
    action: str,
    resource: str = "*",
    /,
    *,
    context: Words = (),
    chains: bool = False,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """List who can do an action to a resource, from inside and outside, and on which condition.

    Exit 0; 2 where something that matters was not collected.

    Parameters
    ----------
    action
        The action, s3:GetObject; or an access level: read, write, list, tagging, permissions.
    resource
        The resource's ARN; * for actions that take none. Of a bucket, actions on objects are asked
        about any of its objects.
    context
        Condition key and value that hold, key=value (may be repeated); others are left open.
    chains
        List those, too, who can become one of them by assuming roles.
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    _check_action(action)
    target = find_target(organization, resource)
    rows = list(_find_holders(target, action, context))
    if chains:
        rows.extend(_by_chains(organization, rows))
    rows.extend(_from_outside(target, action))
    print_found(rows, format, _show_holder)
    _tell_resource(target)
    print_gaps(organization)
    make_console().print(f"{tell_count(len(rows), 'principal')} can, or may")
    return _exit_code(organization, rows)


def what_can(
    principal: str,
    /,
    *,
    service: str = "",
    chains: bool = False,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """List what a user or role can do: by service, access level and resource.

    Parameters
    ----------
    principal
        ARN of the user or role, or its name: role/app.
    service
        Only actions of this service: s3.
    chains
        List the roles, too, that it can become.
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    if service and service not in load_universe().services:
        near = difflib.get_close_matches(service, load_universe().services, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise BadInput(f"--service {service}: no service of AWS has this prefix{hint}")
    organization = open_estate(where, snapshot)
    found = find_one(organization, principal)
    rows = [
        {
            "service": grant.service,
            "level": grant.level,
            "actions": list(grant.actions),
            "resource": grant.resource,
            "except": list(grant.exceptions),
            **describe_access(grant.access),
        }
        for grant in find_what_can(organization, found, service)
    ]
    print_found(rows, format, _show_grant)
    if chains:
        print_found(_chains_of(organization, found.arn), format, _show_chain)
    print_gaps(organization)
    unread = sum(policy is None for policy in found.policies)
    if unread:
        make_console().print(f"policies that could not be read: {unread}; there may be more")
    return EXIT_UNKNOWN if unread else _exit_code(organization, rows)


def chains(
    principal: str = "",
    /,
    *,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """List role chains: which roles a user or role can become, over accounts.

    Parameters
    ----------
    principal
        ARN or name of the user or role that the chains begin at; every first step if left out.
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    if principal:
        rows = _chains_of(organization, find_one(organization, principal).arn)
    else:
        rows = [_describe_chain((step,)) for step in find_steps(organization)]
    print_found(rows, format, _show_chain)
    print_gaps(organization)
    return _exit_code(organization, rows)


def _exit_code(organization: Organization, rows: Iterable[Row]) -> int:
    is_open = organization.gaps or any(row["verdict"] == "unknown" for row in rows)
    return EXIT_UNKNOWN if is_open else 0


def _check_action(action: str) -> None:
    """Warn of an action that AWS is not known to have: it may be new, or misspelt."""
    if action.lower() not in LEVELS and ":" in action and not load_universe().find(action):
        problem = clean(f"{action}: not an action that AWS is known to have")
        make_console().print(problem)


def _find_holders(target: TargetResource, action: str, context: tuple[str, ...]) -> Iterator[Row]:
    """Yield who can do an action, or any action of an access level."""
    level = LEVELS.get(action.lower())
    if level is None:
        for holder in find_who_can(target, action, read_context(context)):
            part = {"resource": holder.resource} if holder.resource != target.arn else {}
            access = describe_access(holder.access)
            yield {"principal": holder.principal.arn, "via": [], **part, **access}
        return
    if not target.is_whole or context:
        raise BadInput(f"{action} is asked of a collected resource by its ARN, without --context")
    for principal in find_candidates_of(target):
        for found in find_levels(principal, target):
            if found.level == level:
                access = describe_access(found.access)
                actions = list(found.actions)
                yield {"principal": principal.arn, "via": [], "actions": actions, **access}


def _chains_of(organization: Organization, arn: str) -> list[Row]:
    return [_describe_chain(chain) for chain in find_chains(arn, _steps(organization)).values()]


def _steps(organization: Organization) -> dict[str, list[RoleStep]]:
    steps: dict[str, list[RoleStep]] = {}
    for step in find_steps(organization):
        steps.setdefault(step.origin, []).append(step)
    return steps


def _describe_chain(chain: tuple[RoleStep, ...]) -> Row:
    return {
        "chain": [chain[0].origin, *(step.role for step in chain)],
        "verdict": _weakest(step.access.verdict for step in chain),
        "conditions": [text for step in chain for text in step.access.residual],
        "unknown": [text for step in chain for text in step.access.unknown],
    }


def _weakest(verdicts: Iterable[AccessVerdict]) -> AccessVerdict:
    return min(verdicts, key=RANK.__getitem__)


def _by_chains(organization: Organization, holders: Iterable[Row]) -> list[Row]:
    """Return who can become one of those who can, by assuming roles.

    What the role's own access hangs on, theirs does as well. Who can by himself is listed only
    where a chain leads further.
    """
    best: dict[str, Row] = {}
    for row in holders:
        known = best.get(row["principal"])
        if known is None or RANK[row["verdict"]] > RANK[known["verdict"]]:
            best[row["principal"]] = row
    steps = _steps(organization)
    rows: list[Row] = []
    for origin in steps:
        own = RANK[best[origin]["verdict"]] if origin in best else RANK["never"]
        if own == RANK["always"]:
            continue
        chains = find_chains(origin, steps).items()
        found = [_extend(chain, best[role]) for role, chain in chains if role in best]
        wider = [row for row in found if RANK[row["verdict"]] > own]
        if wider:
            rows.append(max(wider, key=lambda row: (RANK[row["verdict"]], -len(row["via"]))))
    return rows


def _extend(chain: tuple[RoleStep, ...], holder: Row) -> Row:
    """Return the access that a chain of roles leads to."""
    row = _describe_chain(chain)
    return {
        "principal": chain[0].origin,
        "via": [step.role for step in chain],
        "chain": row["chain"],
        "verdict": _weakest((row["verdict"], holder["verdict"])),
        "conditions": list(dict.fromkeys([*row["conditions"], *holder["conditions"]])),
        "unknown": list(dict.fromkeys([*row["unknown"], *holder["unknown"]])),
        "witness": {},
        "statements": [],
    }


def _from_outside(target: TargetResource, action: str) -> list[Row]:
    """Return who can do an action from outside of the resource's account, by its policy."""
    return [
        {
            "principal": exposure.outsider.label,
            "via": [],
            "verdict": exposure.verdict,
            "conditions": list(exposure.residual),
            "witness": write_witness(exposure.witness),
            "statements": list(exposure.statements),
            "unknown": list(exposure.unknown),
        }
        for exposure in expose(target)
        if not _is_listed(target.organization, exposure)
        and (exposure.verdict == "unknown" or _has(exposure, action))
    ]


def _is_listed(organization: Organization, exposure: Exposure) -> bool:
    """Whether those who get in are among the principals that were collected."""
    if exposure.origin != "organization":
        return False
    account = exposure.outsider.account_id
    accounts = {account} if account else organization.members or frozenset()
    return all(
        any(person.kind != "root" for person in organization.by_account.get(account, ()))
        for account in accounts
    )


def _has(exposure: Exposure, wanted: str) -> bool:
    if level := LEVELS.get(wanted.lower()):
        return level in exposure.levels
    return wanted.lower() in map(str.lower, exposure.actions)


def _tell_resource(target: TargetResource) -> None:
    if target.arn != "*" and target.guard is None:
        what = "not among the resources that were collected; its policy is not known"
        make_console().print(clean(f"{target.arn}: {what}"))


def _show_holder(row: Row) -> str:
    via = f"  via {' -> '.join(row['via'])}" if row["via"] else ""
    part = f"  on {row['resource']}" if row.get("resource") else ""
    what = f"  {shorten(row['actions'])}" if row.get("actions") else ""
    return f"{row['verdict']:12}{row['principal']}{via}{what}{part}{show_conditions(row)}"


def _show_grant(row: Row) -> str:
    spared = f"  except {', '.join(row['except'])}" if row["except"] else ""
    head = f"{row['verdict']:12}{row['service']} {row['level']}: {shorten(row['actions'])}"
    return f"{head}  on {row['resource']}{spared}{show_conditions(row)}"


def _show_chain(row: Row) -> str:
    return f"{row['verdict']:12}{' -> '.join(row['chain'])}{show_conditions(row)}"
