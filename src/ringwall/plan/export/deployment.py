"""What is to be known to deploy templates: in which wave, where, as what, with which parameters."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import GLOBAL, RowKey
from ringwall.model.table import Row
from ringwall.plan.export.cloudformation import INLINE, ParameterOrigin, Template
from ringwall.plan.export.naming import name_row
from ringwall.plan.export.placement import DeploymentTarget

_MOST_PARAMETERS = 200


@dataclass(frozen=True)
class Deployment:
    """A template with the name of its stack or StackSet, and its file."""

    name: str
    file: str
    template: Template
    text: str


def name_deployments(templates: Iterable[Template], landscape: Landscape) -> tuple[Deployment, ...]:
    """Return the templates with names that tell where they go."""
    found = []
    taken: Counter[str] = Counter()
    for template in templates:
        placed = template.placed
        name = f"{_name_target(placed.target, landscape)}-{placed.wave}"
        taken[name] += 1
        if taken[name] > 1:
            name = f"{name}-{taken[name]}"
        file = f"templates/{name}.template.json"
        found.append(Deployment(f"{landscape.name}-{name}", file, template, template.write()))
    return tuple(found)


def describe_deployments(found: tuple[Deployment, ...], landscape: Landscape) -> Row:
    """Return all stacks and StackSets by waves, as a JSON-able document."""
    makers = {key.row: one for one in found for key in one.template.placed.members}
    waves: defaultdict[int, list[Row]] = defaultdict(list)
    for one in found:
        waves[one.template.placed.wave].append(_describe(one, landscape, makers))
    return {
        "blueprint": landscape.name,
        "waves": [{"wave": wave, "deploy": rows} for wave, rows in sorted(waves.items())],
    }


def find_remarks(found: tuple[Deployment, ...]) -> list[str]:
    """Return what CloudFormation would refuse, of the templates as they are."""
    return [
        f"{one.name} has {count} parameters, and CloudFormation takes {_MOST_PARAMETERS}: export "
        "with --snapshot, which knows the ids"
        for one in found
        if (count := len(one.template.origins)) > _MOST_PARAMETERS
    ]


def _describe(one: Deployment, landscape: Landscape, makers: Mapping[RowKey, Deployment]) -> Row:
    template, size = one.template, len(one.text.encode())
    types = {resource.type.name for resource in template.placed.resources}
    described: Row = {
        "name": one.name,
        "kind": "stack_set" if template.placed.target.is_set else "stack",
        "template": one.file,
        "resources": len(template.resources),
        "bytes": size,
        "from_s3": size > INLINE,
        "capabilities": ["CAPABILITY_NAMED_IAM"] if any("::IAM::" in t for t in types) else [],
        **_describe_target(template.placed.target, landscape),
    }
    if waits := template.placed.list_waits():
        described["first"] = [name_row(row) for row in waits]
    described["parameters"] = [
        _describe_origin(origin, landscape, makers)
        for _, origin in sorted(template.origins.items())
    ]
    return described


def _describe_origin(
    origin: ParameterOrigin, landscape: Landscape, makers: Mapping[RowKey, Deployment]
) -> Row:
    row: Row = {"parameter": origin.parameter, "is": origin.said}
    if origin.account:
        ids = {account.name: account.id for account in landscape.accounts}
        known = ids[origin.account]
        row["value"] = known if isinstance(known, str) else ""
    if origin.output and origin.row:
        row |= {
            "of": makers[origin.row].name,
            "output": origin.output,
            "account": origin.row.account,
            "region": _region_of(origin.row.region, landscape),
        }
    return row


def _describe_target(target: DeploymentTarget, landscape: Landscape) -> Row:
    regions = [_region_of(region, landscape) for region in target.regions]
    if not target.is_set:
        (name,) = target.accounts
        account = next(each for each in landscape.accounts if each.name == name)
        known = account.id if isinstance(account.id, str) else ""
        return {"account": name, "account_id": known, "region": regions[0]}
    units, is_whole = _find_units(target.accounts, landscape)
    ids = {unit.path: unit.id for unit in landscape.units} | {(): landscape.root_id}
    return {
        "permission_model": "SERVICE_MANAGED",
        "auto_deployment": is_whole,
        "organizational_units": [
            {"path": "/".join(unit) or "root", "id": _known(ids.get(unit, ""))} for unit in units
        ],
        "account_filter": "NONE" if is_whole else "INTERSECTION",
        "accounts": [
            {"name": account.name, "id": _known(account.id)}
            for account in landscape.members
            if account.name in target.accounts
        ],
        "regions": regions,
    }


def _find_units(names: tuple[str, ...], landscape: Landscape) -> tuple[list[tuple[str, ...]], bool]:
    """Return the units that accounts are in, and whether those have no others."""
    members = landscape.members
    wanted = {account.name for account in members if account.name in names}
    if len(wanted) == len(members):
        return [()], True
    whole: list[tuple[str, ...]] = []
    for unit in landscape.units:
        below = {account.name for account in members if account.unit[: len(unit.path)] == unit.path}
        inside = any(unit.path[: len(other)] == other for other in whole)
        if below and below <= wanted and not inside:
            whole.append(unit.path)
    covered = {account.name for account in members if _is_below(account, whole)}
    if covered == wanted:
        return whole, True
    return sorted({account.unit for account in members if account.name in wanted}), False


def _is_below(account: LandscapeAccount, units: list[tuple[str, ...]]) -> bool:
    return any(account.unit[: len(unit)] == unit for unit in units)


def _name_target(target: DeploymentTarget, landscape: Landscape) -> str:
    region = target.regions[0] if len(target.regions) == 1 else "regions"
    if len(target.accounts) == 1:
        return f"{target.accounts[0]}-{region}"
    units, is_whole = _find_units(target.accounts, landscape)
    if is_whole:
        who = "-".join("-".join(unit) for unit in units) or "members"
    else:
        who = f"{len(target.accounts)}-accounts"
    return f"{who.lower()}-{region}"


def _region_of(region: str, landscape: Landscape) -> str:
    return landscape.home_region if region == GLOBAL else region


def _known(value: object) -> str:
    return value if isinstance(value, str) else ""
