"""Which values of condition keys leave a policy open: those that name nobody certain.

AWS calls a policy public where it lets in somebody whom no fixed value names: an account, an
organization, a network, a source. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.conditions import CompiledCondition, compile_condition
from ringwall.reason.iam.evaluation.context import RequestContext, Values
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.symbolic.contexts.decide import Admits
from ringwall.reason.iam.symbolic.exposure import CLOSING_KEYS, CLOSING_KEYS_OF, is_fixed

_TYPES = {
    "kms_key": "AWS::KMS::Key",
    "efs_file_system": "AWS::EFS::FileSystem",
    "sns_topic": "AWS::SNS::Topic",
    "lambda_function": "AWS::Lambda::Function",
}
_TENANT = re.compile(r"[^:]+:[^:/*?]+[:/]|[^:/*?]+$|[^*?]+$")
_POSITIVE = {"string": "StringEquals", "like": "StringLike", "arn": "ArnLike", "ip": "IpAddress"}
SHARED_ISSUERS = re.compile(
    r"(^|/)(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|accounts\.google"
    r"\.com|oidc\.circleci\.com|agent\.buildkite\.com|api\.bitbucket\.org|cognito-identity\."
    r"amazonaws\.com|www\.amazon\.com|graph\.facebook\.com|app\.pulumi\.com|api\.pulumi\.com"
    r"|oidc\.vercel\.com|proidc\.upbound\.io|sts\.windows\.net)"
)
"""Issuers that vouch for everybody who has an account with them: only the subject tells whom."""


class OpenValues:
    """The conditions of some policies, asked which values of their keys are held to no one."""

    def __init__(self, policies: Iterable[CompiledPolicy], table: str) -> None:
        statements = [s.statement for policy in policies for s in policy.statements]
        self._conditions = [c for statement in statements for c in statement.conditions]
        self._closing = CLOSING_KEYS | CLOSING_KEYS_OF.get(_TYPES.get(table, ""), frozenset())
        self._tests: dict[str, list[CompiledCondition]] | None = None
        self.literals = frozenset(
            value
            for condition in self._conditions
            for value in condition.values
            if not re.search(r"[*?$]", value) or condition.operator.family == "string"
        )
        """Values that the policies name as they stand."""

    def is_open(self, key: str, values: Values) -> bool:
        """Whether a key's values are none that a policy fixes."""
        if key not in self._closing:
            return True
        if self._tests is None:
            self._tests = self._read_tests()
        context = RequestContext({key: values})
        return not any(test.holds(context) for test in self._tests.get(key, ()))

    def _read_tests(self) -> dict[str, list[CompiledCondition]]:
        found: dict[str, list[CompiledCondition]] = {}
        for condition in self._conditions:
            if condition.key in self._closing and condition.operator.family in _POSITIVE:
                wild = condition.operator.family in {"like", "arn"}
                fixed = tuple(v for v in condition.values if is_fixed(condition.key, v, wild=wild))
                if fixed:
                    found.setdefault(condition.key, []).append(_positive(condition, fixed))
        return found

    def leaves_identity_open(self, provider: str) -> Admits | None:
        """Return which subjects name no tenant; None of a provider that vouches for its own alone.

        `repo:acme/shop:*` names a tenant of GitHub, `repo:*` does not.
        """
        if not SHARED_ISSUERS.search(provider):
            return None
        claims = _SUBJECTS | (_AUDIENCES if _OWN_AUDIENCE.search(provider) else frozenset())
        tests = [
            _positive(condition, fixed)
            for condition in self._conditions
            if condition.key.rpartition(":")[2] in claims
            and condition.operator.family in _POSITIVE
            and (fixed := tuple(v for v in condition.values if _names_tenant(v)))
        ]

        def admits(key: str, values: Values) -> bool:
            context = RequestContext({key: values})
            mine = (test for test in tests if test.condition.key == key)
            return not any(test.holds(context) for test in mine)

        return admits


_SUBJECTS = frozenset(
    {
        *("sub", "repository", "repository_owner", "repository_owner_id", "repository_id"),
        *("job_workflow_ref", "namespace_path", "project_path"),
    }
)
"""Claims that can name a tenant."""
_AUDIENCES = frozenset({"aud", "oaud", "amr", "app_id"})
_OWN_AUDIENCE = re.compile(
    r"(^|/)(accounts\.google\.com|cognito-identity\.amazonaws\.com|www\.amazon\.com|graph\.facebook"
    r"\.com|sts\.windows\.net)"
)
"""Issuers whose audience is one application's id; with GitHub and its kin the caller chooses it."""


def _names_tenant(value: str) -> bool:
    if value in {"authenticated", "unauthenticated"}:
        return False
    if not re.search(r"[*?]", value):
        return True
    before = re.split(r"[*?]", value, maxsplit=1)[0]
    return bool(re.match(r"[^:]+:[^:/]+[:/]", before)) or bool(re.match(r"[\w.-]+/", before))


def _positive(condition: Condition, values: tuple[str, ...]) -> CompiledCondition:
    operator = read_operator(_POSITIVE[condition.operator.family])
    folded = replace(operator, ignores_case=condition.operator.ignores_case)
    made = replace(condition, operator=folded, values=values)
    return compile_condition(made, variables=False)
