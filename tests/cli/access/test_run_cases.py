"""`ringwall access test`: access cases of files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Save = Callable[..., Path]
USER = "arn:aws:iam::111122223333:user/alice"
APP, DATA = "arn:aws:iam::111111111111:role/app", "arn:aws:s3:::data"
POLICY = {"Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}  # fmt: skip
REQUEST = {"principal": USER, "action": "s3:GetObject", "resource": f"{DATA}/k"}


def case(expect: str, **more: Any) -> dict[str, Any]:
    return {"name": "reads", "request": REQUEST, "identity_policies": [POLICY], "expect": expect,
            **more}  # fmt: skip


def test_a_case_passes_or_fails_with_what_was_expected(ask: Ask, save: Save) -> None:
    found = ask("test", save("a.ndjson", case("allow")))
    assert found.code == 0
    assert found.out.startswith("PASS reads: allowed  identity identity_policies[0][0] (1:")
    assert found.err == "1 case, 0 not as expected\n"
    found = ask("test", save("b.ndjson", case("allow"), case("deny")))
    assert found.code == 1
    assert found.lines[1].startswith(
        "FAIL reads: allowed, expected explicitly_denied or implicitly_denied  identity "
    )
    assert found.err == "2 cases, 1 not as expected\n"


def test_rows_in_json_name_file_and_line(ask: Ask, save: Save) -> None:
    path = save("b.ndjson", case("deny"))
    (row,) = ask("test", path, "--format", "json").objects
    assert (row["result"], row["verdict"], row["place"]) == ("fail", "allowed", f"{path}:1")


def test_a_broken_case_exits_64_and_the_others_are_run(ask: Ask, save: Save) -> None:
    path = save("c.ndjson", case("allow"), {"name": "x"}, case("deny"))
    found = ask("test", path)
    assert found.code == 64
    assert [line.partition(" ")[0] for line in found.lines] == ["PASS", "FAIL"]
    assert f"{path}:2:1: a case must have a request" in found.err
    assert found.err.endswith("3 cases, 1 not as expected, 1 broken and not run\n")
    (broken,) = (row for row in ask("test", path, "--format", "json").objects[1:2])
    assert (broken["result"], broken["place"]) == ("broken", f"{path}:2")
    assert ask("test").code == 64


def test_a_case_without_policies_is_about_the_snapshot(
    ask: Ask, save: Save, tmp_path: Path
) -> None:
    request = {**REQUEST, "principal": APP}
    path = save("cases.ndjson", {"name": "app reads", "request": request, "expect": "allowed"})
    found = ask("test", path)
    assert found.code == 0
    assert found.lines[0].startswith("PASS app reads: allowed")
    found = ask("test", path, home=tmp_path / "empty")
    assert found.code == 1
    assert "cases without policies: 1; there is no snapshot" in found.err
