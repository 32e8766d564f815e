"""Show a blueprint, or that of one account: every setting with where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.errors import BadInput
from ringwall.model.spelling import name_likely
from ringwall.model.table import Row
from ringwall.plan.account_settings import settings_of_account
from ringwall.plan.blueprint_file import level_of, read_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.settings import Setting, to_plain
from ringwall.plan.write_yaml import SettingWriter, is_leaf


@dataclass(frozen=True)
class ShownBlueprint:
    """Settings, to be printed as YAML or a row each."""

    settings: Setting
    file: str
    level: str

    @property
    def yaml(self) -> Iterator[str]:
        """The lines of the settings as YAML, each with where its value comes from."""
        return SettingWriter(self.file, self.level).write(self.settings)

    @property
    def rows(self) -> Iterator[Row]:
        """Each setting as a row: the keys that lead to it, its value, where it comes from."""
        return self._list(self.settings, ())

    def _list(self, setting: Setting, keys: tuple[str | int, ...]) -> Iterator[Row]:
        if is_leaf(setting):
            origin = setting.origin.describe(self.file, self.level)
            yield {"keys": list(keys), "value": to_plain(setting), "origin": origin}
            return
        members = setting.members.items() or enumerate(setting.items)
        for key, member in members:
            yield from self._list(member, (*keys, key))


def show_blueprint(path: Path, account: str = "", *, is_resolved: bool = False) -> ShownBlueprint:
    """Return what a blueprint sets; `is_resolved` adds every default.

    With the name of an account: what holds for it, with the overrides of its units. BadInput for
    an account that the blueprint does not have.
    """
    file = read_blueprint(path)
    if account:
        found = _find(make_landscape(file), account)
        settings = settings_of_account(file, found, is_resolved=is_resolved)
    else:
        settings = file.resolve() if is_resolved else file.set_in()
    return ShownBlueprint(settings, str(path), level_of(settings))


def _find(landscape: Landscape, name: str) -> LandscapeAccount:
    known = {account.name: account for account in landscape.accounts}
    if name not in known:
        raise BadInput(f"no account {name} in the blueprint{name_likely(name, known)}")
    return known[name]
