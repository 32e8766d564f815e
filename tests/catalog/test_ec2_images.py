"""Machine images: who else may launch them."""

from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

IMAGES = [
    {
        "ImageId": f"ami-{number}",
        "OwnerId": "111111111111",
        "Public": number == 1,
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": "snap-1", "Encrypted": True}},
            {"DeviceName": "/dev/sdb", "Ebs": {"SnapshotId": "snap-2", "Encrypted": number == 2}},
        ],
    }
    for number in (1, 2)
]


def test_an_image_says_who_may_launch_it(canned: Any, collect: Any) -> None:
    organization = "arn:aws:organizations::111111111111:organization/o-1"

    def attribute(ImageId: str, Attribute: str) -> Any:  # noqa: N803 - AWS's own names
        assert Attribute == "launchPermission"
        shared = [{"UserId": "222222222222"}, {"OrganizationArn": organization}]
        return {"LaunchPermissions": [{"Group": "all"}] if ImageId == "ami-1" else shared}

    answers = {
        "ec2.describe_images": {"Images": IMAGES},
        "ec2.describe_image_attribute": attribute,
    }
    rows, gaps = collect(canned(answers), "ec2_image")
    assert gaps == []
    assert [(r["is_public"], r["launch_permissions"]) for r in rows["ec2_image"]] == [
        (True, ["all"]),
        (False, ["222222222222", organization]),
    ]
    assert [r["encrypted"] for r in rows["ec2_image"]] == [False, True]
    assert rows["ec2_image"][0]["arn"] == "arn:aws:ec2:eu-west-1::image/ami-1"


def test_a_refused_permission_leaves_the_image(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "UnauthorizedOperation")
    reader = canned(
        {"ec2.describe_images": {"Images": IMAGES}, "ec2.describe_image_attribute": denied}
    )
    rows, gaps = collect(reader, "ec2_image")
    assert [r["launch_permissions"] for r in rows["ec2_image"]] == [None] * 2
    assert [r["is_public"] for r in rows["ec2_image"]] == [True, False]
    assert [g.aspect for g in gaps] == ["LaunchPermissions"] * 2


def test_an_image_that_was_deregistered_since_the_list_is_gone(canned: Any, collect: Any) -> None:
    gone = CallFailed("gone", "InvalidAMIID.NotFound")
    reader = canned(
        {"ec2.describe_images": {"Images": IMAGES}, "ec2.describe_image_attribute": gone}
    )
    rows, gaps = collect(reader, "ec2_image")
    assert (rows["ec2_image"], gaps) == ([], [])


def test_the_service_reads_an_image(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    ec2 = aws("ec2")
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]
    image = ec2.create_image(InstanceId=made["InstanceId"], Name="golden")["ImageId"]
    ec2.modify_image_attribute(
        ImageId=image, LaunchPermission={"Add": [{"UserId": "222222222222"}]}
    )
    rows, gaps = collect(live, "ec2_image")
    assert gaps == []
    assert [(r["image_id"], r["is_public"]) for r in rows["ec2_image"]] == [(image, False)]
    assert [r["launch_permissions"] for r in rows["ec2_image"]] == [["222222222222"]]
