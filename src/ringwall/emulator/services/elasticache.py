"""ElastiCache: the nodes of replication groups, which are cache clusters too; moto has none.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeCacheClusters.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, make_arn
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

_VERSIONS = {"redis": "7.1.0", "valkey": "8.0.1"}
_GONE = "CacheClusterNotFound"


def _asked(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "group")


@emulates("elasticache", "CreateReplicationGroup")
def create_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a group, and keep what the request says of its nodes."""
    answer = state.ask_moto(call)
    engine = str(call.parameters.get("Engine") or "redis")
    _asked(state, call)[answer["ReplicationGroup"]["ReplicationGroupId"]] = {
        "Engine": engine,
        "EngineVersion": str(call.parameters.get("EngineVersion") or _VERSIONS[engine]),
        "AutoMinorVersionUpgrade": call.parameters.get("AutoMinorVersionUpgrade", True),
        "CacheSubnetGroupName": call.parameters.get("CacheSubnetGroupName") or "default",
        "SecurityGroupIds": list(call.parameters.get("SecurityGroupIds") or ()),
    }
    return answer


@emulates("elasticache", "DescribeCacheClusters")
def describe_clusters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return clusters, the nodes of replication groups among them."""
    name = call.parameters.get("CacheClusterId")
    nodes = [node for node in _list_nodes(state, call) if name in {None, node["CacheClusterId"]}]
    if call.parameters.get("ShowCacheClustersNotInReplicationGroups"):
        nodes = []
    try:
        found = state.ask_moto(call).get("CacheClusters", [])
    except Fault as fault:
        if fault.code != _GONE or not nodes:
            raise
        found = []
    return {"CacheClusters": [*found, *nodes]}


def _list_nodes(state: EmulatorState, call: EmulatedCall) -> Iterator[Record]:
    groups = moto_backend("elasticache", call.account_id, call.region).replication_groups
    for name, asked in _asked(state, call).items():
        group = groups.get(name)
        if group is not None and group.status != "deleting":  # moto keeps it so for ever
            for node in group.member_clusters:
                yield _write_node(call, name, node, group, asked)


def _write_node(call: EmulatedCall, name: str, node: str, group: Any, asked: Record) -> Record:
    return {
        "CacheClusterId": node,
        "ReplicationGroupId": name,
        "ARN": make_arn(call, f"cluster:{node}"),
        "CacheClusterStatus": "available",
        "CacheNodeType": group.cache_node_type,
        "NumCacheNodes": 1,
        "Engine": asked["Engine"],
        "EngineVersion": asked["EngineVersion"],
        "AutoMinorVersionUpgrade": asked["AutoMinorVersionUpgrade"],
        "CacheSubnetGroupName": asked["CacheSubnetGroupName"],
        "SecurityGroups": [
            {"SecurityGroupId": one, "Status": "active"} for one in asked["SecurityGroupIds"]
        ],
        "AtRestEncryptionEnabled": bool(group.at_rest_encryption_enabled),
        "TransitEncryptionEnabled": bool(group.transit_encryption_enabled),
        "AuthTokenEnabled": bool(group.auth_token_enabled),
        "SnapshotRetentionLimit": int(group.snapshot_retention_limit or 0),
    }
