"""Domain lists of DNS Firewall that AWS keeps: rules can name them, nobody can read them.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-managed-domain-lists.html
"""

import hashlib

from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.state import Record

MANAGED = (
    "AWSManagedDomainsAggregateThreatList",
    "AWSManagedDomainsAmazonGuardDutyThreatList",
    "AWSManagedDomainsBotnetCommandandControl",
    "AWSManagedDomainsMalwareDomainList",
)
OWNER = "Route 53 Resolver DNS Firewall"
ID_LENGTH = 16


def list_managed(account_id: str, region: str) -> list[Record]:
    """Return AWS's lists in a Region, as the API lists them."""
    return [_describe(account_id, region, name) for name in MANAGED]


def _describe(account_id: str, region: str, name: str) -> Record:
    made = hashlib.sha256(f"{region}:{name}".encode()).hexdigest()[:ID_LENGTH]
    place = f"arn:{find_partition(region)}:route53resolver:{region}:{account_id}"
    return {
        "Id": f"rslvr-fdl-{made}",
        "Arn": f"{place}:firewall-domain-list/rslvr-fdl-{made}",
        "Name": name,
        "ManagedOwnerName": OWNER,
    }
