"""The organization as a blueprint has it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from adoption_rows import account, estate_of, unit

from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.errors import BadInput
from ringwall.plan.adoption.draft import Draft
from ringwall.plan.adoption.skeleton import draw_skeleton
from ringwall.plan.adoption.text import write_draft
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.organization_rows import OrganizationRows

Make = Callable[..., OrganizationRows]
A, B, C = "2" * 12, "3" * 12, "4" * 12


def test_accounts_have_names_of_their_own(organization_of: Make) -> None:
    rows = organization_of(
        account(A, "Shop (EU)"), account(B, "shop eu"), account(C, "???", email="not an address")
    )
    said = draw_skeleton(rows, {}).settings["accounts"]
    assert said["root"] == ["account", "shop-eu", "shop-eu-2"]
    assert said["accounts"]["shop-eu"]["name"] == "Shop (EU)"
    assert said["accounts"]["shop-eu-2"] == {
        "id": B,
        "email": f"{B}@acme.example",
        "name": "shop eu",
    }
    assert said["accounts"]["account"] == {"id": C, "name": "???"}


def test_what_cannot_be_written_is_left_out_with_all_that_is_in_it(organization_of: Make) -> None:
    rows = organization_of(
        account(A, "a", "ou-2"),
        account(B, "b", state="SUSPENDED"),
        units=(unit("ou-1", "R/D", "R/D"), unit("ou-2", "Lab", "R/D/Lab", "ou-1")),
    )
    drawn = draw_skeleton(rows, {})
    assert drawn.settings["accounts"]["units"] == {}
    assert "root" not in drawn.settings["accounts"]
    assert [each.text for each in drawn.remarks if each.kind == "left out"] == [
        "the unit Root/R/D (ou-1): its name cannot be written",
        "the unit Root/R/D/Lab (ou-2): the one above it is left out",
        f"the account a ({A}): its unit is left out",
        f"the account b ({B}) is SUSPENDED",
    ]


def test_roles_and_the_home_region_follow_from_what_is_there(organization_of: Make) -> None:
    rows = organization_of(account(A, "tools"), account(B, "vault"))
    trail = {
        "account_id": "1" * 12,
        "region": "us-east-1",
        "is_organization_trail": True,
        "is_multi_region_trail": True,
        "is_logging": True,
        "s3_bucket_name": "logs",
    }
    estate = estate_of(
        cloudtrail_trail=[{**trail, "is_logging": False, "s3_bucket_name": "old"}, trail],
        s3_bucket=[{"account_id": B, "region": "us-east-1", "name": "logs"}],
        organizations_delegated_service=[
            {
                "account_id": A,
                "region": "global",
                "administrator_id": A,
                "service_principal": "guardduty.amazonaws.com",
            }
        ],
    )
    drawn = draw_skeleton(rows, estate)
    accounts = drawn.settings["accounts"]
    assert (accounts["security"], accounts["log_archive"]) == ("tools", "vault")
    assert drawn.settings["home_region"] == "us-east-1"
    assert drawn.settings["regions"] == ["us-east-1", "eu-west-1"]
    assert drawn.remarks == []


def test_what_nothing_shows_is_chosen_and_said(organization_of: Make) -> None:
    drawn = draw_skeleton(organization_of(account(A, "Audit")), {})
    accounts = drawn.settings["accounts"]
    assert (accounts["security"], accounts["log_archive"]) == ("audit", "audit")
    assert {each.keys for each in drawn.remarks if each.kind == "chosen"} == {
        ("home_region",),
        ("accounts", "security"),
        ("accounts", "log_archive"),
    }
    alone = draw_skeleton(organization_of(), {}).settings["accounts"]
    assert (alone["security"], alone["log_archive"]) == ("payer", "payer")


def test_the_name_is_that_of_the_tags(organization_of: Make) -> None:
    tagged = account(A, "a", tags=f'{{"{OWNER_TAG}": "acme/a", "team": "x"}}')
    drawn = draw_skeleton(organization_of(tagged), {})
    assert drawn.settings["blueprint"] == "acme"
    assert drawn.settings["accounts"]["accounts"]["a"]["tags"] == {"team": "x"}
    assert draw_skeleton(organization_of(tagged), {}, "ours").settings["blueprint"] == "ours"
    assert draw_skeleton(organization_of(), {}).settings["blueprint"] == "organization"


def test_regions_that_an_account_lacks_are_left_out_there(organization_of: Make) -> None:
    rows = organization_of(account(A, "a"), account(B, "b"))
    regions = tuple(
        row
        for row in rows.regions
        if row["account_id"] != B and (row["account_id"], row["region"]) != (A, "eu-west-1")
    )
    drawn = draw_skeleton(replace(rows, regions=regions), {})
    accounts = drawn.settings["accounts"]["accounts"]
    assert accounts["a"]["regions"] == ["us-east-1"]
    assert "regions" not in accounts["b"]
    (remark,) = [each for each in drawn.remarks if each.kind == "unknown"]
    assert remark.keys == ("accounts", "accounts", "b")


def test_contacts_that_all_accounts_share_are_said_once(organization_of: Make) -> None:
    contact = {
        "region": "global",
        "name": "Desk",
        "title": "Duty",
        "email_address": "duty@acme.example",
        "phone_number": "+1 555",
    }
    contacts: list[Any] = [
        {**contact, "account_id": id_, "alternate_contact_type": "SECURITY"}
        for id_ in ("1" * 12, A)
    ]
    contacts.append({**contact, "account_id": A, "alternate_contact_type": "BILLING"})
    contacts.append(
        {**contact, "account_id": A, "alternate_contact_type": "OPERATIONS", "phone_number": "☎"}
    )
    estate = estate_of(account_alternate_contact=contacts)
    drawn = draw_skeleton(organization_of(account(A, "a")), estate)
    accounts = drawn.settings["accounts"]
    assert [*accounts["alternate_contacts"]] == ["security"]
    assert [*accounts["accounts"]["a"]["alternate_contacts"]] == ["billing"]
    assert "alternate_contacts" not in accounts["accounts"]["payer"]
    assert any("operations has a value that cannot" in each.text for each in drawn.remarks)


def test_a_skeleton_is_a_blueprint(organization_of: Make) -> None:
    rows = organization_of(
        account(A, 'a "b"', "ou-1"), units=(unit("ou-1", "yes: no #", "yes: no #"),)
    )
    drawn = draw_skeleton(rows, {})
    text = write_draft(Draft(drawn.settings, tuple(drawn.remarks)), "schema.json")
    blueprint = parse_blueprint(text.encode(), "x").blueprint
    assert blueprint.accounts.units["yes: no #"].accounts == ("a-b",)
    assert "  # chosen: nothing shows which account this is" in text


def test_there_has_to_be_an_organization() -> None:
    with pytest.raises(BadInput, match="no organization"):
        draw_skeleton(OrganizationRows(), {})
