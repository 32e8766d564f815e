"""People at work: federated sign-ins, the console, the command line, odd hours, and mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from simulation.names import make_unique_id
from simulation.organization import (
    COUNTRIES,
    HOME,
    NEW_OFFICE,
    OFFICE_MOVES_ON,
    OFFICES,
    OPENED,
    OPENED_ON,
    SECOND,
    Organization,
    Person,
)
from simulation.records import (
    Record,
    Scene,
    Session,
    role_identity,
    user_identity,
    write_time,
)
from simulation.scripts import DENIED, DRIFT, LOOKS, NIGHT, WORK, Timed, run

HOURS = (0, 0, 0, 0, 0, 0, 0.05, 0.2, 0.6, 0.8, 0.8, 0.7, 0.4, 0.7, 0.8, 0.7, 0.6, 0.4, 0.15, 0.06,
         0.05, 0.04, 0.02, 0.01)  # fmt: skip
"""How probably someone works in AWS in each hour of the day, on working days."""
LEVEL = {"developer": 0.5, "administrator": 0.8, "analyst": 0.45, "security": 0.7, "support": 0.3}
ACCOUNTS = {
    "developer": ("development", "development", "staging", "sandbox", "production-a"),
    "administrator": (
        "production-a", "production-b", "staging", "network", "ci", "management", "backup",
    ),
    "analyst": ("data", "data", "production-b"),
    "security": ("security", "log-archive", "production-a", "production-b", "management"),
    "support": ("production-a", "production-b"),
}  # fmt: skip
PERMISSION_SETS = {
    "developer": "DeveloperAccess", "administrator": "AdministratorAccess",
    "analyst": "DataAnalyst", "security": "SecurityAudit", "support": "ReadOnlyAccess",
}  # fmt: skip
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{v}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.{v} Safari",
    "Mozilla/5.0 (X11; Linux x86_64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0",
)
TOOLS = (
    "aws-cli/2.{v}.0 md/awscrt#0.23 ua/2.0 os/macos#24 exec-env/none lang/python#3.12",
    "aws-cli/2.{v}.0 md/awscrt#0.23 ua/2.0 os/linux#6.8 lang/python#3.12",
    "Boto3/1.{v}.10 md/Botocore#1.{v}.10 ua/2.0 os/windows#11 lang/python#3.11",
)
FEDERATED = "/aws-reserved/sso.amazonaws.com/"


@dataclass
class Worker:
    """One person, with the sessions that are open."""

    person: Person
    organization: Organization
    start: int
    sessions: dict[tuple[str, bool], tuple[float, Session]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name, by which the chance of an hour is drawn."""
        return self.person.name

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield what the person does in one hour."""
        person, random = self.person, scene.random
        if scene.day == person.last_day:
            self.sessions.clear()
            return
        if not person.first_day <= scene.day < person.last_day:
            return
        if not self._is_working(scene):
            if scene.day // 7 in person.on_call and random.random() < 0.03:
                yield from self._answer_call(scene)
            return
        for _ in range(random.choice((1, 1, 1, 2))):
            yield from self._sit_down(scene)
        if person.user and random.random() < 0.06:
            yield from self._use_old_user(scene)

    def _is_working(self, scene: Scene) -> bool:
        local = scene.begin + COUNTRIES[self.person.country][0] * 3600
        hour, weekday = local // 3600 % 24, (local // 86400 + 3) % 7
        share = HOURS[hour] * (1.0 if weekday < 5 else 0.04)  # Saturday
        return scene.random.random() < share * LEVEL[self.person.job]

    def _sit_down(self, scene: Scene) -> Iterator[Timed]:
        """Yield the calls of one stretch of work in one account."""
        random, job = scene.random, self.person.job
        account = random.choice(ACCOUNTS[job])
        is_console = random.random() < (0.65 if job in ("developer", "administrator") else 0.85)
        at = scene.at()
        session, opening = self._open(scene, account, at, is_console=is_console)
        yield from opening
        region = self._region(scene)
        names = random.choices(LOOKS[job], k=random.randrange(3, 22 if is_console else 9))
        names += random.choices(WORK[job], k=random.randrange(4)) if job in WORK else []
        if scene.day > 20 and job in DRIFT and random.random() < 0.3:
            names += random.choices(DRIFT[job], k=2)
        given = {"office": self._office(scene.day), "user": f"svc-{self.person.team}"}
        gap = 3.0 if is_console else 20.0
        for when, record in run(scene, session, names, at + 4, region, gap=gap, given=given):
            yield when, self._sometimes_refused(scene, session, record)

    def _sometimes_refused(self, scene: Scene, session: Session, record: Record) -> Record:
        if record["managementEvent"] and scene.random.random() < DENIED[self.person.job]:
            code = "Client.UnauthorizedOperation"
            is_ec2 = record["eventSource"].startswith("ec2.")
            action = f"{record['eventSource'].partition('.')[0]}:{record['eventName']}"
            record = record | {
                "errorCode": code if is_ec2 else "AccessDenied",
                "errorMessage": f"User: {session.identity['arn']} is not authorized to perform: "
                f"{action} because no identity-based policy allows the {action} action",
                "responseElements": None,
            }
        return record

    def _answer_call(self, scene: Scene) -> Iterator[Timed]:
        """Yield what is done at night, when an alarm called."""
        account = scene.random.choice(("production-a", "production-b"))
        at = scene.at()
        session, opening = self._open(scene, account, at, is_console=True)
        yield from opening
        names = scene.random.choices(LOOKS["administrator"], k=12) + list(NIGHT)
        yield from run(scene, session, names, at + 5, HOME, gap=25.0)

    def _open(
        self, scene: Scene, account_name: str, at: float, *, is_console: bool
    ) -> tuple[Session, list[Timed]]:
        """Return a session with a permission set, and the events of opening it, if it is new."""
        until, known = self.sessions.get((account_name, is_console), (0.0, None))
        if known is not None and at < until:
            return self._moved(known, scene), []
        random, account = scene.random, self.organization.account(account_name)
        role = f"AWSReservedSSO_{PERMISSION_SETS[self.person.job]}_{account[:8]}"
        identity = role_identity(account, role, self.person.name, random, at, path=FEDERATED)
        session = Session(
            identity,
            account,
            self._address(scene),
            self._agent(scene.day, is_console=is_console),
            is_console=is_console,
        )
        self.sessions[account_name, is_console] = (at + 8 * 3600, session)
        return session, list(self._sign_in(scene, session, role, at))

    def _moved(self, session: Session, scene: Scene) -> Session:
        address = self._address(scene) if scene.random.random() < 0.1 else session.address
        return replace(session, address=address)

    def _sign_in(self, scene: Scene, session: Session, role: str, at: float) -> Iterator[Timed]:
        management = self.organization.account("management")
        directory = {
            "type": "IdentityCenterUser",
            "principalId": f"{scene.begin}",
            "accountId": management,
            "userName": self.person.name,
        }
        portal = replace(session, identity=directory, account=management, is_console=False)
        names = ("sso:Authenticate", "sso:Federate") if session.is_console else (
            "sso:GetRoleCredentials",)  # fmt: skip
        for name in names:
            yield at - 3, scene.record(portal, name, at - 3, HOME)
        saml = {
            "type": "SAMLUser",
            "principalId": f"synthetic:{self.person.name}",
            "userName": self.person.name,
            "identityProvider": f"arn:aws:iam::{session.account}:saml-provider/AWSSSO_synthetic",
        }
        given = {
            "session_name": self.person.name,
            "key_of_session": session.identity["accessKeyId"],
            "role": f"aws-reserved/sso.amazonaws.com/{role}",
        }
        asker = replace(session, identity=saml, is_console=False)
        yield at - 2, scene.record(asker, "sts:AssumeRoleWithSAML", at - 2, HOME, given)
        if session.is_console:
            login = replace(session, is_console=False)
            yield at, scene.record(login, "signin:ConsoleLogin", at, HOME, {"mfa": "No"})

    def _use_old_user(self, scene: Scene) -> Iterator[Timed]:
        """Yield a sign-in with an IAM user of old, which fails now and then."""
        person, random, at = self.person, scene.random, scene.at()
        account = self.organization.account("sandbox")
        user_id = make_unique_id(Random(person.user), "AIDA")
        identity = user_identity(account, person.user, user_id, "")
        agent = self._agent(scene.day, is_console=True)
        session = Session(identity, account, self._address(scene), agent)
        for number in range(random.choice((0, 0, 0, 0, 1, 1, 2, 3))):
            when = at - 60 + number * 11
            failed = scene.record(
                session, "signin:ConsoleLogin.failed", when, SECOND, {"mfa": "Yes"}
            )
            yield when, failed | {"errorMessage": "Failed authentication"}
        yield at, scene.record(session, "signin:CheckMfa", at, SECOND)
        yield at + 3, scene.record(session, "signin:ConsoleLogin", at + 3, SECOND, {"mfa": "Yes"})
        attributes = {"creationDate": write_time(at), "mfaAuthenticated": "true"}
        held = identity | {
            "accessKeyId": make_unique_id(random, "ASIA"),
            "sessionContext": {"attributes": attributes},
        }
        names = random.choices(LOOKS["developer"], k=6)
        if random.random() < 0.1:
            names.append("iam:ChangePassword")
        later = replace(session, identity=held, is_console=True)
        yield from run(scene, later, names, at + 6, HOME, given={"user": person.user})

    def _region(self, scene: Scene) -> str:
        if scene.day >= OPENED_ON and self.person.team in ("search", "web"):
            return scene.random.choice((HOME, OPENED))
        return scene.random.choices((HOME, SECOND), (5, 1))[0]

    def _office(self, day: int) -> str:
        country = self.person.country
        return NEW_OFFICE.get(country, OFFICES[country]) if day >= OFFICE_MOVES_ON else OFFICES[
            country]  # fmt: skip

    def _address(self, scene: Scene) -> str:
        first, last = self.person.travels
        if first <= scene.day < last:
            return self.person.abroad
        chance = Random(f"{self.name}/{scene.day}")
        if chance.random() < 0.5:
            return self._office(scene.day)
        if scene.day // 7 > 1 and chance.random() < 0.3:  # the provider gives another address
            return self.person.home.rpartition(".")[0] + f".{scene.day // 7 + 1}"
        return self.person.home

    def _agent(self, day: int, *, is_console: bool) -> str:
        own = Random(self.name).randrange(3)
        version = 128 + day // 10 if is_console else 17 + day // 15
        return (BROWSERS if is_console else TOOLS)[own].format(v=version)
