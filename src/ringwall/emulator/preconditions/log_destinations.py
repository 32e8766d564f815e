"""CloudWatch Logs: what a subscription filter can send to.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
"""

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.needs.templates import split_arn
from ringwall.emulator.state import EmulatorState


@refuses("logs", "PutSubscriptionFilter")
def check_destination(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a log group, which is no destination, and a destination of another account.

    Moto would write into the log group of any account. It does not know logical destinations,
    whose policies and roles decide in AWS: a filter with one is not emulated.
    """
    parts = split_arn(str(call.parameters.get("destinationArn") or ""))
    if parts[2] != "logs":
        return
    if parts[5].startswith("destination:"):
        message = "subscription filters that send to a logical destination are not emulated"
        raise Fault("UnknownOperationException", message, 501)
    raise Fault("InvalidParameterException", "destinationArn is the ARN of no destination.")
