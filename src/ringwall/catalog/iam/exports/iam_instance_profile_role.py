"""Where CloudFormation has the roles of instance profiles: in the profiles."""

from ringwall.model.export import PartOf, TableExport

profile_role = TableExport(
    table="iam_instance_profile_role",
    part_of=PartOf(
        "iam_instance_profile",
        {"instance_profile_name": "{instance_profile_name}"},
        "Roles",
        "{role_name}",
    ),
)
