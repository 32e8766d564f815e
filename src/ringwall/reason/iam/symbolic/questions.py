"""Questions about policies and all requests: is access new, is it granted, what is different.

The first two are custom policy checks of Access Analyzer: a check passes only where the policy
allows nothing of what it checks for.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-checks-validating-policies.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.elements import EVERYONE
from ringwall.reason.iam.language.policy import Patterns, Policy, Principals, Statement
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion, search, search_all
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer, CheckVerdict
from ringwall.reason.iam.symbolic.narrowing import narrow_question
from ringwall.reason.iam.symbolic.plain_witness import find_plain_witness

AccessCheckPolicyType = Literal["IDENTITY", "RESOURCE"]
"""Whether a policy is identity-based or resource-based (as trust policies are).

The name is Access Analyzer's:
https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html
"""
ComparedPolicyType = Literal["IDENTITY", "RESOURCE", "SCP", "RCP"]
"""What the policies are that are compared: SCPs and RCPs count by what they deny."""
STEPS = 4_000_000
"""The most steps that Z3 gets: one to three seconds."""
MAX_EXAMPLES = 5
"""The most example requests that `compare_policies` gives for each direction."""


def check_no_new_access(
    reference: Policy, candidate: Policy, policy_type: AccessCheckPolicyType | None = None
) -> CheckAnswer:
    """Return pass where the candidate allows nothing that the reference does not.

    Raises BadInput where a resource-based policy has no Principal, as do the others here.
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

    An empty list means any. Both may have patterns, as in a policy.
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
    """The difference of two policies: example requests that one allows and the other does not."""

    added: tuple[CheckAnswer, ...]
    """Allowed by the new policy only."""
    removed: tuple[CheckAnswer, ...]
    """Allowed by the old policy only."""
    verdict: CheckVerdict
    """pass: the two allow the same requests; unknown: neither that nor a difference is proved."""
    is_of_denials: bool = False
    """Whether they are compared by what they deny: each as if it stood beside a full access."""
    is_vacuous: bool = False
    """Whether neither policy allows anything, so that nothing was compared."""


def compare_policies(
    old: Policy, new: Policy, policy_type: ComparedPolicyType | None = None
) -> PolicyDifference:
    """Return example requests on which two policies differ, at most one for each statement.

    Policies that only deny are compared by what they deny, as SCPs, RCPs and quarantines are meant.
    """
    is_guardrail = policy_type in {"SCP", "RCP"}
    kind = _ATTACHED.get(policy_type) if policy_type else None
    by_principal = is_resource_policy(kind, old, new)
    only_deny = [_only_denies(policy) for policy in (old, new)]
    is_of_denials = any(only_deny) if is_guardrail else all(only_deny)
    if is_of_denials:
        old, new = (
            _beside_full_access(policy, by_principal=by_principal) if denies else policy
            for policy, denies in zip((old, new), only_deny, strict=True)
        )
    added = _examples(CheckQuestion(new, old, by_principal=by_principal))
    removed = _examples(CheckQuestion(old, new, by_principal=by_principal))
    verdicts = {answer.verdict for answer in (*added, *removed)}
    verdict: CheckVerdict = "fail" if "fail" in verdicts else "unknown" if verdicts else "pass"
    nothing = CheckQuestion(old, by_principal=by_principal)
    is_vacuous = verdict == "pass" and answer_question(nothing).verdict == "pass"
    return PolicyDifference(added, removed, verdict, is_of_denials, is_vacuous)


_ATTACHED: Mapping[ComparedPolicyType, AccessCheckPolicyType] = {
    "IDENTITY": "IDENTITY",
    "RESOURCE": "RESOURCE",
    "SCP": "IDENTITY",
    "RCP": "RESOURCE",
}


def _only_denies(policy: Policy) -> bool:
    return bool(policy.statements) and all(s.effect == "Deny" for s in policy.statements)


def _beside_full_access(policy: Policy, *, by_principal: bool) -> Policy:
    """Return a policy with a statement that allows everything beside what it denies."""
    everything = Statement(
        "Allow",
        Patterns(("*",)),
        Patterns(("*",)),
        Principals((EVERYONE,)) if by_principal else None,
        sid="AllElse",
        index=len(policy.statements),
    )
    return replace(policy, statements=(*policy.statements, everything))


def is_equivalent(
    old: Policy, new: Policy, policy_type: ComparedPolicyType | None = None
) -> bool | None:
    """Whether two policies allow the same requests; None where that is not known."""
    return {"pass": True, "fail": False, "unknown": None}[
        compare_policies(old, new, policy_type).verdict
    ]


def _examples(question: CheckQuestion) -> tuple[CheckAnswer, ...]:
    """Return the answers that prove a difference; one `unknown` where that cannot be decided."""
    question = narrow_question(question)
    try:
        found = search_all(question, StepBudget(), MAX_EXAMPLES)
    except TooHard:
        found = []
    if not found:
        answer = _answer_narrow(question)
        found = [] if answer.verdict == "pass" else [answer]
    return tuple(found)


def answer_question(question: CheckQuestion) -> CheckAnswer:
    """Return the answer to a question: from boxes, an example, or Z3; else unknown."""
    return _answer_narrow(narrow_question(question))


def _answer_narrow(question: CheckQuestion) -> CheckAnswer:
    reason = "it depends on a part of the policy that cannot be decided"
    try:
        if found := search(question, StepBudget()):
            return found
    except TooHard:
        reason = "the policies have too many patterns"
    if question.region:
        return CheckAnswer("unknown", reason=reason)
    if example := find_plain_witness(question):
        return example
    # Z3 takes a second to load: only a question that needs it loads it.
    from ringwall.reason.iam.symbolic.smt.solve import solve  # noqa: PLC0415

    return solve(question, STEPS)


def is_resource_policy(policy_type: AccessCheckPolicyType | None, *policies: Policy) -> bool:
    """Whether policies are resource-based: as the caller says, else if a statement has a Principal.

    Raises BadInput where they are, and one of them has no Principal.
    """
    found = policy_type == "RESOURCE"
    if not policy_type:
        found = any(map(_has_principal, policies))
    for policy in policies if found else ():
        require_principal(policy)
    return found


def require_principal(policy: Policy) -> None:
    """Raise BadInput where no statement of a resource-based policy has a Principal.

    Such a policy would allow no principal, and pass every check.
    """
    if policy.statements and not _has_principal(policy):
        raise BadInput(
            f"{policy.name or 'the policy'}: no statement has a Principal; a resource-based policy "
            "must have one (for the policies of users and roles, set the type to IDENTITY)"
        )


def _has_principal(policy: Policy) -> bool:
    return any(statement.principal is not None for statement in policy.statements)
