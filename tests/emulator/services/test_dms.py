from typing import Any


def test_what_a_request_does_not_say_has_a_value(client: Any) -> None:
    dms = client("dms")
    dms.create_replication_instance(
        ReplicationInstanceIdentifier="r", ReplicationInstanceClass="dms.t3.small"
    )
    (instance,) = dms.describe_replication_instances()["ReplicationInstances"]
    assert (instance["MultiAZ"], instance["PubliclyAccessible"]) == (False, True)
    for name, more in (("a", {}), ("b", {"SslMode": "require"})):
        dms.create_endpoint(
            EndpointIdentifier=name, EndpointType="source", EngineName="mysql", **more
        )
    shown = dms.describe_endpoints()["Endpoints"]
    assert {e["EndpointIdentifier"]: e["SslMode"] for e in shown} == {"a": "none", "b": "require"}
