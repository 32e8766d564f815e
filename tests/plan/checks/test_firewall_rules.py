"""Rules of Network Firewall that are not right, and names that are there twice."""

from collections.abc import Callable

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.firewall_rules import firewall_rules
from ringwall.plan.landscape import make_landscape

TEXT = """
infrastructure:
  network_firewall:
    rule_groups:
      - {name: one, rules: "drop tcp any any -> any 23 (sid:1;)"}
      - {name: two, rules: "block tcp any any -> any 23 (sid:1;)"}
    domain_lists:
      - {name: one, domains: [.example.com]}
"""


def test_each_flaw_is_said_where_it_is(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    found = firewall_rules(make_landscape(read(acme + TEXT)))
    assert [(remark.keys[2:], remark.message) for remark in found] == [
        (
            ("rule_groups", 1, "rules"),
            "two: line 1: the action block is none of alert, drop, pass, reject",
        ),
        (
            ("rule_groups", 1, "rules"),
            "two: one has the sid 1 too; an alert names its rule by it alone",
        ),
        (("domain_lists", 0, "name"), "two rule groups are called one"),
    ]
