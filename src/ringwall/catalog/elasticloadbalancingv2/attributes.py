"""Attributes of load balancers, as playbooks set them: one at a time, and back."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Blast, Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

MODIFY = "elbv2.modify_load_balancer_attributes"
_ARN = r"arn:aws[a-z-]*:elasticloadbalancing:{region}:{account_id}:loadbalancer/[\w/-]+"


def shape_write(key: str, values: str) -> tuple[WriteShape, ...]:
    """Return the one write of a playbook that sets an attribute to one of some values."""
    attribute = {"Key": key.replace(".", r"\."), "Value": values}
    return (WriteShape(MODIFY, {"LoadBalancerArn": _ARN, "Attributes": (attribute,)}),)


def set_attribute(
    finding: Finding, reader: Reader, key: str, value: str, *, why: str, blast: Blast
) -> Iterator[Change]:
    """Yield the Change that sets an attribute of the finding's load balancer."""
    balancer = {"LoadBalancerArn": finding.resource}

    def write(state: str) -> Write:
        return Write(MODIFY, {**balancer, "Attributes": [{"Key": key, "Value": state}]})

    probe = Probe(
        "elbv2.describe_load_balancer_attributes",
        balancer,
        f"Attributes[?Key=='{key}'].Value | [0]",
    )
    return change_setting(finding, reader, probe, write, after=value, why=why, blast=blast)
