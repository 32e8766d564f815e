"""What Application Auto Scaling scales of DynamoDB."""

from ringwall.model.table import Call, Table, integer, moment, text

target = Table(
    name="applicationautoscaling_scalable_target",
    doc="A capacity of a DynamoDB table or index that is scaled; other services are not read.",
    cloudformation="AWS::ApplicationAutoScaling::ScalableTarget",
    list=Call(
        "application-autoscaling.describe_scalable_targets",
        "ScalableTargets",
        {"ServiceNamespace": "dynamodb"},
    ),
    arn="arn:{partition}:application-autoscaling:{region}:{account_id}:scalable-target/"
    "{ServiceNamespace}/{ResourceId}/{ScalableDimension}",
    columns=(
        text(
            "service_namespace",
            "ServiceNamespace",
            "Whose it is: dynamodb alone is read.",
            required=True,
        ),
        text(
            "scaled_resource",
            "ResourceId",
            "What is scaled: table/orders.",
            property="ResourceId",
            required=True,
        ),
        text(
            "scalable_dimension",
            "ScalableDimension",
            "Which capacity of it: dynamodb:table:ReadCapacityUnits, ...",
            required=True,
        ),
        integer("min_capacity", "MinCapacity", "The lowest capacity."),
        integer("max_capacity", "MaxCapacity", "The highest capacity."),
        text("role_arn", "RoleARN", "The role that changes the capacity."),
        moment("creation_time", "CreationTime", "When it was registered."),
    ),
)
