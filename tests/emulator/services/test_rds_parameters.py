from typing import Any

import pytest

FORCE_SSL = "rds.force_ssl"


def find(rds: Any, group: str, **asked: Any) -> dict[str, tuple[str, str]]:
    found = rds.describe_db_parameters(DBParameterGroupName=group, **asked)["Parameters"]
    return {p["ParameterName"]: (p["ParameterValue"], p["Source"]) for p in found}


@pytest.mark.parametrize(
    ("family", "usual"),
    [("postgres14", "0"), ("postgres15", "1"), ("postgres9.6", "0"), ("sqlserver-se-15.0", "0")],
)
def test_an_engine_has_parameters_that_nobody_set(client: Any, family: str, usual: str) -> None:
    rds = client("rds")
    rds.create_db_parameter_group(
        DBParameterGroupName="own", DBParameterGroupFamily=family, Description="-"
    )
    assert find(rds, "own") == {FORCE_SSL: (usual, "system")}


def test_parameters_are_filtered_by_name_and_source(client: Any, refusal: Any) -> None:
    rds = client("rds")
    rds.create_db_parameter_group(
        DBParameterGroupName="own", DBParameterGroupFamily="postgres14", Description="-"
    )
    changes = [
        {"ParameterName": name, "ParameterValue": "1", "ApplyMethod": "immediate"}
        for name in (FORCE_SSL, "log_connections")
    ]
    rds.modify_db_parameter_group(DBParameterGroupName="own", Parameters=changes)
    named = [{"Name": "parameter-name", "Values": [FORCE_SSL, "other"]}]
    assert find(rds, "own", Filters=named) == {FORCE_SSL: ("1", "user")}
    assert find(rds, "own", Source="system") == {}
    assert find(rds, "own", Source="user").keys() == {FORCE_SSL, "log_connections"}
    code, _ = refusal(rds.describe_db_parameters, DBParameterGroupName="other")[:2]
    assert code == "DBParameterGroupNotFound"


def test_a_cluster_uses_a_group_that_rds_makes(client: Any, refusal: Any) -> None:
    rds = client("rds")
    assert rds.describe_db_cluster_parameter_groups()["DBClusterParameterGroups"] == []
    name = "default.docdb5.0"
    asked = {"DBClusterParameterGroupName": name}
    code = refusal(rds.describe_db_cluster_parameters, **asked)[0]
    assert code == "DBParameterGroupNotFound"
    rds.create_db_cluster(
        DBClusterIdentifier="documents",
        Engine="docdb",
        MasterUsername="owner",
        MasterUserPassword="not-a-secret",
    )
    (group,) = rds.describe_db_cluster_parameter_groups(**asked)["DBClusterParameterGroups"]
    assert group["DBParameterGroupFamily"] == "docdb5.0"
    found = rds.describe_db_cluster_parameters(**asked)["Parameters"]
    assert {p["ParameterName"]: p["ParameterValue"] for p in found} == {
        "audit_logs": "disabled",
        "tls": "enabled",
    }
