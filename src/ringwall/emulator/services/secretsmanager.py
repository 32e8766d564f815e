"""Secrets Manager: rotation, which asks a function, and policies that open secrets to everyone.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_secret
from ringwall.emulator.needs.templates import split_arn
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
DAYS = 30
MANAGED_DAYS = 7
"""After how many days RDS changes a master password that it made."""


@emulates("secretsmanager", "RotateSecret")
def rotate_secret(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Ask for a rotation: the steps that the function is called with are kept as events.

    They are in the settings under `secretsmanager.Rotations`, for whoever runs functions.
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
    """
    secret, given = _find(call), call.parameters
    if secret.deleted_date:
        message = (
            "You can't perform this operation on the secret because it was marked for deletion."
        )
        raise Fault("InvalidRequestException", message)
    arn = given.get("RotationLambdaARN") or secret.rotation_lambda_arn
    if not arn:
        message = "No Lambda rotation function ARN is associated with this secret."
        raise Fault("InvalidRequestException", message)
    _, _, _, region, account_id, name = split_arn(arn)
    functions = moto_backend("lambda", account_id or call.account_id, region or call.region)
    try:
        functions.get_function(name.removeprefix("function:").partition(":")[0])
    except UnknownFunctionException as error:
        message = f"Secrets Manager can't find the specified Lambda function: {arn}"
        raise Fault("ResourceNotFoundException", message) from error
    rules = given.get("RotationRules") or {}
    secret.rotation_lambda_arn = arn
    secret.rotation_enabled = True
    if rules.get("AutomaticallyAfterDays"):
        secret.auto_rotate_after_days = rules["AutomaticallyAfterDays"]
    elif not secret.auto_rotate_after_days:
        secret.auto_rotate_after_days = DAYS
    days = timedelta(days=int(secret.auto_rotate_after_days))
    secret.next_rotation_date = int((datetime.now(UTC) + days).timestamp())
    token = given.get("ClientRequestToken") or str(mock_random.uuid4())
    if given.get("RotateImmediately") is not False:
        steps = [{"SecretId": secret.arn, "ClientRequestToken": token, "Step": s} for s in STEPS]
        waiting = state.setting(call, "Rotations", [])
        state.set(call, "Rotations", [*waiting, {"function": arn, "events": steps}])
    return {"ARN": secret.arn, "Name": secret.name, "VersionId": token}


@emulates("secretsmanager", "CancelRotateSecret")
def cancel_rotation(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Rotate a secret no longer."""
    secret = _find(call)
    secret.rotation_enabled = False
    secret.next_rotation_date = None
    return {"ARN": secret.arn, "Name": secret.name}


@emulates("secretsmanager", "CreateSecret")
def create_secret(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse the name of a secret whose deletion is scheduled: it could still be restored.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
    """
    secret = find_secret(call, call.parameters["Name"])
    if secret is not None and secret.name == call.parameters["Name"] and secret.deleted_date:
        message = (
            "You can't create this secret because a secret with this name is already scheduled "
            "for deletion."
        )
        raise Fault("InvalidRequestException", message)


@emulates("secretsmanager", "DescribeSecret")
def describe_secret(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a secret with its rotation, which moto shows once it has run."""
    return {**state.ask_moto(call), **_tell_rotation(_find(call))}


def _tell_rotation(secret: Any) -> Mapping[str, Any]:
    if not secret.rotation_lambda_arn:
        return {}
    return {
        "RotationEnabled": bool(secret.rotation_enabled),
        "RotationLambdaARN": secret.rotation_lambda_arn,
        "RotationRules": {"AutomaticallyAfterDays": int(secret.auto_rotate_after_days)},
    }


@emulates("secretsmanager", "ListSecrets")
def list_secrets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the secrets; those that RDS makes are its own, and rotate every seven days.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    answer = state.ask_moto(call)
    secrets = moto_backend("secretsmanager", call.account_id, call.region).secrets
    listed = [one | _tell_rotation(secrets[one["ARN"]]) for one in answer["SecretList"]]
    return {**answer, "SecretList": [_mark_managed(one) for one in listed]}


@emulates("secretsmanager", "ListSecretVersionIds")
def list_versions(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the versions with the times at which they were made, which moto does not tell.

    A version without a label is deprecated, and listed where that is asked for.
    """
    secret = _find(call)
    found = [
        {
            "VersionId": name,
            "VersionStages": [*version["version_stages"]],
            "CreatedDate": version["createdate"],
        }
        for name, version in secret.versions.items()
        if version["version_stages"] or call.parameters.get("IncludeDeprecated")
    ]
    page, more = cut_page(call, found, fault="InvalidNextTokenException")
    return {"ARN": secret.arn, "Name": secret.name, "Versions": page, **more}


def _mark_managed(secret: Mapping[str, Any]) -> Mapping[str, Any]:
    if not secret["Name"].startswith("rds!") or secret.get("RotationEnabled"):
        return secret
    made = secret["CreatedDate"]
    step = timedelta(days=MANAGED_DAYS)
    return {
        **secret,
        "OwningService": "rds",
        "RotationEnabled": True,
        "RotationRules": {"AutomaticallyAfterDays": MANAGED_DAYS},
        "NextRotationDate": made + (step if isinstance(made, datetime) else step.total_seconds()),
    }


def _find(call: EmulatedCall) -> Any:
    secret = find_secret(call, call.parameters["SecretId"])
    if secret is None:
        message = "Secrets Manager can't find the specified secret."
        raise Fault("ResourceNotFoundException", message)
    return secret


@emulates("secretsmanager", "PutResourcePolicy")
def check_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse what is no policy, and with `BlockPublicPolicy` one for everyone.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
    """
    faults = list(_find_faults(call.parameters["ResourcePolicy"]))
    for name, message in faults:
        if name != "PublicPolicy":
            raise Fault("MalformedPolicyDocumentException", message)
        if call.parameters.get("BlockPublicPolicy"):
            reason = "The resource policy grants broad access to the secret."
            raise Fault("PublicPolicyException", reason)


@emulates("secretsmanager", "ValidateResourcePolicy")
def validate_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is wrong with a policy."""
    if call.parameters.get("SecretId"):
        _find(call)
    faults = list(_find_faults(call.parameters["ResourcePolicy"]))
    errors = [{"CheckName": name, "ErrorMessage": message} for name, message in faults]
    return {"PolicyValidationPassed": not errors, "ValidationErrors": errors}


def _find_faults(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a policy: that it is none, or that it is for everyone."""
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    statements = document.get("Statement") if isinstance(document, dict) else None
    statements = [statements] if isinstance(statements, dict) else statements
    if not isinstance(statements, list) or not all(isinstance(s, dict) for s in statements):
        yield "Syntax", "This resource policy contains invalid Json."
        return
    for statement in statements:
        principal = statement.get("Principal")
        named = principal.get("AWS") if isinstance(principal, dict) else principal
        is_everyone = named == "*" or (isinstance(named, list) and "*" in named)
        if is_everyone and statement.get("Effect") == "Allow" and not statement.get("Condition"):
            yield "PublicPolicy", "The policy allows everyone to use the secret."
