"""IAM: service-linked roles, which AWS alone changes, and which are named as AWS names them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
"""

from moto.iam.models import SERVICE_NAME_CONVERSION

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

NAMES = {
    "access-analyzer": "AccessAnalyzer",
    "backup": "Backup",
    "cloudtrail": "CloudTrail",
    "config": "Config",
    "detective": "Detective",
    "ecs": "ECS",
    "eks": "AmazonEKS",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "fms": "FMS",
    "guardduty": "AmazonGuardDuty",
    "inspector2": "AmazonInspector2",
    "macie": "AmazonMacie",
    "network-firewall": "NetworkFirewall",
    "organizations": "Organizations",
    "rds": "RDS",
    "securityhub": "SecurityHub",
    "shield": "AWSShield",
    "ssm": "AmazonSSM",
    "sso": "SSO",
    "support": "Support",
    "trustedadvisor": "TrustedAdvisor",
}
"""How the roles of services are called, after `AWSServiceRoleFor`."""
PATH = "/aws-service-role/"


@refuses("iam", "CreateServiceLinkedRole")
def name_role(_state: EmulatorState, _call: EmulatedCall) -> None:
    """Refuse nothing: let moto give the role the name that AWS gives it."""
    SERVICE_NAME_CONVERSION.update(NAMES)


@refuses(
    "iam",
    "AttachRolePolicy",
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
    "UpdateAssumeRolePolicy",
)
def check_role(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse changes of a role that belongs to a service."""
    name = call.parameters["RoleName"]
    for role in moto_backend("iam", call.account_id).roles.values():
        if role.name == name and role.path.startswith(PATH):
            message = (
                f"Cannot perform the operation on the protected role '{name}' - this role is only "
                "modifiable by AWS"
            )
            raise Fault("UnmodifiableEntity", message)
