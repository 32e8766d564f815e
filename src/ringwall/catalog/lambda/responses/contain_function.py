"""Contains a Lambda function that is a backdoor: nothing calls it, and what it ran is told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ringwall.catalog.function_permissions import PERMISSION_WRITES, close_policy, find_added
from ringwall.catalog.threatened_function import (
    GONE,
    NAME,
    QUALIFIER,
    ThreatenedFunction,
    open_function,
)
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.text import count_of
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

WHICH = {"FunctionName": NAME}
URL = {**WHICH, "Qualifier?": QUALIFIER}
MOST_QUALIFIERS = 50
"""Aliases and versions whose policies and URLs are looked at: those of more are told."""
UUID = r"[0-9a-f-]{36}"
BUSY = ("ResourceConflictException", "ResourceInUseException")
"""What Lambda answers while it works on the function, or on the mapping."""
WRITES = (
    WriteShape(
        "lambda.put_function_concurrency", {**WHICH, "ReservedConcurrentExecutions": range(100001)}
    ),
    WriteShape("lambda.delete_function_concurrency", WHICH),
    WriteShape(
        "lambda.put_provisioned_concurrency_config",
        {
            **WHICH,
            "Qualifier": QUALIFIER,
            "ProvisionedConcurrentExecutions": range(1, 100001),
        },
    ),
    WriteShape("lambda.delete_provisioned_concurrency_config", {**WHICH, "Qualifier": QUALIFIER}),
    WriteShape("lambda.update_function_url_config", {**URL, "AuthType": "NONE|AWS_IAM"}),
    WriteShape(
        "lambda.create_function_url_config",
        {
            **URL,
            "AuthType": "NONE|AWS_IAM",
            "Cors?": object,
            "InvokeMode?": "BUFFERED|RESPONSE_STREAM",
        },
    ),
    WriteShape("lambda.delete_function_url_config", URL),
    WriteShape("lambda.update_event_source_mapping", {"UUID": UUID, "Enabled": bool}),
    *PERMISSION_WRITES,
)


@responds(
    "Contain a Lambda function",
    "function",
    writes=WRITES,
    reads=(
        "cloudtrail.lookup_events",
        "lambda.get_event_source_mapping",
        "lambda.get_function_concurrency",
        "lambda.get_function_configuration",
        "lambda.get_function_url_config",
        "lambda.get_policy",
        "lambda.get_provisioned_concurrency_config",
        "lambda.list_aliases",
        "lambda.list_event_source_mappings",
        "lambda.list_function_url_configs",
        "lambda.list_provisioned_concurrency_configs",
        "lambda.list_versions_by_function",
    ),
    risks=(
        "Whoever needs the function gets errors until it is undone.",
        "Queues fill up, and streams may lose what is too old.",
        "What runs now goes on for up to 15 minutes; its credentials are good for hours.",
        "Replicas at CloudFront (Lambda@Edge) are not stopped.",
    ),
    rollback="Concurrency, permissions, URLs and event sources are as they were; a URL that was "
    "deleted is another one then.",
    answers=(
        "lambda.code_is_replaced_with_long_term_credentials",
        "lambda.code_signing_is_taken_off",
        "lambda.function_gets_a_foreign_layer",
        "lambda.function_is_opened_to_everyone",
        "lambda.function_is_shared_outside",
        "lambda.function_url_needs_no_credentials",
        "lambda.layer_is_changed_with_long_term_credentials",
        "lambda.permission_is_added",
        "lambda.trigger_is_added_with_long_term_credentials",
        "guardduty.*:Lambda/*",
    ),
    options=(
        ResponseOption(
            "permissions",
            "Statements of its policies that are removed: those that open it or were added since "
            "(open), all, or none.",
            "open",
            "open|all|none",
        ),
        ResponseOption(
            "url",
            "What becomes of its URLs: they need credentials of IAM (auth), are deleted, or stay.",
            "auth",
            "auth|delete|keep",
        ),
    ),
)
def contain_function(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Reserve no concurrency for the function; close its URLs, permissions and event sources."""
    function = open_function(threat, scene)
    yield from _stop(function)
    qualifiers = ["", *function.qualifiers()]
    yield from _close_urls(function, scene.options["url"])
    if scene.options["permissions"] != "none":
        added = find_added(function, threat.first_at)
        removes_all = scene.options["permissions"] == "all"
        for qualifier in qualifiers[:MOST_QUALIFIERS]:
            yield from close_policy(function, qualifier, added, removes_all=removes_all)
    yield from _stop_sources(function, qualifiers[:MOST_QUALIFIERS])
    if len(qualifiers) > MOST_QUALIFIERS:
        left = count_of(len(qualifiers) - MOST_QUALIFIERS, "other version")
        what = f"Look at the policies of {left}"
        yield HumanStep(function.arn, what, "they are too many for one run")
    yield from _tell(function, threat)


def _stop(function: ThreatenedFunction) -> Iterator[Change | HumanStep]:
    """Yield the Changes that let no new invocation start: what is kept warm goes first."""
    which, needs = {"FunctionName": function.name}, []
    for change in _cool_down(function):
        needs.append(change.id)
        yield change
    probe = Probe("lambda.get_function_concurrency", which, "ReservedConcurrentExecutions")
    before = read_state(probe, function.reader)
    if before == 0:
        return
    put = "lambda.put_function_concurrency"
    undo = Write("lambda.delete_function_concurrency", which, BUSY)
    if before is not None:
        undo = Write(put, {**which, "ReservedConcurrentExecutions": before}, BUSY)
    yield function.make(
        write=Write(put, {**which, "ReservedConcurrentExecutions": 0}, BUSY),
        probe=probe,
        before=before,
        after=0,
        why="no new invocation of the function starts; those that run now end by themselves",
        undo=undo,
        needs=tuple(needs),
    )


def _cool_down(function: ThreatenedFunction) -> Iterator[Change]:
    """Yield the Changes that end provisioned concurrency: none can be reserved below it."""
    listed = function.reader.items(
        "lambda.list_provisioned_concurrency_configs",
        "ProvisionedConcurrencyConfigs || `[]`",
        FunctionName=function.name,
    )
    for config in listed:
        qualifier = config["FunctionArn"].rpartition(":")[2]
        which = {"FunctionName": function.name, "Qualifier": qualifier}
        count = config["RequestedProvisionedConcurrentExecutions"]
        yield function.make(
            write=Write("lambda.delete_provisioned_concurrency_config", which, BUSY),
            probe=Probe(
                "lambda.get_provisioned_concurrency_config",
                which,
                "RequestedProvisionedConcurrentExecutions",
                ("ProvisionedConcurrencyConfigNotFoundException",),
            ),
            before=count,
            after=None,
            why=f"no instance of {qualifier} is kept ready",
            undo=Write(
                "lambda.put_provisioned_concurrency_config",
                {**which, "ProvisionedConcurrentExecutions": count},
                (*BUSY, "InvalidParameterValueException"),
            ),
        )


def _close_urls(function: ThreatenedFunction, chosen: str) -> Iterator[Change]:
    if chosen == "keep":
        return
    listed = function.reader.items(
        "lambda.list_function_url_configs", "FunctionUrlConfigs", FunctionName=function.name
    )
    for url in listed:
        tail = url["FunctionArn"].rpartition(f":function:{function.name}")[2].lstrip(":")
        which = {"FunctionName": function.name, **({"Qualifier": tail} if tail else {})}
        if chosen == "delete":
            yield _delete_url(function, which, url)
        elif url["AuthType"] == "NONE":
            update = "lambda.update_function_url_config"
            yield function.make(
                write=Write(update, {**which, "AuthType": "AWS_IAM"}, BUSY),
                probe=Probe("lambda.get_function_url_config", which, "AuthType", GONE),
                before="NONE",
                after="AWS_IAM",
                why="nobody calls the function by its URL without credentials",
                undo=Write(update, {**which, "AuthType": "NONE"}, BUSY),
            )


def _delete_url(function: ThreatenedFunction, which: dict[str, str], url: Row) -> Change:
    members = {"AuthType": url["AuthType"], "InvokeMode": url.get("InvokeMode") or "BUFFERED"}
    again = {**which, **members, **({"Cors": url["Cors"]} if url.get("Cors") else {})}
    take = "{AuthType: AuthType, InvokeMode: InvokeMode || 'BUFFERED'}"
    return function.make(
        write=Write("lambda.delete_function_url_config", which, BUSY),
        probe=Probe("lambda.get_function_url_config", which, take, GONE),
        before=members,
        after=None,
        why="nobody calls the function by its URL; made again, it has another URL",
        undo=Write("lambda.create_function_url_config", again, BUSY),
    )


def _stop_sources(function: ThreatenedFunction, qualifiers: list[str]) -> Iterator[Change]:
    """Yield the Changes that end the polling of queues and streams for the function."""
    seen: set[str] = set()
    for qualifier in qualifiers:
        named = f"{function.arn}:{qualifier}" if qualifier else function.name
        listed = function.reader.items(
            "lambda.list_event_source_mappings", "EventSourceMappings", FunctionName=named
        )
        for mapping in listed:
            if mapping["UUID"] not in seen and mapping["State"] in ("Enabled", "Enabling"):
                yield _stop_source(function, mapping)
            seen.add(mapping["UUID"])


def _stop_source(function: ThreatenedFunction, mapping: Row) -> Change:
    which = {"UUID": mapping["UUID"]}

    def write(state: str) -> Write:
        poll = Poll(
            "lambda.get_event_source_mapping",
            {"UUID": {"$answer": "UUID"}},
            "State",
            done=(state,),
            failed=(),
            why="StateTransitionReason",
        )
        parameters = {**which, "Enabled": state == "Enabled"}
        return Write("lambda.update_event_source_mapping", parameters, BUSY, poll)

    source = mapping.get("EventSourceArn") or "a source"
    return function.make(
        write=write("Disabled"),
        probe=Probe("lambda.get_event_source_mapping", which, "State"),
        before=mapping["State"],
        after="Disabled",
        why=f"what comes from {source} is not given to the function",
        undo=write("Enabled"),
    )


def _tell(function: ThreatenedFunction, threat: Threat) -> Iterator[HumanStep]:
    """Yield what a person does: evidence that must not be kept here, and what else was changed."""
    settings, name = function.settings, function.name
    query = f"aws lambda get-function --function-name {name} --query Code.Location"
    yield HumanStep(
        function.arn,
        f"Save the code as evidence, and check its hash: SHA-256 {settings.get('CodeSha256')} "
        f"(base64), last changed {settings.get('LastModified')}; {query}",
        "the link to the code is a secret, so that no record of a response holds it",
    )
    role = str(settings.get("Role") or "")
    yield HumanStep(
        role or function.arn,
        "Contain the function's role: iam.contain_role",
        "who has the credentials of an invocation can use them for hours",
    )
    layers = [layer["Arn"] for layer in settings.get("Layers") or ()]
    foreign = [arn for arn in layers if arn.split(":")[4:5] != [function.owner]]
    if layers:
        what = f"Look at its layers: {', '.join(layers)}"
        why = f"of another account: {', '.join(foreign)}" if foreign else "code may be in them"
        yield HumanStep(function.arn, what, why)
    yield from _tell_versions(function, threat.first_at)


def _tell_versions(function: ThreatenedFunction, since: int) -> Iterator[HumanStep]:
    start = datetime.fromtimestamp(since / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    versions = [one for one in function.versions() if one["Version"] != "$LATEST"]
    fresh = [one["Version"] for one in versions if since and one.get("LastModified", "") >= start]
    if fresh:
        what = f"Look at the versions that were published since: {', '.join(fresh[:20])}"
        yield HumanStep(function.arn, what, "each keeps code and settings, and can be called")
    asked = {"FunctionName": function.name}
    listed: Any = function.reader.items("lambda.list_aliases", "Aliases", **asked)
    aliases = [f"{one['Name']} ({one['FunctionVersion']})" for one in listed]
    if aliases:
        what = f"Look at which versions its aliases lead to: {', '.join(aliases[:20])}"
        yield HumanStep(function.arn, what, "an alias may lead to the attacker's code")
