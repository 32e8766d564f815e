"""`ringwall respond allow`: responses act again."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.jobs.respond.status import set_switch


def allow(
    *,
    reason: str = "",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Let responses act again after a halt.

    Parameters
    ----------
    reason
        Why, for those who read it later.
    """
    set_switch(open_response(policy, access, where), reason, halt=False)
    print_note("responses may act; `ringwall respond resume CASE` goes on with one")
