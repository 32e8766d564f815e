"""What is collected of a Lambda function: its settings, its code, and who may call it."""

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.evidence import ItemStatus
from ringwall.model.table import Row
from ringwall.model.threat import Threat
from ringwall.respond.evidence.collector import AskedPlace, EvidenceCollector
from ringwall.respond.evidence.sources.principal import collect_role, find_principal

CodeDownload = Callable[[str], Iterable[bytes]]
"""Returns what is at a pre-signed URL, in pieces; raises CallFailed."""
ARN = re.compile(
    r"arn:[a-z-]{3,20}:lambda:[a-z0-9-]{1,30}:\d{12}:function:([\w-]{1,64})(?::.{1,128})?"
)
GONE = ("ResourceNotFoundException",)
MOST_LAYERS = 5
"""A function has five layers at most."""
READS = (
    "lambda.get_function",
    "lambda.get_function_concurrency",
    "lambda.get_layer_version_by_arn",
    "lambda.get_policy",
    "lambda.list_aliases",
    "lambda.list_event_source_mappings",
    "lambda.list_function_url_configs",
    "lambda.list_versions_by_function",
)


def collect_function(collector: EvidenceCollector, threat: Threat, download: CodeDownload) -> None:
    """Keep how a function is set up, and its code with that of its layers."""
    if not (found := ARN.fullmatch(threat.resource)):
        raise BadInput(f"{threat.resource!r} is not the ARN of a Lambda function")
    place, which = (threat.account_id, threat.region), {"FunctionName": found[1]}
    function = collector.ask(
        "function",
        place,
        "lambda.get_function",
        which,
        absent=GONE,
        sensitive=True,  # environment variables
        hide=_hide_location,
    )
    settings = function.get("Configuration", {})
    if function:
        call = _Call(place, "lambda.get_function", which, settings.get("CodeSha256", ""))
        _keep_code(collector, "function code", call, function["Code"], download)
    for what, operation in (
        ("function policy", "lambda.get_policy"),
        ("function concurrency", "lambda.get_function_concurrency"),
        ("function URLs", "lambda.list_function_url_configs"),
        ("function event sources", "lambda.list_event_source_mappings"),
        ("function aliases", "lambda.list_aliases"),
    ):
        collector.ask(what, place, operation, which, absent=GONE)
    collector.ask(
        "function versions",
        place,
        "lambda.list_versions_by_function",
        which,
        absent=GONE,
        sensitive=True,
    )
    for layer in settings.get("Layers", ())[:MOST_LAYERS]:
        _keep_layer(collector, place, layer["Arn"], download)
    account, kind, role = find_principal(settings.get("Role", ""))
    if kind == "role" and account == threat.account_id:
        collect_role(collector, place, role)


def _keep_layer(
    collector: EvidenceCollector, place: AskedPlace, arn: str, download: CodeDownload
) -> None:
    operation, which = "lambda.get_layer_version_by_arn", {"Arn": arn}
    layer = collector.ask(f"layer {arn}", place, operation, which, absent=GONE, hide=_hide_location)
    if layer:
        content = layer.get("Content", {})
        call = _Call(place, operation, which, content.get("CodeSha256", ""))
        _keep_code(collector, f"code of layer {arn}", call, content, download)


@dataclass(frozen=True)
class _Call:
    """The call that says where code is, and the hash of it (base64) that it says."""

    place: AskedPlace
    operation: str
    parameters: Mapping[str, Any]
    code_sha256: str


def _keep_code(
    collector: EvidenceCollector, what: str, call: _Call, code: Row, download: CodeDownload
) -> None:
    """Keep the code that AWS hands out, and whether it is the one that AWS has the hash of."""

    def note(status: ItemStatus, reason: str, **attributes: str) -> None:
        collector.note(
            what,
            call.place,
            call.operation,
            call.parameters,
            kind="code",
            status=status,
            reason=reason,
            attributes=attributes,
        )

    if image := code.get("ImageUri"):
        resolved = code.get("ResolvedImageUri", "")
        note("none", "the code is an image in a registry", image=image, resolved=resolved)
        return
    if not (location := code.get("Location")):
        note("failed", "AWS answered without the place of the code")
        return
    expected = call.code_sha256
    item = collector.keep_content(
        what,
        call.place,
        call.operation,
        call.parameters,
        download(location),
        kind="code",
        attributes={"code_sha256": expected, "type": "application/zip"},
    )
    found = base64.b64encode(bytes.fromhex(item.sha256)).decode()
    if found and expected and found != expected:
        note("failed", f"what was downloaded is not the code of which AWS says the hash {expected}")


def _hide_location(answer: Row) -> Row:
    """Take out the pre-signed URL: it lets whoever has it in for some minutes."""
    shown = dict(answer)
    for name in ("Code", "Content"):
        if isinstance(shown.get(name), dict):
            shown[name] = {**shown[name], "Location": "(a pre-signed URL, not kept)"}
    return shown


def refuse_download(url: str) -> Iterable[bytes]:
    """Download nothing: where there is no way to the internet."""
    del url
    raise CallFailed("the code cannot be downloaded from here", "NoDownload")
    yield b""  # a generator: it raises when it is read, as every download does
