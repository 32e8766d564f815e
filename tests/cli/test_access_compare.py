import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.main import run


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        run(["access", *map(str, arguments)])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def write(path: Path, *values: Any) -> Path:
    path.write_text("".join(f"{json.dumps(value)}\n" for value in values), encoding="utf-8")
    return path


def policy(action: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_diff_prints_a_request_for_each_direction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "old.json", policy("s3:GetObject"))
    new = write(tmp_path / "new.json", policy("s3:PutObject", Sid="Write"))
    assert call("diff", old, new) == 1
    added, removed = capsys.readouterr().out.splitlines()
    assert added.startswith("+ s3:PutObject arn:aws:s3:::")
    assert added.endswith(f"by {new}[0] Write (1:41)")
    assert removed.startswith("- s3:GetObject ")


def test_diff_of_equal_policies_is_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "old.json", policy("s3:GetObject"))
    new = write(tmp_path / "new.json", policy("S3:getobject"))
    assert call("diff", old, new) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "allow the same" in captured.err


def test_diff_says_when_it_cannot_tell(tmp_path: Path) -> None:
    odd = policy("s3:GetObject", Condition={"StringEqual": {"aws:userid": "a"}})
    old = write(tmp_path / "old.json", {"Version": "2012-10-17", "Statement": []})
    assert call("diff", old, write(tmp_path / "new.json", odd)) == 2


def test_diff_as_json_has_the_whole_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_to = policy("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})
    old = write(tmp_path / "old.json", {"Version": "2012-10-17", "Statement": []})
    assert call("diff", old, write(tmp_path / "new.json", open_to), "--format", "json") == 1
    row = json.loads(capsys.readouterr().out)
    assert row["change"] == "added"
    assert row["witness"]["principal"] == "ec2.amazonaws.com"
    assert row["witness"]["action"] == "sts:AssumeRole"


@pytest.mark.parametrize(
    ("verb", "case"),
    [
        ("no-new-access", {"reference": policy("s3:Get*"), "candidate": policy("s3:GetObject")}),
        ("not-granted", {"policy": policy("s3:GetObject"), "actions": ["s3:PutObject"]}),
        ("no-public", {"policy": policy("s3:GetObject", Principal={"AWS": "111122223333"}),
                       "resource_type": "AWS::S3::Bucket"}),
    ],
)  # fmt: skip
def test_cases_are_run_and_a_wrong_expectation_is_told(
    verb: str, case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = write(tmp_path / "right.ndjson", {"name": "as it is", "expect": "PASS", **case})
    assert call(verb, right) == 0
    assert capsys.readouterr().out == "PASS as it is: pass\n"
    wrong = write(tmp_path / "wrong.ndjson", {"name": "as it is not", "expect": "fail", **case})
    assert call(verb, right, wrong, "--format", "json") == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["result"] for row in rows] == ["pass", "fail"]
    assert rows[1]["place"] == f"{wrong}:1"
    assert rows[1]["expect"] == "fail"


def test_a_witness_and_its_statements_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {"name": "open", "policy": policy("s3:*"), "actions": ["s3:PutObject"]}
    assert call("not-granted", write(tmp_path / "cases.ndjson", case)) == 0
    out = capsys.readouterr().out
    assert out.startswith("PASS open: fail  s3:PutObject arn:aws:s3:::")
    assert "by policy[0] (1:" in out


@pytest.mark.parametrize("verb", ["no-new-access", "not-granted", "no-public", "validate"])
def test_bad_use_and_bad_input_exit_64(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(verb) == 64
    assert call(verb, tmp_path / "none") == 64
    if verb != "validate":
        assert call(verb, write(tmp_path / "cases.ndjson", {"policy": {}}, 1)) == 64
        assert f"{tmp_path / 'cases.ndjson'}:1:" in capsys.readouterr().err


def test_diff_of_a_broken_policy_exits_64_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path / "good.json", policy("s3:GetObject"))
    broken = tmp_path / "broken.json"
    broken.write_text('{"Statement":\n{"Effect": "Alow"}}', encoding="utf-8")
    assert call("diff", good, broken) == 64
    assert f"{broken}:2:2: Statement.Effect" in capsys.readouterr().err
    assert call("diff", good, tmp_path / "none.json") == 64


def test_diff_of_a_resource_policy_without_principal_exits_64(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "old.json", policy("s3:GetObject"))
    assert call("diff", old, old, "--type", "RESOURCE") == 64
    assert "no statement has a Principal" in capsys.readouterr().err


def test_validate_prints_each_problem_and_fails_on_grave_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = write(tmp_path / "wide.json", policy("iam:PassRole"))
    assert call("validate", wide, "--kind", "identity") == 1
    out = capsys.readouterr().out
    assert out.startswith(f"SECURITY_WARNING pass_role_with_star_in_resource {wide}:1:")
    plain = write(tmp_path / "plain.json", policy("", Action=["s3:Get*", "s3:GetObject"]))
    assert call("validate", plain, "--format", "json") == 0
    row = json.loads(capsys.readouterr().out)
    assert row["code"] == "redundant_action"
