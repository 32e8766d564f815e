from typing import Any

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/a"
INSPECTION = {"ServerCertificateConfigurations": [{"CertificateAuthorityArn": CERTIFICATE}]}


def test_inspection_is_made_changed_and_deleted(client: Any, refusal: Any) -> None:
    firewalls = client("network-firewall")
    name = {"TLSInspectionConfigurationName": "egress"}
    made = firewalls.create_tls_inspection_configuration(
        TLSInspectionConfiguration=INSPECTION, **name
    )
    shown = firewalls.describe_tls_inspection_configuration(**name)
    assert shown["TLSInspectionConfiguration"] == INSPECTION
    change = name | {
        "TLSInspectionConfiguration": INSPECTION,
        "UpdateToken": made["UpdateToken"],
    }
    firewalls.update_tls_inspection_configuration(**change)
    code, _ = refusal(firewalls.update_tls_inspection_configuration, **change)
    assert code == "InvalidTokenException"
    listed = firewalls.list_tls_inspection_configurations()["TLSInspectionConfigurations"]
    assert [item["Name"] for item in listed] == ["egress"]
    firewalls.delete_tls_inspection_configuration(**name)
    assert firewalls.list_tls_inspection_configurations()["TLSInspectionConfigurations"] == []
    code, _ = refusal(
        firewalls.create_tls_inspection_configuration, TLSInspectionConfiguration={}, **name
    )
    assert code == "InvalidRequestException"
