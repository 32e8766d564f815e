"""Which function and version a name stands for."""

from typing import Any

import pytest

from ringwall.emulator.call import Fault
from ringwall.emulator.functions.prepared import prepare_function

Functions = Any
"""plugins/function_world.py declares it."""
OWNER = "123456789012"
ARN = f"arn:aws:lambda:us-east-1:{OWNER}:function:f"
CODE = "def handler(e, c): return 1"


@pytest.mark.parametrize("named", ["f", ARN, f"{OWNER}:function:f", "f:$LATEST", f"{ARN}:$LATEST"])
def test_a_function_has_several_names(functions: Functions, named: str) -> None:
    functions.function("f", CODE, MemorySize=256)
    with functions.app.mounted():
        found = prepare_function(OWNER, "us-east-1", named, None)
    assert (found.name, found.version, found.memory, found.seconds) == ("f", "$LATEST", 256, 20)
    assert found.arn == ARN + (":$LATEST" if named.endswith("$LATEST") else "")
    assert found.concurrency is None


def test_weights_choose_the_same_in_every_run(functions: Functions) -> None:
    client = functions.client("lambda")
    functions.function("f", CODE)
    for _ in range(2):
        client.publish_version(FunctionName="f")
        client.update_function_configuration(FunctionName="f", Description="other")
    routing = {"AdditionalVersionWeights": {"2": 0.5}}
    client.create_alias(FunctionName="f", Name="live", FunctionVersion="1", RoutingConfig=routing)
    saved = functions.app.save()

    def choose() -> list[str]:
        functions.app.load(saved)
        with functions.app.mounted():
            return [prepare_function(OWNER, "us-east-1", "f", "live").version for _ in range(40)]

    first = choose()
    assert set(first) == {"1", "2"}
    assert choose() == first


@pytest.mark.parametrize(("named", "qualifier"), [("g", None), ("f", "9"), ("f", "gone")])
def test_what_is_not_there_is_told(functions: Functions, named: str, qualifier: str | None) -> None:
    functions.function("f", CODE)
    with functions.app.mounted(), pytest.raises(Fault, match="Function not found") as caught:
        prepare_function(OWNER, "us-east-1", named, qualifier)
    assert caught.value.status == 404
