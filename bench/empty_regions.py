"""Cost of an empty account and region: requests and CPU, and memory, which must not grow with them.

Organizations of several sizes are collected: the difference between the first and the last is what
each account and region costs, whatever a run costs by itself. The emulator's CPU is not counted.

    python bench/empty_regions.py [regions accounts accounts ...]
"""

import sys
import tempfile
from pathlib import Path

from collect import Cost, create_client, measure
from ringwall.emulator.app import Emulator
from ringwall.emulator.server import serve
from ringwall.jobs.authority import ReasonedAuthority

REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2")
SIZES = (2, 12, 40)
ROLE = "OrganizationAccountAccessRole"


def main(regions: int, *sizes: int) -> None:
    """Print one line per figure."""
    costs = {accounts: _collect(accounts, REGIONS[:regions]) for accounts in sizes}
    few, many = costs[sizes[0]], costs[sizes[-1]]
    places = (sizes[-1] - sizes[0]) * regions
    calls, seconds = many.calls - few.calls, many.seconds - few.seconds
    print(f"{calls / places:.0f} AWS calls per empty account and region, global tables included")
    print(f"{seconds / places:.3f} s CPU per empty account and region")
    for accounts, cost in costs.items():
        print(f"{cost.mebibytes:.0f} MB peak memory for {accounts} accounts")


def _collect(accounts: int, regions: tuple[str, ...]) -> Cost:
    app = Emulator(authority=ReasonedAuthority())
    organizations = create_client(app, "organizations", "us-east-1")
    organizations.create_organization(FeatureSet="ALL")
    create_client(app, "service-quotas", "us-east-1").request_service_quota_increase(
        ServiceCode="organizations", QuotaCode="L-E619E033", DesiredValue=1000
    )
    for number in range(accounts - 1):
        made = organizations.create_account(
            AccountName=f"a{number}", Email=f"a{number}@example.com"
        )["CreateAccountStatus"]
        if made["State"] != "SUCCEEDED":
            sys.exit(f"account {number}: {made['FailureReason']}")
    served = serve(app)
    try:
        with tempfile.TemporaryDirectory() as folder:
            program = [str(Path(sys.executable).parent / "ringwall"), "collect", "--role", ROLE]
            command = [*program, "--home", folder, "--regions", ",".join(regions)]
            return measure(app, served.url, command)
    finally:
        served.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or (len(REGIONS), *SIZES)))
