from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator

TRUST = '{"Version":"2012-10-17","Statement":[]}'
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


def find_lag(read: Callable[[], bool], most: int = 9) -> int:
    """Return how many reads do not see it yet; -1 if one that sees it is followed by another."""
    seen = [read() for _ in range(most)]
    late = seen.index(True)
    return late if all(seen[late:]) else -1


def has_role(iam: Any, name: str) -> bool:
    try:
        iam.get_role(RoleName=name)
    except iam.exceptions.NoSuchEntityException:
        return False
    return True


def test_reads_after_a_write_may_be_late_and_then_are_not(client: Any, behave: Any) -> None:
    iam = client("iam")
    behave(lag=3)
    found = []
    for number in range(8):
        iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=TRUST)
        found.append(find_lag(lambda n=number: has_role(iam, f"r{n}")))  # type: ignore[misc]
    assert set(found) == {0, 1, 2, 3}


def test_changes_and_deletions_are_late_too(client: Any, behave: Any) -> None:
    ec2 = client("ec2")
    group = ec2.create_security_group(GroupName="g", Description="d")["GroupId"]
    behave(lag=3, seed=2)
    late = 0
    for port in range(1, 6):
        ec2.authorize_security_group_ingress(
            GroupId=group, CidrIp="10.0.0.0/8", IpProtocol="tcp", FromPort=port, ToPort=port
        )
        (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
        late += str(port) not in {str(rule["FromPort"]) for rule in found["IpPermissions"]}
    assert 0 < late < 6


def test_what_the_emulator_keeps_itself_is_late(client: Any, behave: Any) -> None:
    ec2 = client("ec2")
    behave(lag=3, seed=2)

    def is_blocked() -> bool:
        state = ec2.get_snapshot_block_public_access_state()["State"]
        return bool(state == "block-all-sharing")

    ec2.enable_snapshot_block_public_access(State="block-all-sharing")
    first = find_lag(is_blocked)
    ec2.disable_snapshot_block_public_access()
    second = find_lag(lambda: not is_blocked())
    assert first >= 0
    assert second >= 0
    assert first + second > 0


def test_what_is_strongly_consistent_is_never_late(client: Any, behave: Any) -> None:
    behave(lag=5)
    s3, sqs = client("s3"), client("sqs")
    s3.create_bucket(Bucket="inbox")
    for number in range(6):
        s3.put_object(Bucket="inbox", Key=f"k{number}")
        s3.head_object(Bucket="inbox", Key=f"k{number}")
        url = sqs.create_queue(QueueName=f"q{number}")["QueueUrl"]
        assert url in sqs.list_queues()["QueueUrls"]


def test_writes_are_never_behind(client: Any, behave: Any) -> None:
    iam = client("iam")
    behave(lag=9)
    for number in range(6):
        iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=TRUST)
        iam.put_role_policy(RoleName=f"r{number}", PolicyName="p", PolicyDocument=POLICY)
        with pytest.raises(ClientError, match="EntityAlreadyExists"):
            iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=TRUST)


def test_other_accounts_and_regions_see_their_own(client: Any, behave: Any, member: str) -> None:
    behave(lag=9)
    for number in range(6):
        client("ec2").create_key_pair(KeyName=f"k{number}")
    there = client("ec2", "", "eu-west-1")
    there.create_key_pair(KeyName="k")
    assert len(client("ec2", member).describe_vpcs()["Vpcs"]) == 1


def test_equal_seeds_are_late_alike(client: Any, behave: Any, emulator: Emulator) -> None:
    def run(seed: int) -> list[int]:
        emulator.reset()
        behave(lag=4, seed=seed)
        iam = client("iam")
        found = []
        for number in range(6):
            iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=TRUST)
            found.append(find_lag(lambda n=number: has_role(iam, f"r{n}")))  # type: ignore[misc]
        return found

    assert run(1) == run(1) != run(2)


def test_old_states_are_saved(client: Any, behave: Any, emulator: Emulator, entrance: Any) -> None:
    iam = client("iam")
    behave(lag=4)
    for number in range(6):
        iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=TRUST)
    other = Emulator(behavior=emulator.behavior)
    other.load(emulator.save())
    there = entrance.client(other, "iam")
    assert [has_role(there, "r5") for _ in range(6)] == [has_role(iam, "r5") for _ in range(6)]
