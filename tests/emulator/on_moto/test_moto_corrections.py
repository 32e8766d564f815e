"""What moto does otherwise than AWS is corrected in its classes."""

import json
import re
from typing import Any

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
