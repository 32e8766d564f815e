"""How the aggregator of an organization comes, changes and goes."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"ConfigurationAggregatorName": "{configuration_aggregator_name}"}
_SOURCE = {
    "OrganizationAggregationSource": {
        "RoleArn": "{role_arn}",
        "AllAwsRegions": "{all_aws_regions}",
        "AwsRegions": "{aws_regions}",
    }
}
_COLUMNS = ("role_arn", "all_aws_regions", "aws_regions")
_NOT_YET = (
    "InvalidRoleException",
    "NoAvailableOrganizationException",
    "OrganizationAccessDeniedException",
    "OrganizationAllFeaturesNotEnabledException",
)
"""The role, and trusted access, take a while to be seen."""
_TAG = Step("config.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"})


aggregator = Lifecycle(
    table="config_configuration_aggregator",
    find=Find(
        "config.describe_configuration_aggregators",
        {"ConfigurationAggregatorNames": ["{configuration_aggregator_name}"]},
        items="ConfigurationAggregators",
        match=_NAME,
        absent=("NoSuchConfigurationAggregatorException",),
    ),
    identity=("configuration_aggregator_name",),
    named_by=("configuration_aggregator_name",),
    create=Step(
        "config.put_configuration_aggregator",
        {**_NAME, **_SOURCE, "Tags": "{tags|pairs}"},
        retry=_NOT_YET,
        also=("config:TagResource", "iam:PassRole"),
    ),
    creates=("configuration_aggregator_name", *_COLUMNS, "tags"),
    updates=(
        Update(
            _COLUMNS,
            Step(
                "config.put_configuration_aggregator",
                {**_NAME, **_SOURCE},
                retry=_NOT_YET,
                also=("iam:PassRole",),
            ),
            whole=True,
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("config.delete_configuration_aggregator", _NAME),
    normal={"aws_regions": "set"},
    owner="tag",
    retag=_TAG,
)
