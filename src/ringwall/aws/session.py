"""Sessions over accounts and regions: who we are, by which roles, and clients that all share."""

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from botocore.client import BaseClient
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    Credentials,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import DataNotFoundError
from botocore.session import Session as BotocoreSession

from ringwall.aws.acting import Acting
from ringwall.aws.client import (
    ATTEMPTS,
    CONNECT_SECONDS,
    READ_SECONDS,
    create_client,
    find_certificates,
    keep_budget,
    limit_answers,
    refuse_plain_http,
    refuse_user_info,
)
from ringwall.aws.exchange import Exchanges
from ringwall.aws.failures import (
    CAUGHT,
    UNREADABLE,
    FailedCall,
    is_about_credentials,
    translate,
)
from ringwall.aws.keys import ask_for_keys, find_credentials, get_keys
from ringwall.aws.limits import Limits
from ringwall.aws.models import slim_models
from ringwall.aws.read import AwsReader, Connection, Observe, ignore
from ringwall.aws.traffic import Traffic
from ringwall.model.errors import (
    AccessDenied,
    BadInput,
    CallFailed,
    NoCredentials,
    RingwallError,
)

DEFAULT_ROLE = "RingwallReadOnly"
"""The role that is assumed in every other account; docs/howto/credentials.md has its policy."""
SESSION_NAME = "ringwall"
FALLBACK_REGION = "us-east-1"

Transport = Callable[[BotocoreSession], None]


@dataclass(frozen=True)
class CallerIdentity:
    """Who AWS says that we are, after the chain of roles."""

    account_id: str
    arn: str
    partition: str


@dataclass
class _State:
    """What sessions remember. Everything is made under `lock`, and used without it."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    account_locks: dict[str, threading.Lock] = field(default_factory=dict)
    credentials: dict[str, Credentials | RingwallError] = field(default_factory=dict)
    acting: Acting = field(default_factory=Acting)
    session: BotocoreSession = field(init=False)
    """Made with the identity. Its clients sign with whatever credentials their thread acts with."""
    exchanges: Exchanges | None = None
    clients: dict[tuple[str, str, int], BaseClient] = field(default_factory=dict)
    paging: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    traffic: Traffic = field(default_factory=Traffic)
    identity: CallerIdentity | None = None
    home_region: str = ""


@dataclass(frozen=True)
class Sessions:
    """How to enter accounts. Nothing is asked of AWS before the first use. Thread-safe.

    Credentials come from `profile` (keys, SSO, or a role of ~/.aws/config) or, without one, from
    botocore's own chain (environment, container, instance). `chain` lists roles that are assumed
    first, one from the other: ARNs, or names in the account reached so far. `role` names the role
    of every other account: a name, or an ARN with `{account_id}` in it. `transport` may hook an
    in-process endpoint into each botocore session.
    """

    profile: str = ""
    region: str = ""
    role: str = DEFAULT_ROLE
    chain: tuple[str, ...] = ()
    external_id: str = ""
    endpoint_url: str = ""
    plain_http: bool = False
    """Whether requests may go to another machine without encryption."""
    attempts: int = ATTEMPTS
    """How often a read is sent in all, where AWS is busy or does not answer."""
    answer_seconds: float = READ_SECONDS
    """How long AWS may take for an answer, to its last byte."""
    transport: Transport | None = None
    observe: Observe = ignore
    limits: Limits = field(default_factory=Limits)
    _state: _State = field(default_factory=_State, init=False, repr=False, compare=False)

    def reader(self, account_id: str, region: str) -> AwsReader:
        """Return the reader of an account and region; AccessDenied where no role leads there."""
        self._enter(account_id)
        return AwsReader(account_id, region, self.identity().partition, self.connection)

    @property
    def connection(self) -> Connection:
        """What readers send their calls through."""
        return self._connect(self._client)

    @property
    def connection_for_writes(self) -> Connection:
        """What writers send their calls through: botocore sends each request once."""
        return self._connect(partial(self._client, attempts=1))

    def _connect(self, client: Callable[[str, str, str], BaseClient]) -> Connection:
        return Connection(
            client, self._service_regions, self._paging, self._act, self.observe, self.confirm
        )

    @property
    def home_region(self) -> str:
        """Where calls go that belong to no region: `region`, the profile's, or us-east-1."""
        with self._state.lock:
            if not self._state.home_region:
                configured = "" if self.region else self._configured("region")
                self._state.home_region = self.region or configured or FALLBACK_REGION
            return self._state.home_region

    @property
    def traffic(self) -> Traffic:
        """What was sent to AWS so far."""
        return self._state.traffic

    def release(self, account_id: str) -> None:
        """Let go of what an account needed; what is needed again is made again."""
        with self._state.lock:
            self.limits.forget(account_id)
            self._state.account_locks.pop(account_id, None)
            kept = self._state.credentials.get(account_id)
            # A failure stays: nobody is to ask again for a role that does not let us in.
            if isinstance(kept, Credentials) and account_id != self.identity().account_id:
                del self._state.credentials[account_id]

    def ask_again(self, account_id: str) -> None:
        """Forget that an account did not let us in: the next use asks for its role again."""
        with self._state.lock:
            if isinstance(self._state.credentials.get(account_id), RingwallError):
                del self._state.credentials[account_id]

    def access_key(self, account_id: str) -> str:
        """Return the id of the key that signs in an account now; no secret."""
        credentials = self._enter(account_id)
        try:
            return str(get_keys(credentials).access_key)
        except CAUGHT as error:
            raise translate(
                error, FailedCall("sts.assume_role", account_id, self.home_region)
            ) from error

    def identity(self) -> CallerIdentity:
        """Return who is calling; NoCredentials or BadInput where nobody can be."""
        with self._state.lock:
            if self._state.identity is None:
                self._state.identity = self._caller()
            return self._state.identity

    def _caller(self) -> CallerIdentity:
        credentials = self._root()
        for role in self.chain:
            arn = role if role.startswith("arn:") else _role_arn(self._who(credentials), role)
            credentials = self._assume(credentials, arn)
        identity = self._who(credentials)
        self._state.credentials[identity.account_id] = credentials
        return identity

    def _who(self, credentials: Credentials) -> CallerIdentity:
        call = FailedCall("sts.get_caller_identity", "", self.home_region)
        try:
            get_keys(credentials)
            client: Any = self._create("sts", self.home_region)
            with self._state.acting.acting(credentials, ""):
                return _read_identity(client.get_caller_identity())
        except (*CAUGHT, *UNREADABLE) as error:
            problem = translate(error, call)
            if is_about_credentials(error):
                problem = NoCredentials(str(problem))
            raise problem from error

    def confirm(self) -> None:
        """NoCredentials where AWS knows the caller's credentials no more.

        Asked where it refused those of one call: with an error of its own, in a region that is off
        for the account, or because they have expired. Only the last one ends a run.
        """
        with suppress(CallFailed):
            self._who(self._enter(self.identity().account_id))

    def _act(self, account_id: str, stop: threading.Event) -> AbstractContextManager[None]:
        return self._state.acting.acting(self._enter(account_id), account_id, stop)

    def _enter(self, account_id: str) -> Credentials:
        """Return an account's credentials; AccessDenied where no role leads there."""
        identity = self.identity()
        with self._state.lock:
            lock = self._state.account_locks.setdefault(account_id, threading.Lock())
        with lock:
            if account_id not in self._state.credentials:
                # A failure is remembered too: the role is not asked for again by every table.
                self._state.credentials[account_id] = self._ask_for_role(account_id, identity)
            found = self._state.credentials[account_id]
        if isinstance(found, RingwallError):
            raise found
        return found

    def _ask_for_role(
        self, account_id: str, identity: CallerIdentity
    ) -> Credentials | RingwallError:
        call = FailedCall("sts.assume_role", account_id, self.home_region)
        if not self.role:
            return AccessDenied(f"account {account_id}: no role to enter it; name one: --role")
        arn = _role_arn(CallerIdentity(account_id, "", identity.partition), self.role)
        credentials = self._assume(self._enter(identity.account_id), arn)
        try:
            get_keys(credentials)
        except CAUGHT as error:
            problem = translate(error, call)
            if is_about_credentials(error):
                self.confirm()
            if isinstance(problem, CallFailed):
                advice = f"allow {identity.arn} to assume {arn}, or name another --role"
                return type(problem)(f"{problem}; {advice}", problem.code, is_rejected=True)
            return problem
        return credentials

    def _root(self) -> Credentials:
        """Return the credentials to start from, and make the session that all clients are of."""
        try:
            root, session = (BotocoreSession(profile=self.profile or None) for _ in range(2))
            root.get_scoped_config()
        except CAUGHT as error:
            raise self._bad_settings(error) from error
        slim_models(root)
        # One loader for both sessions; each would parse botocore's models anew.
        session.register_component("data_loader", root.get_component("data_loader"))
        session.register_component("credential_provider", self._state.acting)
        # botocore's own providers of credentials call these, too.
        configured = _configured_endpoints(root)
        refuse_user_info((self.endpoint_url, *configured))
        if not self.plain_http:
            refuse_plain_http(configured)
        if self.transport:
            self.transport(root)
            self.transport(session)
        else:
            timeout = (CONNECT_SECONDS, self.answer_seconds)
            self._state.exchanges = Exchanges(find_certificates(root), timeout)
        self._state.session = session
        call = FailedCall("sts.get_caller_identity", "", self.home_region)
        try:
            credentials = find_credentials(root)
        except CAUGHT as error:
            raise translate(error, call) from error
        if credentials is None:
            raise NoCredentials(
                "no AWS credentials found: set AWS_PROFILE or --profile, run `aws sso login`, "
                f"or export keys (looked in the environment, ~/.aws and the host) for {call}"
            )
        return credentials

    def _configured(self, name: str) -> str:
        try:
            value = BotocoreSession(profile=self.profile or None).get_config_variable(name)
        except CAUGHT as error:
            raise self._bad_settings(error) from error
        return str(value or "")

    def _bad_settings(self, error: Exception) -> RingwallError:
        return translate(error, FailedCall("settings", "", self.region or "no region"))

    def _assume(self, source: Credentials, role_arn: str) -> Credentials:
        extra: dict[str, Any] = {"RoleSessionName": SESSION_NAME}
        if self.external_id:
            extra["ExternalId"] = self.external_id
        fetcher = AssumeRoleCredentialFetcher(
            lambda service, **keys: self._create(service, self.home_region, keys),
            source,
            role_arn,
            extra_args=extra,
        )
        return DeferredRefreshableCredentials(partial(ask_for_keys, source, fetcher), "assume-role")

    def _client(self, account_id: str, region: str, service: str, attempts: int = 0) -> BaseClient:
        self._enter(account_id)
        attempts = attempts or self.attempts
        key = (region, service, attempts)
        if found := self._state.clients.get(key):
            return found
        with self._state.lock:
            if key not in self._state.clients:
                client = self._create(service, region, attempts=attempts)
                if not self.transport:
                    account = partial(getattr, self._state.acting, "account_id")
                    keep_budget(client, self.limits, account, service)
                self._state.clients[key] = client
            return self._state.clients[key]

    def _create(
        self,
        service: str,
        region: str,
        keys: Mapping[str, Any] | None = None,
        *,
        attempts: int = ATTEMPTS,
    ) -> BaseClient:
        with self._state.lock:  # client creation is not thread-safe
            client = create_client(
                self._state.session,
                service,
                region,
                endpoint_url=self.endpoint_url,
                attempts=attempts,
                keys=keys,
            )
        if not self.plain_http:
            refuse_plain_http([client.meta.endpoint_url])
        self._state.traffic.watch(client, self._state.acting)
        if self._state.exchanges:
            limit_answers(client, self._state.exchanges)
        return client

    def known_regions(self) -> tuple[str, ...]:
        """Return all regions of the partition, whether they are enabled or not."""
        return self._service_regions("ec2")

    def _paging(self, service: str, operation: str) -> Mapping[str, Any]:
        with self._state.lock:
            if service not in self._state.paging:
                loader: Any = self._state.session.get_component("data_loader")
                try:
                    model = loader.load_service_model(service, "paginators-1")
                except DataNotFoundError:
                    model = {}
                self._state.paging[service] = model.get("pagination", {})
            found: Mapping[str, Any] = self._state.paging[service].get(operation, {})
            return found

    def _service_regions(self, service: str) -> tuple[str, ...]:
        identity = self.identity()
        with self._state.lock:
            return tuple(self._state.session.get_available_regions(service, identity.partition))


def _configured_endpoints(session: BotocoreSession) -> list[str]:
    """Return the endpoints that the environment and the profile name, for whatever service.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    named = [url for name, url in os.environ.items() if name.startswith("AWS_ENDPOINT_URL")]
    services = session.full_config.get("services", {})
    for section in (session.get_scoped_config(), *services.values()):
        members = (section, *section.values()) if isinstance(section, dict) else ()
        named += [member.get("endpoint_url", "") for member in members if isinstance(member, dict)]
    return named


def _read_identity(answer: Mapping[str, Any]) -> CallerIdentity:
    return CallerIdentity(answer["Account"], answer["Arn"], answer["Arn"].split(":")[1])


def _role_arn(identity: CallerIdentity, role: str) -> str:
    if role.startswith("arn:"):
        if "{account_id}" not in role:
            raise BadInput(
                f"--role {role}: this is a role of one account; name the role that every account "
                "has, or write {account_id} where the account goes"
            )
        return role.replace("{account_id}", identity.account_id)
    return f"arn:{identity.partition}:iam::{identity.account_id}:role/{role.strip('/')}"
