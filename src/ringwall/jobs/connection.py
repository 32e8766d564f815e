"""How to reach AWS: the choices of whoever starts a job, and the sessions that follow from them."""

import os
import re
from dataclasses import dataclass
from functools import cached_property

from ringwall.aws.session import DEFAULT_ROLE, Sessions
from ringwall.model.errors import BadInput


@dataclass(frozen=True)
class AwsAccess:
    """How to reach AWS. What is left empty comes from the environment and the profile.

    `role` is assumed in each account that is not the caller's own, after the roles of `via`.
    """

    profile: str = ""
    region: str = ""
    role: str = ""
    via: tuple[str, ...] = ()
    external_id: str = ""
    endpoint_url: str = ""
    plain_http: bool = False

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions, the same for all steps of a job; nothing is asked of AWS yet.

        BadInput where the region to start from cannot be one.
        """
        sessions = Sessions(
            profile=self.profile,
            # botocore itself reads AWS_DEFAULT_REGION alone; the AWS CLI reads this one first.
            # https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
            region=self.region or os.environ.get("AWS_REGION", ""),
            role=self.role or DEFAULT_ROLE,
            chain=self.via,
            external_id=self.external_id,
            endpoint_url=self.endpoint_url,
            plain_http=self.plain_http,
        )
        if not re.fullmatch(r"[a-z]{2,8}(-[a-z]+)+-\d{1,2}", sessions.home_region):
            raise BadInput(
                f"no region {sessions.home_region!r}: set --region, AWS_REGION or the profile's "
                "region to one such as eu-west-1"
            )
        return sessions
