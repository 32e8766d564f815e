import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.main import run

USER = "arn:aws:iam::111122223333:user/alice"
ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        run(["access", *arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def write(path: Path, *statements: Any) -> str:
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
    return str(path)


def ask(*arguments: str) -> int:
    resource = "arn:aws:s3:::data/k"
    return call("check", "--principal", USER, "--action", "s3:GetObject", "--resource", resource,
                *arguments)  # fmt: skip


def test_check_tells_the_verdict_and_the_statement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = write(tmp_path / "id.json", {**ALLOW, "Sid": "Read"})
    assert ask("--identity-policy", identity) == 0
    assert capsys.readouterr().out == f"allowed\n  identity {identity}[0] Read (1:41)\n"
    nothing = write(tmp_path / "none.json", {**ALLOW, "Action": "ec2:RunInstances"})
    assert ask("--identity-policy", nothing) == 1
    assert capsys.readouterr().out == "implicitly_denied by identity\n"


def test_check_takes_every_layer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = write(tmp_path / "id.json", ALLOW)
    nothing = write(tmp_path / "none.json", {**ALLOW, "Action": "ec2:RunInstances"})
    for option, policy_type in (
        ("--boundary", "boundary"),
        ("--session-policy", "session"),
        ("--scp", "scp"),
        ("--endpoint-policy", "endpoint"),
    ):
        assert ask("--identity-policy", identity, option, nothing) == 1
        assert capsys.readouterr().out == f"implicitly_denied by {policy_type}\n"
    deny = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    wall = write(tmp_path / "deny.json", deny)
    for option, policy_type in (("--rcp", "rcp"), ("--resource-policy", "resource")):
        assert ask("--identity-policy", identity, option, wall) == 1
        assert capsys.readouterr().out.startswith(f"explicitly_denied by {policy_type}\n")


def test_check_reads_the_context_and_what_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    condition = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    identity = write(tmp_path / "id.json", {**ALLOW, "Condition": condition})
    assert ask("--identity-policy", identity, "--context", "aws:SourceIp=203.0.113.7") == 0
    assert ask("--identity-policy", identity, "--context", "aws:SourceIp=198.51.100.7") == 1
    capsys.readouterr()
    assert ask("--identity-policy", identity, "--unknown", "aws:SourceIp") == 2
    assert "hangs on identity" in capsys.readouterr().out
    assert ask("--identity-policy", identity, "--context", "aws:SourceIp") == 64


def test_check_answers_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = write(tmp_path / "id.json", ALLOW)
    assert ask("--identity-policy", identity, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["policy_type"], len(found["statements"])) == ("allowed", "", 1)


def test_several_levels_of_scps(tmp_path: Path) -> None:
    identity = write(tmp_path / "id.json", ALLOW)
    level = tmp_path / "level.json"
    policies = [
        {"Version": "2012-10-17", "Statement": [{**ALLOW, "Action": a}]} for a in ("ec2:*", "s3:*")
    ]
    level.write_text(json.dumps(policies))
    assert ask("--identity-policy", identity, "--scp", str(level), "--scp", identity) == 0
    only_first = write(tmp_path / "first.json", {**ALLOW, "Action": "ec2:*"})
    assert ask("--identity-policy", identity, "--scp", str(level), "--scp", only_first) == 1


def test_doubtful_names_are_said_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = write(tmp_path / "id.json", {**ALLOW, "Action": "s3:GetObjekt"})
    assert ask("--identity-policy", identity) == 1
    assert "did you mean s3:GetObject?" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{", "[]x", '{"Statement": {"Effect": "No"}}'])
def test_a_broken_policy_is_refused_with_its_place(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "id.json"
    file.write_text(text)
    assert ask("--identity-policy", str(file)) == 64
    assert f"{file}:1:" in capsys.readouterr().err
    assert ask("--identity-policy", str(tmp_path / "absent")) == 64


TWICE = '{"Statement":\n{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}'


def test_a_policy_with_a_key_twice_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "id.json"
    file.write_text(TWICE)
    said = f"{file}:2:20: Statement.Effect: error: Effect appears twice"
    assert ask("--identity-policy", str(file)) == 64
    assert said in capsys.readouterr().err
    assert call("diff", str(file), str(file)) == 64
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "id.json"
    file.write_bytes(b"\xff")
    assert ask("--identity-policy", str(file)) == 64
    assert f"{file}: the document is not UTF-8" in capsys.readouterr().err
    assert call("test", str(file)) == 64
    assert f"{file}:1: the document is not UTF-8" in capsys.readouterr().err


def cases(path: Path, expect: str) -> str:
    request = {"principal": USER, "action": "s3:GetObject", "resource": "arn:aws:s3:::data/k"}
    policy = {"Version": "2012-10-17", "Statement": [ALLOW]}
    case = {"name": "reads", "request": request, "identity_policies": [policy], "expect": expect}
    path.write_text(json.dumps(case) + "\n")
    return str(path)


def test_cases_pass_and_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("test", cases(tmp_path / "a.ndjson", "allow")) == 0
    found = capsys.readouterr()
    assert found.out.startswith("PASS reads: allowed  identity identity_policies[0][0] (1:")
    assert found.err == "1 cases, 0 not as expected\n"
    assert call("test", cases(tmp_path / "b.ndjson", "deny"), "--format", "json") == 1
    row = json.loads(capsys.readouterr().out)
    assert (row["result"], row["verdict"]) == ("fail", "allowed")
    assert row["place"].endswith("b.ndjson:1")


def test_bad_cases_exit_64(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "c.ndjson"
    file.write_text('{"name": "x"}\n')
    assert call("test", str(file)) == 64
    assert f"{file}:1:1: a case must have a request" in capsys.readouterr().err
    assert call("test") == 64


def test_hostile_names_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = write(tmp_path / "id.json", {**ALLOW, "Sid": "\x1b[31mred"})
    assert ask("--identity-policy", identity) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "value"),
    [("--resource-account", "abc"), ("--role-arn", "zzz"), ("--management-account", "12")],
)
def test_options_of_the_wrong_form_are_refused(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = write(tmp_path / "id.json", ALLOW)
    assert ask("--identity-policy", identity, option, value) == 64
    assert f"{option} is '{value}'; it must be" in capsys.readouterr().err
