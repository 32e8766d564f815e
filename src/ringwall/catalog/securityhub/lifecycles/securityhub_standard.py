"""How standards are checked, and not any more: AWS takes minutes to make one ready."""

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step

standard = Lifecycle(
    table="securityhub_standard",
    find=Find(
        "securityhub.get_enabled_standards",
        {"MaxResults": 100},
        items="StandardsSubscriptions",
        match={"StandardsArn": "{standards_arn}"},
        absent=("InvalidAccessException",),
    ),
    identity=("standards_arn",),
    create=Step(
        "securityhub.batch_enable_standards",
        {"StandardsSubscriptionRequests": [{"StandardsArn": "{standards_arn}"}]},
        poll=Poll(
            "securityhub.get_enabled_standards",
            {
                "StandardsSubscriptionArns": {
                    "$answer": "StandardsSubscriptions[].StandardsSubscriptionArn"
                }
            },
            "StandardsSubscriptions[0].StandardsStatus",
            done=("READY", "INCOMPLETE"),
            failed=("FAILED",),
            why="StandardsSubscriptions[0].StandardsStatusReason.StatusReasonCode",
        ),
    ),
    creates=("standards_arn",),
    erase=Step(
        "securityhub.batch_disable_standards", {"StandardsSubscriptionArns": ["{found.arn}"]}
    ),
    wait=300.0,
)
