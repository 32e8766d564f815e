"""The roles of the functions that respond, and the one in each account that they enter."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import role_key
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.responder_keys import (
    ACCOUNT_ID,
    CALLBACK,
    SECTION,
    SHARED,
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
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
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
    yield from _want_playbooks(landscape, account, role)
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
        yield from _want_playbooks(landscape, account, role)


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


def list_policies(landscape: Landscape, account: LandscapeAccount, role: str) -> list[RowKey]:
    """Return the keys of the managed policies of a role."""
    count = len(write_playbook_policies(landscape))
    names = [f"{role}-{number}" for number in range(1, count + 1)]
    return [RowKey(account.name, GLOBAL, "iam_policy", name) for name in names]


def _want_playbooks(
    landscape: Landscape, account: LandscapeAccount, role: WantedRole
) -> Iterator[Wanted]:
    """Yield the managed policies by which a role carries out playbooks."""
    documents = write_playbook_policies(landscape)
    keys = list_policies(landscape, account, role.role_name)
    for key, document in zip(keys, documents, strict=True):
        yield Wanted(
            key=key,
            columns={
                "policy_name": key.name,
                "policy_document": put_values(document, {ACCOUNT_ID: account.id}),
                "surplus_version_id": "",
            },
            why=WHY,
            **SHARED,
        )
        yield role.attach(Ref(key, "arn"), key.name)
