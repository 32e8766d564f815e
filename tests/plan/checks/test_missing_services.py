"""Services that a Region does not have."""

from collections.abc import Callable

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.missing_services import missing_services
from ringwall.plan.landscape import make_landscape

Read = Callable[[str], BlueprintFile]

LAKE = "detection: {detective: {enabled: true}, security_lake: {enabled: true}}\n"


def said(text: str, read: Read) -> set[str]:
    return {remark.message for remark in missing_services(make_landscape(read(text)))}


def test_where_all_services_are_nothing_is_said(one: str, read: Read) -> None:
    assert said(one % "", read) == set()


def test_what_a_partition_does_not_have_is_said(one: str, read: Read) -> None:
    china = one.replace("us-east-1", "cn-north-1") % "" + LAKE
    assert said(china, read) == {
        "detective: detective does not exist in the partition aws-cn",
        "security_lake: securitylake does not exist in the partition aws-cn",
    }
    assert said(one.replace("us-east-1", "us-gov-west-1") % "", read) == {
        "budget: budgets does not exist in the partition aws-us-gov"
    }


def test_what_a_region_does_not_have_is_said(one: str, read: Read) -> None:
    text = one.replace("us-east-1", "us-east-1\nregions: [ap-southeast-6, mx-central-1]") % ""
    assert "inspector: inspector2 does not exist in ap-southeast-6" in said(text, read)


def test_of_a_section_that_is_not_enabled_nothing_is_said(one: str, read: Read) -> None:
    assert said(one.replace("us-east-1", "cn-north-1") % "", read) == set()
