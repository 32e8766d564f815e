"""`ringwall respond tell`: channels told of what is new in cases."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.jobs.respond.outbox import open_teller
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.tell import tell_outcome
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.text import count_of


def tell(
    *,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Tell the channels of the policy what is new in cases, and what they did not take before.

    Exit 2 where a channel did not take something.
    """
    responders = open_response(policy, access, where)
    if not responders.policy.channels:
        raise BadInput("the policy has no [[channels]]; see docs/howto/soar.md")
    told = open_teller(responders).tell()
    for one in told:
        print_note(tell_outcome(one))
    failed = [one for one in told if not one.is_sent]
    print_note(f"{count_of(len(told) - len(failed), 'notice')} told, {len(failed)} not")
    return 2 if failed else 0


def tell_new(responders: Responders) -> None:
    """Tell channels what a command has just done; where they cannot be told, that is noted alone.

    What was not told is told by the next command, or by `ringwall respond serve`.
    """
    if not responders.policy.channels:
        return
    try:
        for one in open_teller(responders).tell():
            print_note(tell_outcome(one))
    except RingwallError as error:
        print_note(f"channels cannot be told now: {error}")
