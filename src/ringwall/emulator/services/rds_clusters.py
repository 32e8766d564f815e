"""RDS: clusters of DocumentDB and Neptune, which moto does not make or not with all settings.

https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
https://docs.aws.amazon.com/neptune/latest/apiref/api-clusters.html
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

_STAND_IN = "neptune"
"""The engine in whose name moto makes a cluster of DocumentDB."""
_IAM = "EnableIAMDatabaseAuthentication"
_DOCUMENT_DB = {"engine": "docdb", "engine_version": "5.0.0"}
_DOCUMENT_PORT = 27017
_FAMILIES = {
    "aurora-mysql": "aurora-mysql8.0",
    "aurora-postgresql": "aurora-postgresql16",
    "docdb": "docdb5.0",
    "mysql": "mysql8.0",
    "neptune": "neptune1.3",
    "postgres": "postgres16",
}
"""The parameters that a cluster of an engine has, where the request names no group."""


@emulates("rds", "CreateDBCluster")
def create_cluster(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a cluster, of DocumentDB too, with IAM authentication where Neptune has it."""
    asked = call.parameters
    engine = str(asked.get("Engine", ""))
    signs_in = bool(asked.get(_IAM))
    is_later = signs_in and not engine.startswith("aurora-")
    answer = state.ask_moto(_write(call, engine, without_iam=is_later))
    shown = answer["DBCluster"]
    name = shown["DBClusterIdentifier"]
    made = moto_backend("rds", call.account_id, call.region).clusters[name]
    if engine == "docdb":
        vars(made).update(_DOCUMENT_DB)
        made.port = int(asked.get("Port") or _DOCUMENT_PORT)
        made.master_username = asked.get("MasterUsername")
        _name_backups(call, name)
    if is_later:
        made.iam_auth = True
    if not asked.get("DBClusterParameterGroupName") and engine in _FAMILIES:
        made.parameter_group = f"default.{_FAMILIES[engine]}"
    return {
        "DBCluster": shown
        | {
            "Engine": made.engine,
            "EngineVersion": made.engine_version,
            "Port": made.port,
            "DBClusterParameterGroup": made.parameter_group,
            "IAMDatabaseAuthenticationEnabled": signs_in,
        }
    }


def _name_backups(call: EmulatedCall, name: str) -> None:
    """Let the backup that is made with a cluster be one of DocumentDB."""
    snapshots = moto_backend("rds", call.account_id, call.region).cluster_snapshots.values()
    for snapshot in snapshots:
        if snapshot.db_cluster_identifier == name:
            vars(snapshot).update(_DOCUMENT_DB)
            vars(snapshot.cluster).update(_DOCUMENT_DB)


def _write(call: EmulatedCall, engine: str, *, without_iam: bool) -> EmulatedCall:
    """Return the request as moto takes it."""
    form = dict(parse_qsl(call.body.decode(), keep_blank_values=True))
    if engine == "docdb":
        form["Engine"] = _STAND_IN
        form.pop("EngineVersion", None)
    if without_iam:
        form.pop(_IAM, None)
    body = urlencode(form).encode()
    return replace(call, body=body, environ={**call.environ, "CONTENT_LENGTH": str(len(body))})
