"""Who writes logs must be let in, by the policies as the reasoner reads them."""

import json
from typing import Any

import pytest
from log_targets import let_write, make_config_role, make_log_bucket, make_log_key

ACCOUNT = "123456789012"
HOME = "us-east-1"


def let_in(service: str, *actions: str, **more: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": list(actions),
        "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
    } | more


@pytest.fixture
def logs(principals: Any) -> Any:
    """Return a function that sets the policy of a new bucket."""
    s3 = principals.client("s3")
    s3.create_bucket(Bucket="logs")

    def set_policy(*statements: dict[str, Any]) -> None:
        text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        s3.put_bucket_policy(Bucket="logs", Policy=text)

    return set_policy


def test_a_trail_comes_after_its_bucket_s_policy(principals: Any, code: Any, logs: Any) -> None:
    create = principals.client("cloudtrail").create_trail
    asked = {"Name": "trail", "S3BucketName": "logs"}
    assert code(create, **asked) == "InsufficientS3BucketPolicyException"
    source = {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:{HOME}:{ACCOUNT}:trail/other"}}
    actions = ("s3:GetBucketAcl", "s3:PutObject")
    logs(let_in("cloudtrail", *actions, Condition=source))
    assert code(create, **asked) == "InsufficientS3BucketPolicyException"
    source = {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:{HOME}:{ACCOUNT}:trail/trail"}}
    logs(let_in("cloudtrail", *actions, Condition=source))
    create(**asked)
    assert code(create, **asked) == "TrailAlreadyExistsException"


def test_a_trail_may_use_its_key(principals: Any, code: Any, logs: Any, write: Any) -> None:
    logs(let_in("cloudtrail", "s3:GetBucketAcl", "s3:PutObject"))
    kms = principals.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    create = principals.client("cloudtrail").create_trail
    asked = {"Name": "trail", "S3BucketName": "logs", "KmsKeyId": key}
    missing = {**asked, "KmsKeyId": "alias/none"}
    assert code(create, **missing) == "KmsNotFoundException"
    assert code(create, **asked) == "InsufficientEncryptionPolicyException"
    policy = json.loads(write(Action="kms:*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    policy["Statement"].append(let_in("cloudtrail", "kms:GenerateDataKey*", Resource="*"))
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    create(**asked)


def test_a_trail_may_use_its_topic_and_its_role(
    principals: Any, code: Any, logs: Any, write: Any
) -> None:
    logs(let_in("cloudtrail", "s3:GetBucketAcl", "s3:PutObject"))
    create = principals.client("cloudtrail").create_trail
    asked = {"Name": "trail", "S3BucketName": "logs"}
    sns, logs_client = principals.client("sns"), principals.client("logs")
    topic = sns.create_topic(Name="told")["TopicArn"]
    told = {**asked, "SnsTopicName": "told"}
    assert code(create, **told) == "InsufficientSnsTopicPolicyException"
    logs_client.create_log_group(logGroupName="trail")
    group = f"arn:aws:logs:{HOME}:{ACCOUNT}:log-group:trail:*"
    stranger = principals.role("stranger", {"Principal": {"Service": "config.amazonaws.com"}})
    role = principals.role("trail", {"Principal": {"Service": "cloudtrail.amazonaws.com"}})
    written = {**asked, "CloudWatchLogsLogGroupArn": group, "CloudWatchLogsRoleArn": stranger}
    assert code(create, **written) == "InvalidCloudWatchLogsRoleArnException"
    written["CloudWatchLogsRoleArn"] = role
    assert code(create, **written) == "InvalidCloudWatchLogsLogGroupArnException"
    principals.client("iam").put_role_policy(
        RoleName="trail", PolicyName="write", PolicyDocument=write(Action="logs:*")
    )
    lets = write(
        Action="sns:Publish", Principal={"Service": "cloudtrail.amazonaws.com"}, Resource=topic
    )
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=lets)
    create(**written, SnsTopicName="told")


def test_trails_of_a_region_are_limited(client: Any, code: Any) -> None:
    make_log_bucket(client("s3"), "logs", "cloudtrail")
    cloudtrail = client("cloudtrail")
    for number in range(5):
        cloudtrail.create_trail(Name=f"trail-{number}", S3BucketName="logs")
    asked = {"Name": "one-more", "S3BucketName": "logs"}
    found = code(cloudtrail.create_trail, **asked)
    assert found == "MaximumNumberOfTrailsExceededException"


def test_an_organization_s_trail_needs_trusted_access(client: Any, code: Any) -> None:
    make_log_bucket(client("s3"), "logs", "cloudtrail")
    create = client("cloudtrail").create_trail
    asked = {"Name": "trail", "S3BucketName": "logs", "IsOrganizationTrail": True}
    assert code(create, **asked) == "OrganizationsNotInUseException"
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    assert code(create, **asked) == "CloudTrailAccessNotEnabledException"
    organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    create(**asked)


def test_a_recorder_comes_after_its_role_and_a_channel_after_both(
    principals: Any, code: Any, logs: Any
) -> None:
    config, iam = principals.client("config"), principals.client("iam")
    linked = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    recorder = {"name": "default", "roleARN": f"arn:aws:iam::{ACCOUNT}:{linked}"}
    put = config.put_configuration_recorder
    assert code(put, ConfigurationRecorder=recorder) == "InvalidRoleException"
    channel = {"DeliveryChannel": {"name": "default", "s3BucketName": "logs"}}
    found = code(config.put_delivery_channel, **channel)
    assert found == "NoAvailableConfigurationRecorderException"
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    put(ConfigurationRecorder=recorder)
    found = code(config.start_configuration_recorder, ConfigurationRecorderName="default")
    assert found == "NoAvailableDeliveryChannelException"
    found = code(config.put_delivery_channel, **channel)
    assert found == "InsufficientDeliveryPolicyException"
    logs(let_in("config", "s3:PutObject"))
    config.put_delivery_channel(**channel)
    config.start_configuration_recorder(ConfigurationRecorderName="default")


def test_config_writes_by_the_role_that_it_was_given(
    principals: Any, code: Any, write: Any, logs: Any
) -> None:
    logs(let_in("cloudtrail", "s3:PutObject"))
    role = principals.role("recorder", {"Principal": {"Service": "config.amazonaws.com"}})
    config = principals.client("config")
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": role})
    channel = {"DeliveryChannel": {"name": "default", "s3BucketName": "logs"}}
    found = code(config.put_delivery_channel, **channel)
    assert found == "InsufficientDeliveryPolicyException"
    principals.client("iam").put_role_policy(
        RoleName="recorder", PolicyName="write", PolicyDocument=write(Action="s3:PutObject")
    )
    config.put_delivery_channel(**channel)


def test_config_does_not_write_to_a_bucket_that_locks(client: Any, code: Any) -> None:
    s3, config = client("s3"), client("config")
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    let_write(s3, "locked", "config")
    role = make_config_role(client("iam"))
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": role})
    channel = {"DeliveryChannel": {"name": "default", "s3BucketName": "locked"}}
    config.put_delivery_channel(**channel)
    s3.put_object_lock_configuration(
        Bucket="locked",
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}},
        },
    )
    found = code(config.put_delivery_channel, **channel)
    assert found == "InsufficientDeliveryPolicyException"
    missing = {"DeliveryChannel": {"name": "default", "s3BucketName": "nowhere"}}
    assert code(config.put_delivery_channel, **missing) == "NoSuchBucketException"


@pytest.mark.parametrize(
    ("bucket", "key"),
    [("config", "macie"), ("macie", "config"), ("macie", "")],
    ids=["the bucket is another's", "the key is another's", "the key is closed"],
)
def test_macie_and_its_bucket_and_its_key(client: Any, code: Any, bucket: str, key: str) -> None:
    macie = client("macie2")
    macie.enable_macie()
    make_log_bucket(client("s3"), "results", bucket)
    arn = make_log_key(client("kms"), ACCOUNT, *([key] if key else []))
    target = {"s3Destination": {"bucketName": "results", "kmsKeyArn": arn}}
    put = macie.put_classification_export_configuration
    assert code(put, configuration=target) == "AccessDeniedException"
    assert macie.get_classification_export_configuration()["configuration"] == {}


def test_results_are_written_encrypted(client: Any, code: Any) -> None:
    macie, s3 = client("macie2"), client("s3")
    macie.enable_macie()
    s3.create_bucket(Bucket="results")
    lets = let_in("macie", "s3:*", Resource=["arn:aws:s3:::results", "arn:aws:s3:::results/*"])
    header = {"s3:x-amz-server-side-encryption": "AES256"}
    for operator, refused in (("StringEquals", True), ("StringNotEquals", False)):
        needs = {"Condition": {operator: header}}
        put_object = {**lets, "Action": "s3:PutObject", **needs}
        location = {**lets, "Action": "s3:GetBucketLocation"}
        policy = {"Version": "2012-10-17", "Statement": [location, put_object]}
        s3.put_bucket_policy(Bucket="results", Policy=json.dumps(policy))
        key = make_log_key(client("kms"), ACCOUNT, "macie")
        target = {"s3Destination": {"bucketName": "results", "kmsKeyArn": key}}
        put = macie.put_classification_export_configuration
        if refused:
            assert code(put, configuration=target) == "AccessDeniedException"
        else:
            put(configuration=target)
