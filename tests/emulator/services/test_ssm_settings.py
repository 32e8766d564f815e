"""Settings of Systems Manager: their defaults, changes, and public sharing."""

import json
from collections.abc import Callable
from typing import Any

SHARING = "/ssm/documents/console/public-sharing-permission"


def test_a_setting_is_changed_and_reset(client: Callable[..., Any], refusal: Any) -> None:
    ssm = client("ssm")
    before = ssm.get_service_setting(SettingId=SHARING)["ServiceSetting"]
    assert (before["SettingValue"], before["Status"]) == ("Enable", "Default")
    ssm.update_service_setting(SettingId=before["ARN"], SettingValue="Disable")
    after = ssm.get_service_setting(SettingId=SHARING)["ServiceSetting"]
    assert (after["SettingValue"], after["Status"]) == ("Disable", "Customized")
    assert after["LastModifiedUser"] == "arn:aws:iam::123456789012:user/operator"
    assert ssm.reset_service_setting(SettingId=SHARING)["ServiceSetting"] == before
    unknown = refusal(ssm.get_service_setting, SettingId="/ssm/unknown")
    assert unknown == ("ServiceSettingNotFound", 400)


def test_documents_are_not_shared_with_all_where_that_is_blocked(
    client: Callable[..., Any], refusal: Any
) -> None:
    ssm = client("ssm")
    step = {"name": "wait", "action": "aws:pause", "inputs": {}}
    text = json.dumps({"schemaVersion": "0.3", "mainSteps": [step]})
    ssm.create_document(Name="own", Content=text, DocumentType="Automation")
    share = {"Name": "own", "PermissionType": "Share", "AccountIdsToAdd": ["all"]}
    ssm.update_service_setting(SettingId=SHARING, SettingValue="Disable")
    assert refusal(ssm.modify_document_permission, **share)[0] == "DocumentPermissionLimit"
    ssm.reset_service_setting(SettingId=SHARING)
    ssm.modify_document_permission(**share)
