"""A Reader lets through what reads, and nothing whose name only sounds so."""

import botocore.session
import pytest
from botocore import xform_name

from ringwall.aws.verbs import is_read, refuse_write

READS = (
    "s3.get_bucket_policy",
    "s3.list_buckets",
    "s3.head_bucket",
    "ec2.describe_instances",
    "iam.generate_credential_report",
    "iam.get_credential_report",
    "iam.get_account_authorization_details",
    "iam.simulate_principal_policy",
    "iam.list_service_specific_credentials",
    "config.batch_get_resource_config",
    "config.select_aggregate_resource_config",
    "cloudtrail.lookup_events",
    "ec2.search_transit_gateway_routes",
    "secretsmanager.describe_secret",
    "secretsmanager.list_secrets",
    "sts.get_caller_identity",
    "accessanalyzer.validate_policy",
)
NO_READS = (
    "s3.put_bucket_policy",
    "s3.delete_bucket",
    "s3.create_session",
    "ec2.get",
    "ec2.getaway_instances",
    "ec2.run_instances",
    "ec2.modify_instance_attribute",
    "ec2.get_password_data",
    "sts.get_session_token",
    "sts.get_federation_token",
    "sts.assume_role",
    "sso.get_role_credentials",
    "secretsmanager.get_secret_value",
    "secretsmanager.batch_get_secret_value",
    "redshift.get_cluster_credentials",
    "redshift.get_cluster_credentials_with_iam",
    "redshift-serverless.get_credentials",
    "cognito-identity.get_id",
    "cognito-identity.get_open_id_token_for_developer_identity",
    "ecr.get_authorization_token",
    "lakeformation.get_temporary_glue_table_credentials",
    "lightsail.get_instance_access_details",
    "quicksight.get_dashboard_embed_url",
    "s3control.get_data_access",
    "waf.get_change_token",
    "sqs.receive_message",
    "get_bucket_policy",
    "s3.",
    ".get_bucket_policy",
    "s3.get_bucket_policy; drop",
)


@pytest.mark.parametrize("operation", READS)
def test_a_read_is_let_through(operation: str) -> None:
    refuse_write(operation, {})


@pytest.mark.parametrize("operation", NO_READS)
def test_what_writes_or_hands_out_access_is_refused(operation: str) -> None:
    with pytest.raises(ValueError, match="a Reader only reads"):
        refuse_write(operation, {})


def test_decryption_is_refused() -> None:
    refuse_write("ssm.get_parameter", {"Name": "a"})
    with pytest.raises(ValueError, match="does not decrypt"):
        refuse_write("ssm.get_parameter", {"Name": "a", "WithDecryption": True})


def test_nothing_that_botocore_knows_as_a_mutation_is_a_read() -> None:
    """Ask botocore's own models: HTTP methods tell writes for services of the REST protocols."""
    loader = botocore.session.Session().get_component("data_loader")
    for service in ("s3", "lambda", "s3control", "guardduty", "inspector2", "backup", "eks"):
        model = loader.load_service_model(service, "service-2")
        for name, operation in model["operations"].items():
            if operation["http"]["method"] in {"PUT", "DELETE", "PATCH"}:
                assert not is_read(f"{service}.{xform_name(name)}"), name
