"""Variants of an attempt: the names and regions that a principal's policies allow."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import chain

from ringwall.reason.iam.escalation.paths import EscalationPath, fill_in
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.resource_parts import (
    ANY_PART,
    fill_in_pattern,
    find_matches_under,
)

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
_PLAIN_REGION = re.compile(r"[a-z]+(-[a-z]+)+-\d")
_REGION, _FIELDS = 3, 6


def find_variants(
    binding: Iterable[CompiledPolicy | UnreadPolicy],
    path: EscalationPath,
    values: Mapping[str, str],
    powers: Iterable[str],
    request: Request,
) -> tuple[Mapping[str, str], ...]:
    """Return values to try beside the usual ones: names and regions that policies mention.

    Of `lambda:CreateFunction` on `function:dev-*` in eu-west-1 comes such a name, and that region.
    `binding` are all policies that bind the principal, `powers` managed policies to attach
    in place of AdministratorAccess; `request` is one of the principal's, for what is known of it.
    """
    policies = [policy for policy in binding if policy]
    usual = (values["path"], values["new"], values["region"])
    named = dict.fromkeys(_read_variants(policies, path, values, request))
    names = [variant for variant in named if variant != usual]
    regions = [
        (*usual[:2], region) for region in _read_regions(policies, path) if region != usual[2]
    ]
    variants = [usual, *dict.fromkeys([*names, *regions])][: MAX_VARIANTS + 1]
    chosen = (values["power"], *(powers if path.takes_power else ()))
    found = [
        {"path": folder, "new": new, "region": region, "power": power}
        for power in dict.fromkeys(chosen)
        for folder, new, region in variants
    ]
    return tuple(found[1:])


def _read_regions(policies: Iterable[CompiledPolicy], path: EscalationPath) -> Iterator[str]:
    """Yield the regions that conditions on a path's actions name: a denial may leave these open."""
    for policy in policies:
        for statement in chain.from_iterable(map(policy.statements_about, path.actions)):
            for condition in statement.statement.conditions:
                if condition.key == "aws:requestedregion":
                    yield from (v for v in condition.values if _PLAIN_REGION.fullmatch(v))


def _read_variants(
    policies: Iterable[CompiledPolicy],
    path: EscalationPath,
    values: Mapping[str, str],
    request: Request,
) -> Iterator[tuple[str, str, str]]:
    chosen = {"new", "region", "path"}
    known = {key: value for key, value in values.items() if key not in chosen}
    for step in path.steps:
        templates = [fill_in(r, known) for r in step.resources if "{new}" in r or "{region}" in r]
        for pattern in _patterns(policies, step.action) if templates else ():
            filled = fill_in_pattern(pattern, request)
            for template in templates if filled else ():
                yield from _unify(template, filled or "", values)


def _patterns(policies: Iterable[CompiledPolicy], action: str) -> Iterator[str]:
    """Yield the patterns of resources that policies leave to an action."""
    for policy in policies:
        for statement in policy.statements_about(action.lower()):
            patterns = statement.statement.resource
            if patterns and patterns.negated == statement.is_denial:
                yield from statement.statement.resource_values


def _unify(
    template: str, pattern: str, values: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield paths, names and regions with which a template may match a pattern."""
    region: str | None = values["region"]
    if "{region}" in template:
        region = _choose_region(pattern, values["region"])
    if region is None:
        return
    has_path = "{path}" in template
    plain = template.replace("{region}", region).replace("{path}", "/")
    head, is_named, tail = plain.partition("{new}")
    if not is_named:
        yield values["path"], values["new"], region
        return
    for arn in find_matches_under(pattern, head):
        rest = arn.removeprefix(head)
        new = rest.split(tail[0], 1)[0] if tail else rest
        folder, slash, name = new.rpartition("/") if has_path else ("", "", new)
        if name:
            yield f"/{folder}{slash}", name.replace(ANY_PART, values["new"]), region


def _choose_region(pattern: str, usual: str) -> str | None:
    """Return a region that an ARN pattern leaves open; None where it leaves none."""
    fields = pattern.split(":", _FIELDS - 1)
    where = fields[_REGION] if len(fields) == _FIELDS else "*"
    named = () if re.search(r"[*?$]", where) else (where,)
    return next((r for r in (usual, *named, *_REGIONS) if r and fnmatchcase(r, where)), None)
