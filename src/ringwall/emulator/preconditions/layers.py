"""Lambda: who is let use a version of a layer.

https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html
"""

import re

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.state import EmulatorState

_FORMS = {
    "StatementId": re.compile(r"([a-zA-Z0-9-_]+)"),
    "Action": re.compile(r"lambda:GetLayerVersion"),
    "Principal": re.compile(r"\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root"),
    "OrganizationId": re.compile(r"o-[a-z0-9]{10,32}"),
}


@refuses("lambda", "AddLayerVersionPermission")
def check_permission(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse what is written otherwise than AWS takes it; an organization is one of everybody's."""
    given = call.parameters
    for name, form in _FORMS.items():
        value = given.get(name)
        if value is not None and not form.fullmatch(str(value)):
            member = name[0].lower() + name[1:]
            message = (
                f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy "
                f"constraint: Member must satisfy regular expression pattern: {form.pattern}"
            )
            raise Fault("ValidationException", message)
    if given.get("OrganizationId") and given.get("Principal") != "*":
        message = "The principal must be '*' if an organization is given."
        raise Fault("InvalidParameterValueException", message)
