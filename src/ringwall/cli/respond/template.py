"""`ringwall respond template`: the CloudFormation template of the Lambda that responds."""

import json
from pathlib import Path

from ringwall.jobs.respond_template import make_template


def template(
    *,
    playbooks: tuple[str, ...] = (),
    members: bool = False,
    enter_accounts: bool = False,
    callbacks: bool = False,
    policy: Path | None = None,
) -> None:
    """Print the CloudFormation template that deploys the Lambda, with the role of its playbooks.

    Parameters
    ----------
    playbooks
        The playbooks that it may carry out, by their ids; all without any.
    members
        Print the template of the role in other accounts instead.
    enter_accounts
        Let the Lambda assume that role in other accounts.
    callbacks
        Let people decide in channels: a second function, behind a URL.
    policy
        The response.toml whose channels' secrets may be read; without, they are a parameter.
    """
    made = make_template(
        playbooks,
        members=members,
        enters_accounts=enter_accounts,
        callbacks=callbacks,
        policy=policy,
    )
    print(json.dumps(made, indent=2))
