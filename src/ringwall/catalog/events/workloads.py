"""Calls that create workloads: the management account should see none of them.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html
"""

from collections.abc import Mapping

CALLS: Mapping[str, tuple[str, ...]] = {
    "apprunner.amazonaws.com": ("CreateService",),
    "autoscaling.amazonaws.com": ("CreateAutoScalingGroup",),
    "ec2.amazonaws.com": ("RunInstances", "RequestSpotFleet", "RequestSpotInstances"),
    "ecs.amazonaws.com": ("CreateCluster", "CreateService", "RunTask"),
    "eks.amazonaws.com": ("CreateCluster",),
    "elasticbeanstalk.amazonaws.com": ("CreateEnvironment",),
    "lambda.amazonaws.com": ("CreateFunction20150331",),
    "lightsail.amazonaws.com": ("CreateInstances", "CreateContainerService"),
    "rds.amazonaws.com": ("CreateDBCluster", "CreateDBInstance"),
    "redshift.amazonaws.com": ("CreateCluster",),
    "sagemaker.amazonaws.com": ("CreateEndpoint", "CreateNotebookInstance", "CreateTrainingJob"),
}
"""The names of calls in CloudTrail, by the service that they are made to."""

PATTERN = {
    "detail-type": ["AWS API Call via CloudTrail"],
    "detail": {
        "eventSource": sorted(CALLS),
        "eventName": sorted({name for names in CALLS.values() for name in names}),
        # A call that AWS refused has created nothing.
        "errorCode": [{"exists": False}],
    },
}
"""The pattern of their events."""
