"""`ringwall respond halt`: the switch that stops all responses."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.jobs.respond.status import set_switch


def halt(
    *,
    reason: str,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Stop all responses: none starts, and those that run end before their next write.

    Parameters
    ----------
    reason
        Why, for those who meet it.
    """
    state = set_switch(open_response(policy, access, where), reason, halt=True)
    print_note(f"all responses are stopped by {state.author}: {state.reason}")
