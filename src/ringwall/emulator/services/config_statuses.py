"""Config: how delivery channels and rules fare.

https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRuleEvaluationStatus.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.evaluations import reports_of
from ringwall.emulator.configuration.places import place_of
from ringwall.emulator.configuration.rule_checks import CHECKS
from ringwall.emulator.configuration.rules import require_rule
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.services.config_rules import find_rules
from ringwall.emulator.state import EmulatorState


@emulates("config", "DescribeDeliveryChannelStatus")
def describe_channels(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return that nothing was delivered: the emulator delivers nothing to a channel."""
    held = moto_backend("config", call.account_id, call.region).delivery_channels
    for name in call.parameters.get("DeliveryChannelNames") or ():
        if name not in held:
            message = f"Cannot find delivery channel with specified name '{name}'."
            raise Fault("NoSuchDeliveryChannelException", message)
    nothing = {"lastStatus": "Not_Applicable"}
    return {
        "DeliveryChannelsStatus": [
            {
                "name": name,
                "configSnapshotDeliveryInfo": nothing,
                "configHistoryDeliveryInfo": nothing,
                "configStreamDeliveryInfo": nothing,
            }
            for name in call.parameters.get("DeliveryChannelNames") or held
        ]
    }


@emulates("config", "DescribeConfigRuleEvaluationStatus")
def describe_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether each rule was evaluated: known managed ones are, whenever somebody asks."""
    rules, now = find_rules(state, call), datetime.now(UTC).replace(microsecond=0)
    found = []
    for name in call.parameters.get("ConfigRuleNames") or sorted(rules):
        rule = require_rule(place_of(call), name)
        is_known = rule.source.source_identifier in CHECKS
        times = ("LastSuccessfulInvocationTime", "LastSuccessfulEvaluationTime")
        found.append(
            {
                "ConfigRuleName": name,
                "ConfigRuleArn": rule.config_rule_arn,
                "ConfigRuleId": rule.config_rule_id,
                "FirstEvaluationStarted": bool(is_known or reports_of(state, place_of(call), name)),
                **(dict.fromkeys(times, now) if is_known else {}),
            }
        )
    page, more = cut_page(call, found, 150, fault=TOKEN_FAULT)
    return {"ConfigRulesEvaluationStatus": page, **more}
