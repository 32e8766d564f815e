"""A user of IAM who has all kinds of credentials."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from policy_texts import allow, write
from response_world import ResponseWorld

PASSWORD = "Made-up-1!"


def make_armed_user(response_world: ResponseWorld) -> dict[str, str]:
    """Return an access key of a user who has all kinds of credentials."""
    iam = response_world.client("iam")
    iam.create_user(UserName="eve")
    iam.put_user_policy(
        UserName="eve", PolicyName="own", PolicyDocument=write(allow("s3:ListAllMyBuckets"))
    )
    iam.create_login_profile(UserName="eve", Password=PASSWORD)
    iam.upload_ssh_public_key(UserName="eve", SSHPublicKeyBody="ssh-rsa AAAAB3NzaC1yc2E eve")
    iam.upload_signing_certificate(UserName="eve", CertificateBody=make_certificate())
    iam.create_service_specific_credential(UserName="eve", ServiceName="codecommit.amazonaws.com")
    off = iam.create_access_key(UserName="eve")["AccessKey"]["AccessKeyId"]
    iam.update_access_key(UserName="eve", AccessKeyId=off, Status="Inactive")
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="eve")["VirtualMFADevice"]
    iam.enable_mfa_device(
        UserName="eve",
        SerialNumber=device["SerialNumber"],
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )
    made: dict[str, str] = iam.create_access_key(UserName="eve")["AccessKey"]
    return made


def make_certificate() -> str:
    """Return a certificate that signs itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "eve")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()
