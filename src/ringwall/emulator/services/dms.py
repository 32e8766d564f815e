"""Database Migration Service: what AWS sets where a request says nothing of it, and moto does not.

https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationInstance.html
https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateEndpoint.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

_INSTANCE = {"AutoMinorVersionUpgrade": True, "MultiAZ": False, "PubliclyAccessible": True}
_ENDPOINT = {"SslMode": "none"}


@emulates("dms", "DescribeReplicationInstances")
def describe_instances(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return replication instances with all of their settings."""
    answer = state.ask_moto(call)
    found = [_INSTANCE | one for one in answer.get("ReplicationInstances", [])]
    return {**answer, "ReplicationInstances": found}


@emulates("dms", "DescribeEndpoints")
def describe_endpoints(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return endpoints, each with how it connects."""
    answer = state.ask_moto(call)
    return {**answer, "Endpoints": [_ENDPOINT | one for one in answer.get("Endpoints", [])]}
