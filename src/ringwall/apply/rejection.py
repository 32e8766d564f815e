"""What AWS's refusals mean for a step."""

import re

_DEPENDANTS = re.compile(
    r"DependencyViolation|DeleteConflict(Exception)?|BucketNotEmpty"
    r"|(Resource|Policy|Rule|TagOption)?InUse(Exception|Fault)?|ResourceStillInUse(Exception)?"
    r"|\w+\.InUse|OrganizationalUnitNotEmpty(Exception)?|OrganizationNotEmptyException"
    r"|HasChildren(Exception)?|ResourceNotEmpty(Exception)?|HostedZoneNotEmpty"
)


def is_about_dependants(code: str) -> bool:
    """Whether an error code says that something else needs what was to be erased.

    AWS's message names it, where AWS does.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    """
    return _DEPENDANTS.fullmatch(code) is not None
