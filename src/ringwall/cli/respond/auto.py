"""`ringwall respond auto`: the rules of the policy, carried out."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.respond.simulate import print_responses
from ringwall.cli.respond.tell import tell_new
from ringwall.cli.terminal import Terminal
from ringwall.jobs.respond.automatic import respond_by_rules, simulate_responses
from ringwall.model.text import count_of

GOOD = ("contained", "done", "nothing to do", "left to another process")


def auto(
    *,
    since: str = "1h",
    yes: bool = False,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Start what the rules of the policy say about open findings; without --yes, show it.

    A finding that has a case already is left to it. What needs a person waits in its case. Exit 2
    where something failed or waits.

    Parameters
    ----------
    since
        Findings that were seen since then: an age (1h, 7d) or a date.
    yes
        Act; without it, nothing is written.
    format
        table, or json for one object a line.
    """
    responders = open_response(policy, access, where)
    if not yes:
        found = list(simulate_responses(responders, since, look=True))
        print_responses(found, format)
        print_note(f"{count_of(len(found), 'response')}; nothing was written: add --yes to act")
        return 0
    done = []
    for each in respond_by_rules(responders, since, Terminal()):
        done.append(each)
        if format == "json":
            print_json([each.describe()])
    if format != "json":
        print_responses(done, format)
    bad = [each for each in done if each.state not in GOOD]
    print_note(f"{count_of(len(done), 'response')}, {len(bad)} to look at")
    tell_new(responders)
    return 2 if bad else 0
