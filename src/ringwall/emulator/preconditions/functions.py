"""What Lambda refuses of code in S3, concurrency, URLs and permissions, and moto takes.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
"""

import zipfile
from io import BytesIO
from typing import Any

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.s3.exceptions import MissingBucket, MissingKey

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

INVALID = "InvalidParameterValueException"
ACCOUNT_CONCURRENCY = 1000
UNRESERVED = 100
"""What other functions keep, of what an account has at first."""
READING = "Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}"


@refuses("lambda", "CreateFunction", "UpdateFunctionCode")
def check_code(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where the object with the code is not there, or is no zip."""
    given = call.parameters.get("Code") or call.parameters
    bucket, key = given.get("S3Bucket"), given.get("S3Key")
    is_update = call.operation == "UpdateFunctionCode"
    if not bucket or not key or (is_update and _find(call) is None):
        return
    backend = moto_backend("s3", call.account_id, own_partition())
    try:
        found = backend.get_object(bucket, key)
    except MissingBucket:
        said = READING.format("NoSuchBucket", "The specified bucket does not exist")
        raise Fault(INVALID, said) from None
    except MissingKey:
        found = None
    if found is None:
        raise Fault(INVALID, READING.format("NoSuchKey", "The specified key does not exist."))
    if not zipfile.is_zipfile(BytesIO(found.value)):
        reason = "Could not unzip uploaded file. Please check your file, then try to upload again."
        raise Fault(INVALID, reason)


@refuses("lambda", "PutFunctionConcurrency")
def check_concurrency(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where less than a hundred would be left for all other functions."""
    function = _find(call)
    if function is None:
        return
    backend = moto_backend("lambda", call.account_id, call.region)
    others = [
        one for one in backend.list_functions() if one.function_name != function.function_name
    ]
    reserved = sum(int(one.reserved_concurrency or 0) for one in others)
    asked = int(call.parameters["ReservedConcurrentExecutions"])
    if asked and ACCOUNT_CONCURRENCY - reserved - asked < UNRESERVED:
        raise Fault(
            INVALID,
            "Specified ReservedConcurrentExecutions for function decreases account's "
            f"UnreservedConcurrentExecution below its minimum value of [{UNRESERVED}].",
        )


@refuses("lambda", "CreateFunctionUrlConfig")
def check_new_url(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where the function has a URL."""
    function = _find(call)
    if function is not None and function.url_config:
        reason = (
            f"Failed to create function url config for [functionArn = {function.function_arn}]. "
            "Error message:  FunctionUrlConfig exists for this Lambda function"
        )
        raise Fault("ResourceConflictException", reason, 409)


@refuses("lambda", "UpdateFunctionUrlConfig", "DeleteFunctionUrlConfig")
def check_url(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where the function has no URL."""
    function = _find(call)
    if function is not None and not function.url_config:
        reason = "The resource you requested does not exist."
        raise Fault("ResourceNotFoundException", reason, 404)


@refuses("lambda", "AddPermission")
def check_permission(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault for a statement that is there, and for a URL's limit on another action."""
    asked = call.parameters
    if asked.get("FunctionUrlAuthType") and asked["Action"] != "lambda:InvokeFunctionUrl":
        reason = "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action"
        raise Fault(INVALID, reason)
    function = _find(call)
    if function is None:
        return
    qualifier = asked.get("Qualifier")
    tail = f":{qualifier}" if qualifier else f":function:{function.function_name}"
    for statement in function.policy.statements:
        if statement.get("Sid") == asked["StatementId"] and statement["Resource"].endswith(tail):
            reason = (
                f"The statement id ({asked['StatementId']}) provided already exists. Please "
                "provide a new statement id, or remove the existing statement."
            )
            raise Fault("ResourceConflictException", reason, 409)


def _find(call: EmulatedCall) -> Any:
    """Return moto's function; None where there is none, which moto says itself."""
    backend = moto_backend("lambda", call.account_id, call.region)
    try:
        return backend.get_function(
            call.parameters["FunctionName"], call.parameters.get("Qualifier")
        )
    except (UnknownFunctionException, UnknownAliasException):
        return None
