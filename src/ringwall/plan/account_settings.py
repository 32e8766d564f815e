"""The settings of one account: those of its unit, and what is said of the account itself."""

from collections.abc import Iterator

from ringwall.model.blueprint.accounts import BlueprintAccount
from ringwall.model.blueprint.landscape import LandscapeAccount
from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.settings import Setting, SettingOrigin, complete, from_data, merge

DEFAULT = SettingOrigin("default")
EMPTY = Setting({}, DEFAULT)
SHARED = ("tags", "alternate_contacts")
"""What an account has of its own, and from the section accounts where it has not."""


def settings_of_account(
    file: BlueprintFile, account: LandscapeAccount, *, is_resolved: bool
) -> Setting:
    """Return the settings of an account: the member `account`, then every section but accounts.

    With `is_resolved` each default is there too.
    """
    sections = file.resolve(account.unit) if is_resolved else file.set_in(account.unit)
    members = {key: each for key, each in sections.members.items() if key != "accounts"}
    own = dict(_describe(file, account, is_resolved=is_resolved))
    named = Setting({account.name: Setting(own, sections.origin)}, sections.origin)
    return Setting({"account": named, **members}, sections.origin)


def _describe(
    file: BlueprintFile, account: LandscapeAccount, *, is_resolved: bool
) -> Iterator[tuple[str, Setting]]:
    section = file.set_in().members.get("accounts", EMPTY)
    given = section.members.get("accounts", EMPTY).members.get(account.name, EMPTY)
    for key in SHARED:
        if key in section.members:
            merged = merge(section.members[key], given.members.get(key, EMPTY))
            given = Setting({**given.members, key: merged}, given.origin)
    yield "unit", from_data("/".join(account.unit), _find_listing(section, account).origin)
    of_unit = file.set_in(account.unit).members
    for key, value, above in (
        ("email", account.email, section.members.get("email")),
        ("name", account.aws_name, None),
        ("regions", account.regions, of_unit.get("regions")),
    ):
        if key not in given.members and (above or is_resolved):
            origin = above.origin if above else DEFAULT
            given = Setting({**given.members, key: from_data(value, origin)}, given.origin)
    every = complete(BlueprintAccount, given, account.settings.level) if is_resolved else given
    yield from every.members.items()


def _find_listing(section: Setting, account: LandscapeAccount) -> Setting:
    """Return the list that an account is named in; the management account need not be in one."""
    unit = section
    for name in account.unit:
        unit = unit.members["units"].members[name]
    return unit.members.get("accounts" if account.unit else "root", Setting((), DEFAULT))
