"""Parameter groups of Redshift, with the parameter that requires TLS."""

from ringwall.model.table import Call, Table, text

_PARAMETER = "[?ParameterName == 'require_ssl'].ParameterValue | [0]"

group = Table(
    name="redshift_cluster_parameter_group",
    doc="A parameter group of Redshift clusters.",
    cloudformation="AWS::Redshift::ClusterParameterGroup",
    list=Call("redshift.describe_cluster_parameter_groups", "ParameterGroups"),
    arn="arn:{partition}:redshift:{region}:{account_id}:parametergroup:{ParameterGroupName}",
    tags="Tags",
    calls=(
        Call(
            "redshift.describe_cluster_parameters",
            "Parameters",
            {"ParameterGroupName": "{ParameterGroupName}"},
            into="Parameters",
        ),
    ),
    gone=("ClusterParameterGroupNotFound",),
    columns=(
        text("parameter_group_name", "ParameterGroupName", "The group's name."),
        text("parameter_group_family", "ParameterGroupFamily", "redshift-1.0 or redshift-2.0."),
        text(
            "require_ssl",
            f"Parameters{_PARAMETER}",
            "true where clients have to use TLS.",
            property=f"Parameters{_PARAMETER}",
            required=True,
        ),
    ),
)
