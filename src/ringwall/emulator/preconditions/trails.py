"""CloudTrail: who may change a trail, and from which Region.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html
"""

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import find_trails

NAMED_BY = ("Name", "TrailName")


@refuses(
    "cloudtrail",
    "DeleteTrail",
    "PutEventSelectors",
    "PutInsightSelectors",
    "StartLogging",
    "StopLogging",
    "UpdateTrail",
)
def check_owner(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a member the organization's trail, and everybody a trail outside its home Region.

    "Member accounts can see the organization trail, but can't modify or delete it."
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
    """
    name = next((call.parameters[key] for key in NAMED_BY if call.parameters.get(key)), "")
    for account_id, trail in find_trails():
        is_named = name in {trail.arn, trail.trail_name}
        if account_id != call.account_id and trail.is_org_trail and trail.arn == name:
            message = (
                "The AWS account making the request is not the management account of the "
                "organization."
            )
            raise Fault("NotOrganizationMasterAccountException", message)
        elsewhere = account_id == call.account_id and is_named and trail.region_name != call.region
        if elsewhere and (trail.is_multi_region or trail.arn == name):
            message = f"The trail {trail.arn} is changed in its home Region, {trail.region_name}."
            raise Fault("InvalidHomeRegionException", message)
