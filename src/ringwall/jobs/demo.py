"""The demo: the main job from end to end, on made-up organizations beside this process."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.emulator import CREDENTIALS, STOLEN, require_extra
from ringwall.jobs.history import open_journal
from ringwall.jobs.incidents import IncidentsRequest, list_incidents
from ringwall.jobs.rule_choice import name_playbooks
from ringwall.model.errors import CallFailed, NotCollected, RingwallError
from ringwall.model.journal import RunKind
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot
from ringwall.store.seal_key import find_key

UID_LETTERS = 12
COMMAND = ("-m", "ringwall", "emulator", "serve", "--port", "0")
"""What Python runs to serve the organization."""

ENTER = ("--role", "OrganizationAccountAccessRole")
"""How the demo enters the accounts of Acme: by the role that AWS makes in each."""

FOR_GOOD = "ec2.default_vpc_is_removed"
"""A rule whose fix cannot be undone: a new default VPC is another one."""
LEFT_OUT = (FOR_GOOD, "s3.bucket_is_versioned")
"""Rules whose fixes cannot be undone: the demo takes back all that it does."""

BLUEPRINT = """blueprint: acme
home_region: us-east-1
regions: [us-east-1, eu-west-1]
accounts:
  email: "aws-{account}@acme.example"
  units:
    Security:
      accounts: [security, log-archive]
    Infrastructure:
      accounts: [network]
    Workloads:
      units:
        Prod:
          accounts: [prod]
        NonProd:
          accounts: [staging, dev]
"""
"""Acme as it is, with one Region less, and everything else that a blueprint wants by itself."""

WHOLE = """blueprint: whole
home_region: us-east-1
level: strict
accounts:
  email: "aws-{account}@whole.example"
  delegation_policy: {policy_types: [BACKUP_POLICY]}
  alternate_contacts:
    billing: {name: Ada, title: CFO, email_address: ada@whole.example, phone_number: "+15550100"}
    operations: {name: Bo, title: CTO, email_address: bo@whole.example, phone_number: "+15550100"}
    security: {name: Cy, title: CISO, email_address: cy@whole.example, phone_number: "+15550100"}
  units:
    Security: {accounts: [security, log-archive]}
    Infrastructure: {accounts: [network]}
    Workloads:
      units: {Prod: {accounts: [prod]}, Test: {accounts: [test]}}
infrastructure:
  network:
    enabled: true
    zones: 2
    accounts: [prod, test]
    interface_endpoints: [ssm, ssmmessages]
    block_public_access: block-ingress
    dnssec_validation: true
  transit: {enabled: true, egress: single}
  network_firewall: {enabled: true}
  dns_firewall: {enabled: true}
  web_firewall: {enabled: true, accounts: [prod]}
  firewall_manager: {enabled: true}
  session_manager: {enabled: true}
data:
  keys: {purposes: [ebs]}
  ebs_encryption: {customer_key: true}
  macie: {enabled: true}
  backup: {enabled: true}
response:
  evidence: {enabled: true}
  forensics: {enabled: true, network: {enabled: true}}
  notifications: {enabled: true, responder_email_addresses: [cy@whole.example]}
  runbooks: {enabled: true}
"""
"""All six layers, but for what is paid by the year."""


@dataclass(frozen=True)
class DemoCall:
    """A call that a role of Acme makes, in place of a command of Ringwall's."""

    account: str
    """The account's name."""
    role: str
    region: str
    operation: str

    def name(self) -> str:
        """Return who calls, in words."""
        return f"the role {self.role} of the account {self.account}"

    def make(self, home: Path) -> str:
        """Make the call, and return what AWS says in a line."""
        accounts = open_snapshot(Home(home).estate).accounts
        account_id = next(id_ for id_, name in accounts.items() if name == self.account)
        try:
            AwsAccess(role=self.role).sessions.reader(account_id, self.region).call(self.operation)
        except CallFailed as error:
            return str(error)
        return f"{self.operation} (account {account_id}, {self.region}): allowed"


@dataclass(frozen=True)
class StolenCall:
    """The same with credentials that an attacker took from an instance."""

    keys: tuple[str, ...]
    """Key, secret and token."""

    def name(self) -> str:
        """Return who calls, in words."""
        return "the attacker, with credentials taken from the instance"

    def make(self, home: Path) -> str:
        """Read an object of customers, and return what AWS says in a line."""
        del home
        what = "s3.head_object on a file of customers"
        sessions = Sessions(transport=lambda session: session.set_credentials(*self.keys))
        try:
            reader = sessions.reader(sessions.identity().account_id, sessions.home_region)
            reader.call("s3.head_object", Bucket=CUSTOMERS, Key=CUSTOMER_FILE)
        except CallFailed as error:
            return str(error)
        return f"{what}: allowed"


CUSTOMERS, CUSTOMER_FILE = "acme-prod-customer-data", "2026/000.csv"


@dataclass(frozen=True)
class DemoStep:
    """One command of the demo, or a call."""

    command: tuple[str, ...]
    """A verb with its options."""
    title: str = ""
    """What it is for; '' where it belongs to the step before."""
    shows_result: bool = True
    """Whether its result is worth showing: a reader has not seen the like before."""
    call: DemoCall | StolenCall | None = None
    """The call, where it is one: then there is no command."""


ELSEWHERE = DemoCall("network", "network-reader", "eu-central-1", "ec2.describe_vpcs")


@dataclass(frozen=True)
class ServedDemo:
    """A running emulator."""

    variables: Mapping[str, str]
    """Environment variables that lead to it."""
    regions: tuple[str, ...]
    """The regions that the organization uses."""
    wait: Callable[[], object]
    """Returns when the server has stopped."""
    stolen: tuple[str, ...] = ()
    """Credentials that an attacker took from an instance; () where nobody was there."""


@contextmanager
def serve_demo(*options: str) -> Iterator[ServedDemo]:
    """Run the emulator in a process of its own, for as long as it is open.

    It has Acme, or what the options say: --empty, --history. BadInput where the extra `emulator` is
    not installed.
    """
    with start_demo(*options) as wait_until_ready:
        yield wait_until_ready()


@contextmanager
def start_demo(*options: str) -> Iterator[Callable[[], ServedDemo]]:
    """Do the same, and yield at once what waits until it is served."""
    require_extra()
    from ringwall.emulator.acme.organization import REGIONS  # noqa: PLC0415 - of the extra

    def wait() -> ServedDemo:
        found = (re.fullmatch(r"export (\w+)=(\S*)\n", line) for line in server.stdout or ())
        count = 1 + len(CREDENTIALS) + (len(STOLEN) if "--history" in options else 0)
        variables = {m[1]: m[2] for m in islice(found, count) if m}
        if "AWS_ENDPOINT_URL" not in variables:
            raise RingwallError("the emulator did not start; try `ringwall emulator serve`")
        stolen = tuple(variables.pop(name) for name in STOLEN if name in variables)
        regions = REGIONS[:1] if "--empty" in options else REGIONS
        return ServedDemo(variables, regions, server.wait, stolen)

    command = (*COMMAND, *options)
    with subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, *command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            yield wait
        finally:
            server.terminate()


def plan_demo(home: Path, report: Path, regions: tuple[str, ...]) -> Iterator[DemoStep]:
    """Yield the commands of the demo; each must have been carried out before the next is taken.

    What was found decides what is fixed, and what was fixed decides what is undone.
    """
    collect = ("collect", "--regions", ",".join(regions), *ENTER)
    yield DemoStep(collect, "Read every account and region; only reading calls are made.")
    yield DemoStep(("audit",), "Audit the organization by every control.")
    yield DemoStep(
        ("access", "external"),
        "List access from outside, and who can become an administrator, and how.",
    )
    yield DemoStep(("access", "escalation"))
    yield from _plan_blueprint(home)
    made = _find_last_run(home, "apply")
    uids = _choose_findings(home)
    yield DemoStep(
        ("fix", *uids, *ENTER),
        "Plan the fix of one finding for each playbook: each call, why, its risk and its undo.",
    )
    yield DemoStep(
        ("fix", *uids, *ENTER, "--yes"),
        "Carry the plan out: read again, write, verify, with a journal on disk.",
        shows_result=False,
    )
    yield DemoStep(
        collect, "Prove it: collect and audit again; what was fixed is listed as resolved."
    )
    yield DemoStep(("audit",), shows_result=False)
    yield DemoStep(("findings", "--status", "resolved"))
    # The guardrails go first: they would refuse to let go of what the fixes protect.
    runs = filter(None, (made, _find_last_run(home, "fix")))
    for number, run in enumerate(runs):
        title = "" if number else "Undo both runs, the guardrails first."
        yield DemoStep(("undo", run, *ENTER, "--yes"), title, shows_result=False)
    yield DemoStep(("runs",))
    yield DemoStep(collect)
    yield DemoStep(("audit",), shows_result=False)
    yield DemoStep(("report", "--to", str(report)), "Write the report.")


def plan_whole(home: Path, regions: tuple[str, ...]) -> Iterator[DemoStep]:
    """Yield the commands that build all six layers, from a lone account on, and audit them."""
    file = home / "whole.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    collect = ("collect", "--regions", ",".join(regions))
    yield DemoStep(collect, "Read a lone account in which nothing is yet.")
    yield DemoStep(
        ("apply", "--blueprint", str(file), *ENTER, "--yes", "--accept-irreversible"),
        "Build all six layers with one command: six accounts, and what guards them.",
        shows_result=False,
    )
    yield DemoStep(
        (*collect, *ENTER), "Prove it: nothing is left to do but what only a person can."
    )
    yield DemoStep(("plan", str(file)))
    yield DemoStep(
        ("audit",),
        "What fails waits for a person, is off for what it costs, or is of default VPCs: "
        f"`ringwall fix --rule {FOR_GOOD}`.",
    )


def plan_watch(home: Path, page: Path) -> Iterator[DemoStep]:
    """Yield the commands that find attacks in the logs of a week, tell the gravest and draw all."""
    sessions = AwsAccess(role=ENTER[1]).sessions
    accounts = {account.name: account.id for account in discover(sessions).accounts}
    buckets = ("s3://acme-cloudtrail-logs/", "s3://acme-network-logs/")
    yield DemoStep(
        ("logs", "ingest", *buckets, "--account", accounts["log-archive"], *ENTER),
        "Attackers were at Acme for a week, among its own people. Read its logs.",
    )
    yield DemoStep(
        ("detect",), "Judge them by every detection; hits become findings.", shows_result=False
    )
    yield DemoStep(("incidents",), "What belongs together is one incident.")
    if found := list_incidents(home, IncidentsRequest()).shown:
        yield DemoStep(("incidents", "show", found[0].id), "Tell the gravest, from its beginning.")
    yield DemoStep(("report", "--to", str(page)), "Draw each incident, with its timeline.")


def plan_response(home: Path, stolen: tuple[str, ...]) -> Iterator[DemoStep]:
    """Yield the commands that isolate an instance which attackers have, and take that back."""
    found = list_incidents(home, IncidentsRequest()).shown
    incident = next(one.id for one in found if ":instance/" in one.actor)
    thief = StolenCall(stolen)
    policy = home / "response.toml"
    policy.write_text(_write_policy(), encoding="utf-8")
    more = ("--policy", str(policy), *ENTER)
    chosen = (incident, "--playbook", "ec2.isolate_instance")
    yield DemoStep((), "Attackers have an instance that serves, and its credentials.", call=thief)
    yield DemoStep(
        ("respond", "plan", *chosen, *more),
        "Plan its isolation: each call, why, its risk and its undo.",
    )
    yield DemoStep(
        ("respond", "run", *chosen, *more, "--yes"),
        "Carry it out: out of its group, quarantined, its disks copied and locked elsewhere.",
        shows_result=False,
    )
    yield DemoStep((), "The same call is denied now, with the same credentials.", call=thief)
    (case,) = CaseStore(open_database(Home(home).database_url), find_key(home)).case_ids()
    yield DemoStep(("case", "show", case), "Tell the case: what was seen, decided and done.")
    yield DemoStep(
        ("respond", "undo", case, *more, "--yes"),
        "It was a false alarm: take it back. What is kept as evidence stays.",
        shows_result=False,
    )
    yield DemoStep((), call=thief)
    yield DemoStep(("respond", "status"))


def _write_policy() -> str:
    """Return a policy of responses for Acme: where its evidence is kept."""
    sessions = AwsAccess(role=ENTER[1]).sessions
    accounts = {account.name: account.id for account in discover(sessions).accounts}
    archive, region = accounts["log-archive"], sessions.home_region
    aliases = sessions.reader(archive, region).items("kms.list_aliases", "Aliases")
    key = next(one["TargetKeyId"] for one in aliases if one["AliasName"] == "alias/evidence")
    return f"""[evidence]
account = "{archive}"
region = "{region}"
bucket = "acme-evidence"
key_arn = "arn:aws:kms:{region}:{archive}:key/{key}"
"""


def _plan_blueprint(home: Path) -> Iterator[DemoStep]:
    """Yield the steps that make a blueprint of Acme so, as far as its layer accounts goes."""
    file = home / "acme.yaml"
    file.write_text(BLUEPRINT, encoding="utf-8")
    yield DemoStep(
        (),
        "A role of Acme works in a Region that nobody means to use.",
        call=ELSEWHERE,
    )
    yield DemoStep(
        ("plan", str(file), "--layer", "accounts"),
        "Declare the architecture in one file, and see what it wants otherwise.",
    )
    apply = ("apply", "--blueprint", str(file), "--layer", "accounts", *ENTER, "--yes")
    yield DemoStep(apply, "Make it so: guardrails for the whole organization.", shows_result=False)
    yield DemoStep(
        (), "The same call is denied now, by a policy of the organization.", call=ELSEWHERE
    )


def _choose_findings(home: Path) -> list[str]:
    """Return one open finding for each playbook that can be undone, the gravest first."""
    chosen: dict[str, str] = {}
    playbooks = name_playbooks()
    ledger = Ledger(open_database(Home(home).database_url))
    for finding in ledger.findings(Filter(answers=("fail",))):
        if finding.rule not in LEFT_OUT and (playbook := playbooks.get(finding.rule)):
            chosen.setdefault(playbook, finding.uid[:UID_LETTERS])
    return list(chosen.values())


def _find_last_run(home: Path, kind: RunKind) -> str:
    """Return the id of the last run of a kind; '' where there is none."""
    with suppress(NotCollected):
        found = [run.id for run in open_journal(Home(home)).runs() if run.kind == kind]
        return found[-1] if found else ""
    return ""
