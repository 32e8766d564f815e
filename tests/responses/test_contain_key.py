"""Taking a key of KMS back: acted, verified, killed and undone."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from response_callers import connect
from response_world import REGION, ResponseWorld, list_operations
from taken_key import FOREIGN, OWN, make_granted_key, take_over, write_policy

PLAYBOOK = "kms.contain_key"


@pytest.fixture
def key(response_world: ResponseWorld) -> dict[str, str]:
    """Return the metadata of a key with a policy and a grant of its own."""
    return make_granted_key(response_world)


def look(world: ResponseWorld, key_id: str) -> Any:
    kms = world.client("kms")
    left_out = ("GrantId", "CreationDate")
    grants = [
        json.dumps({name: one[name] for name in one if name not in left_out}, sort_keys=True)
        for one in kms.list_grants(KeyId=key_id)["Grants"]
    ]
    policy = json.loads(kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"])
    state = kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"]
    return state, policy, sorted(grants)


def test_a_key_is_taken_back_and_given_up_again(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    key_id = key["KeyId"]
    begun = look(response_world, key_id)
    threat = take_over(response_world, key_id)
    response_world.client("kms").disable_key(KeyId=key_id)
    before = look(response_world, key_id)
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == [
        "kms.enable_key",
        "kms.put_key_policy",
        "kms.revoke_grant",
        "kms.revoke_grant",
    ]
    report = response_world.respond(PLAYBOOK, threat)
    assert look(response_world, key_id) == begun
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    undone = response_world.world.undo(report.run.id)
    # A disabled key gets no grant: they are given back first, while it is enabled.
    assert all(step.is_good for step in undone.steps)
    assert look(response_world, key_id) == before


def test_who_was_let_in_is_kept_out(response_world: ResponseWorld, key: dict[str, str]) -> None:
    """Whoever lives by the key's policy alone is allowed and denied as that changes."""
    iam, kms = response_world.client("iam"), response_world.client("kms")
    arn = iam.create_user(UserName="mallory")["User"]["Arn"]
    mine = connect(response_world, iam.create_access_key(UserName="mallory")["AccessKey"], "kms")
    first = int(time.time()) * 1000
    kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=write_policy(OWN, arn))
    assert mine.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyId"] == key["KeyId"]
    threat = response_world.threat("key", key["Arn"], first_at=first)
    report = response_world.respond(PLAYBOOK, threat)
    with pytest.raises(ClientError, match="AccessDenied"):
        mine.describe_key(KeyId=key["KeyId"])
    response_world.undo(report.run.id)
    assert mine.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyId"] == key["KeyId"]


def test_a_deletion_is_cancelled_for_good(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    kms = response_world.client("kms")
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    threat = response_world.threat("key", key["Arn"])
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["kms.cancel_key_deletion", "kms.enable_key"]
    assert any("deletion is scheduled" in step.what for step in planned.steps)
    left = response_world.plan(PLAYBOOK, threat, enable="no")
    assert list_operations(left) == ["kms.cancel_key_deletion"]
    report = response_world.respond(PLAYBOOK, threat)
    assert look(response_world, key["KeyId"])[0] == "Enabled"
    response_world.undo(report.run.id)
    assert look(response_world, key["KeyId"])[0] == "Disabled"


def test_the_policy_of_a_key_made_without_one_comes_back(response_world: ResponseWorld) -> None:
    kms = response_world.client("kms")
    made = kms.create_key()["KeyMetadata"]
    before = look(response_world, made["KeyId"])
    time.sleep(1.1)  # event times are in whole seconds
    threat = take_over(response_world, made["KeyId"])
    response_world.respond(PLAYBOOK, threat)
    after = look(response_world, made["KeyId"])
    statements = [state[1]["Statement"][0]["Principal"] for state in (before, after)]
    assert statements == [{"AWS": OWN}] * 2


def test_what_is_not_known_is_left_to_a_person(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    threat = take_over(response_world, key["KeyId"])
    planned = response_world.plan(PLAYBOOK, replace(threat, first_at=0))
    assert planned.changes == ()
    told = [step.why for step in planned.steps]
    assert told == [
        "nobody says when it was changed",
        "it is of another account, and older than the threat",
        "it is of another account, and older than the threat",
    ]
    actor = replace(threat, first_at=0, actor=FOREIGN)
    assert list_operations(response_world.plan(PLAYBOOK, actor)) == ["kms.revoke_grant"] * 2


def test_grants_to_members_stay(response_world: ResponseWorld, key: dict[str, str]) -> None:
    response_world.world.make_organization()
    member = response_world.world.make_account("dev", "dev@example.com")
    response_world.settings = replace(
        response_world.settings, management_account_id=response_world.account_id
    )
    kms = response_world.client("kms")
    for account in (member, "210987654321"):
        kms.create_grant(
            KeyId=key["KeyId"],
            GranteePrincipal=f"arn:aws:iam::{account}:root",
            Operations=["Decrypt"],
        )
    planned = response_world.plan(PLAYBOOK, response_world.threat("key", key["Arn"]))
    (change,) = planned.changes
    assert change.undo is not None
    assert change.undo.parameters["GranteePrincipal"] == "arn:aws:iam::210987654321:root"


def test_equal_grants_have_no_undo(response_world: ResponseWorld, key: dict[str, str]) -> None:
    kms = response_world.client("kms")
    first = int(time.time()) * 1000
    for _ in range(2):
        kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=FOREIGN, Operations=["Decrypt"])
    threat = response_world.threat("key", key["Arn"], first_at=first)
    planned = response_world.plan(PLAYBOOK, threat)
    assert [change.undo for change in planned.changes] == [None, None]
    response_world.respond(PLAYBOOK, threat)
    assert len(look(response_world, key["KeyId"])[2]) == 1


def test_a_part_that_is_denied_costs_none_of_the_others(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    threat = take_over(response_world, key["KeyId"])
    emulator = response_world.world.emulator
    for denied, told, left in (
        ("kms:DescribeKey", "Ask AWS Support", 3),
        ("kms:GetKeyPolicy", "Look at the policy", 2),
        ("cloudtrail:LookupEvents", "Look at the policy", 2),
        ("kms:ListGrants", "Look at the grants", 1),
    ):
        emulator.deny(denied)
        try:
            planned = response_world.plan(PLAYBOOK, threat)
        finally:
            emulator.allow()
        assert len(planned.changes) == left
        assert planned.steps[0].what.startswith(told)


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        (f"arn:aws:kms:{REGION}:123456789012:alias/x", "is no key of KMS"),
        (f"arn:aws:kms:{REGION}:123456789012:key/a b", "is no key of KMS"),
        (f"arn:aws:kms:{REGION}:123456789012:key/{'0' * 36}", "is not there any more"),
        ("", "is no key of KMS"),
    ],
)
def test_what_is_no_key_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    planned = response_world.plan(PLAYBOOK, response_world.threat("key", resource))
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, key: dict[str, str]
) -> None:
    threat = take_over(response_world, key["KeyId"])
    response_world.die_everywhere(PLAYBOOK, threat, lambda: look(response_world, key["KeyId"]))
