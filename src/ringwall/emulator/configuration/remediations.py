"""Remediations: which runbook remedies what a rule finds, and how its executions went.

https://docs.aws.amazon.com/config/latest/developerguide/remediation.html
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.automation.execution import Execution, executions_of
from ringwall.emulator.automation.stored_documents import find_document
from ringwall.emulator.call import Fault
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.configuration.rule_checks import RuleEvaluation
from ringwall.emulator.inner_client import make_inner_client
from ringwall.emulator.linked_roles import make_linked_role
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

PRINCIPAL = "remediation.config.amazonaws.com"
ROLE_PARAMETER = "AutomationAssumeRole"
MOST_ATTEMPTS, RETRY_SECONDS = 5, 60
"""What AWS takes where an automatic remediation does not say."""
RAN_OUT = "The remediation did not succeed within its maximum of automatic attempts."
ResourceKey = tuple[str, str]
"""Type and id of a resource."""


@dataclass
class RemediationRun:
    """One execution of a rule's remediation for one resource."""

    key: ResourceKey
    invoked: datetime
    execution_id: str = ""
    error: str = ""
    """Why Systems Manager did not start it."""


@dataclass
class RuleRemediation:
    """What remedies a rule's findings, and what came of it."""

    settings: dict[str, Any]
    """As DescribeRemediationConfigurations tells it."""
    runs: dict[ResourceKey, RemediationRun] = field(default_factory=dict)
    """The last run for each resource."""
    attempts: dict[ResourceKey, int] = field(default_factory=dict)
    """Automatic runs since the resource did comply."""


@dataclass(frozen=True)
class RemediationException:
    """A resource that a rule does not remedy by itself."""

    message: str
    expires: datetime | None


RemediationMap = dict[str, RuleRemediation]
ExceptionMap = dict[ResourceKey, RemediationException]


def remediations_of(state: EmulatorState, place: ConfigPlace) -> RemediationMap:
    """Return the remediations of an account and Region by rule: a change to it stays."""
    found: RemediationMap = state.settings.setdefault((*place, "config.remediations"), {})
    return found


def exceptions_of(state: EmulatorState, place: ConfigPlace, rule: str) -> ExceptionMap:
    """Return the exceptions of a rule by resource: a change to it stays."""
    key = (*place, f"config.remediation_exceptions/{rule}")
    found: ExceptionMap = state.settings.setdefault(key, {})
    now = datetime.now(UTC)
    for resource, held in list(found.items()):
        if held.expires is not None and held.expires <= now:
            del found[resource]
    return found


def keep_remediation(
    state: EmulatorState, place: ConfigPlace, given: Mapping[str, Any], created_by: str = ""
) -> RuleRemediation:
    """Keep what is to remedy a rule's findings; Fault where it would not run."""
    _check(state, place, given)
    name = str(given["ConfigRuleName"])
    held = remediations_of(state, place)
    own = held[name].settings["Arn"] if name in held else _make_arn(place, created_by)
    settings = {n: v for n, v in given.items() if v is not None} | {"Arn": own}
    settings["Automatic"] = _is_yes(settings.get("Automatic"))
    if settings["Automatic"]:
        settings.setdefault("MaximumAutomaticAttempts", MOST_ATTEMPTS)
        settings.setdefault("RetryAttemptSeconds", RETRY_SECONDS)
    for member in ("MaximumAutomaticAttempts", "RetryAttemptSeconds"):
        if member in settings:
            settings[member] = int(settings[member])
    if created_by:
        settings["CreatedByService"] = created_by
    if name in held:
        held[name].settings = settings
    else:
        held[name] = RuleRemediation(settings)
    make_linked_role(place[0], PRINCIPAL)
    return held[name]


def _make_arn(place: ConfigPlace, created_by: str) -> str:
    where = f"arn:{own_partition()}:config:{place[1]}:{place[0]}:remediation-configuration"
    if created_by:
        where += f"/aws-service-remediation-configuration/{created_by}"
    return f"{where}/{mock_random.uuid4()}"


def _is_yes(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _check(state: EmulatorState, place: ConfigPlace, given: Mapping[str, Any]) -> None:
    document = find_document(state, *place, str(given["TargetId"]))
    version = document.find_version(str(given.get("TargetVersion") or "")) if document else None
    if document is None or document.kind != "Automation" or version is None:
        raise _refuse(f"The SSM document {given['TargetId']} does not exist or cannot be used.")
    declared = version.content.get("parameters") or {}
    parameters = given.get("Parameters") or {}
    unknown = parameters.keys() - declared.keys()
    if unknown:
        raise _refuse(f"The document has no parameter {min(unknown)}.")
    for name, facts in declared.items():
        if "default" not in facts and name not in parameters:
            raise _refuse(f"The document's parameter {name} is required.")
    for name, value in parameters.items():
        if ("ResourceValue" in value) == ("StaticValue" in value):
            raise _refuse(f"The parameter {name} must have a ResourceValue or a StaticValue.")
    role = parameters.get(ROLE_PARAMETER, {}).get("StaticValue")
    if _is_yes(given.get("Automatic")) and not role:
        raise _refuse(f"{ROLE_PARAMETER} is required for automatic remediation.")


def _refuse(message: str) -> Fault:
    return Fault("InvalidParameterValueException", message)


def remove_remediations(state: EmulatorState, place: ConfigPlace, rule: str) -> None:
    """Forget a rule's remediation and its exceptions."""
    remediations_of(state, place).pop(rule, None)
    state.settings.pop((*place, f"config.remediation_exceptions/{rule}"), None)


def remedy_by_itself(
    state: EmulatorState, place: ConfigPlace, rule: Any, found: Sequence[RuleEvaluation]
) -> None:
    """Start what a rule's automatic remediation is to do, as often as it may try."""
    name = str(rule.config_rule_name)
    held = remediations_of(state, place).get(name)
    if held is None or not held.settings["Automatic"]:
        return
    for verdict in found:
        key = (verdict.resource_type, verdict.resource_id)
        if verdict.compliance != "NON_COMPLIANT":
            held.attempts.pop(key, None)
            continue
        exceptions = exceptions_of(state, place, name)
        if key in exceptions or is_running(state, place, held, key):
            continue
        if held.attempts.get(key, 0) >= held.settings["MaximumAutomaticAttempts"]:
            exceptions[key] = RemediationException(RAN_OUT, None)
            continue
        held.attempts[key] = held.attempts.get(key, 0) + 1
        start_run(state, place, name, key)


def start_run(state: EmulatorState, place: ConfigPlace, rule: str, key: ResourceKey) -> None:
    """Let the remediation of a rule run for a resource, once the call has been answered."""
    held = remediations_of(state, place)[rule]
    held.runs[key] = RemediationRun(key, datetime.now(UTC))
    state.backlog.add(StartRemediation(place, rule, key))


def find_run(
    state: EmulatorState, place: ConfigPlace, run: RemediationRun
) -> tuple[str, Execution | None]:
    """Return how a run goes, and its execution."""
    if run.error:
        return "FAILED", None
    if not run.execution_id:
        return "QUEUED", None
    execution = executions_of(state, *place).get(run.execution_id)
    if execution is None:
        return "UNKNOWN", None
    ends = {"Success": "SUCCEEDED", "Failed": "FAILED", "TimedOut": "FAILED", "Cancelled": "FAILED"}
    return ends.get(execution.status, "IN_PROGRESS"), execution


def is_running(
    state: EmulatorState, place: ConfigPlace, held: RuleRemediation, key: ResourceKey
) -> bool:
    """Whether a run for a resource has not ended."""
    run = held.runs.get(key)
    return run is not None and find_run(state, place, run)[0] in {"QUEUED", "IN_PROGRESS"}


@dataclass(frozen=True)
class StartRemediation:
    """Starts the execution of a remediation, as Config's service-linked role."""

    place: ConfigPlace
    rule: str
    key: ResourceKey

    def run(self, emulator: RunningEmulator) -> None:
        """Start it, and note its id, or why Systems Manager refused."""
        account, region = self.place
        held = remediations_of(emulator.state, self.place).get(self.rule)
        run = held.runs.get(self.key) if held is not None else None
        if held is None or run is None:
            return
        with emulator.mounted():
            role = make_linked_role(account, PRINCIPAL)
            asked = ServiceRequest(
                PRINCIPAL, "sts:AssumeRole", role.arn, held.settings["Arn"], account, region
            )
            issued = emulator.service_access.assume(emulator.state, asked, "AWSConfigRemediation")
        if issued is None:
            run.error = f"{PRINCIPAL} cannot assume {role.arn}"
            return
        client = make_inner_client(emulator, "ssm", region, issued, PRINCIPAL)
        version = held.settings.get("TargetVersion")
        try:
            answer = client.start_automation_execution(
                DocumentName=held.settings["TargetId"],
                Parameters=dict(_fill(held.settings, self.key)),
                **({"DocumentVersion": version} if version else {}),
            )
        except (ClientError, BotoCoreError) as error:
            run.error = str(error)
            return
        run.execution_id = answer["AutomationExecutionId"]


def _fill(settings: Mapping[str, Any], key: ResourceKey) -> Iterator[tuple[str, list[str]]]:
    """Yield the parameters of an execution: RESOURCE_ID stands for the resource's id."""
    for name, value in (settings.get("Parameters") or {}).items():
        if "ResourceValue" in value:
            yield name, [key[1]]
        else:
            yield name, [str(item) for item in value["StaticValue"]["Values"]]
