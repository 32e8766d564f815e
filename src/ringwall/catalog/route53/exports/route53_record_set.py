"""Where CloudFormation has records that validate certificates: the certificate makes them."""

from ringwall.model.export import TableExport

record_set = TableExport(
    table="route53_record_set",
    why_not="CloudFormation shows no record of a certificate: the certificate's own resource makes "
    "it where the zone is in the same account. Where it is in another one, make the record that "
    "ACM shows while the stack waits for it.",
)
