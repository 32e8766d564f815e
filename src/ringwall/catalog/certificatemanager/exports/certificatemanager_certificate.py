"""Where CloudFormation has certificates: their zones validate them, and the stack waits for it."""

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_domains(names: Row) -> Row:
    """Return the further domains of a certificate, and the zone of the account that it asks."""
    first, every = names["domain_name"], names["subject_alternative_names"]
    found: Row = {}
    if others := [name for name in every if name != first]:
        found["SubjectAlternativeNames"] = others
    if zone := names.get("hosted_zone_id"):
        found["DomainValidationOptions"] = [
            {"DomainName": name, "HostedZoneId": zone} for name in every
        ]
    return found


certificate = TableExport(
    table="certificatemanager_certificate",
    writer=PropertyWriter(
        ("subject_alternative_names",),
        ("SubjectAlternativeNames", "DomainValidationOptions"),
        write_domains,
    ),
)
