"""Which AWS service the name of a service principal stands for.

A service has one principal in each partition. Most are `ec2.amazonaws.com` everywhere; some have
the domain of the partition, such as `ec2.amazonaws.com.cn` in China, where both names are met.
"Do not try to guess the service principal [...] the format can vary across services":
https://docs.amazonaws.cn/en_us/IAM/latest/UserGuide/id_roles_create_for-service.html
"""

import re
from functools import lru_cache

from ringwall.model.partition import AWS, PARTITIONS, find_domain

DOMAINS = tuple(dict.fromkeys((AWS.domain, *(it.domain for it in PARTITIONS.values()))))
"""What the names of services end with."""
_TAILS = tuple(f".{domain}" for domain in DOMAINS)
_NOT_OF_A_PARTITION = re.compile(r"[a-z0-9.-]+\.aws\.internal|(?!www\.)[a-z0-9-]+\.amazon\.com")
_WEB_IDENTITY = "cognito-identity."
_REGION = re.compile(r"\.[a-z]+(-[a-z]+)+-\d$")


def is_service(name: str) -> bool:
    """Whether a name is one of a service principal, and not of an identity provider."""
    if name.startswith(_WEB_IDENTITY):
        return False
    return name.endswith(_TAILS) or _NOT_OF_A_PARTITION.fullmatch(name) is not None


@lru_cache(maxsize=1024)
def read_service(name: str) -> str:
    """Return the one name that a service principal has here in all partitions."""
    tail = next((tail for tail in reversed(_TAILS) if name.endswith(tail)), "")
    return f"{name.removesuffix(tail)}.{AWS.domain}" if tail else name


def drop_region(service: str) -> str:
    """Return a service's name without the region, of one that `read_service` gave.

    `logs.eu-west-1.amazonaws.com` is CloudWatch Logs in one region.
    """
    tail = f".{AWS.domain}"
    return _REGION.sub("", service.removesuffix(tail)) + tail if service.endswith(tail) else service


def spell_service(service: str, partition: str) -> tuple[str, ...]:
    """Return the names that a service principal may have in a partition, the usual one first."""
    head = read_service(service).removesuffix(f".{AWS.domain}")
    domains = dict.fromkeys((AWS.domain, find_domain(partition)))
    return tuple(f"{head}.{domain}" for domain in domains) if head != service else (service,)
