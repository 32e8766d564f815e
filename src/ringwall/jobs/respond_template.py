"""The templates by which the Lambda that responds is deployed."""

import sys
from collections.abc import Iterable
from pathlib import Path

from ringwall.catalog.loader import load_responses
from ringwall.catalog.responder_resources import ResponderCode
from ringwall.catalog.responder_template import (
    ChannelSecrets,
    write_member_template,
    write_responder_template,
)
from ringwall.catalog.response_permissions import PROTECTION_READS
from ringwall.jobs.respond.playbooks import find_playbook
from ringwall.jobs.respond_package import (
    CALLBACK_HANDLER,
    HANDLER,
    check_channels,
    find_architecture,
)
from ringwall.model.errors import BadInput
from ringwall.model.response_channels import SecretPlace
from ringwall.model.table import Row
from ringwall.respond.membership import MEMBERSHIP_READS
from ringwall.respond.policy_file import read_policy

READS = (*PROTECTION_READS, *MEMBERSHIP_READS)


def make_template(
    playbooks: Iterable[str] = (),
    *,
    members: bool = False,
    enters_accounts: bool = False,
    callbacks: bool = False,
    policy: Path | None = None,
) -> Row:
    """Return a template for some playbooks, all without any: of the function, or of other accounts.

    With `callbacks` people decide in channels. A policy says which secrets its channels have.
    BadInput where there is no such playbook, where they need more than a role can have, and where
    a channel of the policy cannot be told from a Lambda, or none can be answered.
    """
    names = sorted({find_playbook(name).id for name in playbooks} or load_responses())
    chosen = [load_responses()[name] for name in names]
    runtime = f"python{sys.version_info.major}.{sys.version_info.minor}"
    handler = CALLBACK_HANDLER if callbacks else ""
    code = ResponderCode(runtime, find_architecture(), HANDLER, handler)
    secrets = find_channel_secrets(policy) if policy else None
    if policy and callbacks and not (secrets and secrets.signing):
        raise BadInput(f"{policy}: no channel names a signing_secret_arn, so that none can answer")
    try:
        if members:
            return write_member_template(chosen, READS)
        return write_responder_template(
            chosen, code, READS, enters_accounts=enters_accounts, secrets=secrets
        )
    except ValueError as error:
        raise BadInput(str(error)) from error


def find_channel_secrets(policy: Path) -> ChannelSecrets:
    """Return the secrets of the channels of a policy, each once."""
    channels = read_policy(policy).channels
    check_channels(policy, channels)
    signing = [_name(channel.signing) for channel in channels]
    named = [*(_name(channel.token) for channel in channels), *signing]
    return ChannelSecrets(_choose(named), _choose(signing))


def _name(place: SecretPlace) -> str:
    """Return the ARN of a secret without the member that is taken of it."""
    return place.arn.partition("#")[0]


def _choose(arns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({arn for arn in arns if arn}))
