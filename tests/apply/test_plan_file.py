"""A saved plan is carried out exactly as it was made, or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_up_world import make, paint

from ringwall.apply.plan_file import SavedPlan, open_plan, save_plan
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.seal_key import SealKey

PLACE = "/home/ann/.ringwall"
SAVED = SavedPlan(
    Plan((make("a", begin=True), paint("a", "red", "a")), (("arn:x", "why"),)),
    "2026-11-23T10:15:00+00:00",
    ("s3.a", "s3.b"),
    "bank",
    "20261123T101500Z",
)


@pytest.fixture
def key(tmp_path: Path) -> SealKey:
    return SealKey(tmp_path / "seal.key")


@pytest.fixture
def file(tmp_path: Path, key: SealKey) -> Path:
    path = tmp_path / "plan.json"
    save_plan(path, SAVED, key, PLACE)
    return path


def edit(file: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(file.read_text())
    change(content)
    file.write_text(json.dumps(content))


def test_a_plan_comes_back_the_same(file: Path, key: SealKey) -> None:
    assert open_plan(file, key, PLACE) == SAVED
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_plan_may_be_laid_out_otherwise(file: Path, key: SealKey) -> None:
    edit(file, lambda _: None)
    assert open_plan(file, key, PLACE) == SAVED


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["changes"].pop(),
        lambda content: content["changes"][0].update(account_id="999999999999"),
        lambda content: content["changes"][0]["write"]["parameters"].update(Name="evil"),
        lambda content: content.update(snapshot="x"),
        lambda content: content.update(sha256="0" * 64),
        lambda content: content.update(sha256=None),
    ],
    ids=["fewer changes", "account", "parameter", "snapshot", "another hash", "no hash"],
)
def test_a_plan_that_was_edited_is_refused(
    file: Path, key: SealKey, change: Callable[[dict[str, Any]], object]
) -> None:
    edit(file, change)
    with pytest.raises(BadInput, match="the plan was changed since it was made; plan again"):
        open_plan(file, key, PLACE)


def test_a_plan_of_another_home_is_refused(file: Path, key: SealKey) -> None:
    with pytest.raises(BadInput, match="not a plan of this home folder: it was made for another"):
        open_plan(file, key, "/home/bob/.ringwall")


def test_a_plan_of_another_key_is_refused(file: Path, tmp_path: Path) -> None:
    other = SealKey(tmp_path / "other.key")
    with pytest.raises(BadInput, match="there is no key to check it with"):
        open_plan(file, other, PLACE)
    other.seal("plan", "x")
    with pytest.raises(BadInput, match="it was sealed with another key"):
        open_plan(file, other, PLACE)


@pytest.mark.parametrize("seal", ["", "x", None, 3, "12345678:00"], ids=str)
def test_a_plan_without_its_seal_is_refused(file: Path, key: SealKey, seal: Any) -> None:
    edit(file, lambda content: content.update(seal=seal))
    with pytest.raises(BadInput, match="not a plan of this home folder"):
        open_plan(file, key, PLACE)


def test_a_seal_of_another_kind_is_none(file: Path, key: SealKey) -> None:
    content = json.loads(file.read_text())
    content.pop("seal")
    told = content.pop("sha256")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    seal = key.seal("journal", json.dumps([PLACE, text]))
    file.write_text(json.dumps({**content, "sha256": told, "seal": seal}))
    with pytest.raises(BadInput, match="not a plan of this home folder"):
        open_plan(file, key, PLACE)


@pytest.mark.parametrize("version", [0, 2, "1", None], ids=str)
def test_a_plan_of_another_version_is_refused(file: Path, key: SealKey, version: Any) -> None:
    edit(file, lambda content: content.update(ringwall_plan=version))
    with pytest.raises(BadInput, match="not a plan of this version of Ringwall"):
        open_plan(file, key, PLACE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "[" * 100_000,
        '{"ringwall_plan": 1}',
        "\x00",
        '{"a":' * 500 + "1" + "}" * 500,
    ],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, key: SealKey, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"other\.json: "):
        open_plan(path, key, PLACE)


def test_a_file_that_is_not_there_or_too_long_is_refused(
    tmp_path: Path, key: SealKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="cannot read the plan: No such file"):
        open_plan(tmp_path / "none.json", key, PLACE)
    (tmp_path / "long.json").write_text("x" * 2000)
    monkeypatch.setattr("ringwall.apply.plan_file.MOST_BYTES", 1000)
    with pytest.raises(BadInput, match="no plan"):
        open_plan(tmp_path / "long.json", key, PLACE)


def test_what_cannot_be_written_is_told(tmp_path: Path, key: SealKey) -> None:
    with pytest.raises(StorageFailed, match="cannot write"):
        save_plan(tmp_path / "none" / "plan.json", SAVED, key, PLACE)


def test_a_blueprint_is_no_plan(tmp_path: Path, key: SealKey) -> None:
    path = tmp_path / "ringwall.yaml"
    path.write_text("blueprint: acme\n")
    with pytest.raises(BadInput, match=f"for a blueprint, give --blueprint {path}"):
        open_plan(path, key, PLACE)
