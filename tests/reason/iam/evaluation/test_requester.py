import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.requester import is_identity, read_requester

ACCOUNT = "111122223333"
IAM = f"arn:aws:iam::{ACCOUNT}"
STS = f"arn:aws:sts::{ACCOUNT}"


@pytest.mark.parametrize(
    ("text", "kind", "principal_arn"),
    [
        (f"{IAM}:user/team/alice", "user", f"{IAM}:user/team/alice"),
        (f"{IAM}:role/app", "role", f"{IAM}:role/app"),
        (f"{STS}:assumed-role/app/run", "session", f"{IAM}:role/app"),
        (f"{STS}:assumed-role/AWSReservedSSO_A_1/x", "session", ""),
        (f"{STS}:federated-user/bob", "federated_user",
         f"{STS}:federated-user/bob"),
        (f"arn:aws-cn:iam::{ACCOUNT}:root", "root", f"arn:aws-cn:iam::{ACCOUNT}:root"),
        (ACCOUNT, "root", f"{IAM}:root"),
        ("ec2.amazonaws.com", "service", ""),
        ("ec2.amazonaws.com.cn", "service", ""),
        ("accounts.google.com", "federated", ""),
        ("cognito-identity.amazonaws.com", "federated", ""),
        (f"{IAM}:saml-provider/idp", "federated", ""),
        ("a" * 64, "canonical_user", ""),
        ("*", "anonymous", ""),
        ("anonymous", "anonymous", ""),
    ],
)  # fmt: skip
def test_every_form_of_a_principal(text: str, kind: str, principal_arn: str) -> None:
    found = read_requester(text)
    assert (found.kind, found.principal_arn) == (kind, principal_arn)
    assert found.has_identity is bool(kind not in {"service", "federated", "canonical_user",
                                                   "anonymous"})  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "alice", "arn:aws:iam::1:user/x", f"{IAM}:group/g",
             f"arn:aws:s3::{ACCOUNT}:x", f"{IAM}:user/"]
)  # fmt: skip
def test_what_names_no_principal_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a principal"):
        read_requester(text)


def test_a_session_keeps_the_role_that_the_caller_knows() -> None:
    role = f"{IAM}:role/path/app"
    found = read_requester(f"{STS}:assumed-role/app/run", role_arn=role)
    assert found.principal_arn == role
    assert found.entity_names == {role}


def test_service_linked_roles_are_told_by_their_path_or_name() -> None:
    linked = "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    assert read_requester(f"{IAM}:{linked}").is_service_linked
    session = f"{STS}:assumed-role/AWSServiceRoleForX/y"
    assert read_requester(session).is_service_linked
    assert not read_requester(f"{IAM}:role/AWSServiceRoleForX").is_service_linked


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (f"{IAM}:user/alice", True),
        (f"{IAM}:role/team/app", True),
        (f"{IAM}:root", True),
        (f"{STS}:assumed-role/app/run", False),
        (f"{IAM}:role/", False),
        (f"{IAM}:group/dev", False),
        ("arn:aws:iam::aws:role/app", False),
        ("arn:aws:iam::*:role/*", False),
        (ACCOUNT, False),
        (":::::", False),
        ("", False),
    ],
)
def test_an_identity_is_a_user_a_role_or_a_root_user(arn: str, *, expected: bool) -> None:
    assert is_identity(arn) is expected
