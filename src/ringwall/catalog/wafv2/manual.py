"""What a person does for distributions: which web ACL they have is said at CloudFront."""

from collections.abc import Iterator

from ringwall.catalog.wafv2.wanted_rows import SECTION, list_places
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import ManualStep, by_hand


@by_hand(SECTION)
def associate_distributions(landscape: Landscape) -> Iterator[ManualStep]:
    """Give the web ACL of CloudFront to the distributions of an account."""
    for account, _, scope in list_places(landscape):
        if scope == "CLOUDFRONT":
            acl = f"{landscape.name}-{scope.lower()}"
            yield ManualStep(
                name="wafv2.distributions",
                account=account,
                section=SECTION,
                title=f"associate the web ACL {acl} with the CloudFront distributions of {account}",
                how=(
                    "CloudFront > Distributions: choose a distribution, then Security > Edit.",
                    f"Choose the web ACL {acl}, and save.",
                    "Where a template makes the distribution, set its WebACLId there instead.",
                    "Or let infrastructure.firewall_manager do it for all distributions.",
                ),
                why="AWS WAF itself associates Regional resources alone, and a change of a "
                "distribution reaches all edge locations at once",
                source="https://docs.aws.amazon.com/waf/latest/developerguide/"
                "cloudfront-waf-use-cases.html",
            )
