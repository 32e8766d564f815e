"""Lambda functions, with their policies and URLs."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.function_parts import NO_SUCH_CALL
from ringwall.catalog.plaintext import (
    conceal,
    derive_credentials,
    find_in_variables,
    plaintext_column,
)
from ringwall.model.errors import CallFailed
from ringwall.model.table import (
    Call,
    Reader,
    Row,
    RunsAs,
    Table,
    document,
    integer,
    moment,
    text,
    texts,
)

OWN_VARIABLES = (
    "RINGWALL_BUS",
    "RINGWALL_CALLBACK_URL",
    "RINGWALL_EXTERNAL_ID",
    "RINGWALL_RESPONSE_POLICY_S3",
    "RINGWALL_ROLE",
    "RINGWALL_SEAL_KEY",
    "RINGWALL_TABLE",
)
"""The environment variables of Ringwall's own functions. They say where things are, and none of
them is a secret: who changed one would lead the responder astray."""
_OWN_PATH = "Environment.Variables.merge({})".format(
    ", ".join(f"{name} && {{{name}: {name}}} || `{{}}`" for name in OWN_VARIABLES)
)


def _functions(reader: Reader) -> Iterator[Row]:
    """Yield the functions, with what their environment variables give away in their place."""
    found = list(reader.items("lambda.list_functions", "Functions"))
    has_urls = bool(found) and _has_urls(reader, found[0]["FunctionName"])
    for function in found:
        yield _conceal(function) | {"HasUrls": has_urls}


def _conceal(function: Row) -> Row:
    """Return a function, in either form, without its environment variables but for OWN_VARIABLES.

    One of these that holds a credential all the same goes too.
    """
    kept = {name: value for name, value in function.items() if name != "Environment"}
    environment = function.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, Mapping) else None
    if isinstance(variables, Mapping):
        own = {name: value for name, value in variables.items() if _is_own(name, value)}
        if own:
            kept["Environment"] = {"Variables": own}
    return conceal(function, kept, _find_credentials)


def _is_own(name: str, value: Any) -> bool:
    # What CloudFormation makes of a function is known once it is there.
    is_known = isinstance(value, str) and not any(find_in_variables("", [(name, value)]))
    return name in OWN_VARIABLES and is_known


def _find_credentials(function: Row) -> Iterator[Row]:
    environment = function.get("Environment") or {}
    if environment.get("Error"):  # a key of the customer's, which the reader cannot use
        raise ValueError("the environment variables could not be decrypted")
    variables = environment.get("Variables") or {}
    yield from find_in_variables("environment variable", variables.items())


def _has_urls(reader: Reader, name: str) -> bool:
    """Whether the region offers function URLs. Only Lambda's own no counts, not a denied call."""
    try:
        reader.call("lambda.list_function_url_configs", FunctionName=name, MaxItems=1)
    except CallFailed as error:
        return NO_SUCH_CALL not in str(error)
    return True


function = Table(
    name="lambda_function",
    doc=(
        "A Lambda function, without its environment variables. The policies of its versions and "
        "aliases are in lambda_alias."
    ),
    cloudformation="AWS::Lambda::Function",
    fetch=_functions,
    arn="FunctionArn",
    tags="Tags",
    calls=(
        Call(
            "lambda.get_policy",
            "Policy",
            {"FunctionName": "{FunctionName}"},
            into="Policy",
            absent=("ResourceNotFoundException",),
        ),
        Call(
            "lambda.list_function_url_configs",
            "FunctionUrlConfigs",
            {"FunctionName": "{FunctionName}", "MaxItems": 50},
            into="Urls",
            absent=("ResourceNotFoundException",),
            when="HasUrls",
        ),
        Call(
            "lambda.get_function_concurrency",
            "ReservedConcurrentExecutions || `-1`",
            {"FunctionName": "{FunctionName}"},
            into="ReservedConcurrency",
        ),
        Call("lambda.list_tags", "Tags", {"Resource": "{FunctionArn}"}, into="Tags"),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("function_name", "FunctionName", "The function's name."),
        text("role", "Role", "The ARN of the role that it runs as.", required=True),
        document("policy", "Policy", "The function policy; {} where there is none.", required=True),
        text(
            "function_url_auth_type",
            "max_by(Urls || `[]`, &AuthType).AuthType",  # NONE comes after AWS_IAM
            "How its URLs, also those of aliases, authenticate callers: NONE where at least one "
            "does not, otherwise AWS_IAM; '' without a URL.",
        ),
        texts("function_urls", "Urls[].FunctionUrl", "Its URLs, and those of its aliases."),
        text("runtime", "Runtime", "python3.12, ...; '' for a container image.", default=""),
        text("handler", "Handler", "The function's handler.", default=""),
        text("package_type", "PackageType", "Zip or Image.", default="Zip"),
        texts(
            "layers",
            "Layers[].Arn",
            "ARNs of the layer versions that it uses.",
            property="Layers",
            default=[],
        ),
        texts("architectures", "Architectures", "x86_64 or arm64.", default=["x86_64"]),
        text(
            "vpc_id",
            "VpcConfig.VpcId",
            "The VPC that it is connected to; '' for none.",
            default="",
            unless="VpcConfig.SubnetIds",
        ),
        texts("subnet_ids", "VpcConfig.SubnetIds", "Its subnets.", default=[]),
        texts(
            "security_group_ids", "VpcConfig.SecurityGroupIds", "Its security groups.", default=[]
        ),
        text(
            "kms_key_arn",
            "KMSKeyArn",
            "The key of its environment variables; '' for a key owned by AWS.",
            property="KmsKeyArn",
            default="",
        ),
        text(
            "dead_letter_target_arn",
            "DeadLetterConfig.TargetArn",
            "The dead-letter queue or topic.",
            default="",
        ),
        text("tracing_mode", "TracingConfig.Mode", "Active or PassThrough.", default="PassThrough"),
        text("master_arn", "MasterArn", "For a Lambda@Edge replica: the original function."),
        integer("timeout", "Timeout", "In seconds.", default=3),
        integer("memory_size", "MemorySize", "In MB.", default=128),
        text("description", "Description", "Its description.", default=""),
        text("code_sha256", "CodeSha256", "The SHA-256 of its code, in base64."),
        integer(
            "reserved_concurrent_executions",
            "ReservedConcurrency",
            "How many of it run at a time at most: 0 stops it; -1 where nothing is reserved.",
            -1,
            property="ReservedConcurrentExecutions",
            default=-1,
        ),
        document(
            "own_variables",
            _OWN_PATH,
            "The environment variables of Ringwall's own functions; {} for all others.",
        ),
        moment("last_modified", "LastModified", "When it was last changed."),
        plaintext_column(),
    ),
    conceal=_conceal,
    derived=(derive_credentials(),),
    policy="policy",
    runs_as=RunsAs("role"),
)
