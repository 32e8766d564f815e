"""The language of a blueprint: the layer infrastructure, a struct for each of its sections."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.edge import DnsFirewall, FirewallManager, Shield, WebFirewall
from ringwall.model.blueprint.network import Networks
from ringwall.model.blueprint.network_firewall import NetworkFirewall
from ringwall.model.blueprint.session_manager import SessionManager
from ringwall.model.blueprint.transit import Transit


class Infrastructure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be reached, and from where."""

    network: Annotated[
        Networks,
        Meta(description="VPCs of accounts.", extra={"services": ("ec2", "route53resolver")}),
    ] = msgspec.field(default_factory=Networks)
    session_manager: Annotated[
        SessionManager,
        Meta(
            description="How people sign in to instances.",
            extra={"once": True, "services": ("ssm", "kms")},
        ),
    ] = msgspec.field(default_factory=SessionManager)
    dns_firewall: Annotated[
        DnsFirewall,
        Meta(
            description="The names that VPCs may not ask for.",
            extra={"once": True, "services": ("route53resolver",)},
        ),
    ] = msgspec.field(default_factory=DnsFirewall)
    web_firewall: Annotated[
        WebFirewall,
        Meta(
            description="What web applications are asked and do not answer.",
            extra={"once": True, "services": ("wafv2",)},
        ),
    ] = msgspec.field(default_factory=WebFirewall)
    shield: Annotated[
        Shield,
        Meta(
            description="What AWS does against floods, and at what price.",
            extra={"once": True, "services": ("shield",)},
        ),
    ] = msgspec.field(default_factory=Shield)
    firewall_manager: Annotated[
        FirewallManager,
        Meta(
            description="What guards the resources of all accounts.",
            extra={"once": True, "services": ("fms",)},
        ),
    ] = msgspec.field(default_factory=FirewallManager)
    transit: Annotated[
        Transit,
        Meta(description="How VPCs are joined.", extra={"once": True, "services": ("ec2", "ram")}),
    ] = msgspec.field(default_factory=Transit)
    network_firewall: Annotated[
        NetworkFirewall,
        Meta(
            description="What passes between VPCs and to the internet.",
            extra={"once": True, "services": ("network-firewall", "ec2")},
        ),
    ] = msgspec.field(default_factory=NetworkFirewall)
