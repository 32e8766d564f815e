"""How an account subscribes to Shield Advanced: for a year, and the next one."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

subscription = Lifecycle(
    table="shield_subscription",
    find=Find(
        "shield.describe_subscription",
        take="Subscription",
        absent=("ResourceNotFoundException",),
    ),
    create=Step("shield.create_subscription"),
    irreversible="a subscription to Shield Advanced lasts a year, at 3,000 USD a month, and renews "
    "itself; it cannot be ended before",
)
