"""`ringwall respond package`: the zip of the Lambda that responds."""

from pathlib import Path

from ringwall.cli.output import print_json, print_note
from ringwall.jobs.respond_package import build_package, write_package


def package(*, output: Path, playbooks: tuple[str, ...] = (), policy: Path | None = None) -> None:
    """Write the zip of the Lambda that responds to findings, with the playbooks that it needs.

    Parameters
    ----------
    output
        The file to write.
    playbooks
        The playbooks in it, by their ids; all without any.
    policy
        The response.toml in it; without, the Lambda is told where it is by its environment.
    """
    made = build_package(playbooks, policy)
    write_package(made, output)
    print_json([made.describe()])
    print_note(f"wrote {output}")
