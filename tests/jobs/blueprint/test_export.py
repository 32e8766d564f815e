"""A blueprint as files of CloudFormation and of Terraform, judged by cfn-lint and by the syntax."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from terraform_syntax import find_flaws

from ringwall.jobs.blueprint.export import (
    DEPLOYMENT,
    BlueprintExport,
    ExportFormat,
    ExportRequest,
    export_blueprint,
)
from ringwall.model.errors import BadInput, NotCollected

EXAMPLES = Path(__file__).parents[3] / "examples"
JOINED = Path(__file__).with_name("joined_network.yaml")
BLUEPRINTS = [*sorted(EXAMPLES.glob("*.yaml")), JOINED]
MOST_RESOURCES, MOST_BYTES, MOST_PARAMETERS = 500, 1_000_000, 200
"""What CloudFormation takes of a template, from S3.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""


def export(path: Path, format_: ExportFormat, home: Path, **choice: object) -> BlueprintExport:
    return export_blueprint(home, ExportRequest(path, format_, **choice))  # type: ignore[arg-type]  # the test names them


def lint(found: BlueprintExport, folder: Path) -> list[str]:
    """Return what cfn-lint says of the templates: errors, and warnings too."""
    found.write(folder)
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "parseable"]
    templates = sorted(map(str, folder.glob("templates/*.json")))
    ran = subprocess.run([*command, *templates], capture_output=True, text=True, check=False)  # noqa: S603 - our own files
    assert not ran.stderr
    return ran.stdout.splitlines()


def ask_terraform(folder: Path) -> str:
    """Return what Terraform says against a configuration, as far as it needs no provider for it.

    Without the program that is nothing: the syntax was checked before.
    """
    program = shutil.which("terraform")
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    for command in ("get", "providers") if program else ():
        ran = subprocess.run(  # noqa: S603 - our own files
            [str(program), command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            return ran.stderr
    return ""


def test_cfn_lint_finds_nothing_in_an_example(tmp_path: Path) -> None:
    assert lint(export(EXAMPLES / "startup.yaml", "cloudformation", tmp_path), tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_cfn_lint_finds_nothing_in_any_example(path: Path, tmp_path: Path) -> None:
    assert lint(export(path, "cloudformation", tmp_path), tmp_path) == []


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_every_template_is_one_that_cloudformation_takes(path: Path, tmp_path: Path) -> None:
    found = export(path, "cloudformation", tmp_path)
    deployed = [
        each for wave in json.loads(found.files[DEPLOYMENT])["waves"] for each in wave["deploy"]
    ]
    templates = {name: text for name, text in found.files.items() if name.startswith("templates/")}
    assert sorted(each["template"] for each in deployed) == sorted(templates)
    assert len({each["name"] for each in deployed}) == len(deployed)
    for text in templates.values():
        assert len(text.encode()) <= MOST_BYTES
        document = json.loads(text)
        assert len(document["Resources"]) <= MOST_RESOURCES
        assert len(document.get("Parameters", {})) <= MOST_PARAMETERS
        assert len(document.get("Outputs", {})) <= MOST_PARAMETERS


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_every_parameter_has_an_output_of_an_earlier_wave(path: Path, tmp_path: Path) -> None:
    found = export(path, "cloudformation", tmp_path)
    waves: dict[str, int] = {}
    outputs: dict[str, set[str]] = {}
    for wave in json.loads(found.files[DEPLOYMENT])["waves"]:
        for each in wave["deploy"]:
            waves[each["name"]] = wave["wave"]
            document = json.loads(found.files[each["template"]])
            outputs[each["name"]] = set(document.get("Outputs", {}))
            given = {one["parameter"] for one in each["parameters"]}
            assert given == set(document.get("Parameters", {}))
            for one in each["parameters"]:
                if "of" in one:
                    assert waves[one["of"]] < wave["wave"]
                    assert one["output"] in outputs[one["of"]]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_the_configuration_of_an_example(path: Path, tmp_path: Path) -> None:
    found = export(path, "terraform", tmp_path)
    files = {name: text for name, text in found.files.items() if name.endswith(".tf.json")}
    assert find_flaws(files) == []
    found.write(tmp_path)
    assert ask_terraform(tmp_path) == ""


def test_what_a_route_points_to_is_said_by_the_property_of_its_kind(tmp_path: Path) -> None:
    found = export(JOINED, "cloudformation", tmp_path)
    resources = [
        one
        for name, text in found.files.items()
        if name.startswith("templates/")
        for one in json.loads(text)["Resources"].values()
    ]
    routes = [one["Properties"] for one in resources if one["Type"] == "AWS::EC2::Route"]
    plain = {"RouteTableId", "DestinationCidrBlock"}
    kinds = {"GatewayId", "NatGatewayId", "TransitGatewayId", "VpcEndpointId"}
    assert {name for route in routes for name in route.keys() - plain} == kinds
    assert all(len(route) == len(plain) + 1 for route in routes)
    types = {one["Type"] for one in resources}
    assert {"AWS::EC2::NetworkAclEntry", "AWS::EC2::SecurityGroupIngress"} <= types


def test_a_route_to_a_firewall_waits_for_its_endpoint(tmp_path: Path) -> None:
    """CloudFormation does not say which endpoint is in which zone: a person looks it up."""
    found = export(JOINED, "cloudformation", tmp_path)
    deployed = [
        (wave["wave"], each)
        for wave in json.loads(found.files[DEPLOYMENT])["waves"]
        for each in wave["deploy"]
    ]
    ((later, waiting),) = [
        (wave, each)
        for wave, each in deployed
        if "networkfirewall_firewall_endpoint firewall-1 (security, eu-west-1)"
        in each.get("first", ())
    ]
    makes = [
        wave
        for wave, each in deployed
        if "AWS::NetworkFirewall::Firewall" in found.files[each["template"]]
        and "AWS::NetworkFirewall::FirewallPolicy" in found.files[each["template"]]
    ]
    assert max(makes) < later
    assert any("FirewallEndpoint" in one["parameter"] for one in waiting["parameters"])


def test_what_is_not_exported_is_counted_and_named(blueprint: Path, tmp_path: Path) -> None:
    found = export(blueprint, "cloudformation", tmp_path)
    assert found.lost_rows == len({loss.row for loss in found.losses})
    page = found.files["NOT_EXPORTED.md"]
    assert all(f"| {loss.row.table} |" in page for loss in found.losses)
    assert "CloudFormation has no type for it" in page


def test_a_part_refers_to_the_rest_by_parameters(blueprint: Path, tmp_path: Path) -> None:
    whole = export(blueprint, "cloudformation", tmp_path)
    part = export(blueprint, "cloudformation", tmp_path, services=("cloudtrail",))
    assert 0 < part.resources < whole.resources
    (template,) = (json.loads(t) for name, t in part.files.items() if name.startswith("templates/"))
    (trail,) = template["Resources"].values()
    assert trail["Type"] == "AWS::CloudTrail::Trail"
    assert any("kms_key" in one["Description"] for one in template["Parameters"].values())


def test_an_account_that_is_not_there_is_bad_input(blueprint: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--account securty"):
        export(blueprint, "terraform", tmp_path, accounts=("securty",))


def test_a_snapshot_is_needed_where_one_is_named(blueprint: Path, tmp_path: Path) -> None:
    with pytest.raises((BadInput, NotCollected)):
        export(blueprint, "terraform", tmp_path, snapshot="newest")


def test_ids_come_from_a_snapshot(firm: Path, blueprint_home: Path) -> None:
    found = export(firm, "terraform", blueprint_home, snapshot="newest")
    variables = json.loads(found.files["main.tf.json"])["variable"]
    assert variables["account_id_management"]["default"].isdigit()
    assert "default" not in variables["account_id_prod"]  # it is not there yet
    without = json.loads(export(firm, "terraform", blueprint_home).files["main.tf.json"])
    assert "default" not in without["variable"]["account_id_management"]


def test_files_are_written_with_their_folders(blueprint: Path, tmp_path: Path) -> None:
    found = export(blueprint, "terraform", tmp_path)
    paths = found.write(tmp_path / "out")
    assert {str(path.relative_to(tmp_path / "out")) for path in paths} == found.files.keys()
    assert all(
        path.read_text(encoding="utf-8") == text
        for path, text in zip(paths, found.files.values(), strict=True)
    )
