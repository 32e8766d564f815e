"""What a blueprint wants of Security Hub CSPM, and of the newer Security Hub."""

from blueprint_world import columns_of, want
from wanted_detection import SECURITY, WantedDetection

from ringwall.model.blueprint.landscape import organization_key
from ringwall.model.blueprint.wanted import Ref, RowKey

POLICY = RowKey("security", "eu-west-1", "securityhub_configuration_policy", "policy")
STANDARDS = "arn:aws:securityhub:eu-west-1::standards"


def test_the_account_security_configures_all_others() -> None:
    wanted = WantedDetection()
    assert wanted.columns("securityhub_delegated_admin") == {
        f"management {region} administrator": {"admin_account_id": SECURITY}
        for region in ("eu-west-1", "us-east-1")
    }
    assert wanted.columns("securityhub_finding_aggregator") == {
        "security eu-west-1 home": {
            "region_linking_mode": "SPECIFIED_REGIONS",
            "regions": ["us-east-1"],
        }
    }
    assert wanted.columns("securityhub_organization_configuration") == {
        "security eu-west-1 organization": {
            "auto_enable": False,
            "auto_enable_standards": "NONE",
            "configuration_type": "CENTRAL",
        }
    }


def test_a_policy_with_standards_is_for_the_root() -> None:
    wanted = WantedDetection("security_hub: {disabled_security_control_identifiers: [Macie.1]}")
    assert wanted.find(POLICY.table, "policy").columns == {
        "name": "acme-policy",
        "description": "acme: what every account is checked by",
        "service_enabled": True,
        "enabled_standard_identifiers": [
            f"{STANDARDS}/aws-foundational-security-best-practices/v/1.0.0",
            f"{STANDARDS}/cis-aws-foundations-benchmark/v/3.0.0",
        ],
        "disabled_security_control_identifiers": ["Macie.1"],
    }
    assert wanted.columns("securityhub_policy_association") == {
        "security eu-west-1 root": {
            "target_id": Ref(organization_key("management"), "root_id"),
            "target_type": "ROOT",
            "configuration_policy_id": Ref(POLICY, "id"),
        }
    }


def test_in_one_region_nothing_is_aggregated() -> None:
    alone = "accounts: {security: management, log_archive: management}\n"
    text = "blueprint: a\nhome_region: eu-west-1\n" + alone
    rows = want(text, "detection.security_hub")
    (found,) = columns_of(rows, "securityhub_finding_aggregator").values()
    assert found == {"region_linking_mode": "NO_REGIONS"}


def test_the_newer_one_is_on_where_it_is_wanted() -> None:
    assert WantedDetection().names("securityhub_hub_v2") == []
    assert len(WantedDetection("security_hub: {v2: true}").names("securityhub_hub_v2")) == 8


def test_it_can_be_left_out() -> None:
    wanted = WantedDetection("security_hub: {enabled: false}")
    assert not [row for row in wanted.rows if row.key.table.startswith("securityhub")]
