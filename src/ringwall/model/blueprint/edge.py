"""The language of a blueprint: what guards the edges of networks, of the layer infrastructure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.detection import Retention
from ringwall.model.blueprint.names import AccountName, RegionName, VpcId

ManagedDomainList = Literal[
    "AWSManagedDomainsAggregateThreatList",
    "AWSManagedDomainsAmazonGuardDutyThreatList",
    "AWSManagedDomainsBotnetCommandandControl",
    "AWSManagedDomainsMalwareDomainList",
]
DomainPattern = Annotated[
    str,
    Meta(
        max_length=255,
        pattern=r"^(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$",
        extra_json_schema={
            "patternErrorMessage": "a domain is written as in example.com or *.example.com"
        },
    ),
]
"""https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-user-managed-domain-lists.html"""
DomainPatterns = Annotated[tuple[DomainPattern, ...], Meta(max_length=1000)]
"""As many as one call sets."""


class GuardedVpc(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A VPC that is there, and whose DNS queries pass the firewall."""

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    region: Annotated[RegionName, Meta(description="Its Region.")]
    vpc_id: Annotated[VpcId, Meta(description="Its id.")]


class DnsFirewall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Route 53 Resolver DNS Firewall: the names that VPCs may not ask for.

    AWS charges for each query that is looked at (0.60 USD a million) and for each domain of an own
    list. A VPC's query goes to its firewall whatever security groups say: they do not filter DNS.
    """

    enabled: Annotated[bool, Meta(description="Whether there is such a firewall.")] = False
    accounts: Annotated[
        tuple[AccountName, ...],
        Meta(
            description="The accounts that have a rule group in each of their Regions, whether or "
            "not a VPC is named there. An account with a VPC that is named has one anyway."
        ),
    ] = ()
    vpcs: Annotated[
        tuple[GuardedVpc, ...],
        Meta(description="The VPCs that are there, and whose queries pass the firewall."),
    ] = ()
    managed_domain_lists: Annotated[
        tuple[ManagedDomainList, ...],
        Meta(
            description="The domain lists of AWS whose names are blocked, the first one first. "
            "Where a Region lacks one, the plan says so. Their ids are known once the account is "
            "there: of a new account, the rules come with the second `apply`."
        ),
    ] = (
        "AWSManagedDomainsMalwareDomainList",
        "AWSManagedDomainsBotnetCommandandControl",
        "AWSManagedDomainsAggregateThreatList",
        "AWSManagedDomainsAmazonGuardDutyThreatList",
    )
    blocked_domains: Annotated[
        DomainPatterns, Meta(description="Further domains that are blocked.")
    ] = ()
    allowed_domains: Annotated[
        DomainPatterns,
        Meta(description="Domains that are never blocked: they are looked at first."),
    ] = ()
    action: Annotated[
        Literal["ALERT", "BLOCK"],
        Meta(
            description="What becomes of a query for a domain of these lists. ALERT lets it pass "
            "and logs it: begin with it, and look at the query logs. BLOCK answers that there is "
            "no such name (NXDOMAIN).",
            extra={"strict": "BLOCK"},
        ),
    ] = "ALERT"
    fail_open: Annotated[
        bool,
        Meta(
            description="Whether queries pass while the firewall does not answer; else the VPC has "
            "no DNS then."
        ),
    ] = False
    priority: Annotated[
        int,
        Meta(
            description="The place of the rule group among those of a VPC: lower ones are tried "
            "first. AWS keeps the others for itself.",
            ge=101,
            le=8999,
        ),
    ] = 101


class GuardedLoadBalancer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An Application Load Balancer that is there, and gets the web ACL of its Region."""

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    arn: Annotated[
        str,
        Meta(
            description="Its ARN.",
            pattern=r"^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}"
            r":loadbalancer/app/[A-Za-z0-9-]{1,32}/[0-9a-f]+$",
            extra_json_schema={
                "patternErrorMessage": "an Application Load Balancer's ARN is arn:aws:"
                "elasticloadbalancing:<Region>:<account id>:loadbalancer/app/<name>/<id>"
            },
        ),
    ]

    @property
    def region(self) -> str:
        """Its Region."""
        return self.arn.split(":")[3]

    @property
    def name(self) -> str:
        """Its name."""
        return self.arn.split("/")[2]


class WebFirewall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS WAF: web ACLs with the managed rule groups of AWS against what OWASP lists.

    AWS charges 5 USD a month for a web ACL, 1 USD for each of its rules, and for each million of
    requests; bot control costs more. A load balancer's own web ACL is replaced.
    """

    enabled: Annotated[bool, Meta(description="Whether there are web ACLs.")] = False
    accounts: Annotated[
        tuple[AccountName, ...],
        Meta(
            description="The accounts that have a web ACL in each of their Regions, for resources "
            "to come. An account with a load balancer that is named has one there anyway."
        ),
    ] = ()
    load_balancers: Annotated[
        tuple[GuardedLoadBalancer, ...],
        Meta(description="The Application Load Balancers that are there, and get the web ACL."),
    ] = ()
    cloudfront: Annotated[
        tuple[AccountName, ...],
        Meta(
            description="The accounts that have a web ACL for CloudFront too, in us-east-1, which "
            "has to be governed. A person gives it to the distributions."
        ),
    ] = ()
    mode: Annotated[
        Literal["count", "block"],
        Meta(
            description="Whether requests that match are counted, or blocked. Begin with count, "
            "and look at the logs: a rule may match what your application needs.",
        ),
    ] = "count"
    rate_limit: Annotated[
        int,
        Meta(
            description="How many requests one address may send in five minutes.",
            ge=10,
            le=2_000_000_000,
        ),
    ] = 2000
    anonymous_ip: Annotated[
        bool,
        Meta(
            description="Whether addresses of VPNs, proxies, Tor and hosting providers match too "
            "(AWSManagedRulesAnonymousIpList). Some of your users may have one."
        ),
    ] = False
    bot_control: Annotated[
        bool,
        Meta(
            description="Whether bots match too (AWSManagedRulesBotControlRuleSet): 10 USD a month "
            "more for each web ACL, and 1 USD a million requests."
        ),
    ] = False
    redacted_headers: Annotated[
        tuple[Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,64}$")], ...],
        Meta(description="The headers whose values are left out of the logs, in small letters."),
    ] = ("authorization", "cookie")
    retention_in_days: Annotated[
        Retention, Meta(description="For how many days the log groups keep the logs.")
    ] = 365
    log_destination_arn: Annotated[
        str,
        Meta(
            description="What is there and takes the logs in place of log groups: a bucket, a log "
            "group or a stream of Data Firehose whose name begins with aws-waf-logs-.",
            pattern=r"^(arn:aws[a-z-]*:(s3:::|logs:[a-z0-9-]+:[0-9]{12}:log-group:"
            r"|firehose:[a-z0-9-]+:[0-9]{12}:deliverystream/)aws-waf-logs-[A-Za-z0-9._/-]+)?$",
            extra_json_schema={
                "patternErrorMessage": "AWS WAF logs to a bucket, a log group or a stream whose "
                "name begins with aws-waf-logs-; write its ARN"
            },
        ),
    ] = ""
