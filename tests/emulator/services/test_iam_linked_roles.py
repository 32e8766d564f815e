from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

SERVICE = "config.amazonaws.com"
ROLE = "AWSServiceRoleForConfig"


def test_a_role_has_the_name_and_policy_of_its_service(client: Any, refusal: Any) -> None:
    iam = client("iam")
    made = iam.create_service_linked_role(AWSServiceName=SERVICE)["Role"]
    assert made["Arn"] == f"arn:aws:iam::123456789012:role/aws-service-role/{SERVICE}/{ROLE}"
    (attached,) = iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    assert attached["PolicyName"] == "AWSConfigServiceRolePolicy"
    assert refusal(iam.create_service_linked_role, AWSServiceName=SERVICE)[0] == "InvalidInput"
    unknown = {"AWSServiceName": "made-up.amazonaws.com"}
    assert refusal(iam.create_service_linked_role, **unknown)[0] == "InvalidInput"


def test_some_services_have_several_roles(client: Any, refusal: Any) -> None:
    iam, service = client("iam"), "autoscaling.amazonaws.com"
    for suffix in ("blue", "green"):
        made = iam.create_service_linked_role(AWSServiceName=service, CustomSuffix=suffix)
        assert made["Role"]["RoleName"] == f"AWSServiceRoleForAutoScaling_{suffix}"
    given = {"AWSServiceName": SERVICE, "CustomSuffix": "x"}
    assert refusal(iam.create_service_linked_role, **given)[0] == "InvalidInput"


def test_only_the_service_changes_its_role(client: Any, refusal: Any) -> None:
    iam = client("iam")
    iam.create_service_linked_role(AWSServiceName=SERVICE)
    policy = "arn:aws:iam::aws:policy/AdministratorAccess"
    for change, given in (
        (iam.delete_role, {}),
        (iam.attach_role_policy, {"PolicyArn": policy}),
        (iam.put_role_policy, {"PolicyName": "x", "PolicyDocument": "{}"}),
        (iam.update_assume_role_policy, {"PolicyDocument": "{}"}),
    ):
        assert refusal(change, RoleName=ROLE, **given)[0] == "UnmodifiableEntity"


def test_deletion_is_asked_for(client: Any, emulator: Emulator, refusal: Any) -> None:
    iam = client("iam")
    iam.create_service_linked_role(AWSServiceName=SERVICE)
    emulator.state.behavior = Behavior(delay=1)
    task = iam.delete_service_linked_role(RoleName=ROLE)["DeletionTaskId"]
    status = iam.get_service_linked_role_deletion_status
    assert status(DeletionTaskId=task)["Status"] == "IN_PROGRESS"
    assert iam.get_role(RoleName=ROLE)
    assert status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
    assert refusal(iam.get_role, RoleName=ROLE) == ("NoSuchEntity", 404)
    assert refusal(iam.delete_service_linked_role, RoleName=ROLE) == ("NoSuchEntity", 404)
    assert refusal(status, DeletionTaskId="task/x")[0] == "NoSuchEntity"


def test_first_use_makes_the_role(client: Any, member: str) -> None:
    for account in ("", member):
        assert client("iam", account).get_role(RoleName="AWSServiceRoleForOrganizations")
    client("guardduty").create_detector(Enable=True)
    role = client("iam").get_role(RoleName="AWSServiceRoleForAmazonGuardDuty")["Role"]
    assert role["Path"] == "/aws-service-role/guardduty.amazonaws.com/"


def test_linked_roles_shift_no_other_id(client: Any, emulator: Emulator) -> None:
    ids = []
    for is_first in (True, False):
        emulator.reset()
        if is_first:
            client("iam").create_service_linked_role(AWSServiceName=SERVICE)
        ids.append(client("iam").create_user(UserName="kim")["User"]["UserId"])
    assert ids[0] == ids[1]
