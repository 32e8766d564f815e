"""What is collected of a Lambda function: its code above all."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from evidence_world import EvidenceWorld, find_item
from policy_texts import make_service_role

from ringwall.model.errors import BadInput, CallFailed
from ringwall.respond.evidence.sources.function import READS, collect_function, refuse_download

TOKEN = "s3cr3t"


@pytest.fixture
def code() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    return data.getvalue()


@pytest.fixture
def function(evidence_world: EvidenceWorld, code: bytes) -> str:
    """Return the ARN of a function with a secret in its environment."""
    role = make_service_role(evidence_world.response.client("iam"), "fn", "lambda")
    made = evidence_world.response.client("lambda").create_function(
        FunctionName="shop",
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": code},
        Environment={"Variables": {"TOKEN": TOKEN}},
    )
    return str(made["FunctionArn"])


def collect(world: EvidenceWorld, arn: str, download: Any) -> Any:
    collector = world.collector()
    collect_function(collector, world.threat("function", arn, region="eu-west-1"), download)
    return collector.items


def test_a_function_is_kept_with_its_code_and_role(
    evidence_world: EvidenceWorld, function: str, code: bytes
) -> None:
    world = evidence_world
    urls: list[str] = []

    def download(url: str) -> Iterator[bytes]:
        urls.append(url)
        yield code

    items = collect(world, function, download)
    item = find_item(items, "function code")
    assert (item.status, item.sha256) == ("kept", hashlib.sha256(code).hexdigest())
    assert item.attributes["code_sha256"]
    settings = find_item(items, "function")
    assert settings.sensitive
    assert TOKEN.encode() in world.content(settings)
    assert urls
    # A pre-signed URL lets whoever has it in.
    everything = b"".join(world.content(one) for one in items if one.has_file)
    assert urls[0].encode() not in everything
    assert find_item(items, "role fn").status == "kept"
    assert find_item(items, "function policy").status == "none"
    own = {
        item.source.operation
        for item in items
        if not item.source.operation.startswith(("iam.", "config."))
    }
    assert own <= {*READS}


def test_other_code_than_the_one_that_runs_is_told(
    evidence_world: EvidenceWorld, function: str
) -> None:
    items = collect(evidence_world, function, lambda _: [b"other"])
    kept, told = [item for item in items if item.what == "function code"]
    assert kept.status == "kept"
    assert told.status == "failed"
    assert "not the code of which AWS says the hash" in told.reason


def test_code_that_cannot_be_downloaded_is_an_item(
    evidence_world: EvidenceWorld, function: str
) -> None:
    def fail(_: str) -> Iterator[bytes]:
        raise CallFailed("download: not an address of AWS by https")
        yield b""

    item = find_item(collect(evidence_world, function, fail), "function code")
    assert item.status == "failed"
    assert "not an address of AWS" in item.reason


class Images:
    """A reader of a function whose code is an image, or nowhere."""

    def __init__(self, inner: Any, code: Any) -> None:
        self.inner, self.code = inner, code

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def items(self, operation: str, path: str, **parameters: Any) -> Any:
        pages = self.inner.items(operation, path, **parameters)
        if operation == "lambda.get_function":
            return [{**page, "Code": self.code} for page in pages]
        return pages


@pytest.mark.parametrize(
    ("place", "status"), [({"ImageUri": "registry/shop:1"}, "none"), ({}, "failed")]
)
def test_code_that_is_elsewhere_is_told(
    evidence_world: EvidenceWorld, function: str, place: Any, status: str
) -> None:
    world = evidence_world
    real = world.response.world.sessions.reader
    collector = world.collector(readers=lambda *where: Images(real(*where), place))
    threat = world.threat("function", function, region="eu-west-1")
    collect_function(collector, threat, lambda _: [b""])
    assert find_item(collector.items, "function code").status == status


def test_a_function_that_is_gone_leaves_items_that_say_so(evidence_world: EvidenceWorld) -> None:
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:gone"
    items = collect(evidence_world, arn, lambda _: [b""])
    assert find_item(items, "function").status == "none"
    assert not [item for item in items if item.what == "function code"]


def test_what_is_no_function_is_not_asked_for(evidence_world: EvidenceWorld) -> None:
    with pytest.raises(BadInput, match="not the ARN of a Lambda function"):
        collect(evidence_world, "arn:aws:lambda:eu-west-1:123456789012:layer:x", lambda _: [b""])


def test_without_a_way_to_the_internet_no_code_is_downloaded() -> None:
    with pytest.raises(CallFailed, match="cannot be downloaded"):
        list(refuse_download("https://x"))
