"""Stops what mines in an account, in all Regions."""

from collections.abc import Generator, Iterator

from ringwall.catalog import actor_events
from ringwall.catalog.actor_events import find_since
from ringwall.catalog.ec2 import mining
from ringwall.catalog.ec2.launch_events import ActorLaunches, find_launches
from ringwall.catalog.ec2.mining import find_miners, shrink_launchers, stop_miners
from ringwall.catalog.ec2.suspect import find_instance
from ringwall.catalog.iam.principal_names import CASE
from ringwall.catalog.organizations.denying_policies import (
    DENYING_READS,
    DenyingPolicy,
    deny_by_policy,
    shape_denying,
)
from ringwall.catalog.response_site import ResponseSite, attempt, find_regions, open_site
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, NeedsHuman, RegionDisabled
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.threat import Scene, Threat

MOST = 200
"""How many instances are stopped by one plan: the next one takes those that are left."""
ELSEWHERE = (
    ("Amazon ECS", "stop tasks and set services to 0 that nobody knows, on Fargate too"),
    ("AWS Batch", "disable compute environments and job queues that nobody knows"),
    ("Amazon EMR", "terminate clusters that nobody knows; they may be protected"),
    ("Amazon Lightsail", "stop instances that nobody knows: it has an API of its own"),
    ("Amazon SageMaker", "stop notebooks, training jobs and endpoints that nobody knows"),
    ("AWS Lambda, Amplify, CodeBuild", "look for functions and builds that nobody knows"),
)

LAUNCHES = [
    "ec2:CreateFleet",
    "ec2:RequestSpotFleet",
    "ec2:RequestSpotInstances",
    "ec2:RunInstances",
]
WHAT = "Deny launches in the account by a service control policy"


@responds(
    "Stop crypto mining in an account",
    "account",
    "instance",
    writes=(*mining.WRITES, *shape_denying(f"no-launches-{CASE}", "", actions=LAUNCHES)),
    reads=(
        *mining.READS,
        *actor_events.READS,
        *DENYING_READS,
        "ec2.describe_regions",
    ),
    risks=(
        "Instances that the actor launched stop, and those that are big, new and without a tag.",
        "Auto Scaling groups that are new and of the actor, or without a tag, end their instances.",
        "With the policy, nobody in the account launches instances.",
        "Service-linked roles are not bound by the policy: Auto Scaling goes on launching.",
    ),
    rollback="Groups, profiles, states of instances, sizes of Auto Scaling groups and capacities "
    "of Spot Fleets are as before; the policy is gone. What a group ended does not come back, nor "
    "does a Spot request that was canceled.",
    answers=(
        "ec2.gpu_instances_are_launched",
        "ec2.many_instances_are_launched",
        "ec2.instances_are_launched_in_many_regions",
        "ec2.launched_instances_are_kept_from_termination",
        "ec2.instance_reaches_mining_pool",
        "ec2.instance_keeps_mining_connection",
        "route53resolver.mining_pool_is_asked_for",
        "autoscaling.group_is_made_huge",
        "guardduty.CryptoCurrency:*",
        "guardduty.Impact:EC2/BitcoinDomainRequest.Reputation",
    ),
    options=(
        ResponseOption(
            "scp", "Deny launches in the account by a service control policy.", "no", "yes|no"
        ),
        ResponseOption("stop", "Stop the instances, beside cutting them off.", "yes", "yes|no"),
    ),
)
def stop_mining(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deny launches, let nothing launch more, and cut off what was launched, Region by Region."""
    named_region, named = "", ""
    if threat.kind == "instance":
        named_region, account, named = find_instance(threat.resource)
        if account != threat.account_id:
            raise NeedsHuman(f"{named} is of account {account}, the finding of another one")
    home = open_site(threat, scene, scene.settings.home_region)
    if scene.options.get("scp") == "yes":
        yield from attempt(threat.resource, WHAT, _deny_launches(threat, scene))
    if threat.first_at <= 0:
        yield HumanStep(
            threat.resource,
            "Look for what was launched more than a day ago",
            "nobody knows when it began: what is older was left",
        )
    regions = find_regions(home, scene)
    left = MOST
    for region in dict.fromkeys((named_region, *regions) if named else regions):
        site = open_site(threat, scene, region)
        own = named if region == named_region else ""
        try:
            left -= yield from _sweep(site, threat, scene, own, left)
        except RegionDisabled:
            continue  # nothing runs where the Region is off
    for service, what in ELSEWHERE:
        yield HumanStep(threat.resource, f"In {service}: {what}", "miners run there too")
    yield HumanStep(
        threat.resource,
        "Contain who launched them, by the playbook for the user, the role or the access key",
        "whoever has the credentials launches again",
    )


def _deny_launches(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    policy = DenyingPolicy(
        name=f"ringwall-no-launches-{threat.case}",
        description=f"Ringwall: denies launches while {threat.case} lasts",
        target=threat.account_id,
        why=f"nobody in the account may do it: {', '.join(LAUNCHES)}",
        instead=WHAT,
        actions=LAUNCHES,
    )
    yield from deny_by_policy(policy, threat, scene)


def _sweep(
    site: ResponseSite, threat: Threat, scene: Scene, named: str, left: int
) -> Generator[Change | HumanStep, None, int]:
    """Sweep a Region; return how many instances were found."""
    arn, since = site.name("*"), find_since(threat, scene)
    launches = ActorLaunches()
    try:
        launches = find_launches(site.reader, threat, since)
    except AccessDenied as error:
        yield HumanStep(arn, f"Look in CloudTrail what was launched in {site.region}", str(error))
    yield from shrink_launchers(site, launches, since)
    try:
        miners = find_miners(site, launches, since, named)
    except AccessDenied as error:
        yield HumanStep(arn, f"Look for miners in {site.region}", str(error))
        return 0
    if len(miners) > left:
        yield HumanStep(
            arn,
            f"Plan again once these are stopped: {len(miners) - left} more are in {site.region}",
            f"a plan stops {MOST} instances",
        )
    stops = scene.options.get("stop") == "yes"
    yield from stop_miners(site, miners[:left], threat, scene, stops=stops)
    return min(len(miners), left)
