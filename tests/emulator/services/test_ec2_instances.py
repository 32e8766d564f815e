from typing import Any


def run(ec2: Any, **options: Any) -> Any:
    given = {"MetadataOptions": options} if options else {}
    return ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, **given)["Instances"][0]


def options_of(ec2: Any) -> Any:
    (reservation,) = ec2.describe_instances()["Reservations"]
    return reservation["Instances"][0]["MetadataOptions"]


def test_named_options_change_and_the_others_stay(client: Any) -> None:
    ec2 = client("ec2")
    instance = run(ec2, HttpTokens="optional", HttpPutResponseHopLimit=2)
    assert instance["MetadataOptions"]["HttpTokens"] == "optional"
    changed = ec2.modify_instance_metadata_options(
        InstanceId=instance["InstanceId"], HttpTokens="required"
    )
    assert changed["InstanceMetadataOptions"]["HttpTokens"] == "required"
    assert options_of(ec2) == {
        "State": "applied",
        "HttpTokens": "required",
        "HttpPutResponseHopLimit": 2,
        "HttpEndpoint": "enabled",
        "HttpProtocolIpv6": "disabled",
        "InstanceMetadataTags": "disabled",
    }


def test_new_instance_takes_the_defaults_of_its_account(client: Any) -> None:
    ec2 = client("ec2")
    ec2.modify_instance_metadata_defaults(HttpTokens="required")
    assert run(ec2)["MetadataOptions"]["HttpTokens"] == "required"
    assert options_of(ec2)["HttpTokens"] == "required"


def test_own_options_outweigh_the_defaults(client: Any) -> None:
    ec2 = client("ec2")
    ec2.modify_instance_metadata_defaults(HttpTokens="required")
    assert run(ec2, HttpTokens="optional")["MetadataOptions"]["HttpTokens"] == "optional"


def test_without_defaults_version_one_is_let_in(client: Any) -> None:
    assert run(client("ec2"))["MetadataOptions"]["HttpTokens"] == "optional"


def test_new_disks_are_encrypted_once_the_default_says_so(client: Any) -> None:
    ec2 = client("ec2")
    plain = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)
    assert plain["Encrypted"] is False
    ec2.enable_ebs_encryption_by_default()
    made = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)
    assert made["Encrypted"] is True
    assert made["KmsKeyId"].startswith("arn:aws:kms:us-east-1:123456789012:key/")
    run(ec2)
    volumes = {v["VolumeId"]: v for v in ec2.describe_volumes()["Volumes"]}
    assert volumes.pop(plain["VolumeId"])["Encrypted"] is False
    assert [v["Encrypted"] for v in volumes.values()] == [True, True]
