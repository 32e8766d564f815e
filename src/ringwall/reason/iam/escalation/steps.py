"""A step of a path as questions, and as a command."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ringwall.model.partition import home_region
from ringwall.reason.iam.escalation.attempts import Attempt
from ringwall.reason.iam.escalation.paths import PathStep, fill_in, find_placeholders
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.service_principal import spell_service
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import Caller
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.role_chains import ASSUME

_GLOBAL = ("iam:", "sts:")
"""Actions of services that have no regions."""
_PASSED_TO = "iam:PassedToService"


def ask_step(
    organization: Organization, caller: Caller, step: PathStep, attempt: Attempt
) -> Iterator[AccessQuestion]:
    """Yield the questions that a step of an attempt comes to: one for each of its resources."""
    # '' stands for a key that the request does not have.
    context: dict[str, str | tuple[str, ...]] = {
        key: fill_in(v, attempt.values) or () for key, v in step.context.items()
    }
    names = spell_service(step.context.get(_PASSED_TO, ""), attempt.values["partition"])
    if len(names) > 1:  # policies of the partition have the one or the other
        context[_PASSED_TO] = names
    if not step.action.startswith(_GLOBAL):
        context["aws:requestedregion"] = attempt.values["region"]
    for resource in step.resources:
        arn = fill_in(resource, attempt.values)
        if caller.principal and find_placeholders(resource) & {*attempt.guess}:
            known = {*organization.groups, *organization.principals}
            guesses = _guess_resources(caller.principal, step.action)
            arn = next((guess for guess in guesses if guess not in known), arn)
        target = find_target(organization, arn)
        if target.guard is None:
            # What is yet to be made has no policy; it is made in the caller's account.
            is_open = attempt.is_unread and step.action == ASSUME
            unread = UNKNOWN_POLICY if is_open else ()
            target = replace(target, made_in=caller.requester.account, written=unread)
        if step.is_retagged:
            target = target.with_open_tags()
        if step.granted_by:
            granted = _allow_by(step.granted_by, step.action, caller.requester.name)
            target = replace(target, written=(granted,))
        yield AccessQuestion(caller, step.action, target, context)


def write_command(step: PathStep, values: Mapping[str, str]) -> str:
    """Return a step's command, with the region where it is not the usual one."""
    command = fill_in(step.command, values)
    is_usual = values["region"] == home_region(values["partition"])
    if is_usual or step.action.startswith(_GLOBAL) or not command.startswith("aws "):
        return command
    return f"{command} --region {values['region']}"


def _guess_resources(principal: Principal, action: str) -> Iterator[str]:
    """Yield ARNs that the principal's own statements name for an action."""
    for policy in principal.policies:
        for statement in policy.statements_about(action.lower()) if policy else ():
            patterns = statement.statement.resource
            if not statement.is_denial and patterns and not patterns.negated:
                for value in patterns.values:
                    if value.startswith("arn:"):
                        yield value.replace("*", "x").replace("?", "x")


@lru_cache(maxsize=4096)
def _allow_by(kind: str, action: str, principal: str) -> CompiledPolicy:
    """Return the policy that an earlier step wrote, which allows the principal one action."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action}
    if kind == "resource":
        statement["Resource"] = "*"
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": statement}))
