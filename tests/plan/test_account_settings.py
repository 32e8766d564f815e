"""The settings of one account."""

from collections.abc import Callable

from ringwall.plan.account_settings import settings_of_account
from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.landscape import make_landscape
from ringwall.plan.settings import Setting, to_plain

MORE = """    Lab:
      accounts: [lab]
      overrides: {level: strict, regions: [us-east-1]}
  tags: {team: all}
  accounts:
    lab: {tags: {cost: "1"}}
"""


def show(text: str, name: str, read: Callable[[str], BlueprintFile], *, full: bool) -> Setting:
    file = read(text)
    account = next(a for a in make_landscape(file).accounts if a.name == name)
    return settings_of_account(file, account, is_resolved=full)


def origin(setting: Setting, *keys: str) -> str:
    for key in keys:
        setting = setting.members[key]
    return setting.origin.describe("f", "strict")


def test_what_the_file_says_of_an_account(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    found = show(acme + MORE, "lab", read, full=False)
    assert to_plain(found) == {
        "account": {
            "lab": {
                "unit": "Lab",
                "email": "aws+lab@acme.io",
                "regions": ["eu-central-1", "us-east-1"],
                "tags": {"team": "all", "cost": "1"},
            }
        },
        "blueprint": "acme",
        "home_region": "eu-central-1",
        "regions": ["us-east-1"],
        "level": "strict",
    }
    assert origin(found, "account", "lab", "unit") == "f:13"
    assert origin(found, "account", "lab", "email") == "f:5"
    assert origin(found, "account", "lab", "tags", "team") == "f:15"
    assert origin(found, "account", "lab", "tags", "cost") == "f:17"
    assert origin(found, "level") == "f:14, override of Lab"


def test_its_own_words_win(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    found = show(acme + "  accounts: {dev: {email: d@acme.io}}\n", "dev", read, full=True)
    assert origin(found, "account", "dev", "email") == "f:12"
    assert to_plain(found)["account"]["dev"]["email"] == "d@acme.io"


def test_with_every_default(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    found = show(acme, "management", read, full=True)
    plain = to_plain(found)
    assert plain["account"]["management"]["id"] is None
    assert plain["account"]["management"]["unit"] == ""
    assert {"identity", "detection", "level"} <= plain.keys()
    assert "accounts" not in plain
    assert origin(found, "account", "management", "name") == "default"
