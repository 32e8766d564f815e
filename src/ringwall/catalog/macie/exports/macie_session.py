"""Where CloudFormation has sessions of Macie: without what they do with results and findings."""

from ringwall.model.export import TableExport

_RESULTS = "aws macie2 put-classification-export-configuration sets it, as `ringwall apply` does"
_FINDINGS = "aws macie2 put-findings-publication-configuration sets it, as `ringwall apply` does"

session = TableExport(
    table="macie_session",
    lacking={
        **dict.fromkeys(
            ("export_bucket_name", "export_key_prefix", "export_kms_key_arn"), _RESULTS
        ),
        **dict.fromkeys(("publish_policy_findings", "publish_classification_findings"), _FINDINGS),
    },
)
