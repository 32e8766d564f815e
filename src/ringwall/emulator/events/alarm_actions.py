"""What alarms of CloudWatch do when their state changes: topics and functions are told.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.events.attempts import attempt_delivery
from ringwall.emulator.events.failures import TargetFailure
from ringwall.emulator.events.topics import publish_text
from ringwall.emulator.functions.asynchronous import queue_invocation
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

ACTIONS = {
    "sns": ("cloudwatch.amazonaws.com", "sns:Publish"),
    "lambda": ("lambda.alarms.cloudwatch.amazonaws.com", "lambda:InvokeFunction"),
}


@dataclass(frozen=True)
class AlarmAction:
    """A task: do one of an alarm's actions."""

    alarm_arn: str
    target: str
    subject: str
    text: str

    def run(self, emulator: RunningEmulator) -> None:
        """Do it, or write down why not."""
        attempt_delivery(emulator, self.alarm_arn, self.target, self.text, self._send)

    def _send(self, emulator: RunningEmulator) -> None:
        _, _, _, region, account_id, _ = self.alarm_arn.split(":", 5)
        service = self.target.split(":")[2]
        if service not in ACTIONS:
            raise TargetFailure("UNKNOWN", f"the emulator takes no actions of {service} for alarms")
        principal, action = ACTIONS[service]
        keys = {"aws:SourceOwner": account_id}  # what the policy of a new topic asks for
        asked = ServiceRequest(
            principal, action, self.target, self.alarm_arn, account_id, region, keys
        )
        if emulator.service_access.decide(emulator.state, asked).verdict != "allowed":
            message = f"{principal} is not authorized to perform: {action} on: {self.target}"
            raise TargetFailure("NO_PERMISSIONS", message)
        if service == "sns":
            publish_text(emulator.state, self.target, self.text, self.subject)
        else:
            queue_invocation(emulator.state, self.target, self.text, account_id, region)


def act_on_alarm(state: EmulatorState, call: EmulatedCall) -> None:
    """Queue the actions of an alarm whose state a call has changed."""
    if (call.service, call.operation) != ("cloudwatch", "SetAlarmState"):
        return
    name = call.parameters["AlarmName"]
    alarm = moto_backend("cloudwatch", call.account_id, call.region).alarms[name]
    before = alarm.history[-1][3]
    if before == alarm.state_value or not alarm.actions_enabled:
        return
    chosen = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }[alarm.state_value]
    subject = f'{alarm.state_value}: "{name}" in {call.region}'
    for target in chosen or ():
        is_topic = ":sns:" in target
        written = _write_notification if is_topic else _write_invocation
        text = json.dumps(written(call, alarm, before))
        state.backlog.add(AlarmAction(alarm.alarm_arn, target, subject, text))


def _write_notification(call: EmulatedCall, alarm: Any, before: str) -> dict[str, Any]:
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": call.account_id,
        "AlarmConfigurationUpdatedTimestamp": _write(alarm.configuration_updated_timestamp),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": _write(alarm.state_updated_timestamp),
        "Region": call.region,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
        "OKActions": list(alarm.ok_actions or ()),
        "AlarmActions": list(alarm.alarm_actions or ()),
        "InsufficientDataActions": list(alarm.insufficient_data_actions or ()),
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "Dimensions": [{"name": d.name, "value": d.value} for d in alarm.dimensions],
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data or "",
        },
    }


def _write_invocation(call: EmulatedCall, alarm: Any, before: str) -> dict[str, Any]:
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm.alarm_arn,
        "accountId": call.account_id,
        "time": _write(alarm.state_updated_timestamp),
        "region": call.region,
        "alarmData": {
            "alarmName": alarm.name,
            "state": {"value": alarm.state_value, "reason": alarm.state_reason},
            "previousState": {"value": before},
            "configuration": {"description": alarm.description or ""},
        },
    }


def _write(at: Any) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000+0000") if isinstance(at, datetime) else str(at)
