"""Samples of threats from identities: keys, users, roles, root users, people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aged_keys import make_key, make_old_key
from armed_user import make_armed_user
from assumed_role import FOREIGN, make_shared_role
from leaked_key import make_leaked_key
from response_callers import may_list
from rooted_member import make_rooted_member
from staffed_center import make_staff

Made = tuple[Any, Mapping[str, str]]


def leaked_key(world: Any) -> Made:
    key = make_leaked_key(world)
    user = "arn:aws:iam::123456789012:user/ops/ana"
    return world.threat("access_key", user, access_key=key["AccessKeyId"]), {"margin": "0"}


def leaked_key_alone(world: Any) -> Made:
    key = make_leaked_key(world)
    return world.threat("access_key", "", access_key=key["AccessKeyId"]), {"sweep": "no"}


def shared_role(world: Any) -> Made:
    threat = world.threat("role", make_shared_role(world), actor=f"arn:aws:iam::{FOREIGN}:user/eve")
    return threat, {}


def armed_user(world: Any) -> Made:
    key = make_armed_user(world)
    may_list(world, key)
    return world.threat("user", "arn:aws:iam::123456789012:user/eve"), {}


def rooted_member(world: Any) -> Made:
    return world.threat("root", f"arn:aws:iam::{make_rooted_member(world)}:root"), {}


def person(world: Any) -> Made:
    staff = make_staff(world)
    return world.threat("person", staff.ana, account_id=staff.account), {}


def session_of_a_person(world: Any) -> Made:
    staff = make_staff(world)
    world.settings = replace(world.settings, home_region="us-east-1")
    session = f"arn:aws:sts::{staff.account}:assumed-role/AWSReservedSSO_Reader_0123456789abcdef"
    return world.threat("session", f"{session}/ana"), {"where": "account"}


def key_to_be_switched_off(world: Any) -> Made:
    old = make_old_key(world)
    make_key(world)
    user = "arn:aws:iam::123456789012:user/ci"
    return world.threat("access_key", user, access_key=old["AccessKeyId"]), {"force": "yes"}


def key_to_be_deleted(world: Any) -> Made:
    old, iam = make_old_key(world)["AccessKeyId"], world.client("iam")
    make_key(world)
    iam.update_access_key(UserName="ci", AccessKeyId=old, Status="Inactive")
    since = (datetime.now(UTC) - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
    iam.tag_user(UserName="ci", Tags=[{"Key": "ringwall:old-key", "Value": f"{old} {since}"}])
    return world.threat("access_key", "", access_key=old), {}
