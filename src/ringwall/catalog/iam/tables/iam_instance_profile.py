"""Instance profiles: what gives a role to EC2 instances."""

from ringwall.model.table import Call, Table, moment, text, texts

instance_profile = Table(
    name="iam_instance_profile",
    doc="An instance profile, with or without a role.",
    cloudformation="AWS::IAM::InstanceProfile",
    scope="account",
    # The authorization details name those of roles alone; one call lists a thousand.
    list=Call("iam.list_instance_profiles", "InstanceProfiles", {"MaxItems": 1000}),
    arn="Arn",
    tags="Tags",
    # The list leaves tags out.
    calls=(
        Call(
            "iam.list_instance_profile_tags",
            "Tags",
            {"InstanceProfileName": "{InstanceProfileName}"},
            into="Tags",
        ),
    ),
    gone=("NoSuchEntity",),
    columns=(
        text("instance_profile_name", "InstanceProfileName", "The profile's name."),
        text("instance_profile_id", "InstanceProfileId", "Its unique ID: AIPA..."),
        text("path", "Path", "The path of its name.", default="/"),
        texts(
            "roles",
            "Roles[].RoleName",
            "The name of its role; [] for none.",
            property="Roles",
            required=True,
        ),
        texts("role_arns", "Roles[].Arn", "The ARN of its role.", required=True),
        moment("create_date", "CreateDate", "When it was created."),
    ),
)
