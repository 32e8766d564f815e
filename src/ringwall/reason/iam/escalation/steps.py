"""A step of a path put to the evaluator, and written as a command."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ringwall.reason.iam.escalation.paths import PathStep, fill_in
from ringwall.reason.iam.escalation.targets import Place
from ringwall.reason.iam.escalation.variants import home_region
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.organization.question import make_question, policies_for
from ringwall.reason.iam.symbolic.contexts.decide import Ask

_GLOBAL = ("iam:", "sts:")
"""Actions of services that have no regions."""


def put_step(
    organization: Organization, principal: Principal, step: PathStep, place: Place
) -> Iterator[Ask]:
    """Yield the questions that a step comes to at a place: one for each of its resources."""
    # '' stands for a key that the request does not have.
    context = {key: fill_in(v, place.values) or () for key, v in step.context.items()}
    if not step.action.startswith(_GLOBAL):
        context["aws:requestedregion"] = place.values["region"]
    for resource in step.resources:
        arn = fill_in(resource, place.values)
        if "{holder" in resource and place.guess:
            arn = next(_guess_resources(principal, step.action), arn)
        question = make_question(organization, principal, step.action, arn, context)
        policy_set = policies_for(organization, principal, question)
        if organization.find_resource(arn) is None:
            # What is yet to be made has no policy; it is made in the own account.
            question = replace(question, resource_account=principal.account_id)
            policy_set = replace(policy_set, resource=())
        if step.granted_by:
            granted = _name_in(step.granted_by, step.action, principal.arn)
            policy_set = replace(policy_set, resource=(granted,))
        yield question, policy_set


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
def _name_in(kind: str, action: str, principal: str) -> CompiledPolicy:
    """Return what an earlier step wrote: a policy that lets the principal do one thing."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action}
    if kind == "resource":
        statement["Resource"] = "*"
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": statement}))
