"""Cost of a blueprint: to plan it, to make it so, and to plan it for a large organization.

    python bench/blueprint.py [accounts regions large_accounts large_regions]

The small organization is built over the served emulator, from a lone account on: three layers as
they are by default, and all six with what is off by default. The large one is a made-up snapshot in
which one thing in a hundred differs; the plan alone is measured there, in a process of its own. CPU
and memory are those of the program, not of the emulator.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from audit import complete
from collect import Cost, measure
from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.emulator.app import Emulator
from ringwall.emulator.server import serve
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.jobs.blueprint.plan import want_all
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import OWNER_TAG, RowKey
from ringwall.model.coverage import Coverage
from ringwall.model.table import Row
from ringwall.plan.blueprint_file import read_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.organization_rows import OrganizationRows
from ringwall.plan.reconciliation.order import in_order
from ringwall.plan.reconciliation.values import PlannedValues
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import SnapshotWriter

REGIONS = (
    "eu-west-1", "eu-central-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-2",
    "eu-west-3", "eu-north-1", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-southeast-1", "ap-southeast-2", "ca-central-1", "sa-east-1",
)  # fmt: skip
"""The Regions that every account has enabled."""
MANAGEMENT = "100000000000"
ROLE = "OrganizationAccountAccessRole"
SIX_LAYERS = """infrastructure:
  network:
    enabled: true
    zones: 2
    interface_endpoints: [ssm, ssmmessages, ec2messages]
    block_public_access: block-ingress
  transit: {enabled: true, egress: single}
  network_firewall: {enabled: true}
  dns_firewall: {enabled: true}
  web_firewall: {enabled: true}
  firewall_manager: {enabled: true}
  session_manager: {enabled: true}
data:
  keys: {purposes: [ebs, s3, rds]}
  ebs_encryption: {customer_key: true}
  secrets: {secrets: {billing: {account: account-0, name: billing}}}
  certificates: {renewal_alarms: true}
  macie: {enabled: true}
  backup: {enabled: true}
response:
  evidence: {enabled: true}
  forensics: {enabled: true, network: {enabled: true}}
  notifications: {enabled: true}
  runbooks: {enabled: true}
"""
"""What is off by default, but for what is paid by the year."""
DIFFERS = 100
"""One row in so many is not as it is wanted."""


def main(accounts: int, regions: int, many: int, everywhere: int) -> None:
    """Print one line per figure."""
    for name, more in (("three layers", ""), ("six layers", SIX_LAYERS)):
        with tempfile.TemporaryDirectory() as folder:
            file = write_blueprint(Path(folder), accounts, REGIONS[:regions], more)
            build(file, f"{name} of {accounts} accounts in {regions} Regions", REGIONS[:regions])
    with tempfile.TemporaryDirectory() as folder:
        plan_large(Path(folder), many, REGIONS[:everywhere])


def build(file: Path, what: str, regions: tuple[str, ...]) -> None:
    """Plan and build an organization, and plan it again."""
    app = Emulator(authority=ReasonedAuthority())
    served = serve(app)
    ringwall = str(Path(sys.executable).parent / "ringwall")
    home = ("--home", str(file.parent / "home"))

    def run(*words: str, answers: tuple[int, ...] = (0,)) -> Cost:
        return measure(app, served.url, [ringwall, *words, *home], answers)

    def plan() -> tuple[Cost, int]:
        saved = file.parent / "plan.json"
        cost = run("plan", str(file), "--save", str(saved), answers=(0, 1, 2))
        return cost, len(json.loads(saved.read_bytes())["changes"])

    try:
        run("collect", "--regions", ",".join(regions))
        first, changes = plan()
        print(f"{first.seconds:.1f} s CPU to plan {what} from a lone account")
        accept = ("--yes", "--accept-irreversible", "--role", ROLE)
        made = run("apply", "--blueprint", str(file), *accept, answers=(0, 2))
        writes = count_writes(app)
        print(f"{made.wall:.0f} s, {made.seconds:.0f} s CPU of the program's, to apply it")
        print(
            f"{made.calls / changes:.2f} AWS calls per change ({changes} changes, {writes} writes)"
        )
        run("collect", "--regions", ",".join(regions), "--role", ROLE)
        second, left = plan()
        print(f"{second.seconds:.1f} s CPU to plan it again: {left} changes are left")
    finally:
        served.close()


def count_writes(app: Emulator) -> int:
    """Return how many calls wrote: where the state is reached already, a change takes none."""
    names = {step.operation for life in load_lifecycles().values() for step in life.steps}
    plain = {name.replace("_", "").replace(".", ":").replace("-", "").lower() for name in names}
    return sum(count for name, count in app.calls.items() if name.replace("-", "").lower() in plain)


def plan_large(folder: Path, accounts: int, regions: tuple[str, ...]) -> None:
    """Plan a large organization that is there, as a snapshot has it."""
    file = write_blueprint(folder, accounts, regions)
    rows = make_snapshot(folder / "home", file, regions)
    app = Emulator()
    served = serve(app)
    try:
        ringwall = str(Path(sys.executable).parent / "ringwall")
        words = ["plan", str(file), "--home", str(folder / "home"), "--format", "json"]
        cost = measure(app, served.url, [ringwall, *words], (0, 1, 2))
    finally:
        served.close()
    place = f"{accounts} accounts, {len(regions)} Regions, {rows} rows"
    print(f"{cost.seconds:.1f} s CPU and {cost.mebibytes:.0f} MB to plan {place}")


def write_blueprint(folder: Path, accounts: int, regions: tuple[str, ...], more: str = "") -> Path:
    """Write a blueprint of so many accounts, the management account among them."""
    names = ["network", *(f"account-{number}" for number in range(accounts - 4))]
    file = folder / "ringwall.yaml"
    file.write_text(
        "blueprint: bench\n"
        f"home_region: {regions[0]}\n"
        f"regions: [{', '.join(regions)}]\n"
        'accounts:\n  email: "aws+{account}@example.com"\n  units:\n'
        "    Security:\n      accounts: [security, log-archive]\n"
        f"    Workloads:\n      units: {{Prod: {{accounts: [{', '.join(names)}]}}}}\n{more}",
        encoding="utf-8",
    )
    return file


def make_snapshot(home: Path, file: Path, regions: tuple[str, ...]) -> int:
    """Write a snapshot of an estate that is as a blueprint wants it, but for one row in a hundred.

    Return how many rows the blueprint wants.
    """
    alone = tuple({"account_id": MANAGEMENT, "region": region} for region in regions)
    landscape = make_landscape(read_blueprint(file), OrganizationRows(regions=alone))
    tables = load_tables()
    folder = Home(home)
    folder.make()
    found = list(make_rows(landscape))
    with SnapshotWriter(folder.estate, tables) as writer:
        by_table: dict[str, list[Row]] = {"organizations_account": [describe_management()]}
        for key, row in found:
            by_table.setdefault(key.table, []).append(row)
        for name, rows in by_table.items():
            writer.add(name, rows)
        places = {(str(row["account_id"]), region) for _, row in found for region in regions}
        owners = {t.name for t in tables.values() if any(d.table in by_table for d in t.derived)}
        for name in sorted({*by_table, *owners, "account_region"}):
            writer.add_coverage(
                Coverage(account, region, name, "list", "ok")
                for account, region in sorted(places | {(each, "global") for each, _ in places})
            )
        writer.add("account_region", list_regions(places))
        writer.finish("bench", dict.fromkeys({account for account, _ in places}, "bench"), regions)
    return len(found)


def describe_management() -> Row:
    """Return the row of the management account."""
    arn = f"arn:aws:organizations::{MANAGEMENT}:account/o-1/{MANAGEMENT}"
    named = {"account_name": "management", "email": "aws+management@example.com"}
    also = ALSO["organizations_account"]
    place = {"account_id": MANAGEMENT, "region": "global", "arn": arn, "id": MANAGEMENT}
    return complete(load_tables()["organizations_account"], {**place, **named, **also})


def list_regions(places: set[tuple[str, str]]) -> Iterator[Row]:
    """Yield the rows of the Regions that were collected."""
    table = load_tables()["account_region"]
    for account, region in sorted(places):
        arn = f"arn:aws:account::{account}:region/{region}"
        yield complete(table, {"arn": arn, "account_id": account, "region": region})


def make_rows(landscape: Landscape) -> Iterator[tuple[RowKey, Row]]:
    """Yield a row for each that is wanted, with what it wants."""
    tables, lifecycles = load_tables(), load_lifecycles()
    values, ids = PlannedValues(lifecycles), {a.name: a.id for a in landscape.accounts}
    for number, wanted in enumerate(in_order(want_all(landscape), ids)):
        key, lifecycle = wanted.key, lifecycles[wanted.key.table]
        made: Row = dict.fromkeys(lifecycle.ids, f"{number:012}")
        made |= values.resolve_all(wanted.columns)
        made["arn"] = f"arn:aws:bench:::{key.table}/{number}"
        made["account_id"] = values.resolve(ids[key.account])
        made["region"] = key.region
        made |= ALSO.get(key.table, {})
        if key.table == "organizations_organizational_unit":
            made["path"] = f"Root/{made['name']}"
        made["tags"] = {**tags_of(made), OWNER_TAG: f"{landscape.name}/{key.name}"}
        values.rows[key] = row = complete(tables[key.table], made)
        flags = [name for name in wanted.columns if isinstance(row[name], bool)]
        if flags and number % DIFFERS == 0:
            row = {**row, flags[0]: not row[flags[0]]}
        yield key, row


ALSO: Mapping[str, Row] = {
    "organizations_organization": {"management_account_id": MANAGEMENT, "feature_set": "ALL"},
    "organizations_account": {"state": "ACTIVE", "parent_ids": ["r-1"]},
}
"""What the rows of the organization have beside what is wanted of them."""


def tags_of(row: Mapping[str, object]) -> Row:
    """Return the tags that a row wants."""
    found = row.get("tags")
    return dict(found) if isinstance(found, Mapping) else {}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or (10, 3, 1000, 17)))
