"""The landscape: a blueprint held against an organization."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.landscape import (
    LandscapeSkip,
    account_key,
    organization_key,
    unit_key,
)
from ringwall.model.blueprint.wanted import Ref
from ringwall.model.errors import BadBlueprint, NotCollected
from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.landscape import check_management, make_landscape
from ringwall.plan.organization_rows import OrganizationRows

Read = Callable[[str], BlueprintFile]
NAMES = ("management", "security", "log-archive", "prod", "staging", "dev")
IDS = {name: str(number) * 12 for number, name in enumerate(NAMES, 1)}


def row(name: str, **other: Any) -> dict[str, Any]:
    return {
        "id": IDS[name],
        "account_name": name,
        "email": f"aws+{name}@acme.io",
        "state": "ACTIVE",
        "parent_ids": ["r-1", "ou-1"],
        **other,
    }


UNITS = {
    "Security": "ou-1", "Workloads": "ou-2", "Workloads/Prod": "ou-3", "Workloads/NonProd": "ou-4",
}  # fmt: skip
WHOLE = OrganizationRows(
    organizations=({"id": "o-1", "root_id": "r-1", "management_account_id": IDS["management"]},),
    accounts=tuple(map(row, NAMES)),
    units=tuple({"id": id_, "path": f"Root/{path}"} for path, id_ in UNITS.items()),
    regions=tuple(
        {"account_id": id_, "region": region}
        for id_ in IDS.values()
        for region in ("eu-central-1", "us-east-1")
    ),
)


def change(name: str, **other: Any) -> OrganizationRows:
    rows = (row(each, **(other if each == name else {})) for each in NAMES)
    return replace(WHOLE, accounts=tuple(rows))


def test_an_account_that_nobody_read_manages_nothing(acme: str, read: Read) -> None:
    with pytest.raises(NotCollected, match=r"accounts\.accounts\.management\.id"):
        check_management(make_landscape(read(acme)))
    check_management(make_landscape(read(acme), WHOLE))


def test_without_an_organization_all_ids_are_references(acme: str, read: Read) -> None:
    found = make_landscape(read(acme))
    assert [account.name for account in found.accounts] == list(NAMES)
    assert found.management.is_management
    assert found.management.id == Ref(account_key("management", "management"), "id")
    assert found.security.id == Ref(account_key("management", "security"), "id")
    assert found.logs.email == "aws+log-archive@acme.io"
    assert found.organization_id == Ref(organization_key("management"), "id")
    assert found.root_id == Ref(organization_key("management"), "root_id")
    path = ("Workloads", "Prod")
    prod = next(unit for unit in found.units if unit.path == path)
    assert prod.id == Ref(unit_key("management", path), "id")
    assert (found.partition, found.regions) == ("aws", ("eu-central-1", "us-east-1"))
    assert found.skips == ()


def test_in_an_organization_ids_are_those_that_it_has(acme: str, read: Read) -> None:
    found = make_landscape(read(acme), WHOLE)
    assert {account.name: account.id for account in found.accounts} == IDS
    assert (found.organization_id, found.root_id, found.skips) == ("o-1", "r-1", ())
    assert {"/".join(unit.path): unit.id for unit in found.units} == UNITS


def test_a_lone_account_manages_an_organization_that_is_not_there_yet(
    acme: str, read: Read
) -> None:
    alone = OrganizationRows(regions=({"account_id": "7" * 12, "region": "us-east-1"},))
    found = make_landscape(read(acme), alone)
    assert found.management.id == "7" * 12
    assert isinstance(found.organization_id, Ref)
    assert isinstance(found.security.id, Ref)
    assert found.security.regions == ("eu-central-1", "us-east-1")
    (skip,) = found.skips
    assert (skip.account, skip.region) == ("management", "eu-central-1")


def test_what_is_left_alone_is_named_with_its_reason(acme: str, read: Read) -> None:
    rows = change("dev", state="SUSPENDED")
    stranger = {**row("dev"), "id": "8" * 12, "account_name": "old", "email": "x@y.co"}
    regions = tuple(
        each
        for each in WHOLE.regions
        if (each["account_id"], each["region"]) != (IDS["prod"], "us-east-1")
    )
    rows = replace(rows, accounts=(*rows.accounts, stranger), regions=regions)
    found = make_landscape(read(acme), rows)
    assert "dev" not in [account.name for account in found.accounts]
    assert next(a for a in found.accounts if a.name == "prod").regions == ("eu-central-1",)
    assert found.skips == (
        LandscapeSkip("dev", "", f"the account dev ({IDS['dev']}) is SUSPENDED"),
        LandscapeSkip("old", "", f"the blueprint does not name the account old ({'8' * 12})"),
        LandscapeSkip(
            "prod",
            "us-east-1",
            "not enabled there, or not collected: enable the Region, then collect it",
        ),
    )


def test_an_account_with_a_role_must_be_in_use(acme: str, read: Read) -> None:
    with pytest.raises(
        BadBlueprint, match=r"is PENDING_CLOSURE; name another one by accounts\.log_a"
    ):
        make_landscape(read(acme), change("log-archive", state="PENDING_CLOSURE"))


def test_an_account_that_could_be_two_is_refused_with_its_line(acme: str, read: Read) -> None:
    rows = change("dev", email="aws+prod@acme.io", account_name="x")
    rows = replace(rows, accounts=rows.accounts[::-1])
    with pytest.raises(BadBlueprint, match=r"^r\.yaml:10:27: account prod: by its e-mail "):
        make_landscape(read(acme), rows)


def test_an_organization_that_was_read_in_part_is_refused(acme: str, read: Read) -> None:
    with pytest.raises(NotCollected):
        make_landscape(read(acme), replace(WHOLE, accounts=()))


def test_an_account_has_its_own_words_and_those_for_all(acme: str, read: Read) -> None:
    contact = '{name: a, title: b, email_address: a@b.co, phone_number: "+1"}'
    other = contact.replace("a,", "c,")
    text = (
        acme
        + "  tags: {team: all, cost: all}\n"
        + f"  alternate_contacts: {{security: {contact}, billing: {contact}}}\n"
        + "  accounts:\n    prod: {name: Acme Production, email: p@acme.io, regions: [us-east-1], "
        + f"tags: {{team: prod}}, alternate_contacts: {{billing: {other}}}}}\n"
    )
    prod = next(a for a in make_landscape(read(text)).accounts if a.name == "prod")
    assert (prod.aws_name, prod.email, prod.unit) == (
        "Acme Production",
        "p@acme.io",
        ("Workloads", "Prod"),
    )
    assert prod.tags == {"team": "prod", "cost": "all"}
    assert prod.regions == ("eu-central-1", "us-east-1")
    contacts = prod.alternate_contacts
    assert contacts.security
    assert contacts.billing
    assert (contacts.security.name, contacts.billing.name) == ("a", "c")


def test_what_the_blueprint_does_not_say_stays_as_it_is(acme: str, read: Read) -> None:
    rows = change("prod", account_name="Production", email="AWS+prod@acme.io")
    prod = next(a for a in make_landscape(read(acme), rows).accounts if a.name == "prod")
    assert (prod.aws_name, prod.email) == ("Production", "AWS+prod@acme.io")


def test_settings_are_those_of_the_unit(acme: str, read: Read) -> None:
    text = acme + "    Lab: {accounts: [lab], overrides: {level: strict, regions: []}}\n"
    found = make_landscape(read(text))
    lab = next(account for account in found.accounts if account.name == "lab")
    assert (lab.settings.level, found.settings.level) == ("strict", "baseline")
    assert lab.regions == ("eu-central-1",)
