"""The package of the Lambda: small, the same each time, and whole."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lambda_responder import ResponderBench, make_event, make_finding
from told_responder import ToldResponder

from ringwall.catalog.loader import load_responses
from ringwall.jobs.respond_package import (
    CALLBACK_HANDLER,
    HANDLER,
    LEFT_OUT,
    MOST_BYTES,
    build_package,
    write_package,
)
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.model.threat import Threat

PROGRAM = f"""
import importlib.abc, json, os, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {sorted(LEFT_OUT)!r}:
            raise ImportError(name + " must not be needed")

sys.meta_path.insert(0, Refuse())
import ringwall
assert ringwall.__file__.startswith(os.environ["UNPACKED"]), ringwall.__file__
asked = json.load(sys.stdin)
"""
PLAN = (
    PROGRAM
    + """
from datetime import UTC, datetime
import msgspec
from ringwall.catalog.loader import load_responses
from ringwall.jobs.connection import AwsAccess
from ringwall.model.threat import ResponseSettings, Scene, Threat
from ringwall.respond.planning import plan_response

sessions = AwsAccess(region="us-east-1").sessions
told = []
for name, document in asked:
    threat = msgspec.convert(document, Threat)
    settings = ResponseSettings(home_region="us-east-1", regions=("us-east-1",))
    scene = Scene(sessions.reader, datetime.now(UTC), settings)
    planned = plan_response(load_responses()[name], threat, scene)
    told.append([name, planned.problem, len(planned.changes), len(planned.steps)])
print(json.dumps([sorted(load_responses()), told]))
"""
)
HANDLE = (
    PROGRAM
    + """
from ringwall.handler.responder import handle

class Context:
    def get_remaining_time_in_millis(self):
        return 60_000

print(json.dumps(handle(asked, Context())))
"""
)
CALLBACK = (
    PROGRAM
    + """
from ringwall.handler.callback import handle

others = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
named = sorted(name for name in others if not name.startswith("_"))
print(json.dumps([handle(asked, None), named]))
"""
)
IMPORT = """
import sys, time
began = time.process_time()
__import__(sys.stdin.read().strip('"'))
print(time.process_time() - began)
"""
IN_LAMBDA = {"botocore", "dateutil", "jmespath", "msgspec", "ringwall", "six", "urllib3"}
"""What boto3 brings, which is there, and what the package has."""
HARMLESS = {"certifi", "typing_extensions", "coverage"}
"""What others use where it is there."""
SLOWEST = 3.0
"""Seconds of a processor for an import: what a cold start adds to an answer."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(build_package().data)) as archive:
        archive.extractall(folder)
    return folder


def run(program: str, unpacked: Path, given: Any, **more: str) -> Any:
    """Run a program that sees the package alone; return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "UNPACKED": str(unpacked), **more}
    ended = subprocess.run(  # noqa: S603 - this Python, and a text of ours
        [sys.executable, "-c", program],
        input=json.dumps(given),
        env=environment,
        cwd=unpacked,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout)


def test_the_same_code_gives_the_same_bytes() -> None:
    one, other = build_package(), build_package()
    assert one.data == other.data
    assert one.sha256 == other.sha256
    with zipfile.ZipFile(io.BytesIO(one.data)) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == sorted(one.names)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_it_is_small_and_says_how_it_is_run() -> None:
    made = build_package()
    told = made.describe()
    assert made.size < MOST_BYTES
    assert told["handler"] == HANDLER
    assert told["callback_handler"] == CALLBACK_HANDLER
    assert made.size < 4 * 1024 * 1024
    assert told["playbooks"] == sorted(load_responses())
    tops = {name.partition("/")[0] for name in made.names}
    assert tops == {"ringwall", "msgspec", "jmespath"}
    assert not any(
        name.startswith(("ringwall/store/", "ringwall/emulator/")) for name in made.names
    )


def test_it_has_the_playbooks_that_were_chosen_and_the_policy(tmp_path: Path) -> None:
    policy = tmp_path / "response.toml"
    policy.write_text('[[rules]]\nname = "x"\nplaybook = "lambda.contain_function"\n')
    made = build_package(["lambda.contain_function"], policy)
    assert "response.toml" in made.names
    found = [name for name in made.names if "/responses/" in name]
    assert found == ["ringwall/catalog/lambda/responses/contain_function.py"]
    with pytest.raises(BadInput, match=r"no playbook lambda\.nothing"):
        build_package(["lambda.nothing"])


CHANNEL = """
[[channels]]
type = "slack"
name = "soc"
channel = "C0123456789"
"""
ARN = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:slack-AbCdEf"


def test_texts_of_the_policy_are_packaged(tmp_path: Path) -> None:
    (tmp_path / "texts" / "de").mkdir(parents=True)
    (tmp_path / "texts" / "de" / "closed.txt").write_text("Closed: {case}")
    (tmp_path / "texts" / "de" / "notes.md").write_text("x")
    policy = tmp_path / "response.toml"
    policy.write_text('[messages]\ntemplates = "texts/de"\n')
    names = build_package(["lambda.contain_function"], policy).names
    assert "texts/de/closed.txt" in names
    assert "texts/de/notes.md" not in names
    for folder in ("../texts", "/texts", str(tmp_path / "texts")):
        policy.write_text(f'[messages]\ntemplates = "{folder}"\n')
        with pytest.raises(BadInput, match="must be a folder beside it"):
            build_package(["lambda.contain_function"], policy)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{CHANNEL}token_file = "a"\n', "no files of secrets"),
        (f'{CHANNEL}token_secret_arn = "{ARN}"\nsigning_file = "a"\n', "no files of secrets"),
        ('[[channels]]\ntype = "apprise"\nname = "x"\ntoken_env = "A"\n', "Apprise is not in"),
    ],
    ids=["token", "signing", "apprise"],
)
def test_channels_that_a_lambda_cannot_tell_are_named(tmp_path: Path, text: str, said: str) -> None:
    policy = tmp_path / "response.toml"
    policy.write_text(text)
    with pytest.raises(BadInput, match=said):
        build_package(["lambda.contain_function"], policy)
    policy.write_text(f'{CHANNEL}token_secret_arn = "{ARN}"\nsigning_env = "A"\n')
    assert "response.toml" in build_package(["lambda.contain_function"], policy).names


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match="cannot write the package"):
        write_package(build_package(), tmp_path / "none" / "r.zip")
    write_package(build_package(), tmp_path / "r.zip")
    assert (tmp_path / "r.zip").read_bytes() == build_package().data


class ServedWorld:
    """The emulated account, as samples of threats need a world."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def threat(self, kind: Any, resource: str, **more: Any) -> Threat:
        _, _, _, region, account, *_ = f"{resource}:::::".split(":")
        facts = {"account_id": account or "123456789012", "region": region or "global"}
        return Threat(**{"kind": kind, "resource": resource, "case": "CASE-x", **facts, **more})


def test_every_playbook_plans_from_the_package(
    responder_bench: ResponderBench, unpacked: Path
) -> None:
    world = ServedWorld(responder_bench.stoppable.account.client)
    # What is not there is told, too: each playbook is loaded, and asks AWS.
    asked = [
        (name, vars(world.threat(playbook.kinds[0], "nobody", region="us-east-1")))
        for name, playbook in sorted(load_responses().items())
        if name != "lambda.contain_function"
    ]
    function = vars(world.threat("function", responder_bench.function))
    known, told = run(PLAN, unpacked, [("lambda.contain_function", function), *asked])
    assert known == sorted(load_responses())
    for name, problem, changes, steps in told:
        assert problem == "", name
        assert changes + steps > 0, name


def test_the_handler_contains_from_the_package(
    responder_bench: ResponderBench, unpacked: Path
) -> None:
    event = make_event(make_finding(responder_bench.function))
    told = run(HANDLE, unpacked, event, **responder_bench.settings)
    assert [one["state"] for one in told["responses"]] == ["contained"]
    assert responder_bench.stoppable.is_stopped()


def test_callbacks_are_taken_from_the_package(
    told_responder: ToldResponder, unpacked: Path
) -> None:
    case = told_responder.wait()
    told_responder.tell()
    settings = told_responder.bench.settings
    answer, named = run(CALLBACK, unpacked, told_responder.press(), **settings)
    assert answer["statusCode"] == 200
    assert told_responder.bench.responders().log.events(case)[-1].kind == "approved"
    assert set(named) - HARMLESS <= IN_LAMBDA, "all of it is there, or in the package"


@pytest.mark.parametrize("handler", [HANDLER, CALLBACK_HANDLER])
def test_a_cold_start_is_short(unpacked: Path, handler: str) -> None:
    assert run(IMPORT, unpacked, handler.rpartition(".")[0]) < SLOWEST
