"""SageMaker: no model runs here, so none answers.

Moto would make up what the model says, and write it to a new bucket of the account.
"""

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.state import EmulatorState


@refuses("sagemaker-runtime", "InvokeEndpoint", "InvokeEndpointAsync")
def refuse_inference(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to ask a model."""
    message = f"{call.name} is not emulated: no model runs in the emulator"
    raise Fault("UnknownOperationException", message, 501)
