"""Settings of Route 53 Resolver that each VPC has; AWS lists those alone that somebody set."""

from collections.abc import Iterable, Iterator

from ringwall.model.table import Reader, Row


def read_firewall_configs(reader: Reader) -> Iterator[Row]:
    """Yield what each VPC of the account does while DNS Firewall does not answer."""
    listed = reader.items("route53resolver.list_firewall_configs", "FirewallConfigs")
    yield from _read_settings(reader, listed, {"FirewallFailOpen": "DISABLED"})


def read_dnssec_configs(reader: Reader) -> Iterator[Row]:
    """Yield whether answers to each VPC of the account are validated."""
    listed = reader.items("route53resolver.list_resolver_dnssec_configs", "ResolverDnssecConfigs")
    yield from _read_settings(reader, listed, {"ValidationStatus": "DISABLED"})


def _read_settings(reader: Reader, listed: Iterable[Row], usual: Row) -> Iterator[Row]:
    known = {config["ResourceId"]: config for config in listed}
    for vpc in reader.items("ec2.describe_vpcs", "Vpcs"):
        place = {"ResourceId": vpc["VpcId"], "OwnerId": vpc["OwnerId"]}
        yield known.get(vpc["VpcId"], {**place, **usual})
