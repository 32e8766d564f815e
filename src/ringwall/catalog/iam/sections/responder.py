"""The roles of the functions that respond, and the one in each account that they enter."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import role_key
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.responder_keys import (
    ACCOUNT_ID,
    CALLBACK,
    SECTION,
    find_external_id,
    find_responder,
    function_role,
    list_entered,
    put_values,
    responder_account,
    seal_key,
)
from ringwall.catalog.responder_roles import (
    SEAL_KEY,
    permit_callback,
    permit_function,
    write_playbook_policies,
)
from ringwall.catalog.responder_template import MEMBER_ROLE
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.table import Row

WHY = "what responds by itself may do what its playbooks do, and nothing else"


@wants(SECTION)
def want_function_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role of each function."""
    wanted = find_responder(landscape)
    if wanted is None:
        return
    account = responder_account(landscape)
    values = {ACCOUNT_ID: account.id, SEAL_KEY: Ref(seal_key(landscape), "arn")}
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    key = function_role(landscape)
    role = WantedRole(key, key.name, write_policy(trust), SECTION, WHY)
    yield role.want()
    yield role.inline("own", put_values(write_policy(*permit_function(landscape)), values))
    yield from role.manage(write_playbook_policies(landscape), account.id)
    if wanted.callbacks:
        key = function_role(landscape, CALLBACK)
        role = WantedRole(key, key.name, write_policy(trust), SECTION, WHY)
        yield role.want()
        yield role.inline("own", put_values(write_policy(*permit_callback(landscape)), values))


@wants(SECTION)
def want_member_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role in each other account that the function assumes, and nobody else."""
    for account in list_entered(landscape):
        key = role_key(account, MEMBER_ROLE)
        trust = write_policy(_trust_function(landscape))
        role = WantedRole(key, key.name, trust, SECTION, WHY)
        yield role.want()
        yield from role.manage(write_playbook_policies(landscape), account.id)


def _trust_function(landscape: Landscape) -> Row:
    return {
        "Effect": "Allow",
        "Principal": {"AWS": Ref(function_role(landscape), "arn")},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {
                "aws:PrincipalOrgID": landscape.organization_id,
                "sts:ExternalId": find_external_id(landscape),
            }
        },
    }
