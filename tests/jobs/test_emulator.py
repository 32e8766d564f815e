"""An emulated AWS organization on this machine."""

import io
import re
import tomllib
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from ringwall.jobs import emulator
from ringwall.jobs.collect import CollectRequest, collect_live
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.emulator import EXTRA, EmulatorRequest, require_extra, serve_emulator
from ringwall.model.errors import BadInput

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
DISTRIBUTIONS = {"flask_cors": "flask-cors", "re2": "google-re2"}
EMPTY = EmulatorRequest(empty=True, deny=("kms:ListKeys",))


def test_what_the_emulator_asks_for_is_what_its_extra_installs() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    extra = {re.split(r"[<>=[]", name)[0] for name in project["optional-dependencies"]["emulator"]}
    assert {DISTRIBUTIONS.get(name, name) for name in EXTRA} == extra


def test_the_extra_is_there_where_tests_run() -> None:
    require_extra()


def test_a_missing_extra_is_named_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, events: Any
) -> None:
    monkeypatch.setattr(emulator, "EXTRA", ("flask", "no_such_module"))
    with (
        pytest.raises(BadInput, match=r"\(no no_such_module\): pip install 'ringwall\[emulator\]'"),
        serve_emulator(EMPTY, events),
    ):
        pass


def test_it_is_served_as_long_as_it_is_open(
    aws_environment: pytest.MonkeyPatch, tmp_path: Path, events: Any
) -> None:
    with serve_emulator(EMPTY, events) as served:
        assert served.variables["AWS_ENDPOINT_URL"] == served.url
        for name, value in served.variables.items():
            aws_environment.setenv(name, value)
        request = CollectRequest(regions=("us-east-1",), services=("kms",))
        found = collect_live(tmp_path, request, AwsAccess(), events)
        assert {gap.status for gap in found.unread} == {"denied"}
    assert events.notes == []
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(served.url, timeout=1)  # noqa: S310 - it was our own server


@pytest.mark.parametrize(
    "request_",
    [
        EmulatorRequest(empty=True, host="0.0.0.0"),  # noqa: S104 - that is refused
        EmulatorRequest(empty=True, deny=("s3:GetBucketPolicyy",)),
        EmulatorRequest(empty=True, deny=("foo",)),
    ],
    ids=["host", "operation", "no call"],
)
def test_what_would_open_it_or_refuse_nothing_is_bad_input(
    events: Any, request_: EmulatorRequest
) -> None:
    with pytest.raises(BadInput), serve_emulator(request_, events):
        pass


def test_identity_center_is_enabled_where_that_was_asked_for(
    aws_environment: pytest.MonkeyPatch, events: Any
) -> None:
    with serve_emulator(EmulatorRequest(identity_center="eu-west-1"), events) as served:
        for name, value in served.variables.items():
            aws_environment.setenv(name, value)
        session: Any = botocore.session.Session()
        center = session.create_client("sso-admin", region_name="eu-west-1")
        assert len(center.list_instances()["Instances"]) == 1


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (EmulatorRequest(empty=True, identity_center="eu-west-1"), "needs an organization"),
        (EmulatorRequest(identity_center="eu-west-9"), "no region of aws is called 'eu-west-9'"),
        (EmulatorRequest(identity_center="sa-east-1"), "not enabled"),
    ],
)
def test_identity_center_is_where_it_can_be(
    events: Any, request_: EmulatorRequest, message: str
) -> None:
    with (
        pytest.raises(BadInput, match=f"--identity-center .*{message}"),
        serve_emulator(request_, events),
    ):
        pass


def test_a_port_that_is_taken_is_bad_input(events: Any) -> None:
    with serve_emulator(EMPTY, events) as served:
        port = int(served.url.rpartition(":")[2])
        request = EmulatorRequest(port=port, empty=True)
        with (
            pytest.raises(BadInput, match=f"cannot listen on 127.0.0.1:{port}: .*; try --port 0"),
            serve_emulator(request, events),
        ):
            pass


@pytest.mark.parametrize("run_functions", [True, False])
def test_functions_run_where_that_was_asked_for(
    aws_environment: pytest.MonkeyPatch,
    events: Any,
    run_functions: bool,  # noqa: FBT001
) -> None:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "def handler(event, context): return event")
    request = EmulatorRequest(empty=True, enforce=False, run_functions=run_functions)
    with serve_emulator(request, events) as served:
        for name, value in served.variables.items():
            aws_environment.setenv(name, value)
        session: Any = botocore.session.Session()
        iam = session.create_client("iam", region_name="us-east-1")
        role = iam.create_role(RoleName="f", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        client = session.create_client("lambda", region_name="us-east-1")
        client.create_function(
            FunctionName="f",
            Runtime="python3.12",
            Handler="main.handler",
            Role=role,
            Code={"ZipFile": code.getvalue()},
        )
        if run_functions:
            answer = client.invoke(FunctionName="f", Payload=b"[1]")
            assert answer["Payload"].read() == b"[1]"
        else:
            with pytest.raises(ClientError, match="does not run functions"):
                client.invoke(FunctionName="f")
