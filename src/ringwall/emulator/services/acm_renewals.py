"""ACM: a certificate is renewed before its time.

https://docs.aws.amazon.com/acm/latest/APIReference/API_RenewCertificate.html
"""

from collections.abc import Mapping
from typing import Any

from moto.acm.models import CertBundle

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

_RENEWED = ("cert", "key", "_cert", "_key")


@emulates("acm", "RenewCertificate")
def renew_certificate(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a private certificate a new key and a year, as AWS does once one was exported."""
    arn = call.parameters["CertificateArn"]
    held = moto_backend("acm", call.account_id, call.region)._certificates  # noqa: SLF001
    found = held.get(arn)
    if found is None:
        message = f"Could not find certificate {arn}."
        raise Fault("ResourceNotFoundException", message)
    if found.type != "PRIVATE" or found.status != "ISSUED":
        message = f"The certificate {arn} is not eligible for renewal: it is no private one."
        raise Fault("ValidationException", message)
    made = CertBundle.generate_cert(
        found.common_name, call.account_id, call.region, found.sans, found.cert_authority_arn
    )
    for name in _RENEWED:
        setattr(found, name, getattr(made, name))
    return {}
