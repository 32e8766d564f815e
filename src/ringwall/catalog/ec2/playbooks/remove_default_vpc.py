"""Removes a default VPC in which nothing runs."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

_ID = "[0-9a-f]{8,17}"
_BOTH = {"InternetGatewayId": f"igw-{_ID}", "VpcId": f"vpc-{_ID}"}
WRITES = (
    WriteShape("ec2.delete_subnet", {"SubnetId": f"subnet-{_ID}"}),
    WriteShape("ec2.detach_internet_gateway", _BOTH),
    WriteShape("ec2.delete_internet_gateway", {"InternetGatewayId": f"igw-{_ID}"}),
    WriteShape("ec2.delete_vpc", {"VpcId": f"vpc-{_ID}"}),
    WriteShape("ec2.create_default_vpc", {}),
)
WHY = "what is started without a network named is not put on the internet"


@answers("ec2.default_vpc_is_removed", writes=WRITES)
def remove_default_vpc(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Delete its subnets, its internet gateway and the VPC. Its undo makes a new default VPC."""
    vpc = finding.resource.rpartition("/")[2]
    found = list(reader.items("ec2.describe_vpcs", "Vpcs", Filters=_filter("vpc-id", vpc)))
    if not found:
        return
    if not found[0]["IsDefault"]:
        raise NeedsHuman(f"{vpc} is not a default VPC any more")
    inside = _filter("vpc-id", vpc)
    used = list(
        reader.items("ec2.describe_network_interfaces", "NetworkInterfaces", Filters=inside)
    )
    if used:
        first = used[0]["NetworkInterfaceId"]
        raise NeedsHuman(f"{vpc} is in use: {first}; move what is in it first")
    removal = _Removal(finding, reader.region, vpc)
    needs: list[str] = []
    for subnet in reader.items("ec2.describe_subnets", "Subnets", Filters=inside):
        change = removal.delete_subnet(subnet["SubnetId"])
        needs.append(change.id)
        yield change
    attached = _filter("attachment.vpc-id", vpc)
    for gateway in reader.items(
        "ec2.describe_internet_gateways", "InternetGateways", Filters=attached
    ):
        for change in removal.remove_gateway(gateway["InternetGatewayId"]):
            needs.append(change.id)
            yield change
    yield removal.delete_vpc(tuple(needs))


def _filter(name: str, value: str) -> list[Row]:
    return [{"Name": name, "Values": [value]}]


class _Removal:
    """Makes the Changes that remove one VPC."""

    def __init__(self, finding: Finding, region: str, vpc: str) -> None:
        self._finding = finding
        self._region = region
        self._vpc = vpc

    def delete_subnet(self, subnet: str) -> Change:
        """Return the deletion of a subnet."""
        probe = Probe(
            "ec2.describe_subnets",
            {"Filters": _filter("subnet-id", subnet)},
            "Subnets[0].SubnetId",
        )
        return self._change(Write("ec2.delete_subnet", {"SubnetId": subnet}), probe, before=subnet)

    def remove_gateway(self, gateway: str) -> Iterator[Change]:
        """Yield the detachment of an internet gateway, and its deletion."""
        both = {"InternetGatewayId": gateway, "VpcId": self._vpc}
        named = {"Filters": _filter("internet-gateway-id", gateway)}
        operation = "ec2.describe_internet_gateways"
        attachment = Probe(operation, named, "InternetGateways[0].Attachments[0].VpcId")
        detach = self._change(
            Write("ec2.detach_internet_gateway", both),
            attachment,
            before=self._vpc,
        )
        yield detach
        probe = Probe(operation, named, "InternetGateways[0].InternetGatewayId")
        delete = Write("ec2.delete_internet_gateway", {"InternetGatewayId": gateway})
        yield self._change(delete, probe, before=gateway, needs=(detach.id,))

    def delete_vpc(self, needs: tuple[str, ...]) -> Change:
        """Return the deletion of the VPC, which comes last."""
        defaults = {"Filters": _filter("is-default", "true")}
        probe = Probe("ec2.describe_vpcs", defaults, "length(Vpcs) > `0`")
        return self._change(
            Write("ec2.delete_vpc", {"VpcId": self._vpc}, retry=("DependencyViolation",)),
            probe,
            before=True,
            after=False,
            undo=Write("ec2.create_default_vpc", {}),
            needs=needs,
        )

    def _change(
        self,
        write: Write,
        probe: Probe,
        *,
        before: str | bool,
        after: bool | None = None,
        undo: Write | None = None,
        needs: tuple[str, ...] = (),
    ) -> Change:
        return Change(
            account_id=self._finding.account_id,
            region=self._region,
            resource=self._finding.resource,
            write=write,
            probe=probe,
            before=before,
            after=after,
            why=WHY,
            layer="infrastructure",
            blast="availability",
            undo=undo,
            irreversible="" if undo else "a new default VPC brings others with it",
            needs=needs,
        )
