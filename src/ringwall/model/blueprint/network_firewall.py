"""The language of a blueprint: Network Firewall, of the layer infrastructure."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import Days

ONCE: dict[str, Any] = {"once": True}
"""Marks what is set once for the organization."""
RuleGroupName = Annotated[
    str,
    Meta(
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$",
        extra_json_schema={
            "patternErrorMessage": "a rule group is named by up to 63 letters, digits and -"
        },
    ),
]
ManagedRuleGroup = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9]{1,100}StrictOrder$",
        extra_json_schema={
            "patternErrorMessage": "a rule group of AWS is named as in "
            "MalwareDomainsStrictOrder, with its order"
        },
    ),
]
Domain = Annotated[
    str,
    Meta(
        pattern=r"^\.?([a-z0-9_-]+\.)*[a-z0-9-]+$",
        extra_json_schema={
            "patternErrorMessage": "a domain is written as in example.com, and with all that is "
            "below it as in .example.com"
        },
    ),
]
Capacity = Annotated[
    int,
    Meta(ge=1, le=30000, description="For how many rules there is room. AWS never changes it."),
]


class SuricataRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule group in the language of Suricata."""

    name: Annotated[RuleGroupName, Meta(description="Its name.")]
    rules: Annotated[str, Meta(description="Its rules, one a line.", max_length=1_000_000)]
    capacity: Capacity = 1000


class DomainList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule group of domains, which are looked for in TLS and HTTP."""

    name: Annotated[RuleGroupName, Meta(description="Its name.")]
    domains: Annotated[tuple[Domain, ...], Meta(description="The domains.", min_length=1)]
    generated_rules_type: Annotated[
        Literal["ALLOWLIST", "DENYLIST"],
        Meta(description="Whether nothing but they is reached, or all but they."),
    ] = "ALLOWLIST"
    target_types: Annotated[
        tuple[Literal["TLS_SNI", "HTTP_HOST"], ...],
        Meta(description="Where they are looked for.", min_length=1),
    ] = ("TLS_SNI", "HTTP_HOST")
    capacity: Capacity = 1000


class NetworkFirewall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS Network Firewall in the hub's VPC, in each Region that has VPCs.

    Each endpoint (one in each zone) is paid by the hour, some 290 USD a month, and by the gigabyte.
    What goes through it decides the transit gateway: see `transit`.
    """

    enabled: Annotated[bool, Meta(description="Whether there is a firewall.", extra=ONCE)] = False
    rule_groups: Annotated[
        tuple[SuricataRules, ...],
        Meta(description="Rule groups of your own, the first that matches first.", extra=ONCE),
    ] = ()
    domain_lists: Annotated[
        tuple[DomainList, ...],
        Meta(description="Lists of domains, after those.", extra=ONCE),
    ] = ()
    managed_rule_groups: Annotated[
        tuple[ManagedRuleGroup, ...],
        Meta(
            description="Rule groups that AWS keeps up to date, before all others. They have no "
            "price of their own; those of partners and of active threat defense do.",
            extra=ONCE,
        ),
    ] = (
        "MalwareDomainsStrictOrder",
        "BotNetCommandAndControlDomainsStrictOrder",
        "AbusedLegitMalwareDomainsStrictOrder",
        "AbusedLegitBotNetCommandAndControlDomainsStrictOrder",
    )
    stateful_default_action: Annotated[
        Literal["drop_established", "drop_strict", "alert_established"],
        Meta(
            description="What is done with what no rule is about: connections are dropped once "
            "they are established, every packet is, or all pass and are logged.",
            extra=ONCE,
        ),
    ] = "drop_established"
    stream_exception_policy: Annotated[
        Literal["DROP", "CONTINUE", "REJECT"],
        Meta(
            description="What is done with a connection whose beginning the firewall did not see.",
            extra=ONCE,
        ),
    ] = "DROP"
    delete_protection: Annotated[
        bool,
        Meta(description="Whether nobody deletes it before that is turned off.", extra=ONCE),
    ] = True
    subnet_change_protection: Annotated[
        bool,
        Meta(description="Whether nobody takes it out of a zone before that is off.", extra=ONCE),
    ] = True
    log_types: Annotated[
        tuple[Literal["ALERT", "FLOW", "TLS"], ...],
        Meta(
            description="What is logged to a bucket in the log archive: what rules drop or alert "
            "to, all connections, what TLS inspection finds. Other logs stay as they are.",
            extra=ONCE,
        ),
    ] = ("ALERT", "FLOW")
    expiration_days: Annotated[
        Days, Meta(description="After how many days its logs are deleted.", extra=ONCE)
    ] = 365
