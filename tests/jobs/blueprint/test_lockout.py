"""Policies of a blueprint against the role that it is applied with."""

from pathlib import Path

import pytest

from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.jobs.blueprint.lockout import Lockout, find_lockouts
from ringwall.jobs.blueprint.plan import want_all
from ringwall.model.errors import BadBlueprint
from ringwall.plan.blueprint_file import read_blueprint
from ringwall.plan.landscape import make_landscape


def find(file: Path) -> tuple[Lockout, ...]:
    landscape = make_landscape(read_blueprint(file))
    return find_lockouts(landscape, want_all(landscape))


@pytest.mark.parametrize("level", ["baseline", "strict"])
def test_the_library_leaves_the_role_in(blueprint: Path, level: str) -> None:
    text = blueprint.read_text()
    assert "level: baseline" in text
    blueprint.write_text(text.replace("level: baseline", f"level: {level}"))
    assert find(blueprint) == ()


def write(path: Path, policies: str) -> Path:
    path.write_text(f"""blueprint: acme
home_region: eu-central-1
accounts:
  email: "aws+{{account}}@acme.io"
  units:
    Security: {{accounts: [security, log-archive]}}
    Workloads: {{accounts: [prod]}}
  policies:
{policies}
""")
    return path


OWN = """    own:
      no-buckets:
        type: SERVICE_CONTROL_POLICY
        targets: [{target}]
        document:
          Version: "2012-10-17"
          Statement:
            - Sid: NoBuckets
              Effect: Deny
              Action: "s3:CreateB*"
              Resource: "*"
              Condition: {condition}
"""


def test_a_policy_that_denies_an_action_of_the_role_is_an_error(tmp_path: Path) -> None:
    file = write(tmp_path / "b.yaml", OWN.format(target="Security", condition="{}"))
    (lockout,) = find(file)
    assert lockout.policy == "SCP no-buckets, statement 1 NoBuckets,"
    assert (lockout.actions, lockout.accounts) == (("s3:CreateBucket",), ("log-archive",))
    with pytest.raises(BadBlueprint) as error:
        check_blueprint(file)
    assert "s3:CreateBucket to ringwall-apply" in str(error.value)
    assert "b.yaml:9:5: " in str(error.value)


@pytest.mark.parametrize(
    ("target", "condition", "count"),
    [
        ("Workloads", "{}", 0),
        ("root", "{}", 1),
        ("root", '{ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::*:role/ringwall-*"}}', 0),
        ("root", '{ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::*:role/other"}}', 1),
        ("root", '{StringEquals: {"aws:RequestedRegion": "eu-central-1"}}', 1),
        ("root", '{StringEquals: {"aws:RequestedRegion": "us-west-2"}}', 0),
        ("root", '{BoolIfExists: {"aws:MultiFactorAuthPresent": "false"}}', 0),
    ],
)
def test_only_what_is_certain_where_the_role_works_is_a_lockout(
    tmp_path: Path, target: str, condition: str, count: int
) -> None:
    file = write(tmp_path / "b.yaml", OWN.format(target=target, condition=condition))
    assert len(find(file)) == count


def test_a_library_whose_exempt_roles_leave_ringwall_out_locks_it_out(tmp_path: Path) -> None:
    file = write(tmp_path / "b.yaml", "    platform_roles: [OrganizationAccountAccessRole]")
    found = find(file)
    assert any(lockout.policy.endswith("ProtectSecurityServices,") for lockout in found)


def test_a_message_names_a_few_of_many() -> None:
    names = tuple(f"s3:Action{number}" for number in range(7))
    message = Lockout("SCP guard, statement 1,", names, ("prod",)).remark().message
    assert "s3:Action4 and 2 more" in message
    assert "s3:Action5" not in message
