"""`ringwall access validate`: each problem a line, grave ones fail."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Save = Callable[..., Path]


def policy(action: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_security_warning_fails(ask: Ask, save: Save) -> None:
    wide = save("wide.json", policy("iam:PassRole"))
    found = ask("validate", wide, "--kind", "identity")
    assert found.code == 1
    assert found.out.startswith(f"SECURITY_WARNING pass_role_with_star_in_resource {wide}:1:")
    assert found.err == "1 problem, 1 of them errors or security warnings\n"


def test_a_suggestion_does_not(ask: Ask, save: Save) -> None:
    plain = save("plain.json", policy(["s3:Get*", "s3:GetObject"]))
    found = ask("validate", plain, "--format", "json")
    (row,) = found.objects
    assert (found.code, row["code"], row["severity"]) == (0, "redundant_action", "suggestion")
    assert row["place"].startswith(f"{plain}:1:")


def test_problems_of_all_files_are_counted(ask: Ask, save: Save) -> None:
    files = save("a.json", policy("iam:PassRole")), save("b.json", policy("s3:Nothing"))
    found = ask("validate", *files, "--kind", "identity")
    assert found.code == 1
    assert {line.split()[2].rpartition("/")[2].partition(":")[0] for line in found.lines} == {
        "a.json",
        "b.json",
    }


def test_no_file_and_a_missing_file_exit_64(ask: Ask, tmp_path: Path) -> None:
    assert ask("validate").code == 64
    assert ask("validate", tmp_path / "none.json").code == 64
    assert ask("validate", "--kind", "nonsense", "x").code == 64
