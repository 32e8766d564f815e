"""What a blueprint needs to be collected for its plan, and what the plan says then."""

from pathlib import Path
from typing import Any

import pytest
from recorded_events import RecordedEvents

from ringwall.aws.discover import AwsAccount, Discovery
from ringwall.jobs.blueprint.demands import match_ids, read_demands
from ringwall.jobs.blueprint.plan import PlannedBlueprint, PlanRequest, plan_blueprint
from ringwall.jobs.collect import CollectRequest, collect_live
from ringwall.jobs.connection import AwsAccess
from ringwall.model.errors import BadBlueprint
from ringwall.plan.blueprint_file import read_blueprint

LONE = """blueprint: lone
home_region: us-east-1
accounts:
  email: "aws+{account}@firm.io"
  security: management
  log_archive: management
  root: [management]
infrastructure:
  network:
    enabled: true
    accounts: [management]
    cidr: 172.31.0.0/16
    zone_ids: {us-east-1: [use1-az1, use1-az7]}
    interface_endpoints: [ssm, nosuchthing]
"""
FIRM = """blueprint: firm
home_region: us-east-1
regions: [eu-west-1]
accounts:
  email: "aws+{account}@firm.io"
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [prod, dev]}
infrastructure:
  network: {enabled: true, accounts: [prod, dev], interface_endpoints: [ssm]}
"""
MANAGEMENT, PROD, STRANGER = "111111111111", "222222222222", "999999999999"
FOUND = Discovery(
    (
        AwsAccount(MANAGEMENT, "Firm", is_management=True, email="root@firm.io"),
        AwsAccount(PROD, "Production", email="AWS+prod@firm.io"),
        AwsAccount(STRANGER, "stranger", email="x@firm.io"),
    ),
    "organization",
    MANAGEMENT,
    MANAGEMENT,
)
SERVICES = ("organizations", "account", "ec2", "servicequotas")


def write(folder: Path, text: str) -> Path:
    path = folder / "blueprint.yaml"
    path.write_text(text)
    return path


def test_accounts_are_those_of_the_blueprint_that_are_there(tmp_path: Path) -> None:
    file = read_blueprint(write(tmp_path, FIRM))
    assert match_ids(file, FOUND) == {"management": MANAGEMENT, "prod": PROD}
    alone = Discovery((AwsAccount(MANAGEMENT, MANAGEMENT),), "caller", MANAGEMENT)
    assert match_ids(file, alone) == {"management": MANAGEMENT}


def test_what_is_demanded_is_of_the_accounts_and_regions_that_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, FIRM)
    found = read_demands(path, FOUND, (MANAGEMENT, PROD, STRANGER), ("us-east-1", "eu-west-1"))
    assert set(found["ec2_availability_zone"]) == {PROD}
    offers = found["ec2_offered_endpoint_service"][PROD]
    assert {each.what.rpartition(".")[2] for each in offers} == {"s3", "dynamodb", "ssm"}
    services = {each.what for each in found["servicequotas_service_quota"][PROD]}
    assert services == {"vpc"}  # of others the blueprint makes nothing there
    assert STRANGER not in found["servicequotas_service_quota"]
    fewer = read_demands(path, FOUND, (MANAGEMENT,), ("eu-west-1",))
    assert set(fewer["servicequotas_service_quota"]) == {MANAGEMENT}
    regions = {each.region for each in fewer["servicequotas_service_quota"][MANAGEMENT]}
    assert regions == {"eu-west-1", "global"}


def test_an_account_that_fits_two_is_refused(tmp_path: Path) -> None:
    twins = (*FOUND.accounts, AwsAccount("3" * 12, "dev"), AwsAccount("4" * 12, "dev"))
    found = Discovery(twins, "organization", MANAGEMENT, MANAGEMENT)
    with pytest.raises(BadBlueprint, match=r"blueprint.yaml:8:.* give its id"):
        read_demands(write(tmp_path, FIRM), found, (), ())


@pytest.fixture(scope="module")
def planned(
    served_account: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[PlannedBlueprint, dict[str, int]]:
    """Return a plan after a collection for it, and the calls of that."""
    folder = tmp_path_factory.mktemp("demands")
    path = write(folder, LONE)
    served_account.plant()
    connection = AwsAccess(region="us-east-1", endpoint_url=served_account.url)
    request = CollectRequest(regions=("us-east-1",), services=SERVICES, blueprint=path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "RINGWALL_DATABASE"):
            patch.delenv(name, raising=False)
        served_account.app.calls.clear()
        collect_live(folder, request, connection, RecordedEvents())
    return plan_blueprint(folder, PlanRequest(path)), dict(served_account.app.calls)


def test_a_plan_says_what_is_in_its_way_and_where(
    planned: tuple[PlannedBlueprint, dict[str, int]],
) -> None:
    found, _ = planned
    assert [
        line.partition("blueprint.yaml:")[2].partition(": ")[0] for line in found.obstacles
    ] == [
        "14:32",
        "14:27",
        "13:27",
        "12:11",
    ]
    lacks, zone_of_endpoint, zone, overlap = found.obstacles
    assert "us-east-1 has no endpoint of com.amazonaws.us-east-1.nosuchthing" in lacks
    assert "ssm is in use1-az" in zone_of_endpoint
    assert "there is no zone use1-az7 for this account" in zone
    assert "172.31.0.0/20 overlaps with vpc-" in overlap
    assert found.doubts == ()
    assert found.describe()["in_the_way"] == list(found.obstacles)
    assert f"in the way  {lacks}" in list(found.lines())


def test_quotas_are_read_by_few_calls(
    planned: tuple[PlannedBlueprint, dict[str, int]],
) -> None:
    _, calls = planned
    assert calls["service-quotas:ListServiceQuotas"] <= 7
    assert "service-quotas:ListAWSDefaultServiceQuotas" not in calls
    assert calls["ec2:DescribeAvailabilityZones"] == 1
    assert calls["ec2:DescribeVpcEndpointServices"] == 1


def test_a_blueprint_that_cannot_be_used_is_not_planned(
    blueprint_home: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, LONE.replace("172.31.0.0/16", "8.0.0.0/16"))
    with pytest.raises(BadBlueprint, match=r"blueprint.yaml:12:11: .* is no private block"):
        plan_blueprint(blueprint_home, PlanRequest(path))
