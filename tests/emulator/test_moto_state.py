from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ringwall.emulator.app import Emulator


def test_two_emulators_of_a_process_know_nothing_of_each_other(entrance: Any) -> None:
    one, other = Emulator(), Emulator()
    entrance.client(one, "sqs").create_queue(QueueName="inbox")
    assert "QueueUrls" not in entrance.client(other, "sqs").list_queues()
    assert len(entrance.client(one, "sqs").list_queues()["QueueUrls"]) == 1
    other.reset()
    assert len(entrance.client(one, "sqs").list_queues()["QueueUrls"]) == 1


def test_indexes_beside_the_contents_are_kept(entrance: Any) -> None:
    # Moto finds a bucket's account and a member's organization in indexes of their own.
    one, other = Emulator(), Emulator()
    organizations = entrance.client(one, "organizations")
    organizations.create_organization(FeatureSet="ALL")
    member = organizations.create_account(AccountName="dev", Email="d@example.com")
    member_id = member["CreateAccountStatus"]["AccountId"]
    entrance.client(one, "s3", member_id).create_bucket(Bucket="taken")
    entrance.client(other, "s3").create_bucket(Bucket="taken")
    seen = entrance.client(one, "organizations", member_id).describe_organization()
    assert seen["Organization"]["MasterAccountId"] == "123456789012"
    assert len(entrance.client(one, "s3", member_id).list_buckets()["Buckets"]) == 1


def test_threads_do_not_trip_over_moto(client: Any, emulator: Emulator) -> None:
    iam = client("iam")
    with ThreadPoolExecutor(8) as pool:
        names = [f"role-{number}" for number in range(40)]
        trust = '{"Version": "2012-10-17", "Statement": []}'
        list(pool.map(lambda n: iam.create_role(RoleName=n, AssumeRolePolicyDocument=trust), names))
        list(pool.map(lambda n: iam.get_role(RoleName=n), names))
    assert len(iam.list_roles()["Roles"]) == 40
    assert emulator.calls["iam:CreateRole"] == 40
