"""How the scans of a registry are set. Enhanced ones turn Amazon Inspector on for images."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

configuration = Lifecycle(
    table="ecr_registry_scanning_configuration",
    find=Find("ecr.get_registry_scanning_configuration"),
    ids=(),
    updates=(
        Update(
            ("scan_type", "rules"),
            Step(
                "ecr.put_registry_scanning_configuration",
                {"scanType": "{scan_type}", "rules": "{rules}"},
                # https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
                also=(
                    "iam:CreateServiceLinkedRole",
                    "inspector2:Enable",
                    "inspector2:ListAccountPermissions",
                ),
            ),
        ),
    ),
    normal={"rules": "json"},
)
