"""What the roles of responders may do: what the playbooks do, within their limits."""

import json
from typing import Any

import pytest
from blueprint_world import columns_of, want
from role_statements import list_statements

from ringwall.catalog import permissions
from ringwall.catalog.evidence_reads import DATA_ACTIONS, EVIDENCE_READS, OF_EVIDENCE_ACCOUNT
from ringwall.catalog.iam.responder_playbooks import GRANTING
from ringwall.catalog.loader import load_responses
from ringwall.catalog.managed_policies import LONGEST, USUAL_MOST
from ringwall.catalog.responder_keys import ACCOUNT_ID
from ringwall.catalog.response_permissions import list_playbook_actions

SHOP = "444444444444"
SMALL = """
blueprint: acme
home_region: eu-west-1
accounts:
  email: aws+{account}@acme.io
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [shop]}
  accounts:
    management: {id: "111111111111"}
    security: {id: "222222222222"}
    log-archive: {id: "333333333333"}
    shop: {id: "444444444444"}
"""


def want_response(text: str) -> list[Any]:
    return want(f"{SMALL}response: {{{text}}}\n", "response.")


def find_actions(rows: list[Any], role: str) -> set[str]:
    """Return what a role of the account shop is allowed."""
    return {
        action
        for each in list_statements(rows, "shop", role)
        if each["Effect"] == "Allow"
        for action in each["Action"]
    }


EVERYTHING = "forensics: {enabled: true, session_revocation: true}"


@pytest.mark.parametrize("name", load_responses())
def test_a_responder_may_do_what_each_playbook_does(name: str) -> None:
    needed = list_playbook_actions(load_responses()[name])
    assert needed <= find_actions(want_response(EVERYTHING), "ringwall-responder")
    some = find_actions(want_response("forensics: {enabled: true}"), "ringwall-responder")
    assert needed - some <= GRANTING


def test_investigators_may_collect_evidence_and_see_no_data() -> None:
    needed = {
        action for operation in EVIDENCE_READS for action in permissions.find_actions(operation)
    }
    elsewhere = {action for op in OF_EVIDENCE_ACCOUNT for action in permissions.find_actions(op)}
    rows = want_response(EVERYTHING)
    for role in ("ringwall-investigator", "ringwall-responder"):
        assert needed - elsewhere - DATA_ACTIONS <= find_actions(rows, role)
    assert find_actions(rows, "ringwall-investigator").isdisjoint(DATA_ACTIONS)


def test_no_action_of_responders_has_a_wildcard_but_for_the_key_of_evidence() -> None:
    on = "evidence: {enabled: true}, notifications: {enabled: true}"
    actions = find_actions(want_response(f"{EVERYTHING}, {on}"), "ringwall-responder")
    assert {each for each in actions if "*" in each} == {"kms:GenerateDataKey*", "kms:ReEncrypt*"}


def test_policies_of_responders_are_within_what_iam_takes() -> None:
    on = "evidence: {enabled: true}, notifications: {enabled: true}"
    rows = want_response(f"{EVERYTHING}, {on}")
    for columns in columns_of(rows, "iam_policy").values():
        text = json.dumps(columns["policy_document"], separators=(",", ":"))
        assert len(text) <= LONGEST
        assert ACCOUNT_ID not in text
    names = [key for key in columns_of(rows, "iam_policy") if key.startswith("shop ")]
    assert len(names) <= 2 * USUAL_MOST
    for columns in columns_of(rows, "iam_role_policy").values():
        text = json.dumps(columns["policy_document"], separators=(",", ":"), default=str)
        assert len(text) <= INLINE_MOST


INLINE_MOST = 10_240
"""Characters of a role's inline policies together.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


def test_buckets_of_other_accounts_are_out_of_reach() -> None:
    for role in ("ringwall-investigator", "ringwall-responder"):
        for each in list_statements(want_response(EVERYTHING), "shop", role):
            writes = [a for a in each["Action"] if a.startswith(("s3:Put", "s3:Delete"))]
            if writes and "s3:PutAccountPublicAccessBlock" not in writes:
                assert each["Condition"]["StringEquals"] == {"s3:ResourceAccount": SHOP}


@pytest.mark.parametrize("is_wanted", [False, True])
def test_responders_grant_only_where_that_is_wanted(is_wanted: bool) -> None:  # noqa: FBT001 - a parameter
    wanted = str(is_wanted).lower()
    rows = want_response(f"forensics: {{enabled: true, session_revocation: {wanted}}}")
    statements = list_statements(rows, "shop", "ringwall-responder")
    writers = [each["Effect"] for each in statements if "iam:PutRolePolicy" in each["Action"]]
    assert sorted(writers) == (["Allow", "Deny"] if is_wanted else [])
    assert bool(find_actions(rows, "ringwall-responder") & GRANTING) is is_wanted
    denied = [each for each in statements if each["Effect"] == "Deny" and "iam" in str(each)]
    assert all("arn:aws:iam::444444444444:role/ringwall-*" in each["Resource"] for each in denied)
    attach = [each for each in statements if "iam:AttachRolePolicy" in each["Action"]]
    assert attach[0]["Condition"] == {
        "ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AWSDenyAll"}
    }
