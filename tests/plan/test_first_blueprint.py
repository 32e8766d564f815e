"""The text of a first blueprint."""

from dataclasses import replace

import pytest

from ringwall.model.blueprint.answers import FirstAnswers
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.first_blueprint import write_first_blueprint

ANSWERS = FirstAnswers("acme", "eu-west-1", "aws+{account}@acme.io", ("us-east-1", "eu-west-1"))


def test_it_is_a_blueprint_with_what_was_answered() -> None:
    text = write_first_blueprint(ANSWERS, "./s.json")
    assert text.startswith("# yaml-language-server: $schema=./s.json\n")
    found = parse_blueprint(text.encode(), "f").blueprint
    assert (found.blueprint, found.level) == ("acme", "baseline")
    assert found.regions == ("eu-west-1", "us-east-1")
    workloads = found.accounts.units["Workloads"].units
    assert workloads["Prod"].accounts == ("prod",)
    assert workloads["NonProd"].accounts == ("dev", "staging")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("prod", "Prod"), ("shop-prod", "Prod"), ("production-eu", "Prod"), ("non", "NonProd"),
        ("nonprod", "NonProd"), ("preprod", "NonProd"), ("products", "NonProd"),
    ],
)  # fmt: skip
def test_production_is_told_by_the_name(name: str, unit: str) -> None:
    text = write_first_blueprint(replace(ANSWERS, accounts=(name,)), "s")
    units = parse_blueprint(text.encode(), "f").blueprint.accounts.units["Workloads"].units
    assert units[unit].accounts == (name,)


def test_without_workloads_there_is_no_unit_for_them() -> None:
    text = write_first_blueprint(replace(ANSWERS, accounts=()), "s")
    assert list(parse_blueprint(text.encode(), "f").blueprint.accounts.units) == ["Security"]


def test_the_account_network_is_no_workload() -> None:
    text = write_first_blueprint(replace(ANSWERS, accounts=("network", "prod")), "s")
    units = parse_blueprint(text.encode(), "f").blueprint.accounts.units
    assert units["Infrastructure"].accounts == ("network",)
    assert units["Workloads"].units.keys() == {"Prod"}
    alone = write_first_blueprint(replace(ANSWERS, accounts=("network",)), "s")
    assert "Workloads" not in parse_blueprint(alone.encode(), "f").blueprint.accounts.units
