"""The role that a runbook acts as: who starts the runbook passes it, however it is named.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
"""

from collections.abc import Iterator

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.automation.start import find_passed_role
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.state import EmulatorState


def find_runbook_role(state: EmulatorState, call: EmulatedCall) -> Iterator[Need]:
    """Yield the need to pass the role that a runbook names, by a parameter or by itself."""
    if call.name == "ssm:StartAutomationExecution":
        role = find_passed_role(state, (call.account_id, call.region), call.parameters)
        if role:
            yield Need("iam:PassRole", role, {"iam:PassedToService": "ssm.amazonaws.com"})
