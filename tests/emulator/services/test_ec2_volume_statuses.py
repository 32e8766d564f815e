"""Volumes are well, and chosen by id and by filters."""

from typing import Any


def test_each_volume_has_a_status(client: Any) -> None:
    ec2 = client("ec2")
    made = [
        ec2.create_volume(AvailabilityZone=f"us-east-1{zone}", Size=1)["VolumeId"] for zone in "ab"
    ]

    def ask(**asked: Any) -> list[str]:
        found = ec2.describe_volume_status(**asked)["VolumeStatuses"]
        assert all(one["VolumeStatus"]["Status"] == "ok" for one in found)
        return [one["VolumeId"] for one in found]

    def choose(name: str, value: str) -> list[str]:
        return ask(Filters=[{"Name": name, "Values": [value]}])

    assert ask() == made
    assert ask(VolumeIds=made[1:]) == made[1:]
    assert choose("availability-zone", "us-east-1a") == made[:1]
    assert choose("volume-status.status", "impaired") == []
    assert choose("volume-status.details-name", "io-enabled") == made
    assert choose("event.event-type", "io") == []
