"""What moto would send by itself: nothing, because it heeds no policy and reaches real addresses.

It posts messages of SNS to whatever address a subscription names, and starts containers for
functions; its rules and its notifications of buckets heed no queue's policy. The emulator delivers.
"""

from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.events.models import Rule
from moto.s3 import notifications
from moto.sns.models import Subscription


def keep_moto_from_sending() -> None:
    """Replace what moto sends with; it can be called again."""
    for owner, name in (
        (Rule, "send_to_targets"),
        (Subscription, "publish"),
        (LambdaFunction, "invoke"),
        (notifications, "send_event"),
        (notifications, "send_test_event"),
    ):
        setattr(owner, name, _do_nothing)


def _do_nothing(*_given: Any, **_named: Any) -> None:
    """Send nothing."""
