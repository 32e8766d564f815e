"""The role that AWS's Shield Response Team assumes in an attack."""

from collections.abc import Iterator

from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.shield.wanted_rows import (
    ROLE,
    SECTION,
    list_accounts,
    team_role_key,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

POLICY = "service-role/AWSShieldDRTAccessPolicy"
WHY = "in an attack the response team changes web ACLs faster than you find out how"


@wants(SECTION)
def want_team_role(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role and its policy, where the blueprint lets the team in.

    AWS documents no condition for its trust policy: the team names no resource when it comes.
    https://docs.aws.amazon.com/waf/latest/developerguide/ddos-srt-access.html
    """
    if not landscape.settings.infrastructure.shield.response_team_access:
        return
    for account in list_accounts(landscape):
        trust = {
            "Sid": "ShieldResponseTeam",
            "Effect": "Allow",
            "Principal": {"Service": "drt.shield.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        name = f"{landscape.name}-{ROLE}"
        role = WantedRole(team_role_key(account), name, write_policy(trust), SECTION, WHY)
        yield role.want()
        arn = f"arn:{landscape.partition}:iam::aws:policy/{POLICY}"
        yield role.attach(arn)
