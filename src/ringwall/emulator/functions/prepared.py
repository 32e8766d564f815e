"""A function as it is when it is invoked: its code, its settings and which version runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import Fault
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition

RESERVED = frozenset(
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    }
)  # fmt: skip
"""Variables that nobody else may set.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""


@dataclass(frozen=True)
class PreparedFunction:
    """A version of a function, with all that running it takes."""

    account_id: str
    region: str
    name: str
    version: str
    arn: str
    """With the version or alias that was asked for."""
    runtime: str
    handler: str
    role: str
    seconds: int
    memory: int
    """MiB."""
    storage: int
    """MiB."""
    package_type: str
    concurrency: int | None
    """What is reserved for it; None where nothing is."""
    variables: Mapping[str, str] = field(repr=False)
    code: bytes = field(repr=False)
    layers: tuple[bytes, ...] = field(repr=False)
    settings: Mapping[str, Any]
    """Of its asynchronous invocations: MaximumRetryAttempts, DestinationConfig."""
    dead_letter_queue: str


def prepare_function(
    account_id: str, region: str, named: str, qualifier: str | None
) -> PreparedFunction:
    """Return a function by its name, its ARN or a part of it; Fault if there is none."""
    if named.startswith("arn:") and len(named.split(":")) > 5:  # noqa: PLR2004  # as ARNs have
        _, _, _, region, account_id, *_ = named.split(":")
    name, inner = _read_name(named)
    qualifier = qualifier or inner
    found = _find(account_id, region, name, qualifier)
    latest = _find(account_id, region, name, None)
    backend = moto_backend("lambda", account_id, region)
    layers = [backend.layers_versions_by_arn(layer["Arn"]) for layer in found.layers]
    arn = latest.function_arn + (f":{qualifier}" if qualifier else "")
    configs = latest.event_invoke_config
    return PreparedFunction(
        account_id=account_id,
        region=region,
        name=name,
        version=str(found.version),
        arn=arn,
        runtime=found.run_time or "",
        handler=found.handler or "",
        role=found.role,
        seconds=int(found.timeout or 3),
        memory=int(found.memory_size or 128),
        storage=int(found.ephemeral_storage or 512),
        package_type=found.package_type,
        concurrency=_read_number(latest.reserved_concurrency),
        variables=dict(found.environment_vars or {}),
        code=getattr(found, "code_bytes", b""),
        layers=tuple(layer.code_bytes for layer in layers if layer),
        settings=configs[-1].config if configs else {},
        dead_letter_queue=getattr(latest, "dead_letter_arn", ""),
    )


def _read_number(value: Any) -> int | None:
    return None if value is None else int(value)


def _read_name(named: str) -> tuple[str, str | None]:
    """Return the name and the qualifier of `name:1`, `123456789012:function:name`, or an ARN."""
    _, found, rest = named.rpartition(":function:")
    parts = (rest if found else named).split(":")
    return parts[0], parts[1] if len(parts) > 1 else None


def _find(account_id: str, region: str, name: str, qualifier: str | None) -> Any:
    """Return moto's function; of an alias with two versions, one by their weights."""
    backend = moto_backend("lambda", account_id, region)
    try:
        alias = backend.get_alias(qualifier, name) if qualifier else None
    except (UnknownAliasException, UnknownFunctionException, KeyError):
        alias = None
    if alias is not None:
        weights = (alias.routing_config or {}).get("AdditionalVersionWeights") or {}
        chance = mock_random.random()
        qualifier = alias.function_version
        for version, weight in weights.items():
            if chance < weight:
                qualifier = version
                break
            chance -= weight
    try:
        return backend.get_function(name, qualifier)
    except UnknownFunctionException as error:
        place = f"arn:{own_partition()}:lambda:{region}:{account_id}:function:{name}"
        shown = f"{place}:{qualifier}" if qualifier else place
        raise Fault("ResourceNotFoundException", f"Function not found: {shown}", 404) from error
