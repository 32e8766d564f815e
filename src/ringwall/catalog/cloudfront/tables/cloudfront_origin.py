"""Origins of distributions, one a row."""

from ringwall.model.table import Column, Table

origin = Table(
    name="cloudfront_origin",
    doc="One origin of a distribution; arn is that of the distribution.",
    columns=(
        Column("distribution_id", "TEXT", "The distribution."),
        Column("origin_id", "TEXT", "The name of the origin in it."),
        Column("domain_name", "TEXT", "Where it fetches from: data.s3.eu-west-1.amazonaws.com."),
        Column("kind", "TEXT", "s3, lambda (a function URL), vpc or custom."),
        Column("origin_access_control_id", "TEXT", "How it signs requests; '' where it does not."),
        Column(
            "origin_protocol_policy",
            "TEXT",
            "http-only, match-viewer or https-only; '' of a bucket.",
        ),
        Column("origin_ssl_protocols", "TEXT[]", "The versions of TLS that it uses there."),
    ),
)
