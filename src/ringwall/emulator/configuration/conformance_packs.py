"""Conformance packs: rules and remediations that are made, changed and deleted together.

https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import Fault
from ringwall.emulator.configuration.items import find_recorder
from ringwall.emulator.configuration.pack_templates import BadTemplate, PackTemplate, read_template
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.configuration.remediations import (
    keep_remediation,
    remediations_of,
    remove_remediations,
)
from ringwall.emulator.configuration.rules import CONFORMS, delete_rule, put_rule, rules_of
from ringwall.emulator.linked_roles import make_linked_role
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

NO_RECORDER = "NoAvailableConfigurationRecorder"
MOST = 50
"""Packs of an account in a Region: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_ID_LENGTH = 9


@dataclass
class ConformancePack:
    """A conformance pack of an account and Region."""

    name: str
    pack_id: str
    arn: str
    settings: Mapping[str, Any]
    """What DescribeConformancePacks tells besides: the bucket, the parameters."""
    template: str
    requested: datetime
    created_by: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    state: str = "CREATE_IN_PROGRESS"
    reason: str = ""
    completed: datetime | None = None
    rules: list[str] = field(default_factory=list)
    """Names of the rules that it has made."""

    @property
    def is_in_progress(self) -> bool:
        """Whether it is being created, updated or deleted."""
        return self.state.endswith("_IN_PROGRESS")

    @property
    def parameters(self) -> dict[str, str]:
        """The values of the template's parameters."""
        given = self.settings.get("ConformancePackInputParameters") or ()
        return {pair["ParameterName"]: pair["ParameterValue"] for pair in given}


PackMap = dict[str, ConformancePack]


def packs_of(state: EmulatorState, place: ConfigPlace) -> PackMap:
    """Return the packs of an account and Region by name: a change to it stays."""
    found: PackMap = state.settings.setdefault((*place, "config.conformance_packs"), {})
    return found


def make_pack(
    place: ConfigPlace, name: str, settings: Mapping[str, Any], template: str, created_by: str = ""
) -> ConformancePack:
    """Return a new pack that has made nothing yet."""
    pack_id = "conformance-pack-" + make_suffix(_ID_LENGTH)
    where = f"arn:{own_partition()}:config:{place[1]}:{place[0]}:conformance-pack"
    now = datetime.now(UTC)
    if created_by:
        where += f"/aws-service-conformance-pack/{created_by}"
    return ConformancePack(
        name, pack_id, f"{where}/{name}/{pack_id}", settings, template, now, created_by
    )


def make_suffix(length: int) -> str:
    """Return small letters and digits, equal in equal runs."""
    return "".join(mock_random.choice(_LETTERS) for _ in range(length))


def check_template(text: str, given: Mapping[str, str], place: ConfigPlace) -> PackTemplate:
    """Return what a template makes; Fault where it is not valid."""
    try:
        return read_template(text, given, place)
    except BadTemplate as error:
        message = f"The template is not valid: {error}"
        raise Fault("ConformancePackTemplateValidationException", message) from error


def deploy_pack(state: EmulatorState, place: ConfigPlace, pack: ConformancePack) -> None:
    """Make, change and delete rules and remediations until they are the template's.

    It ends with a state: complete or failed. What a pack made before it failed is deleted.
    """
    verb = pack.state.partition("_")[0]
    make_linked_role(place[0], CONFORMS)
    try:
        _deploy(state, place, pack)
    except Fault as fault:
        pack.state = f"{verb}_FAILED"
        pack.reason = fault.code if fault.code == NO_RECORDER else f"{fault.code}: {fault.message}"
        if verb == "CREATE":
            _remove_rules(state, place, pack, pack.rules)
    else:
        pack.state, pack.reason = f"{verb}_COMPLETE", ""
    pack.completed = datetime.now(UTC)


def _deploy(state: EmulatorState, place: ConfigPlace, pack: ConformancePack) -> None:
    if find_recorder(*place) is None:
        raise Fault(NO_RECORDER, "There is no configuration recorder.")
    template = check_template(pack.template, pack.parameters, place)
    names = {rule["ConfigRuleName"]: f"{rule['ConfigRuleName']}-{pack.pack_id}"
             for rule in template.rules}  # fmt: skip
    before = set(rules_of(place))
    for rule in template.rules:
        own = names[rule["ConfigRuleName"]]
        put_rule(state, place, {**rule, "ConfigRuleName": own}, CONFORMS)
        if own not in before:
            pack.rules.append(own)
    _remove_rules(state, place, pack, [r for r in pack.rules if r not in names.values()])
    for own in pack.rules:
        remediations_of(state, place).pop(own, None)
    for remedy in template.remediations:
        named = str(remedy["ConfigRuleName"])
        if named not in names:
            raise Fault("NoSuchConfigRuleException", f"The pack has no rule {named}.")
        keep_remediation(state, place, {**remedy, "ConfigRuleName": names[named]}, CONFORMS)


def _remove_rules(
    state: EmulatorState, place: ConfigPlace, pack: ConformancePack, names: list[str]
) -> None:
    for name in list(names):
        remove_remediations(state, place, name)
        delete_rule(state, place, name)
        pack.rules.remove(name)


def remove_pack(state: EmulatorState, place: ConfigPlace, pack: ConformancePack) -> None:
    """Delete a pack with all that it made."""
    _remove_rules(state, place, pack, pack.rules)
    packs_of(state, place).pop(pack.name, None)
