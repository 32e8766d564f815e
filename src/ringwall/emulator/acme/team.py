"""boto clients of Acme's accounts, through the emulator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.session import Session

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import open_session

MEMBER_ROLE = "OrganizationAccountAccessRole"
HOME = "us-east-1"
Tags = list[dict[str, str]]


@dataclass(frozen=True)
class Team:
    """The clients of one account; each is made once for a service and region."""

    app: Emulator
    account_id: str
    name: str
    session: Session = field(repr=False)
    clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def client(self, service: str, region: str = HOME) -> Any:
        """Return the client of a service in a region."""
        key = (service, region)
        if key not in self.clients:
            self.clients[key] = self.session.create_client(service, region_name=region)
        return self.clients[key]

    def arn(self, service: str, region: str, resource: str) -> str:
        """Return an ARN of this account."""
        return f"arn:aws:{service}:{region}:{self.account_id}:{resource}"


def make_session(app: Emulator, credentials: Mapping[str, str]) -> Session:
    """Return a session on the emulator."""
    keys = (credentials["AccessKeyId"], credentials["SecretAccessKey"])
    return open_session(app, *keys, credentials.get("SessionToken"))


def join_account(management: Team, account_id: str, name: str) -> Team:
    """Return the clients of a member account, by the role that AWS makes in it."""
    role = f"arn:aws:iam::{account_id}:role/{MEMBER_ROLE}"
    answer = management.client("sts").assume_role(RoleArn=role, RoleSessionName="acme-platform")
    session = make_session(management.app, answer["Credentials"])
    return Team(management.app, account_id, name, session)


def make_tags(name: str, team: Team, **more: str) -> Tags:
    """Return the tags that all resources at Acme have."""
    tags = {"Name": name, "environment": team.name, "owner": f"{team.name}-team"} | more
    return [{"Key": key.replace("_", "-"), "Value": value} for key, value in tags.items()]
