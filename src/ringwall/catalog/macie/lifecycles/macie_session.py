"""How Macie is turned on, set and turned off in a Region."""

from ringwall.catalog.macie.sessions import DENIED
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_EXPORT = "macie2.put_classification_export_configuration"


session = Lifecycle(
    table="macie_session",
    find=Find("macie2.get_macie_session", absent=(DENIED,)),
    ids=(),
    create=Step(
        "macie2.enable_macie",
        {"findingPublishingFrequency": "{finding_publishing_frequency}"},
        also=("iam:CreateServiceLinkedRole",),
    ),
    creates=("finding_publishing_frequency",),
    updates=(
        Update(("status",), Step("macie2.update_macie_session", {"status": "{status}"})),
        Update(
            ("finding_publishing_frequency",),
            Step(
                "macie2.update_macie_session",
                {"findingPublishingFrequency": "{finding_publishing_frequency}"},
            ),
        ),
        Update(
            ("export_bucket_name", "export_key_prefix", "export_kms_key_arn"),
            Step(
                _EXPORT,
                {
                    "configuration": {
                        "s3Destination": {
                            "bucketName": "{export_bucket_name}",
                            "keyPrefix": "{export_key_prefix}",
                            "kmsKeyArn": "{export_kms_key_arn}",
                        }
                    }
                },
                # The policies of the bucket and of the key take a while to be seen.
                retry=(DENIED,),
            ),
            clear=Step(_EXPORT, {"configuration": {}}),
            whole=True,
        ),
        Update(
            ("publish_policy_findings", "publish_classification_findings"),
            Step(
                "macie2.put_findings_publication_configuration",
                {
                    "securityHubConfiguration": {
                        "publishPolicyFindings": "{publish_policy_findings}",
                        "publishClassificationFindings": "{publish_classification_findings}",
                    }
                },
            ),
            whole=True,
        ),
    ),
    erase=Step("macie2.disable_macie"),
)
