from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_state import MotoState


def test_two_emulators_of_a_process_know_nothing_of_each_other(entrance: Any) -> None:
    one, other = Emulator(), Emulator()
    entrance.client(one, "sqs").create_queue(QueueName="inbox")
    assert "QueueUrls" not in entrance.client(other, "sqs").list_queues()
    assert len(entrance.client(one, "sqs").list_queues()["QueueUrls"]) == 1
    other.reset()
    assert len(entrance.client(one, "sqs").list_queues()["QueueUrls"]) == 1


def test_another_emulator_does_not_repeat_the_ids_of_one(entrance: Any) -> None:
    one = Emulator()
    first = entrance.client(one, "iam").create_user(UserName="ana")["User"]["UserId"]
    saved = one.save()
    second = entrance.client(one, "iam").create_user(UserName="ben")["User"]["UserId"]
    other = Emulator()
    third = entrance.client(one, "iam").create_user(UserName="cem")["User"]["UserId"]
    other.load(saved)
    assert entrance.client(other, "iam").create_user(UserName="ben")["User"]["UserId"] == second
    other.reset()
    fourth = entrance.client(one, "iam").create_user(UserName="dan")["User"]["UserId"]
    assert len({first, second, third, fourth}) == 4


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


def test_emulators_take_turns_without_mixing(entrance: Any) -> None:
    apps = [Emulator() for _ in range(3)]
    queues = [entrance.client(app, "sqs") for app in apps]
    for number in range(4):
        for queue, app in zip(queues, apps, strict=True):
            queue.create_queue(QueueName=f"q-{apps.index(app)}-{number}")
    for index, queue in enumerate(queues):
        names = [url.rpartition("/")[2] for url in queue.list_queues()["QueueUrls"]]
        assert names == [f"q-{index}-{number}" for number in range(4)]


def test_emulator_that_is_dropped_leaves_nothing_behind(entrance: Any) -> None:
    entrance.client(Emulator(), "s3").create_bucket(Bucket="taken")
    other = Emulator()
    entrance.client(other, "s3").create_bucket(Bucket="taken")
    assert len(entrance.client(other, "s3").list_buckets()["Buckets"]) == 1


def test_saved_contents_are_those_of_one_emulator(entrance: Any) -> None:
    one, other = Emulator(), Emulator()
    entrance.client(one, "sqs").create_queue(QueueName="inbox")
    entrance.client(other, "sns").create_topic(Name="news")
    state = MotoState()
    assert state.save() == []
    other.load(one.save())
    assert entrance.client(other, "sns").list_topics()["Topics"] == []
    assert len(entrance.client(other, "sqs").list_queues()["QueueUrls"]) == 1


def test_two_emulators_are_used_by_two_threads(entrance: Any) -> None:
    apps = [Emulator(), Emulator()]
    clients = [entrance.client(app, "iam") for app in apps]
    trust = '{"Version": "2012-10-17", "Statement": []}'

    def make(number: int) -> None:
        role = f"role-{number}"
        clients[number % 2].create_role(RoleName=role, AssumeRolePolicyDocument=trust)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(40)))
    found = [{r["RoleName"] for r in client.list_roles()["Roles"]} for client in clients]
    assert found == [{f"role-{n}" for n in range(start, 40, 2)} for start in (0, 1)]
