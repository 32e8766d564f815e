"""The query logs that a blueprint wants."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

CONFIG = RowKey("shop", "us-east-1", "route53resolver_resolver_query_logging_config", "queries")
VPC = "vpc-0123456789abcdef0"
OTHER = "vpc-0123456789abcdef1"
VPCS = ", ".join(f"{{account: shop, region: us-east-1, vpc_id: {id_}}}" for id_ in (VPC, OTHER))


def test_queries_of_vpcs_that_are_named_are_logged() -> None:
    wanted = WantedDetection(f"resolver_logs: {{vpcs: [{VPCS}]}}")
    assert wanted.columns(CONFIG.table) == {
        "shop us-east-1 queries": {
            "name": "acme-queries",
            "destination_arn": Ref(
                RowKey("log-archive", "eu-west-1", "s3_bucket", "resolver-logs"), "arn"
            ),
        }
    }
    assert wanted.columns(f"{CONFIG.table}_association") == {
        f"shop us-east-1 {vpc}": {
            "resolver_query_log_config_id": Ref(CONFIG, "id"),
            "vpc_id": vpc,
        }
        for vpc in (VPC, OTHER)
    }


def test_without_a_vpc_nothing_is_configured() -> None:
    assert WantedDetection().names(CONFIG.table) == []
