"""Who acted, in the words of each product."""

from typing import Any

import pytest
from reported_records import GUARDDUTY, OCSF, change, copy_guardduty

from ringwall.collect.findings.recognize import read_report
from ringwall.model.fields import Fields
from ringwall.respond.suspects import Suspect, find_suspects

ROOT = {"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "userType": "Root", "userName": "Root"}
FEDERATED = {"accessKeyId": "ASIAX", "userType": "FederatedUser", "userName": "tom"}


def find(record: dict[str, Any]) -> list[Suspect]:
    report = read_report(record)
    assert report
    return list(find_suspects(report.finding, Fields(record)))


def test_root_is_named_by_its_account() -> None:
    record = change(GUARDDUTY, resource__accessKeyDetails=ROOT)
    arn = "arn:aws:iam::111122223333:root"
    assert {suspect.arn for suspect in find(record)} == {arn}
    targets = [target for suspect in find(record) for target in suspect.name_targets()]
    assert ("root", arn, "AKIAIOSFODNN7EXAMPLE") in targets
    assert ("access_key", arn, "AKIAIOSFODNN7EXAMPLE") in targets


def test_a_federated_user_is_a_session() -> None:
    record = change(GUARDDUTY, resource__accessKeyDetails=FEDERATED)
    assert {each.session for each in find(record)} == {
        "arn:aws:sts::111122223333:federated-user/tom"
    }


def test_asff_names_the_issuer_of_a_session() -> None:
    record = copy_guardduty(GUARDDUTY)
    details = {"SessionContext": {"SessionIssuer": {"Type": "Role", "UserName": "web"}}}
    record["Resources"][0]["Details"]["AwsIamAccessKey"] = details
    assert "arn:aws:iam::111122223333:role/web" in {each.arn for each in find(record)}


def test_ocsf_names_arn_and_key() -> None:
    session = "arn:aws:sts::111122223333:assumed-role/web/me"
    user = {"uid": "AROAX:me", "uid_alt": session, "credential_uid": "ASIAIOSFODNN7EXAMPLE"}
    record = change(OCSF, evidences=[{"actor": {"user": user}}])
    assert find(record) == [Suspect("", "ASIAIOSFODNN7EXAMPLE", session, "eu-west-1")]


@pytest.mark.parametrize("name", ["a/b", "a b", "x" * 200, "é", ""])
def test_a_name_that_iam_would_not_take_is_none(name: str) -> None:
    details = {"accessKeyId": "x", "userType": "IAMUser", "userName": name}
    suspects = find(change(GUARDDUTY, resource__accessKeyDetails=details, accountId="1" * 12))
    targets = [target for suspect in suspects for target in suspect.name_targets()]
    assert [kind for kind, _, _ in targets if kind != "user"] == []
    assert all(" " not in arn and len(arn) < 700 for _, arn, _ in targets)
