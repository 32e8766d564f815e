"""`ringwall access check` and what it prints; whether a verdict is right is tested elsewhere."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
Save = Callable[..., Path]
USER = "arn:aws:iam::111122223333:user/alice"
ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
PROD = "111111111111"
APP, CI = f"arn:aws:iam::{PROD}:role/app", "arn:aws:iam::222222222222:role/ci"
DATA, SITE = "arn:aws:s3:::data", "arn:aws:s3:::site"
TWICE = '{"Statement":\n{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}'


def policy(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.fixture
def read_object(ask: Ask) -> Ask:
    """Return a function that asks whether a user may read an object, under policy files."""
    words = ("--principal", USER, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/k")
    return lambda *more: ask("check", *words, *more)


def test_the_verdict_and_the_statement_are_printed(read_object: Ask, save: Save) -> None:
    identity = save("id.json", policy({**ALLOW, "Sid": "Read"}))
    found = read_object("--identity-policy", identity)
    assert (found.code, found.out) == (0, f"allowed\n  identity {identity}[0] Read (1:41)\n")
    nothing = save("none.json", policy({**ALLOW, "Action": "ec2:RunInstances"}))
    found = read_object("--identity-policy", nothing)
    assert (found.code, found.out) == (1, "implicitly_denied by identity\n")


@pytest.mark.parametrize(
    ("option", "policy_type"),
    [
        ("--boundary", "boundary"),
        ("--session-policy", "session"),
        ("--scp", "scp"),
        ("--endpoint-policy", "endpoint"),
    ],
)
def test_each_type_of_policy_can_deny_by_silence(
    read_object: Ask, save: Save, option: str, policy_type: str
) -> None:
    identity = save("id.json", policy(ALLOW))
    nothing = save("none.json", policy({**ALLOW, "Action": "ec2:RunInstances"}))
    found = read_object("--identity-policy", identity, option, nothing)
    assert (found.code, found.out) == (1, f"implicitly_denied by {policy_type}\n")


@pytest.mark.parametrize(
    ("option", "policy_type"), [("--rcp", "rcp"), ("--resource-policy", "resource")]
)
def test_each_policy_of_the_resource_can_deny(
    read_object: Ask, save: Save, option: str, policy_type: str
) -> None:
    identity = save("id.json", policy(ALLOW))
    denial = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    found = read_object("--identity-policy", identity, option, save("deny.json", policy(denial)))
    assert found.code == 1
    assert found.out.startswith(f"explicitly_denied by {policy_type}\n")


def test_the_context_is_read_and_what_is_not_known(read_object: Ask, save: Save) -> None:
    condition = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    identity = save("id.json", policy({**ALLOW, "Condition": condition}))
    by_file = ("--identity-policy", identity)
    assert read_object(*by_file, "--context", "aws:SourceIp=203.0.113.7").code == 0
    assert read_object(*by_file, "--context", "aws:SourceIp=198.51.100.7").code == 1
    unknown = read_object(*by_file, "--unknown", "aws:SourceIp")
    assert unknown.code == 2
    assert "  depends on identity" in unknown.out
    assert read_object(*by_file, "--context", "aws:SourceIp").code == 64


def test_the_answer_in_json(read_object: Ask, save: Save) -> None:
    found = read_object("--identity-policy", save("id.json", policy(ALLOW)), "--format", "json")
    (row,) = found.objects
    assert (found.code, row["verdict"], row["policy_type"]) == (0, "allowed", "")
    assert len(row["statements"]) == 1


def test_a_file_of_scps_is_a_level(read_object: Ask, save: Save) -> None:
    identity = save("id.json", policy(ALLOW))
    both = save("level.json", [policy({**ALLOW, "Action": a}) for a in ("ec2:*", "s3:*")])
    one = save("one.json", policy({**ALLOW, "Action": "ec2:*"}))
    levels = ("--identity-policy", identity, "--scp", both, "--scp")
    assert read_object(*levels, identity).code == 0
    assert read_object(*levels, one).code == 1


def test_doubtful_names_are_noted(read_object: Ask, save: Save) -> None:
    identity = save("id.json", policy({**ALLOW, "Action": "s3:GetObjekt"}))
    found = read_object("--identity-policy", identity)
    assert found.code == 1
    assert "did you mean s3:GetObject?" in found.err


@pytest.mark.parametrize("text", ["{", "[]x", '{"Statement": {"Effect": "No"}}'])
def test_a_broken_policy_is_refused_with_its_place(
    read_object: Ask, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "id.json"
    file.write_text(text)
    found = read_object("--identity-policy", file)
    assert found.code == 64
    assert f"{file}:1:" in found.err


def test_a_policy_with_a_key_twice_is_refused(read_object: Ask, tmp_path: Path) -> None:
    file = tmp_path / "id.json"
    file.write_text(TWICE)
    found = read_object("--identity-policy", file)
    assert found.code == 64
    assert f"{file}:2:20: Statement.Effect: error: Effect appears twice" in found.err


def test_a_file_that_cannot_be_read_is_refused(read_object: Ask, tmp_path: Path) -> None:
    file = tmp_path / "id.json"
    assert read_object("--identity-policy", file).code == 64
    file.write_bytes(b"\xff")
    found = read_object("--identity-policy", file)
    assert found.code == 64
    assert f"{file}: the document is not UTF-8" in found.err


def test_hostile_names_do_not_reach_the_terminal(read_object: Ask, save: Save) -> None:
    identity = save("id.json", policy({**ALLOW, "Sid": "\x1b[31mred"}))
    found = read_object("--identity-policy", identity)
    assert found.code == 0
    assert "\x1b" not in found.out
    assert r"\x1b[31mred" in found.out


@pytest.mark.parametrize(
    ("option", "value"),
    [("--resource-account", "abc"), ("--role-arn", "zzz"), ("--management-account", "12")],
)
def test_options_of_the_wrong_form_are_refused(
    read_object: Ask, save: Save, option: str, value: str
) -> None:
    found = read_object("--identity-policy", save("id.json", policy(ALLOW)), option, value)
    assert found.code == 64
    assert f"{option} is '{value}'; it must be" in found.err


def test_a_request_without_policies_is_about_the_snapshot(ask: Ask, tmp_path: Path) -> None:
    request = ("--action", "s3:GetObject", "--resource", f"{DATA}/k")
    found = ask("check", "--principal", APP, *request)
    assert (found.code, found.lines) == (0, ["allowed", f"  identity {APP}#own[0]"])
    session = f"arn:aws:sts::{PROD}:assumed-role/app/s"
    assert ask("check", "--principal", session, *request).code == 0
    assert ask("check", "--principal", CI, *request).code == 1
    empty = ask("check", "--principal", APP, *request, home=tmp_path / "empty")
    assert empty.code == 2
    assert "run `ringwall collect` first" in empty.err


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ((), "name a request: --principal ARN"),
        (("--principal", APP), "a request has a --principal and an --action"),
        (("--action", "s3:GetObject"), "a request has a --principal and an --action"),
        (("--identity-policy", "id.json"), "name a request"),
        (
            ("--principal", APP, "--action", "s3:GetObject", "--scp", "a", "--put-policy",
             "arn:aws:s3:::x=b"),
            "leave the policy files out",
        ),
    ],
)  # fmt: skip
def test_half_a_request_is_bad_use(ask: Ask, words: tuple[str, ...], advice: str) -> None:
    found = ask("check", *words)
    assert found.code == 64
    assert advice in found.err


def test_a_change_is_tried_on_one_request(ask: Ask, save: Save, tmp_path: Path) -> None:
    denial = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Sid": "NoReads"}
    scp = save("scp.json", policy(denial))
    request = ("--principal", APP, "--action", "s3:GetObject", "--resource", f"{DATA}/k")
    found = ask("check", *request, "--attach-scp", scp, "--to", "prod")
    assert found.code == 1
    assert found.lines[0] == "explicitly_denied by scp"
    assert "before the change: allowed" in found.err
    elsewhere = ask("check", *request, "--attach-scp", scp, "--to", "dev", "--format", "json")
    assert (elsewhere.code, elsewhere.objects[0]["verdict"]) == (0, "allowed")
    assert json.loads((tmp_path / "scp.json").read_text())["Statement"] == [denial]
