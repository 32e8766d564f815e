"""What moto would write for a service: whether policies allow it, and what they do not."""

from ringwall.emulator.authorization.acting_service import ActingService, may_service, may_use_role
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.authorization.guards import find_guard
from ringwall.emulator.events.failures import FailedDelivery
from ringwall.emulator.on_moto.moto_state import MotoDelivery
from ringwall.emulator.state import EmulatorState

ACCESS_LOGS = "logging.s3.amazonaws.com"
LOG_GROUP = "http://acs.amazonaws.com/groups/s3/LogDelivery"
"""Whom the ACL of a bucket lets write access logs, where it has one."""


def decide_delivery(state: EmulatorState, delivery: MotoDelivery) -> bool:
    """Return whether a service may write something; what it may not is a failed delivery."""
    if state.authority is None:
        return True
    service = ActingService(delivery.service, delivery.account_id, delivery.source_arn)
    needs = tuple(Need(action, delivery.target_arn) for action in delivery.actions)
    if delivery.role_arn is not None:
        is_allowed = may_use_role(state, service, delivery.role_arn, needs)
    else:
        is_allowed = all(may_service(state, service, need) for need in needs)
    if is_allowed or (delivery.service == ACCESS_LOGS and _is_granted(state, delivery)):
        return True
    if delivery.service != ACCESS_LOGS:  # of which there is one for every request
        who = delivery.role_arn or delivery.service
        message = f"{who} may not {', '.join(delivery.actions)} on {delivery.target_arn}"
        failure = FailedDelivery(
            delivery.source_arn, delivery.target_arn, "NO_PERMISSIONS", message, ""
        )
        state.failed_deliveries.append(failure)
    return False


def _is_granted(state: EmulatorState, delivery: MotoDelivery) -> bool:
    """Whether the ACL of a bucket lets access logs be written."""
    guard = find_guard(state, delivery.target_arn, delivery.account_id)
    grants = guard.settings.get("acl", ())
    return any(
        grant["grantee"] == LOG_GROUP and grant["permission"] in {"WRITE", "FULL_CONTROL"}
        for grant in grants
    )
