"""What a statement grants: its actions by name, and whether it matches a resource."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ringwall.reason.iam.language.matching import Matches, compile_arn
from ringwall.reason.iam.language.pattern import PolicyPattern, Variable, Wild, read_pattern
from ringwall.reason.iam.language.policy import Patterns, Policy, Statement
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.usage.resources import NO_RESOURCE, NOT_SHOWN

PATHED = re.compile(r"(arn:[\w-]+:iam::\d*:(?:role|user|group|policy|instance-profile)/)([^/]+)")
"""ARNs of resources that may have a path, which events do not show."""
_SECRET = re.compile(r"arn:[\w-]+:secretsmanager:[^:]*:[^:]*:secret:(.+)")
_SUFFIX = "-??????"
"""What AWS adds to the name of a secret.
https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html"""


def find_statements(policies: Iterable[Policy], effect: str) -> Iterator[tuple[Policy, Statement]]:
    """Yield the statements of one effect with their policies."""
    for policy in policies:
        yield from ((policy, s) for s in policy.statements if s.effect == effect)


@lru_cache(maxsize=4_096)
def expand_actions(action: Patterns) -> frozenset[str]:
    """Return the known actions, in lower case, that Action or NotAction matches."""
    universe = load_universe()
    named = frozenset(name for value in action.values for name in universe.expand(value))
    return frozenset(universe.actions) - named if action.negated else named


def find_unknown_actions(action: Patterns) -> tuple[str, ...]:
    """Return the patterns of Action that match no known action: new ones, or misspelt ones."""
    universe = load_universe()
    return () if action.negated else tuple(v for v in action.values if not universe.expand(v))


def find_denied(policies: Iterable[Policy]) -> frozenset[str]:
    """Return the actions that are denied on everything, without a condition."""
    return frozenset(
        name
        for _, statement in find_statements(policies, "Deny")
        if not statement.conditions and _is_everything(statement)
        for name in expand_actions(statement.action)
    )


def _is_everything(statement: Statement) -> bool:
    resource = statement.resource
    return resource is None or (not resource.negated and "*" in resource.values)


def may_allow(statement: Statement, resource: str) -> bool:
    """Whether a statement may have allowed the use of a resource, which may not be shown."""
    patterns = statement.resource
    if patterns is None or resource == NOT_SHOWN or patterns.negated:
        return True
    return any(
        may_match(value, resource, variables=statement.variables) for value in patterns.values
    )


def may_match(value: str, resource: str, *, variables: bool) -> bool:
    """Whether a pattern may match a resource; variables may be anything, paths are not shown."""
    if resource == NO_RESOURCE:
        return not value.strip("*")
    if _matcher(value, variables)(resource):
        return True
    if secret := _SECRET.fullmatch(resource):
        named = value.rpartition(":secret:")[2].startswith(f"{secret[1]}-")
        return named or _matcher(value, variables)(f"{resource}{_SUFFIX}")
    pathed = PATHED.fullmatch(resource)
    if not pathed:
        return False
    if value.endswith("*"):
        head = re.split(r"[*?$]", value, maxsplit=1)[0]
        return head.startswith(pathed[1]) or pathed[1].startswith(head)
    return _matcher(value, variables)(f"{pathed[1]}*/{pathed[2]}") or (
        value.startswith(pathed[1]) and value.endswith(f"/{pathed[2]}")
    )


def covers(statement: Statement, text: str) -> bool:
    """Whether a statement matches all ARNs that a pattern matches.

    It errs only for `?` over a wildcard: callers prove the result.
    """
    patterns = statement.resource
    if patterns is None:
        return True
    values = [v for v in patterns.values if not _has_variable(v, statement)]
    if len(values) < len(patterns.values) and patterns.negated:
        return False
    found = any(_matcher(value, statement.variables)(text) for value in values)
    return not found if patterns.negated else found


def spell_variants(resource: str) -> tuple[str, ...]:
    """Return patterns for the other ARNs that the resource of an event may have."""
    if pathed := PATHED.fullmatch(resource):
        return (f"{pathed[1]}*/{pathed[2]}",)
    return (f"{resource}{_SUFFIX}",) if _SECRET.fullmatch(resource) else ()


def _has_variable(value: str, statement: Statement) -> bool:
    return any(isinstance(t, Variable) for t in read_pattern(value, variables=statement.variables))


@lru_cache(maxsize=10_000)
def _matcher(value: str, variables: bool) -> Matches:  # noqa: FBT001 - a key of the cache
    return compile_arn(_open(read_pattern(value, variables=variables)))


def _open(pattern: PolicyPattern) -> PolicyPattern:
    """Return the pattern with a star for every variable."""
    return tuple(Wild.STAR if isinstance(token, Variable) else token for token in pattern)
