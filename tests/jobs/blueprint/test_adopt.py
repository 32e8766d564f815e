"""A blueprint after what is there: its plan is empty, or has only what it lists."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import ORGANIZATION, BlueprintWorld, tell_differences, tell_skipped
from built_acme import BuiltAcme

from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_lifecycles
from ringwall.cli.main import run
from ringwall.emulator.transport import attach
from ringwall.jobs.blueprint.adopt import AdoptedBlueprint, AdoptionRequest, adopt_estate
from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.jobs.blueprint.plan import PlanRequest, plan_blueprint
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.errors import BadInput
from ringwall.plan.reconciliation.report import name_makers, tell_difference

HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "adopt_an_existing_organization.md"
OFF = "access_logs config security_hub detective security_lake alarms rules flow_logs resolver_logs"
OWN = """
    blueprint: acme
    home_region: eu-west-1
    accounts:
      email: "aws+{account}@acme.example"
      security: audit
      units:
        Core: {accounts: [audit, log-archive]}
        Work: {units: {Shops: {accounts: [shop]}}}
      accounts:
        shop: {tags: {team: sales}}
      budget: {limit_amount: 250, actual_threshold: 60, email_addresses: [money@acme.example]}
      workload_alert: {enabled: false}
      resource_sharing: false
      policies:
        library:
          require_tls: {enabled: false}
          protect_trail: {enabled: false}
        own:
          no-spending:
            type: SERVICE_CONTROL_POLICY
            name: No spending
            targets: [Work/Shops]
            document:
              Version: "2012-10-17"
              Statement: [{Effect: Deny, Action: "ec2:PurchaseReservedInstancesOffering",
                           Resource: "*"}]
    identity:
      identity_center: {enabled: false}
      password_policy: {minimum_password_length: 20, max_password_age: 60}
      access_analyzer: {external_access: false, unused_access: true, unused_access_age: 45}
    detection:
      trail:
        trail_name: everything
        s3_bucket_name: acme-everything
        object_lock_days: 30
        expiration_days: 400
        data_resource_types: ["AWS::S3::Object"]
      guardduty:
        finding_publishing_frequency: ONE_HOUR
        features: [S3_DATA_EVENTS, RDS_LOGIN_EVENTS]
      inspector: {resource_types: [ECR]}
""" + "".join(f"      {name}: {{enabled: false}}\n" for name in OFF.split())


def collect(world: BlueprintWorld) -> Any:
    """Return an engine with all tables that an adoption looks at."""
    more = ("organizations_policy", "organizations_delegated_administrator", "sso_instance")
    return world.collect({*ORGANIZATION, *load_lifecycles(), *more})


def adopt(world: BlueprintWorld, name: str = "") -> tuple[AdoptedBlueprint, str]:
    """Return the blueprint that was adopted, and its text with all documents in it."""
    file = world.home / "adopted" / "ringwall.yaml"
    adopted = adopt_estate(collect(world), AdoptionRequest(file, name))
    adopted.write()
    check_blueprint(file)
    return adopted, put_documents(file)


def put_documents(file: Path) -> str:
    def read(match: re.Match[str]) -> str:
        return f"document: {(file.parent / match[1]).read_text().replace(chr(10), '')}"

    return re.sub(r"file: (policies/\S+)", read, file.read_text())


def lines_of(adopted: AdoptedBlueprint) -> list[str]:
    return sorted(remark.text for remark in adopted.remarks if remark.kind == "differs")


@pytest.mark.slow
def test_what_a_blueprint_built_is_adopted_with_its_settings(
    organization_world: BlueprintWorld,
) -> None:
    world = organization_world
    world.build(OWN, most=2)
    adopted, text = adopt(world)
    assert {remark.kind for remark in adopted.remarks} <= {"absent"}
    plan = world.plan(text)
    assert (tell_differences(plan), tell_skipped(plan)) == ([], {})
    settings = adopted.settings
    assert settings["blueprint"] == "acme"
    assert "adopt" not in settings  # all has the blueprint's tag
    accounts, detection = settings["accounts"], settings["detection"]
    assert accounts["security"] == "audit"
    assert accounts["units"]["Work"] == {"units": {"Shops": {"accounts": ["shop"]}}}
    assert accounts["accounts"]["shop"]["tags"] == {"team": "sales"}
    budget = {
        "limit_amount": 250,
        "actual_threshold": 60,
        "email_addresses": ["money@acme.example"],
    }
    assert accounts["budget"] == budget
    off = {"require_tls": {"enabled": False}, "protect_trail": {"enabled": False}}
    assert accounts["policies"]["library"] == off
    assert accounts["policies"]["own"]["no-spending"]["name"] == "No spending"
    assert settings["identity"]["password_policy"] == {
        "minimum_password_length": 20,
        "max_password_age": 60,
    }
    assert settings["identity"]["access_analyzer"] == {
        "external_access": False,
        "unused_access": True,
        "unused_access_age": 45,
    }
    assert detection["trail"] == {
        "trail_name": "everything",
        "s3_bucket_name": "acme-everything",
        "object_lock_days": 30,
        "expiration_days": 400,
        "data_resource_types": ["AWS::S3::Object"],
    }
    assert detection["guardduty"]["finding_publishing_frequency"] == "ONE_HOUR"
    assert set(detection["guardduty"]["features"]) == {"S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"}
    assert detection["inspector"] == {"resource_types": ["ECR"]}
    assert {name for name in detection if detection[name] == {"enabled": False}} >= {
        *("access_logs", "config", "security_hub", "alarms", "rules", "flow_logs"),
    }
    # What is there in part differs as is listed.
    listed = world.client("organizations").list_accounts()["Accounts"]
    ids = {account["Name"]: account["Id"] for account in listed}
    for destroy in (break_detection, break_organization):
        destroy(world, ids)
        adopted, text = adopt(world)
        plan = world.plan(text)
        makers = name_makers(plan)
        lines = sorted(tell_difference(found, makers) for found in plan.differences)
        assert lines == lines_of(adopted)
        assert lines_of(adopted)


FOREIGN = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "a4b:*",
                                                   "Resource": "*"}]}  # fmt: skip


def make_foreign(world: BlueprintWorld) -> dict[str, str]:
    """Make an organization as a team does: no tag of a blueprint is on anything."""
    ids = world.make_organization("Shared Things", "Products")
    client = world.client("organizations")
    client.enable_policy_type(RootId=ids["root"], PolicyType="SERVICE_CONTROL_POLICY")
    for name, unit in (("Security Tooling", "Shared Things"), ("Shop (EU)", "Products")):
        ids[name] = world.make_account(name, f"{name[:4].lower().strip()}@acme.example")
        client.move_account(
            AccountId=ids[name], SourceParentId=ids["root"], DestinationParentId=ids[unit]
        )
    made = client.create_policy(
        Name="Deny Alexa",
        Description="",
        Type="SERVICE_CONTROL_POLICY",
        Content=json.dumps(FOREIGN),
    )
    policy = made["Policy"]["PolicySummary"]["Id"]
    client.attach_policy(PolicyId=policy, TargetId=ids["Products"])
    client.attach_policy(PolicyId=policy, TargetId=ids["Shop (EU)"])
    client.enable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    world.client("iam").update_account_password_policy(MinimumPasswordLength=8)
    return ids


@pytest.mark.slow
def test_an_organization_of_others_is_adopted_with_an_empty_plan(
    organization_world: BlueprintWorld,
) -> None:
    world = organization_world
    ids = make_foreign(world)
    adopted, text = adopt(world, "ours")
    assert lines_of(adopted) == []
    assert any("attached to the account shop-eu itself" in each.text for each in adopted.remarks)
    plan = world.plan(text)
    assert (tell_differences(plan), tell_skipped(plan)) == ([], {})
    accounts = adopted.settings["accounts"]
    assert accounts["units"]["Products"] == {"accounts": ["shop-eu"]}
    assert accounts["accounts"]["shop-eu"]["id"] == ids["Shop (EU)"]
    assert accounts["accounts"]["shop-eu"]["name"] == "Shop (EU)"
    own = accounts["policies"]["own"]["deny-alexa"]
    assert (own["name"], own["targets"], own["document"]) == ("Deny Alexa", ["Products"], FOREIGN)
    tagged = world.plan(text.replace("tag: false", "tag: true"))
    assert {found.property for found in tagged.differences} == {"tags"}
    assert len(tagged.differences) == adopted.adopted
    assert all(step.is_good for step in world.apply(tagged).steps)
    assert tell_differences(world.plan(text)) == []
    unit = client_tags(world, ids["Products"])
    assert unit == {OWNER_TAG: "ours/Products"}


def client_tags(world: BlueprintWorld, resource: str) -> dict[str, str]:
    tags = world.client("organizations").list_tags_for_resource(ResourceId=resource)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in tags}


def break_detection(world: BlueprintWorld, ids: dict[str, str]) -> None:
    """Let the detector be slow, the trail's bucket be open, and stop the trail."""
    client = world.enter(ids["audit"], "guardduty")
    (detector,) = client.list_detectors()["DetectorIds"]
    client.update_detector(DetectorId=detector, FindingPublishingFrequency="SIX_HOURS")
    world.enter(ids["log-archive"], "s3").delete_public_access_block(Bucket="acme-everything")
    world.client("cloudtrail").stop_logging(Name="everything")


def break_organization(world: BlueprintWorld, ids: dict[str, str]) -> None:
    """Detach policies, and take passwords' policy from one account."""
    client = world.client("organizations")
    for policy in client.list_policies(Filter="RESOURCE_CONTROL_POLICY")["Policies"]:
        for target in client.list_targets_for_policy(PolicyId=policy["Id"])["Targets"]:
            if not policy["AwsManaged"]:
                client.detach_policy(PolicyId=policy["Id"], TargetId=target["TargetId"])
    world.enter(ids["shop"], "iam").delete_account_password_policy()


@pytest.fixture(scope="module")
def acme_home(built_acme: BuiltAcme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with what a plan compares at Acme, in all of its Regions."""
    app, home = built_acme.emulator(), tmp_path_factory.mktemp("acme-home")
    regions = built_acme.acme.regions
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "demo")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        sessions = Sessions(
            region=regions[0],
            role="OrganizationAccountAccessRole",
            transport=lambda session: attach(session, app),
        )
        collect(BlueprintWorld(app, sessions, None, None, home, regions))
    return home


def test_the_page_about_adoption_runs_at_acme(
    acme_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("RINGWALL_HOME", str(acme_home))
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^    (ringwall .+)$", HOWTO.read_text(encoding="utf-8"), re.MULTILINE)
    for command in commands:
        words = command.split()[1:]
        if words[0] in {"collect", "apply"}:  # what they do is another page's
            continue
        with pytest.raises(SystemExit) as ended:
            run(words)
        assert ended.value.code in {0, 1}, command
    assert any("blueprint adopt" in command for command in commands)
    with pytest.raises(SystemExit) as again:
        run(["blueprint", "adopt"])
    assert again.value.code == 64
    text = Path("ringwall.yaml").read_text()
    assert "    trail_name: acme-organization\n" in text
    told = capsys.readouterr().err
    planned = plan_blueprint(acme_home, PlanRequest(Path("ringwall.yaml")))
    assert planned.reconciliation.differences
    for found in planned.reconciliation.differences:
        assert tell_difference(found, name_makers(planned.reconciliation)) in told
    assert not any(found.action in {"erase", "replace"} for found in
                   planned.reconciliation.differences)  # fmt: skip


def test_there_has_to_be_an_organization(organization_world: BlueprintWorld) -> None:
    with pytest.raises(BadInput, match="no organization to adopt"):
        adopt(organization_world)
