"""The subscription of an account to Shield Advanced."""

from ringwall.model.table import Call, Table, integer, moment, text

subscription = Table(
    name="shield_subscription",
    doc="The account's subscription to Shield Advanced. Shield Standard needs none."
    " It is always on.",
    scope="account",
    region="'global'",
    list=Call("shield.describe_subscription", "Subscription"),
    absent=("ResourceNotFoundException",),
    arn="SubscriptionArn",
    columns=(
        text(
            "auto_renew",
            "AutoRenew",
            "ENABLED or DISABLED: whether another year follows this one.",
            required=True,
        ),
        moment("start_time", "StartTime", "When it began."),
        moment("end_time", "EndTime", "When its year ends."),
        integer(
            "time_commitment_in_seconds",
            "TimeCommitmentInSeconds",
            "For how long it cannot be ended.",
        ),
    ),
)
