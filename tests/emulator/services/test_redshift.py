from typing import Any


def make(redshift: Any, name: str, **more: Any) -> Any:
    return redshift.create_cluster(
        ClusterIdentifier=name,
        NodeType="ra3.large",
        ClusterType="multi-node",
        NumberOfNodes=2,
        MasterUsername="owner",
        MasterUserPassword="Not-a-secret-1",
        **more,
    )["Cluster"]


def test_a_cluster_says_whether_it_is_in_two_zones(client: Any) -> None:
    redshift = client("redshift")
    assert make(redshift, "a", MultiAZ=True)["MultiAZ"] == "Enabled"
    assert make(redshift, "b")["MultiAZ"] == "Disabled"
    redshift.modify_cluster(ClusterIdentifier="b", MultiAZ=True)
    redshift.delete_cluster(ClusterIdentifier="a", SkipFinalClusterSnapshot=True)
    make(redshift, "a")
    shown = redshift.describe_clusters()["Clusters"]
    assert {c["ClusterIdentifier"]: c["MultiAZ"] for c in shown} == {
        "a": "Disabled",
        "b": "Enabled",
    }


def test_a_parameter_that_was_set_is_shown(client: Any, refusal: Any) -> None:
    redshift = client("redshift")
    asked = {"ParameterGroupName": "own"}
    change = {"ParameterName": "require_ssl", "ParameterValue": "true"}
    code = refusal(redshift.modify_cluster_parameter_group, **asked, Parameters=[change])[0]
    assert code == "ClusterParameterGroupNotFound"
    redshift.create_cluster_parameter_group(
        **asked, ParameterGroupFamily="redshift-1.0", Description="-"
    )
    redshift.modify_cluster_parameter_group(**asked, Parameters=[change])
    shown = redshift.describe_cluster_parameters(**asked, Source="user")["Parameters"]
    assert [(p["ParameterName"], p["ParameterValue"]) for p in shown] == [("require_ssl", "true")]
    assert len(redshift.describe_cluster_parameters(**asked)["Parameters"]) > 1
