"""Questions to policies: is access new, is it granted, in what do two policies differ.

AWS's semantics: a check passes only where the policy allows none of what is asked about.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-checks-validating-policies.html
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.elements import EVERYONE
from ringwall.reason.iam.language.policy import Patterns, Policy, Principals, Statement
from ringwall.reason.iam.symbolic.answer import CheckAnswer, CheckVerdict
from ringwall.reason.iam.symbolic.boxes.budget import Budget, TooHard
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion, search, search_all

AccessCheckPolicyType = Literal["IDENTITY", "RESOURCE"]
"""Whether a policy is attached to who asks, or (trust policies too) to what is asked for."""
SECONDS = 2.0
"""How long Z3 may think."""
MAX_EXAMPLES = 5
"""Example requests that `compare` gives for each direction."""


def check_no_new_access(
    reference: Policy, candidate: Policy, policy_type: AccessCheckPolicyType | None = None
) -> CheckAnswer:
    """Return pass where the candidate allows nothing that the reference does not.

    BadInput where a policy of a resource has no Principal; so do the others here.
    """
    by_principal = is_resource_policy(policy_type, reference, candidate)
    return answer_question(CheckQuestion(candidate, reference, by_principal=by_principal))


def check_access_not_granted(
    policy: Policy,
    actions: Sequence[str] = (),
    resources: Sequence[str] = (),
    policy_type: AccessCheckPolicyType | None = None,
) -> CheckAnswer:
    """Return pass where the policy allows none of the actions on any of the resources.

    Either list may be empty: any. Both may have patterns, as in a policy.
    """
    asked = Statement(
        "Allow",
        Patterns(tuple(action.lower() for action in actions) or ("*",)),
        Patterns(tuple(resources) or ("*",)),
        Principals((EVERYONE,)),
        variables=False,
    )
    by_principal = is_resource_policy(policy_type, policy)
    return answer_question(CheckQuestion(policy, asked=asked, by_principal=by_principal))


@dataclass(frozen=True)
class PolicyDifference:
    """In what two policies differ: example requests that one allows and the other does not."""

    added: tuple[CheckAnswer, ...]
    """Allowed by the new policy only."""
    removed: tuple[CheckAnswer, ...]
    """Allowed by the old policy only."""
    verdict: CheckVerdict
    """pass: the two allow the same requests; unknown: no difference was found, none ruled out."""


def compare_policies(
    old: Policy, new: Policy, policy_type: AccessCheckPolicyType | None = None
) -> PolicyDifference:
    """Return example requests on which two policies differ, at most one for each statement."""
    by_principal = is_resource_policy(policy_type, old, new)
    added = _examples(CheckQuestion(new, old, by_principal=by_principal))
    removed = _examples(CheckQuestion(old, new, by_principal=by_principal))
    verdicts = {answer.verdict for answer in (*added, *removed)}
    verdict: CheckVerdict = "fail" if "fail" in verdicts else "unknown" if verdicts else "pass"
    return PolicyDifference(added, removed, verdict)


def is_equivalent(
    old: Policy, new: Policy, policy_type: AccessCheckPolicyType | None = None
) -> bool | None:
    """Whether two policies allow the same requests; None where that could not be told."""
    return {"pass": True, "fail": False, "unknown": None}[
        compare_policies(old, new, policy_type).verdict
    ]


def _examples(question: CheckQuestion) -> tuple[CheckAnswer, ...]:
    """Return what proves a difference; unknown where none is proved and none ruled out."""
    try:
        found = search_all(question, Budget(), MAX_EXAMPLES)
    except TooHard:
        found = []
    if not found:
        answer = answer_question(question)
        found = [] if answer.verdict == "pass" else [answer]
    return tuple(found)


def answer_question(question: CheckQuestion) -> CheckAnswer:
    """Return the answer to a question: by boxes, else by Z3, else unknown."""
    reason = "it hangs on what the policy leaves open: no example could be confirmed"
    try:
        if found := search(question, Budget()):
            return found
    except TooHard:
        reason = "the patterns are too many to tell apart"
    if question.region:
        return CheckAnswer("unknown", reason=reason)
    # Z3 takes a second to load: only a question that needs it waits for it.
    from ringwall.reason.iam.symbolic.smt.solve import solve  # noqa: PLC0415

    return solve(question, SECONDS)


def is_resource_policy(policy_type: AccessCheckPolicyType | None, *policies: Policy) -> bool:
    """Whether principals count: as the caller says, else where a statement has one.

    BadInput where they do, and one of the policies has none.
    """
    found = policy_type == "RESOURCE"
    if not policy_type:
        found = any(map(_has_principal, policies))
    for policy in policies if found else ():
        require_principal(policy)
    return found


def require_principal(policy: Policy) -> None:
    """Raise BadInput where no statement of a resource's policy has a Principal.

    Such a policy would let nobody in, and pass whatever is asked about it.
    """
    if policy.statements and not _has_principal(policy):
        raise BadInput(
            f"{policy.name or 'the policy'}: no statement has a Principal, and a resource's policy "
            "has one (type: IDENTITY is for the policies of users and roles)"
        )


def _has_principal(policy: Policy) -> bool:
    return any(statement.principal is not None for statement in policy.statements)
