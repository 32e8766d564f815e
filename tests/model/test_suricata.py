"""Rules of Suricata: what is told to be wrong with them."""

import pytest

from ringwall.model.suricata import find_flaws, find_repeated_sids

GOOD = r"""
# drop tcp any any -> any any (no rule)
drop tcp $HOME_NET any -> any 23 (msg:"telnet; \"old\" (sid:9;)"; flow:to_server; sid:1; rev:1;)
pass tls [10.0.0.0/8,!10.1.0.0/16] any -> $EXTERNAL_NET [443,8443] (tls.sni; content:"a"; sid: 2 ;)
alert http any any <> any any (sid:3;)
"""


def test_rules_that_are_right_have_no_flaws() -> None:
    assert list(find_flaws(GOOD)) == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("drop tcp any any -> any any", "a rule ends with its options in brackets"),
        ("drop tcp any any -> any any (sid:1;", "a rule ends with its options in brackets"),
        ('drop tcp any any -> any any (msg:"a; sid:1;)', 'a text that begins with " has no end'),
        ("block tcp any any -> any any (sid:1;)", "the action block is none of alert, drop"),
        ("drop tcp any any (sid:1;)", "it begins with an action, a protocol"),
        ("drop tcp [10.0.0.0/8 any -> any any (sid:1;)", "the brackets of [10.0.0.0/8 any do not"),
        ("drop tcp any any -> any any (sid:1)", "each option ends with ;"),
        ("drop tcp any any -> any any (rev:1;)", "it needs one sid"),
        ("drop tcp any any -> any any (sid:1; sid:2;)", "it has two sids"),
    ],
)
def test_a_rule_that_is_not_right_says_why(rule: str, message: str) -> None:
    (flaw,) = find_flaws(f"\n{rule}\n")
    assert flaw.line == 2
    assert flaw.message.startswith(message)


def test_two_rules_have_not_one_sid() -> None:
    rule = "drop tcp any any -> any any (sid:7;)"
    (flaw,) = find_flaws(f"{rule}\n{rule}")
    assert (flaw.line, flaw.message) == (2, "line 1 has the sid 7 too")
    assert list(find_repeated_sids({"one": rule, "two": f"# {rule}", "three": rule})) == [
        ("three", 7, "one")
    ]
