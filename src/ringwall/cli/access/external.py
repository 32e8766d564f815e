"""`ringwall access external`: access from outside."""

from pathlib import Path

from ringwall.cli.access.exposures import show_exposure
from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import print_found, print_gaps
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import print_note
from ringwall.jobs.access.external import ExternalRequest, TrustZone, list_external
from ringwall.model.text import count_of


def external(
    *resources: str,
    zone: TrustZone = "organization",
    archive: Path | None = None,
    archived: bool = False,
    services: bool = False,
    options: QuestionOptions | None = None,
) -> int:
    """List access from outside of the zone of trust to every resource with a policy.

    Exit 1 where there is any that is not archived, 2 where none is but something could not be
    determined.

    Parameters
    ----------
    resources
        ARNs of resources, or patterns of them; all where none is named.
    zone
        organization: accounts of your organization are trusted. account: each account only itself.
    archive
        File with [[archive]] rules: access that is intended, each with its reason.
    archived
        List what is archived, too.
    services
        List AWS services that run as roles, too (ec2.amazonaws.com can assume a role of yours).
    """
    asked = options or QuestionOptions()
    request = ExternalRequest(
        resources=resources,
        zone=zone,
        archive=archive,
        archived=archived,
        services=services,
        snapshot=asked.snapshot,
    )
    result = list_external(asked.home, request)
    print_found(result.rows, asked.format, show_exposure)
    print_gaps(result.gaps)
    findings = count_of(result.findings, "finding")
    print_note(f"{findings} in {count_of(result.resources, 'resource')}")
    return EXIT_CODES[result.outcome]
