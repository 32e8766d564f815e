"""What moto does otherwise than AWS is corrected in its classes."""

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
}


def test_ids_are_written_as_aws_writes_them(client: Any) -> None:
    iam = client("iam")
    document = json.dumps(POLICY)
    found = {
        "AIDA": iam.create_user(UserName="a")["User"]["UserId"],
        "AGPA": iam.create_group(GroupName="a")["Group"]["GroupId"],
        "AIPA": iam.create_instance_profile(InstanceProfileName="a")["InstanceProfile"][
            "InstanceProfileId"
        ],
        "ANPA": iam.create_policy(PolicyName="a", PolicyDocument=document)["Policy"]["PolicyId"],
    }
    for prefix, made in found.items():
        assert re.fullmatch(rf"{prefix}[A-Z0-9]{{17}}", made)
    assert iam.get_user(UserName="a")["User"]["UserId"] == found["AIDA"]
    assert len({made[4:] for made in found.values()}) == 4


def test_errors_name_what_is_missing_in_one_order(client: Any) -> None:
    ec2, names = client("ec2"), [f"vpc-{n}1111111" for n in range(6)]
    with pytest.raises(ClientError) as raised:
        ec2.describe_vpcs(VpcIds=names)
    message = raised.value.response["Error"]["Message"]
    assert message == f"The vpc ID '{', '.join(names)}' does not exist"
    with pytest.raises(ClientError) as raised:
        ec2.describe_security_groups(GroupIds=["sg-11111111"])
    message = raised.value.response["Error"]["Message"]
    assert message == "The security group 'sg-11111111' does not exist"
    with pytest.raises(ClientError) as raised:
        ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, DryRun=True)
    assert raised.value.response["Error"]["Code"] == "DryRunOperation"
