"""Cost of an empty account and region: requests and CPU, and memory, which must not grow with them.

Two organizations are collected, a small one and a larger one: the difference is what each account
and region costs, whatever a run costs by itself. The emulator's own CPU is not counted.

    python bench/empty_regions.py [few accounts] [many accounts] [regions]
"""

import sys
import tempfile
from pathlib import Path

from collect import Cost, create_client, measure
from ringwall.emulator.app import Emulator
from ringwall.emulator.server import serve

REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2")
ROLE = "OrganizationAccountAccessRole"


def main(less: int, more: int, regions: int) -> None:
    """Print one line per figure."""
    few, many = _collect(less, REGIONS[:regions]), _collect(more, REGIONS[:regions])
    places = (more - less) * regions
    calls, seconds = many.calls - few.calls, many.seconds - few.seconds
    print(f"{calls / places:.0f} AWS calls per empty account and region, global tables included")
    print(f"{seconds / places:.3f} s CPU per empty account and region")
    grown = many.mebibytes - few.mebibytes
    print(f"{few.mebibytes:.0f} MB peak memory for {less} accounts, {grown:+.0f} MB for {more}")


def _collect(accounts: int, regions: tuple[str, ...]) -> Cost:
    app = Emulator()
    organizations = create_client(app, "organizations", "us-east-1")
    organizations.create_organization(FeatureSet="ALL")
    for number in range(accounts - 1):
        organizations.create_account(AccountName=f"a{number}", Email=f"a{number}@example.com")
    served = serve(app)
    try:
        with tempfile.TemporaryDirectory() as folder:
            program = [str(Path(sys.executable).parent / "ringwall"), "collect", "--role", ROLE]
            command = [*program, "--home", folder, "--regions", ",".join(regions)]
            return measure(app, served.url, command)
    finally:
        served.close()


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:4]]
    main(*sizes, *(2, 12, len(REGIONS))[len(sizes) :])
