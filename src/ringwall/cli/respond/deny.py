"""`ringwall respond deny`: a person refuses a plan."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.respond.tell import tell_new
from ringwall.jobs.respond.approve import decide


def deny(
    case: str,
    /,
    *,
    reason: str,
    plan: str = "",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Deny the plan of a case: it is never carried out.

    Parameters
    ----------
    case
        The case.
    reason
        Why, for those who read the case.
    plan
        The plan, by the beginning of its hash; the newest one if left out.
    """
    responders = open_response(policy, access, where)
    decided = decide(
        responders, responders.find_case(case), plan=plan, approve=False, reason=reason
    )
    print_note(f"{decided.file.case.id}: denied plan {decided.plan.hash[:12]}")
    tell_new(responders)
