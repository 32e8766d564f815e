"""`ringwall access diff`: a request for each direction."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Save = Callable[..., Path]
EMPTY: dict[str, Any] = {"Version": "2012-10-17", "Statement": []}
TWICE = '{"Statement":\n{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}'


def policy(action: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_request_for_each_direction_is_printed(ask: Ask, save: Save) -> None:
    old = save("old.json", policy("s3:GetObject"))
    new = save("new.json", policy("s3:PutObject", Sid="Write"))
    found = ask("diff", old, new)
    assert found.code == 1
    added, removed = found.lines
    assert added.startswith("+ s3:PutObject arn:aws:s3:::")
    assert added.endswith(f"by {new}[0] Write (1:41)")
    assert removed.startswith("- s3:GetObject ")
    assert found.err == "the policies differ\n"


def test_equal_policies_have_no_difference(ask: Ask, save: Save) -> None:
    old = save("old.json", policy("s3:GetObject"))
    new = save("new.json", policy("S3:getobject"))
    found = ask("diff", old, new)
    assert (found.code, found.out) == (0, "")
    assert found.err == "the policies allow the same requests\n"


def test_what_cannot_be_determined_is_said(ask: Ask, save: Save) -> None:
    odd = policy("s3:GetObject", Condition={"StringEqual": {"aws:userid": "a"}})
    found = ask("diff", save("old.json", EMPTY), save("new.json", odd))
    assert found.code == 2
    assert "could not be determined" in found.err


def test_json_has_the_whole_request(ask: Ask, save: Save) -> None:
    trust = policy("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})
    found = ask("diff", save("old.json", EMPTY), save("new.json", trust), "--format", "json")
    (row,) = found.objects
    assert (found.code, row["change"]) == (1, "added")
    assert row["witness"]["principal"] == "ec2.amazonaws.com"
    assert row["witness"]["action"] == "sts:AssumeRole"


def test_a_broken_policy_exits_64_with_its_place(ask: Ask, save: Save, tmp_path: Path) -> None:
    good = save("good.json", policy("s3:GetObject"))
    broken = tmp_path / "broken.json"
    broken.write_text('{"Statement":\n{"Effect": "Alow"}}', encoding="utf-8")
    found = ask("diff", good, broken)
    assert found.code == 64
    assert f"{broken}:2:2: Statement.Effect" in found.err
    assert ask("diff", good, tmp_path / "none.json").code == 64
    broken.write_text(TWICE)
    assert "error: Effect appears twice" in ask("diff", broken, broken).err


def test_a_resource_policy_without_principal_exits_64(ask: Ask, save: Save) -> None:
    old = save("old.json", policy("s3:GetObject"))
    found = ask("diff", old, old, "--type", "RESOURCE")
    assert found.code == 64
    assert "no statement has a Principal" in found.err


def test_what_policies_that_allow_nothing_are_compared_by_is_said(ask: Ask, save: Save) -> None:
    old, new = save("old.json", policy("s3:*", Effect="Deny")), save("new.json", EMPTY)
    same = ask("diff", old, old)
    assert (same.code, same.out) == (0, "")
    assert same.err == "the policies deny the same requests; neither allows any\n"
    nothing = ask("diff", new, new)
    assert (nothing.code, nothing.out) == (2, "")
    assert nothing.err == "both policies allow nothing: there is nothing to compare\n"
