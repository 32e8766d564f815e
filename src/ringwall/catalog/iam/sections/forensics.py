"""The roles of responders in all accounts, and that of instances which examine evidence."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import join, role_key
from ringwall.catalog.iam.responder_playbooks import derive_acts, derive_reads
from ringwall.catalog.iam.responder_policies import allow_acts, allow_examination
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.managed_policies import split_policies
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.response_keys import (
    FORENSICS,
    INVESTIGATOR,
    RESPONDER,
    account_root,
    forensics_account,
)
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.partition import find_domain
from ringwall.model.table import Row

SECTION = "response.forensics"
IDENTITY_CENTER, SSO_PATH = "AWSReservedSSO_", "aws-reserved/sso.amazonaws.com/"
"""How the names of Identity Center's roles begin, and where they are.

https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""
MANAGED_INSTANCE = "AmazonSSMManagedInstanceCore"
READ_WHY = "who looks for traces must not be able to change anything by mistake"
ACT_WHY = "who has no role to act with in the hour of an incident makes one in haste"
EXAMINE_WHY = "evidence is examined where no attacker is, with no more than that takes"


@wants(SECTION)
def want_responder_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have a role that reads and a role that acts in each account."""
    if not landscape.settings.response.forensics.enabled:
        return
    trust = write_policy(_trust_responders(landscape))
    reads = derive_reads(landscape.partition)
    acts = split_policies([*reads, *derive_acts(landscape)])
    for account in landscape.accounts:
        reader = _make_role(account, INVESTIGATOR, trust, READ_WHY)
        actor = _make_role(account, RESPONDER, trust, ACT_WHY)
        yield from (role.want() for role in (reader, actor))
        yield from reader.manage(split_policies(reads), account.id)
        yield from actor.manage(acts, account.id)
        yield actor.inline("act", write_policy(*allow_acts(landscape, account)))


@wants(SECTION)
def want_forensics_role(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role of instances that examine evidence."""
    if not landscape.settings.response.forensics.enabled:
        return
    account = forensics_account(landscape)
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": f"ec2.{find_domain(landscape.partition)}"},
        "Action": "sts:AssumeRole",
    }
    role = _make_role(account, FORENSICS, write_policy(trust), EXAMINE_WHY)
    yield role.want()
    yield role.inline("examine", write_policy(*allow_examination(landscape)))
    yield role.attach(f"arn:{landscape.partition}:iam::aws:policy/{MANAGED_INSTANCE}")
    profile = RowKey(account.name, GLOBAL, "iam_instance_profile", FORENSICS)
    yield _want(profile, {"instance_profile_name": FORENSICS})
    yield _want(
        RowKey(account.name, GLOBAL, "iam_instance_profile_role", FORENSICS),
        {
            "instance_profile_name": Ref(profile, "instance_profile_name"),
            "role_name": Ref(role.key, "role_name"),
        },
    )


def _trust_responders(landscape: Landscape) -> Row:
    """Return the trust in one role of the security account, which need not be there yet."""
    wanted, security = landscape.settings.response.forensics, landscape.security
    place = join(f"arn:{landscape.partition}:iam::", security.id, ":role/")
    equals = {"aws:PrincipalOrgID": landscape.organization_id}
    if wanted.external_id:
        equals["sts:ExternalId"] = wanted.external_id
    role = wanted.trusted_role
    paths = ("", "*/")
    if role.startswith(IDENTITY_CENTER):
        # Others may make a role of such a name, but none with this path.
        paths = (SSO_PATH, f"{SSO_PATH}*/")
    return {
        "Effect": "Allow",
        "Principal": {"AWS": account_root(landscape, security)},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": equals,
            "ArnLike": {"aws:PrincipalArn": [join(place, path, role) for path in paths]},
        },
    }


def _make_role(account: LandscapeAccount, name: str, trust: Row, why: str) -> WantedRole:
    return WantedRole(role_key(account, name), name, trust, SECTION, why)


def _want(key: RowKey, columns: Row) -> Wanted:
    return Wanted(key=key, columns=columns, section=SECTION, layer="response", why=EXAMINE_WHY)
