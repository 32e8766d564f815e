from typing import Any

import pytest


@pytest.fixture
def profiles(client: Any) -> dict[str, str]:
    iam = client("iam")
    made = [iam.create_instance_profile(InstanceProfileName=n) for n in ("app", "empty")]
    return {m["InstanceProfile"]["InstanceProfileName"]: m["InstanceProfile"]["Arn"] for m in made}


def test_instance_shows_the_profile_of_its_association(
    client: Any, profiles: dict[str, str], refusal: Any
) -> None:
    ec2 = client("ec2")
    made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    instance = made[0]["InstanceId"]

    def shown() -> Any:
        found = ec2.describe_instances()["Reservations"][0]["Instances"][0]
        return found.get("IamInstanceProfile", {}).get("Arn")

    first = ec2.associate_iam_instance_profile(
        InstanceId=instance, IamInstanceProfile={"Name": "app"}
    )["IamInstanceProfileAssociation"]
    assert shown() == profiles["app"]
    second = ec2.replace_iam_instance_profile_association(
        AssociationId=first["AssociationId"], IamInstanceProfile={"Name": "empty"}
    )["IamInstanceProfileAssociation"]
    assert shown() == profiles["empty"]
    assert second["AssociationId"] != first["AssociationId"]
    old = {"AssociationId": first["AssociationId"]}
    code, _ = refusal(ec2.disassociate_iam_instance_profile, **old)
    assert code == "InvalidAssociationID.NotFound"
    ec2.disassociate_iam_instance_profile(AssociationId=second["AssociationId"])
    assert shown() is None


def test_profile_that_an_instance_was_run_with_is_an_association(
    client: Any, profiles: dict[str, str]
) -> None:
    ec2 = client("ec2")
    ec2.run_instances(
        ImageId="ami-1", MinCount=1, MaxCount=1, IamInstanceProfile={"Arn": profiles["app"]}
    )
    (found,) = ec2.describe_iam_instance_profile_associations()["IamInstanceProfileAssociations"]
    assert found["IamInstanceProfile"]["Arn"] == profiles["app"]
    assert found["State"] == "associated"
