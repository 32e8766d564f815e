"""Groups of IAM users."""

from ringwall.model.table import Call, Table, document, moment, text, texts

group = Table(
    name="iam_group",
    doc="A group of IAM users.",
    cloudformation="AWS::IAM::Group",
    scope="account",
    list=Call(
        "iam.get_account_authorization_details",
        "GroupDetailList",
        {"Filter": ["Group"], "MaxItems": 1000},
    ),
    arn="Arn",
    columns=(
        text("group_name", "GroupName", "The group's name.", required=True),
        text("group_id", "GroupId", "The group's unique ID: AGPA..."),
        text("path", "Path", "The path of the name.", default="/"),
        moment("create_date", "CreateDate", "When the group was created."),
        texts(
            "managed_policy_arns",
            "AttachedManagedPolicies[].PolicyArn",
            "Managed policies attached to the group.",
            property="ManagedPolicyArns",
            required=True,
        ),
        texts(
            "inline_policies",
            "GroupPolicyList[].PolicyName",
            "Names of the inline policies.",
            property="Policies[].PolicyName",
            required=True,
        ),
        document(
            "policies",
            "GroupPolicyList",
            "The inline policies as AWS gives them.",
            [],
            property="Policies",
            required=True,
            items=("PolicyName", "PolicyDocument"),
        ),
    ),
    inline_policies="policies",
)
