"""Where CloudFormation has the validation of DNSSEC: a configuration that is there enables it."""

from ringwall.model.export import TableExport

config = TableExport(
    table="route53resolver_resolver_dnssec_config",
    implied={"validation_status": "a configuration that is there enables validation"},
)
