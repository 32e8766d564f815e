"""S3: settings of buckets that moto lacks or forgets."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold_in
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.state import EmulatorState, Record

PAYERS = ("BucketOwner", "Requester")


@emulates("s3", "GetBucketRequestPayment", "PutBucketRequestPayment")
def request_payment(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return who pays for requests; by default the owner does."""
    kept = _keep(state, call)
    if call.operation.startswith("Get"):
        return {"Payer": kept.get("Payer", PAYERS[0])}
    payer = call.parameters["RequestPaymentConfiguration"].get("Payer")
    if payer not in PAYERS:
        raise Fault("MalformedXML", "The XML you provided was not well-formed")
    kept["Payer"] = payer
    return {}


@emulates("s3", "DeleteBucketInventoryConfiguration")
def delete_inventory(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete an inventory."""
    bucket = find_bucket(call.parameters["Bucket"])
    held = bucket.inventory_configs if bucket is not None else {}
    if call.parameters["Id"] not in held:
        raise Fault("NoSuchConfiguration", "The specified configuration does not exist.", 404)
    del held[call.parameters["Id"]]
    return {}


def _keep(state: EmulatorState, call: EmulatedCall) -> Record:
    """Return what is kept of a bucket, until it is another of the same name."""
    name = call.parameters["Bucket"]
    bucket = find_bucket(name)
    if bucket is None:
        raise Fault("NoSuchBucket", "The specified bucket does not exist", 404)
    kept = hold_in(state, bucket.account_id, "", "s3.bucket")
    if kept.get(name, {}).get("made") != bucket.creation_date:
        kept[name] = {"made": bucket.creation_date}
    return kept[name]
