"""VPCs, a hub and a firewall as a blueprint builds them, with instances and their traffic."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import REGION, ROLE, BlueprintWorld, open_worlds
from emulated_account import leave_no_way_to_aws

AT = datetime(2026, 3, 2, 10, 0, 5, tzinfo=UTC)
OUTSIDE = "198.51.100.7"
SECTIONS = (
    "accounts.management",
    "accounts.units",
    "accounts.accounts",
    "accounts.resource_sharing",
    "infrastructure.network",
    "infrastructure.transit",
    "infrastructure.network_firewall",
    "detection.flow_logs",
    "detection.access_logs",
)
TEXT = """
    blueprint: firm
    home_region: eu-west-1
    regions: [eu-west-1]
    accounts:
      email: "aws+{account}@example.com"
      units:
        Security: {accounts: [security, log-archive]}
        Infrastructure: {accounts: [network]}
        Workloads:
          units:
            Prod: {accounts: [shop, pay]}
            Test: {accounts: [dev]}
            Lab:
              accounts: [lab]
              overrides: {infrastructure: {network: {nat: single}}}
    infrastructure:
      network: {enabled: true, accounts: [shop, pay, dev, lab]}
"""
"""Production is shop and pay; the rest is dev, and lab with a NAT gateway of its own."""
FIREWALL = """
      transit: {enabled: true, egress: zonal}
      network_firewall:
        enabled: true
        rule_groups:
          - name: own
            rules: |
              drop tcp $HOME_NET any -> any 23 (msg:"telnet"; sid:1;)
              reject tcp $HOME_NET any -> $HOME_NET 8081 (msg:"told"; sid:2;)
              pass tcp $HOME_NET any -> $HOME_NET [443,8080:8081] (msg:"between"; sid:3;)
        domain_lists:
          - {name: web, domains: [.example.com]}
"""
EGRESS = """
      transit: {enabled: true, egress: single}
"""
EVERY = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
SPOKES = ("shop", "pay", "dev", "lab")
KINDS = ("public", "private", "isolated")


@dataclass
class BuiltNetwork:
    """An emulator with a network, and what sends traffic through it.

    Places are an account and a subnet: `shop:private-1`, `network:hub-firewall-2`.
    """

    app: Any
    accounts: dict[str, str]
    clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    interfaces: dict[str, str] = field(default_factory=dict)
    """By place: the interface of an instance."""
    public: dict[str, str] = field(default_factory=dict)
    """By place: the public address of the interface."""

    def client(self, account: str, service: str = "ec2") -> Any:
        """Return a client of an account."""
        from ringwall.emulator.transport import open_session  # noqa: PLC0415 - few tests need it

        if (account, service) not in self.clients:
            session = open_session(self.app, "AKIATEAM", "not-a-secret")
            sts: Any = session.create_client("sts", region_name=REGION)
            arn = f"arn:aws:iam::{self.accounts[account]}:role/{ROLE}"
            keys = sts.assume_role(RoleArn=arn, RoleSessionName="net")["Credentials"]
            own = (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
            session = open_session(self.app, *own)
            self.clients[account, service] = session.create_client(service, region_name=REGION)
        return self.clients[account, service]

    def named(self, account: str, kind: str, name: str) -> str:
        """Return the id of a thing of an account by its name; `route-table`, `private-1`."""
        filters = [
            {"Name": "resource-type", "Values": [kind]},
            {"Name": "key", "Values": ["Name"]},
            {"Name": "value", "Values": [f"firm-{name}"]},
        ]
        (found,) = self.client(account).describe_tags(Filters=filters)["Tags"]
        return str(found["ResourceId"])

    def run(self, place: str) -> None:
        """Run an instance that all may reach, with a public address, in a subnet."""
        account, _, name = place.partition(":")
        ec2 = self.client(account)
        subnet = self.named(account, "subnet", name)
        vpc = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"]
        group = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=EVERY)
        made = ec2.run_instances(
            ImageId="ami-12345678", InstanceType="t3.small", MinCount=1, MaxCount=1,
            NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": subnet, "Groups": [group]}],
        )["Instances"][0]  # fmt: skip
        interface = made["NetworkInterfaces"][0]["NetworkInterfaceId"]
        self.interfaces[place] = interface
        if name.startswith("public"):
            self.give_address(place)

    def give_address(self, place: str) -> None:
        """Give the instance of a place a public address."""
        ec2 = self.client(place.partition(":")[0])
        address = ec2.allocate_address(Domain="vpc")
        ec2.associate_address(
            AllocationId=address["AllocationId"], NetworkInterfaceId=self.interfaces[place]
        )
        self.public[place] = str(address["PublicIp"])

    def close(self, place: str, but: int) -> None:
        """Let the group of a place's instance allow nothing in but a port of TCP."""
        ec2 = self.client(place.partition(":")[0])
        found = ec2.describe_network_interfaces(NetworkInterfaceIds=[self.interfaces[place]])
        group = found["NetworkInterfaces"][0]["Groups"][0]["GroupId"]
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=EVERY)
        port = {"IpProtocol": "tcp", "FromPort": but, "ToPort": but}
        ranges = {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[port | ranges])

    def address(self, place: str) -> str:
        """Return the private address of a place's instance, or of what AWS has there."""
        own = self.interfaces.get(place)
        return next(
            str(each.addresses[0])
            for each in self._network().by_id.values()
            if (each.id == own if own else self.place_of(each) == place)
        )

    def _network(self) -> Any:
        from ringwall.emulator.traffic.interfaces import (  # noqa: PLC0415 - few tests need it
            read_network,
        )

        with self.app.mounted():
            return read_network(self.app.state)

    def service_address(self, account: str, service: str) -> str:
        """Return an address of a service that has gateway endpoints."""
        ec2 = self.client(account)
        lists = ec2.describe_managed_prefix_lists()["PrefixLists"]
        name = f"com.amazonaws.{REGION}.{service}"
        (found,) = [each for each in lists if each["PrefixListName"] == name]
        entries = ec2.get_managed_prefix_list_entries(PrefixListId=found["PrefixListId"])
        return str(entries["Entries"][0]["Cidr"].partition("/")[0])

    def connect(self, source: str, destination: str, port: int = 443, **more: Any) -> Any:
        """Return a connection between two places, or addresses."""
        from ringwall.emulator.traffic.script import (  # noqa: PLC0415 - few tests need it
            ScriptedConnection,
        )

        one, other = (self.interfaces.get(end, end) for end in (source, destination))
        return ScriptedConnection(one, other, port, AT, **more)

    def send(self, source: str, destination: str, port: int = 443, **more: Any) -> str:
        """Return what becomes of a connection."""
        (result,) = self.app.send_traffic([self.connect(source, destination, port, **more)])
        return str(result.outcome)

    def ways(
        self, source: str, destination: str, port: int = 443, **more: Any
    ) -> tuple[list[str], list[str]]:
        """Return the places that a connection passes, and those that its answer does."""
        from ringwall.emulator.traffic.path import trace  # noqa: PLC0415 - few tests need it

        connection, network = self.connect(source, destination, port, **more), self._network()
        with self.app.mounted():
            course = trace(network, connection)
        ways: tuple[list[str], list[str]] = ([], [])
        for sighting in course.sightings:
            way, place = ways[sighting.hop.is_reply], self.place_of(sighting.hop.interface)
            if way[-1:] != [place]:
                way.append(place)
        return ways

    def place_of(self, interface: Any) -> str:
        """Return the place of an interface."""
        account = next(n for n, i in self.accounts.items() if i == interface.account_id)
        tags = interface.backend.get_subnet(interface.subnet_id).get_tags()
        name = next(str(tag["value"]) for tag in tags if tag["key"] == "Name")
        return f"{account}:{name.removeprefix('firm-')}"

    def records(self) -> Iterator[dict[str, str]]:
        """Yield the records of flow logs in the log archive, with the place of each interface."""
        places = {each.id: self.place_of(each) for each in self._network().by_id.values()}
        s3 = self.client("log-archive", "s3")
        names = [str(each["Name"]) for each in s3.list_buckets()["Buckets"]]
        (bucket,) = [name for name in names if "flow-logs" in name]
        for item in s3.list_objects_v2(Bucket=bucket).get("Contents", ()):
            body = s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
            header, *lines = gzip.decompress(body).decode().splitlines()
            for line in lines:
                record = dict(zip(header.split(), line.split(), strict=True))
                yield record | {"place": places[record["interface-id"]]}


def build_network(
    sessions: tuple[Any, Any, Any], home: Path, database: Path, text: str
) -> Callable[[], BuiltNetwork]:
    """Return what makes copies of a network that a blueprint builds: a test may break its own."""
    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - few tests need it
    from ringwall.jobs.authority import ReasonedAuthority  # noqa: PLC0415 - the same

    with pytest.MonkeyPatch.context() as patch:
        leave_no_way_to_aws(patch, home)
        with open_worlds(sessions, home, database, patch) as make:
            world: BlueprintWorld = make()
            world.build(text, *SECTIONS)
            accounts = world.client("organizations").list_accounts()["Accounts"]
            ids = {str(each["Name"]): str(each["Id"]) for each in accounts}
            first = BuiltNetwork(world.emulator, ids)
            for account in SPOKES:
                for kind in KINDS:
                    first.run(f"{account}:{kind}-1")
                first.run(f"{account}:private-2")
            contents = world.emulator.save()
    app = Emulator(authority=ReasonedAuthority())

    def copy() -> BuiltNetwork:
        app.load(contents)
        return BuiltNetwork(app, ids, {}, dict(first.interfaces), dict(first.public))

    return copy
