"""What Network Firewall is told: one change of logs at a time, and rules of one kind."""

from typing import Any

import pytest

from ringwall.catalog.networkfirewall.writes import update_rule_group, write_logs


def log(kind: str, bucket: str = "b") -> dict[str, Any]:
    return {"LogType": kind, "LogDestinationType": "S3", "LogDestination": {"bucketName": bucket}}


WANTED = {"alert": [log("ALERT")], "flow": [log("FLOW")], "tls": []}


@pytest.mark.parametrize(
    ("kind", "before", "sent"),
    [
        ("ALERT", [], [log("ALERT")]),
        ("FLOW", [], [log("ALERT"), log("FLOW")]),
        ("ALERT", [log("FLOW"), log("TLS")], [log("ALERT"), log("FLOW"), log("TLS")]),
        ("FLOW", [log("ALERT"), log("TLS")], [log("ALERT"), log("FLOW"), log("TLS")]),
        ("TLS", [log("ALERT"), log("FLOW"), log("TLS")], [log("ALERT"), log("FLOW")]),
        ("ALERT", {"$before": "found.log_destination_configs"}, [log("ALERT")]),
    ],
)
def test_one_destination_is_changed_at_a_time(kind: str, before: Any, sent: list[Any]) -> None:
    names = {**WANTED, "firewall_arn": "f", "found": {"log_destination_configs": before}}
    written = write_logs(kind)(names)
    assert written == {
        "FirewallArn": "f",
        "LoggingConfiguration": {"LogDestinationConfigs": sent},
    }


def test_what_is_taken_back_is_left_out() -> None:
    names = {**WANTED, "alert": {"$before": "alert"}, "firewall_arn": "f"}
    written = write_logs("ALERT")({**names, "found": {"log_destination_configs": {"$read": "c"}}})
    assert written["LoggingConfiguration"] == {"LogDestinationConfigs": []}


def test_a_rule_group_has_domains_or_rules() -> None:
    names = {"rule_order": "STRICT_ORDER", "found": {"arn": "a", "update_token": "t"}}
    lists = {"targets": ["a.com"], "target_types": ["TLS_SNI"], "generated_rules_type": "DENYLIST"}
    options = {"StatefulRuleOptions": {"RuleOrder": "STRICT_ORDER"}}
    assert update_rule_group({**names, **lists}) == {
        "RuleGroupArn": "a",
        "UpdateToken": "t",
        "RuleGroup": {
            "RulesSource": {
                "RulesSourceList": {
                    "Targets": ["a.com"],
                    "TargetTypes": ["TLS_SNI"],
                    "GeneratedRulesType": "DENYLIST",
                }
            },
            **options,
        },
    }
    assert update_rule_group({**names, "rules_string": "r"})["RuleGroup"] == {
        "RulesSource": {"RulesString": "r"},
        **options,
    }
