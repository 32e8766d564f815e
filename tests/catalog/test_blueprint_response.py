"""What the layer response of a blueprint wants: of roles, keys, buckets, groups and runbooks."""

from typing import Any

import pytest
from blueprint_world import columns_of, want

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


def find_statements(columns: Any, name: str) -> dict[str, Any]:
    return {each.get("Sid", ""): each for each in columns[name]["Statement"]}


def test_all_is_off_by_itself() -> None:
    assert want_response("") == []


def test_nobody_deletes_evidence_and_it_never_expires() -> None:
    rows = want_response("evidence: {enabled: true}")
    (columns,) = columns_of(rows, "s3_bucket").values()
    assert columns["name"] == "acme-evidence-333333333333-eu-west-1"
    assert (columns["object_lock_mode"], columns["object_lock_days"]) == ("GOVERNANCE", 365)
    statements = find_statements(columns, "policy")
    keep = statements["KeepAll"]
    assert (keep["Effect"], keep["Principal"], "Condition" in keep) == ("Deny", "*", False)
    assert {"s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"} < {*keep["Action"]}
    assert all("Expiration" not in rule for rule in columns["lifecycle_rules"])
    write = statements["Write"]["Condition"]
    assert write["StringEquals"].keys() == {"aws:PrincipalOrgID"}
    assert write["ArnLike"] == {"aws:PrincipalArn": ["arn:aws:iam::*:role/ringwall-responder"]}


def test_evidence_is_kept_in_the_account_that_is_named() -> None:
    rows = want_response("evidence: {enabled: true, account: security}")
    assert {row.key.account for row in rows} == {"security"}
    (columns,) = columns_of(rows, "s3_bucket").values()
    assert "log_bucket" not in columns  # that of access logs is in another account


def test_a_role_reads_and_another_one_acts_in_each_account() -> None:
    rows = want_response("forensics: {enabled: true, external_id: case}")
    roles = columns_of(rows, "iam_role")
    assert len(roles) == 2 * 4 + 1
    for key, columns in roles.items():
        (statement,) = columns["assume_role_policy_document"]["Statement"]
        if not key.endswith("ringwall-forensics"):
            assert statement["Principal"] == {"AWS": "arn:aws:iam::222222222222:root"}
            assert statement["Condition"]["StringEquals"]["sts:ExternalId"] == "case"
            assert statement["Condition"]["ArnLike"] == {
                "aws:PrincipalArn": [
                    "arn:aws:iam::222222222222:role/ringwall-response",
                    "arn:aws:iam::222222222222:role/*/ringwall-response",
                ]
            }
    policies = columns_of(rows, "iam_role_policy")
    reads = policies["shop global ringwall-investigator/read"]["policy_document"]["Statement"]
    verbs = {action.partition(":")[2] for each in reads for action in each["Action"]}
    assert all(verb.startswith(("Describe", "Get", "List", "Lookup")) for verb in verbs)
    assert "shop global ringwall-investigator/act" not in policies


@pytest.mark.parametrize("is_wanted", [False, True])
def test_responders_write_inline_policies_only_where_that_is_wanted(is_wanted: bool) -> None:  # noqa: FBT001 - a parameter
    wanted = str(is_wanted).lower()
    rows = want_response(f"forensics: {{enabled: true, session_revocation: {wanted}}}")
    act = columns_of(rows, "iam_role_policy")["shop global ringwall-responder/act"]
    statements = act["policy_document"]["Statement"]
    writers = [each for each in statements if "iam:PutRolePolicy" in each["Action"]]
    assert [each["Effect"] for each in writers] == ["Allow", "Deny"][not is_wanted :]
    deny = writers[-1]
    assert "arn:aws:iam::444444444444:role/ringwall-*" in deny["Resource"]
    attach = [each for each in statements if "iam:AttachRolePolicy" in each["Action"]]
    assert attach[0]["Condition"] == {
        "ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AWSDenyAll"}
    }
