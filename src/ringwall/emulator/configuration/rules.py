"""Rules of an account and Region: moto's, those of policies in Guard, and those of other services.

https://docs.aws.amazon.com/config/latest/developerguide/service-linked-awsconfig-rules.html
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.config.models import ConfigEmptyDictable, ConfigRule

from ringwall.emulator.call import Fault
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

CONFORMS = "config-conforms.amazonaws.com"
MULTI_ACCOUNT = "config-multiaccountsetup.amazonaws.com"
OWNED = (
    "An AWS service owns ServiceLinkedConfigRule. You do not have permissions to take action on "
    "this rule."
)
_STAND_IN = {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}


class PolicySource(ConfigEmptyDictable):  # moto writes what is of this class
    """The source of a rule that moto does not know: a policy in Guard, another account's code."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(capitalize_start=True, capitalize_arn=False)
        self.given = dict(given)
        self.owner = str(given["Owner"])
        self.source_identifier = str(given.get("SourceIdentifier") or "")

    def to_dict(self) -> dict[str, Any]:
        """Return the source as answers have it."""
        return dict(self.given)


def rules_of(place: ConfigPlace) -> dict[str, Any]:
    """Return moto's rules of an account and Region by name."""
    found: dict[str, Any] = moto_backend("config", *place).config_rules
    return found


def require_rule(place: ConfigPlace, name: str) -> Any:
    """Return moto's rule of a name; Fault where there is none."""
    rules = rules_of(place)
    if name not in rules:
        message = (
            f"The ConfigRule '{name}' provided in the request is invalid. Please check the "
            "configRule name"
        )
        raise Fault("NoSuchConfigRuleException", message)
    return rules[name]


def put_rule(
    state: EmulatorState, place: ConfigPlace, given: Mapping[str, Any], created_by: str = ""
) -> Any:
    """Make or change a rule, in the name of a service or of nobody else; return moto's rule."""
    name, source = str(given["ConfigRuleName"]), given["Source"]
    is_moto_s = source["Owner"] == "AWS" or (source["Owner"] == "CUSTOM_LAMBDA" and not created_by)
    asked = dict(given) if is_moto_s else _without_source(source, given)
    ask_inside(state, *place, "config", "PutConfigRule", ConfigRule=asked)
    rule = rules_of(place)[name]
    if not is_moto_s:
        rule.source = PolicySource(source)
        rule.input_parameters = given.get("InputParameters")
        rule.input_parameters_dict = json.loads(given.get("InputParameters") or "{}")
    if created_by and rule.created_by != created_by:
        rule.created_by = created_by
        own = rule.config_rule_id
        where = f"arn:{own_partition()}:config:{place[1]}:{place[0]}:config-rule"
        rule.config_rule_arn = f"{where}/aws-service-rule/{created_by}/{own}"
    return rule


def _without_source(source: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule that moto takes: it knows no owner but AWS and the functions of the account."""
    _check_source(source)
    try:
        parameters = json.loads(given.get("InputParameters") or "{}")
    except ValueError:
        parameters = None
    if not isinstance(parameters, dict):
        text = given.get("InputParameters")
        message = f"Invalid json {text} passed in the InputParameters field"
        raise Fault("InvalidParameterValueException", message)
    kept = {n: v for n, v in given.items() if n not in {"Source", "InputParameters"}}
    return kept | {"Source": _STAND_IN}


def _check_source(source: Mapping[str, Any]) -> None:
    if source["Owner"] != "CUSTOM_POLICY":
        return
    details = source.get("CustomPolicyDetails")
    if not details or source.get("SourceIdentifier"):
        message = (
            "CustomPolicyDetails must be given, and SourceIdentifier must be empty, if the owner "
            "is CUSTOM_POLICY"
        )
        raise Fault("InvalidParameterValueException", message)


def delete_rule(state: EmulatorState, place: ConfigPlace, name: str) -> None:
    """Delete a rule with all that was said of it; nothing where there is none."""
    rule = rules_of(place).pop(name, None)
    if rule is None:
        return
    for kept in ("evaluations", "told"):
        own = name if kept == "evaluations" else rule.config_rule_arn
        state.settings.pop((*place, f"config.{kept}/{own}"), None)


def is_service_s(rule: Any) -> bool:
    """Whether a service made a rule, so that the account cannot change it."""
    return isinstance(rule, ConfigRule) and bool(rule.created_by)
