"""AWS's lists have ids of their own in each Region."""

from ringwall.emulator.traffic.managed_lists import MANAGED, OWNER, list_managed


def test_lists_of_aws_are_in_every_region() -> None:
    here, there = (list_managed("1" * 12, region) for region in ("eu-west-1", "cn-north-1"))
    assert [item["Name"] for item in here] == [*MANAGED]
    assert {item["ManagedOwnerName"] for item in here} == {OWNER}
    assert not {item["Id"] for item in here} & {item["Id"] for item in there}
    assert there[0]["Arn"].startswith("arn:aws-cn:route53resolver:cn-north-1:111111111111:")
