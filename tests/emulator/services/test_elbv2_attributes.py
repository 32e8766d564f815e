from typing import Any


def test_a_load_balancer_has_the_attributes_of_its_type(client: Any, network: Any) -> None:
    elbv2, (_, subnets) = client("elbv2"), network

    def read(kind: str) -> dict[str, str]:
        made = elbv2.create_load_balancer(Name=kind, Type=kind, Subnets=subnets)
        arn = made["LoadBalancers"][0]["LoadBalancerArn"]
        protect = {"Key": "deletion_protection.enabled", "Value": "true"}
        elbv2.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[protect])
        found = elbv2.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
        return {one["Key"]: one["Value"] for one in found}

    application, network_kind = read("application"), read("network")
    assert application["deletion_protection.enabled"] == "true"
    logs = "access_logs.s3.enabled"
    assert application[logs] == network_kind[logs] == "false"
    assert application["routing.http.desync_mitigation_mode"] == "defensive"
    assert application["routing.http.drop_invalid_header_fields.enabled"] == "false"
    assert "routing.http.desync_mitigation_mode" not in network_kind
