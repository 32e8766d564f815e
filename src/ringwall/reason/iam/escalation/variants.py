"""What a path makes anew, under the names and in the regions that a principal's policies name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from ringwall.reason.iam.escalation.paths import EscalationPath, fill_in
from ringwall.reason.iam.inside import ANY, name_inside
from ringwall.reason.iam.organization.model import Principal

MAX_VARIANTS = 12
"""Names and regions that are tried for one path."""
_REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
    *("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2", "eu-north-1"),
    *("eu-south-1", "eu-south-2", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2"),
    *("ap-southeast-3", "ap-southeast-4", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
    *("ap-east-1", "me-south-1", "me-central-1", "il-central-1", "af-south-1"),
    *("cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1"),
)
_HOMES = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
_OWN_NAME = re.compile(r"\$\{aws:username\}", re.IGNORECASE)
_REGION, _FIELDS = 3, 6


def home_region(partition: str) -> str:
    """Return the region of made-up resources: a path works in any that policies leave open."""
    return _HOMES.get(partition, "us-east-1")


def name_powers(partition: str) -> tuple[str, str]:
    """Return AWS's managed policies that make an administrator, at once or with one step more."""
    names = ("AdministratorAccess", "IAMFullAccess")
    first, second = (f"arn:{partition}:iam::aws:policy/{name}" for name in names)
    return first, second


def find_variants(
    principal: Principal, path: EscalationPath, values: Mapping[str, str], powers: Iterable[str]
) -> tuple[Mapping[str, str], ...]:
    """Return values to try beside the usual ones: names and regions of the principal's policies.

    Of `lambda:CreateFunction` on `function:dev-*` in eu-west-1 comes such a name, and that region.
    `powers` are policies that may be attached in place of AdministratorAccess.
    """
    usual = (values["new"], values["region"])
    named = dict.fromkeys(_read_variants(principal, path, values))
    places = [usual, *[variant for variant in named if variant != usual][:MAX_VARIANTS]]
    chosen = (values["power"], *(powers if path.takes_power else ()))
    found = [
        {"new": new, "region": region, "power": power}
        for power in dict.fromkeys(chosen)
        for new, region in places
    ]
    return tuple(found[1:])


def _read_variants(
    principal: Principal, path: EscalationPath, values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    known = {key: value for key, value in values.items() if key not in {"new", "region"}}
    for step in path.steps:
        templates = [fill_in(r, known) for r in step.resources if "{new}" in r or "{region}" in r]
        for pattern in _patterns(principal, step.action) if templates else ():
            for template in templates:
                yield from _unify(template, pattern, values)


def _patterns(principal: Principal, action: str) -> Iterator[str]:
    for policy in principal.policies:
        for statement in policy.speaking_of(action.lower()) if policy else ():
            patterns = statement.statement.resource
            if not statement.is_denial and patterns and not patterns.negated:
                yield from statement.statement.resource_values


def _unify(template: str, pattern: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield names and regions by which a template may come under a pattern."""
    pattern = _OWN_NAME.sub(lambda _: values["self_name"], pattern)
    region: str | None = values["region"]
    if "{region}" in template:
        region = _choose_region(pattern, values["region"])
    if region is None:
        return
    head, is_named, tail = template.replace("{region}", region).partition("{new}")
    if not is_named:
        yield values["new"], region
        return
    for arn in name_inside(pattern, head):
        rest = arn.removeprefix(head)
        new = rest.split(tail[0], 1)[0] if tail else rest
        if new:
            yield new.replace(ANY, values["new"]), region


def _choose_region(pattern: str, usual: str) -> str | None:
    """Return a region that an ARN pattern leaves open; None where it leaves none."""
    fields = pattern.split(":", _FIELDS - 1)
    where = fields[_REGION] if len(fields) == _FIELDS else "*"
    named = () if re.search(r"[*?$]", where) else (where,)
    return next((r for r in (usual, *named, *_REGIONS) if r and fnmatchcase(r, where)), None)
