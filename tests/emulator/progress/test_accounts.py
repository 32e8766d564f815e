from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior


@pytest.fixture
def organizations(emulator: Emulator, client: Any) -> Any:
    made = client("organizations")
    made.create_organization(FeatureSet="ALL")
    emulator.behavior = Behavior(delay=3)
    yield made
    emulator.behavior = Behavior()


def make(organizations: Any, name: str = "dev") -> dict[str, Any]:
    made = organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    status: dict[str, Any] = made["CreateAccountStatus"]
    return status


def test_an_account_is_in_progress_before_it_is_there(organizations: Any) -> None:
    status = make(organizations)
    assert status["State"] == "IN_PROGRESS"
    assert "AccountId" not in status
    named = {"CreateAccountRequestId": status["Id"]}
    seen = [
        organizations.describe_create_account_status(**named)["CreateAccountStatus"]
        for _ in range(5)
    ]
    assert [one["State"] for one in seen] == sorted(one["State"] for one in seen)
    assert (seen[0]["State"], seen[-1]["State"]) == ("IN_PROGRESS", "SUCCEEDED")
    account = seen[-1]["AccountId"]
    assert organizations.describe_account(AccountId=account)["Account"]["State"] == "ACTIVE"


def test_statuses_are_listed_by_their_state(organizations: Any) -> None:
    make(organizations)

    def count(*states: str) -> int:
        found = organizations.list_create_account_status(States=list(states))
        made = (one for one in found["CreateAccountStatuses"] if one["AccountName"] == "dev")
        return len(list(made))

    assert (count("IN_PROGRESS"), count("SUCCEEDED")) != (0, 0)
    for _ in range(4):
        organizations.list_accounts()
    assert (count("IN_PROGRESS"), count("SUCCEEDED")) == (0, 1)


def test_its_role_is_there_when_the_account_is(organizations: Any, emulator: Emulator) -> None:
    status = make(organizations)
    with emulator.mounted():
        (thing,) = emulator.state.pending.things
    named = {"CreateAccountRequestId": status["Id"]}
    while organizations.describe_create_account_status(**named)["CreateAccountStatus"]["State"] != (
        "SUCCEEDED"
    ):
        pass
    assert [role.name for role in thing.held.values()] == ["OrganizationAccountAccessRole"]


def test_five_are_made_at_a_time(organizations: Any, refusal: Any) -> None:
    for number in range(5):
        make(organizations, f"a{number}")
    asked = {"AccountName": "six", "Email": "six@example.com"}
    found = refusal(organizations.create_account, **asked)
    assert found[0] == "TooManyRequestsException"
