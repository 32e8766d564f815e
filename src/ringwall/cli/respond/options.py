"""Options that commands of responses share."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.options import HomeOptions, Repeated, find_home
from ringwall.cli.run_output import tell_role
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.respond.opening import open_responders
from ringwall.jobs.respond.responders import Responders
from ringwall.model.errors import BadInput


@Parameter(name="*")
@dataclass(frozen=True)
class PolicyOptions:
    """Who may approve what."""

    policy: Path | None = None
    """The policy of responses, response.toml (RINGWALL_RESPONSE_POLICY). Without one, nothing acts
    by itself and one person approves, who may be you."""


@Parameter(name="*")
@dataclass(frozen=True)
class ResponseOptions:
    """What is responded to, and how."""

    playbook: str = ""
    """The playbook, where several answer; `ringwall respond list` lists them."""
    resource: str = ""
    """Of a finding or incident that names several: the resource, by its ARN or the end of it."""
    option: Repeated = ()
    """An option of the playbook, NAME=VALUE (may be repeated)."""
    account: str = ""
    """For an ARN without an account, such as a bucket's: the id of the account that has it."""
    resource_region: str = ""
    """For an ARN without a Region: the Region of the act."""


def open_response(
    policy: PolicyOptions | None, access: AwsOptions | None, where: HomeOptions | None
) -> Responders:
    """Return what responses work with."""
    connection = connect(access)
    ways = tell_access(connection, policy)
    return open_responders(
        find_home(where), (policy or PolicyOptions()).policy, connection, access=ways
    )


def tell_access(connection: AwsAccess, policy: PolicyOptions | None) -> str:
    """Return how AWS is reached, and the policy, as options of the next command.

    Only what was named, and no secret: of an external ID, that there was one.
    """
    path = policy.policy if policy else None
    named = (
        ("--profile", connection.profile),
        ("--region", connection.region),
        ("--via", ",".join(connection.via)),
        ("--policy", str(path.absolute()) if path else ""),
    )
    told = "".join(f" {name} {shlex.quote(value)}" for name, value in named if value)
    return tell_role(connection) + told + " --external-id ID" * bool(connection.external_id)


def read_pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return options of a playbook by name; BadInput where one is not NAME=VALUE."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not (name and separator):
            raise BadInput(f"--option {pair}: expected NAME=VALUE")
        if name in found:
            raise BadInput(f"--option {name} is given twice")
        found[name] = value
    return found
