"""The language of a blueprint: what guards the edges of networks, of the layer infrastructure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.detection import Retention
from ringwall.model.blueprint.names import AccountName, EmailAddress, RegionName, VpcId

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
            "not a VPC is named there. An account with a VPC that is named, or that the blueprint "
            "makes, has one anyway."
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
            "Where a Region lacks one, the plan says so."
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


class ShieldProtection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A resource that is there, and that Shield Advanced protects."""

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    arn: Annotated[
        str,
        Meta(
            description="Its ARN.",
            pattern=r"^arn:aws[a-z-]*:(cloudfront::[0-9]{12}:distribution/"
            r"|route53:::hostedzone/|ec2:[a-z0-9-]+:[0-9]{12}:eip-allocation/"
            r"|elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/"
            r"|globalaccelerator::[0-9]{12}:accelerator/)[A-Za-z0-9/-]+$",
            extra_json_schema={
                "patternErrorMessage": "Shield Advanced protects distributions of CloudFront, "
                "hosted zones, Elastic IP addresses (eip-allocation), load balancers and "
                "accelerators; write the ARN"
            },
        ),
    ]
    health_check_id: Annotated[
        str,
        Meta(
            description="A health check of Route 53 that says how the resource fares: with it, "
            "attacks are found sooner. Proactive engagement needs one.",
            pattern=r"^([0-9a-f-]{36})?$",
            extra_json_schema={"patternErrorMessage": "a health check's id has 36 characters"},
        ),
    ] = ""


class EmergencyContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom AWS's Shield Response Team calls in an attack."""

    email_address: Annotated[EmailAddress, Meta(description="The contact's e-mail address.")]
    phone_number: Annotated[
        str,
        Meta(
            description='The contact\'s phone number, in quotes and without spaces: "+15550100".',
            pattern=r"^\+[1-9][0-9]{1,14}$",
            extra_json_schema={"patternErrorMessage": "a phone number is + and up to 15 digits"},
        ),
    ]
    notes: Annotated[
        str, Meta(description="When and how to call.", pattern=r"^[A-Za-z0-9_ .,:/()+@-]{0,1024}$")
    ] = ""


class Shield(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS Shield Advanced. Shield Standard is always on, for everybody, at no price.

    The subscription costs 3,000 USD a month, once for all accounts of an organization that are
    billed together, and traffic is paid beside it. It lasts a year, nobody can end it before, and
    it renews itself unless that is turned off in its last 30 days.
    """

    enabled: Annotated[
        bool, Meta(description="Whether there is a subscription to Shield Advanced.")
    ] = False
    accept_cost: Annotated[
        bool,
        Meta(
            description="Whether you accept 3,000 USD a month for a year at least, which cannot be "
            "undone. Without it, nothing is subscribed."
        ),
    ] = False
    accounts: Annotated[
        tuple[AccountName, ...],
        Meta(description="The accounts that subscribe, beside those of what is protected."),
    ] = ()
    protections: Annotated[
        tuple[ShieldProtection, ...], Meta(description="What is there and is protected.")
    ] = ()
    response_team_access: Annotated[
        bool,
        Meta(
            description="Whether AWS's Shield Response Team gets a role in these accounts, by "
            "which it sees and changes what Shield and AWS WAF do (AWSShieldDRTAccessPolicy). The "
            "team needs Business or Enterprise Support."
        ),
    ] = False
    emergency_contacts: Annotated[
        tuple[EmergencyContact, ...],
        Meta(
            description="Whom the team calls of its own accord; with one, proactive engagement is "
            "on. It needs Business or Enterprise Support.",
            max_length=10,
        ),
    ] = ()


class FirewallManager(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS Firewall Manager: one account guards the resources of all.

    AWS charges 100 USD a month for each policy in each Region, beside what the policies make. It
    needs AWS Config in every account, and us-east-1 among the Regions. An audit of what security
    groups hold needs a group to compare with: make such a policy yourself.
    """

    enabled: Annotated[
        bool, Meta(description="Whether the account security administers Firewall Manager.")
    ] = False
    policies: Annotated[
        tuple[Literal["load_balancers", "cloudfront", "security_groups"], ...],
        Meta(
            description="The policies in each Region: managed rules of AWS WAF for Application "
            "Load Balancers, the same for distributions of CloudFront, and security groups that "
            "nothing uses."
        ),
    ] = ("load_balancers", "cloudfront", "security_groups")
    mode: Annotated[
        Literal["count", "block"],
        Meta(description="Whether requests that match are counted, or blocked."),
    ] = "count"
    remediation_enabled: Annotated[
        bool,
        Meta(
            description="Whether resources that do not comply are changed: they get web ACLs, and "
            "security groups that nothing uses for a day are deleted, but for those of "
            "response.quarantine. Else they are reported.",
        ),
    ] = False
