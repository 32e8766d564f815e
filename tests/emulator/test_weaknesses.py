import re

from ringwall.emulator.acme.organization import MEMBERS, REGIONS, Acme
from ringwall.emulator.weaknesses import Weakness, load_weaknesses

ACME = Acme("1" * 12, {"management": "1" * 12, "dev": "2" * 12}, "o-acme")
ROLE = Weakness("iam.x", "dev", "global", "arn:aws:iam::{account}:role/demo", "", "Why.")


def test_every_line_is_whole() -> None:
    found = load_weaknesses()
    assert len(found) > 40
    for weakness in found:
        assert re.fullmatch(r"[a-z0-9]+\.[a-z0-9_]+", weakness.rule)
        assert weakness.account in {"management", *MEMBERS}
        assert weakness.region in {"global", *REGIONS}
        assert weakness.resource.startswith("arn:aws:")
        assert re.fullmatch(r"[A-Z].+[.]", weakness.why), weakness.why


def test_no_line_is_there_twice() -> None:
    found = [(w.rule, w.account, w.region, w.resource, w.name) for w in load_weaknesses()]
    assert len(found) == len(set(found))


def test_arn_names_the_accounts_of_the_acme_that_was_built() -> None:
    assert ROLE.arn(ACME) == "arn:aws:iam::222222222222:role/demo"
    pattern = "arn:aws:organizations::{management}:account/{organization}/{account}"
    account = Weakness("organizations.x", "dev", "global", pattern, "", "Why.")
    expected = "arn:aws:organizations::111111111111:account/o-acme/222222222222"
    assert account.arn(ACME) == expected


def test_weakness_covers_its_rule_and_resource_alone() -> None:
    assert ROLE.covers(ACME, "iam.x", "arn:aws:iam::222222222222:role/demo")
    assert not ROLE.covers(ACME, "iam.y", "arn:aws:iam::222222222222:role/demo")
    assert not ROLE.covers(ACME, "iam.x", "arn:aws:iam::222222222222:role/demo-2")
    assert not ROLE.covers(ACME, "iam.x", "arn:aws:iam::111111111111:role/demo")


def test_generated_ids_are_matched_by_a_star() -> None:
    group = Weakness("ec2.x", "dev", "us-east-1",
        "arn:aws:ec2:{region}:{account}:security-group/*", "db", "Why.")  # fmt: skip
    assert group.covers(ACME, "ec2.x", "arn:aws:ec2:us-east-1:222222222222:security-group/sg-1")
    elsewhere = "arn:aws:ec2:eu-west-1:222222222222:security-group/sg-1"
    assert not group.covers(ACME, "ec2.x", elsewhere)
