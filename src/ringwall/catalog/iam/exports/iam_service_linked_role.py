"""Where CloudFormation has roles linked to services: AWS names them, always in the same way."""

from ringwall.model.export import TableExport
from ringwall.model.table import Row

NAMES = {
    "access-analyzer.amazonaws.com": "AccessAnalyzer",
    "cloudtrail.amazonaws.com": "CloudTrail",
    "config.amazonaws.com": "Config",
    "config-conforms.amazonaws.com": "ConfigConforms",
    "guardduty.amazonaws.com": "AmazonGuardDuty",
    "inspector2.amazonaws.com": "AmazonInspector2",
    "securityhub.amazonaws.com": "SecurityHub",
}
"""What follows AWSServiceRoleFor.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""


def name_role(names: Row) -> str:
    """Return the template of the ARN of a service's role; '' where its name is not known."""
    name = NAMES.get(names["aws_service_name"])
    path = f"role/aws-service-role/{names['aws_service_name']}/AWSServiceRoleFor{name}"
    return f"arn:{{partition}}:iam::{{account_id}}:{path}" if name else ""


role = TableExport(table="iam_service_linked_role", known={"arn": name_role})
