"""`facts.unusual_traffic`: hours in which an interface sent what it never does."""

from ringwall.model.table import Column, Table

unusual_traffic = Table(
    name="unusual_traffic",
    doc=(
        "Hours in which a network interface sent much more to the internet than in any hour of the "
        "last two weeks, or to a port that it never calls. Only of interfaces with a week of "
        "flow logs."
    ),
    schema="facts",
    enveloped=False,
    of_batch=True,
    columns=(
        Column("account_id", "TEXT", "The account of the interface; '' where it is not known."),
        Column("region", "TEXT", "Its Region; '' where it is not known."),
        Column("interface_id", "TEXT", "The network interface."),
        Column("instance_id", "TEXT", "Its instance; '' where the flow logs do not say."),
        Column("hour", "TIMESTAMP", "The hour (UTC)."),
        Column("at", "TIMESTAMP", "When it began (UTC)."),
        Column("kind", "TEXT", "volume or port."),
        Column("peer", "TEXT", "The address that got the most."),
        Column("port", "TEXT", "The protocol and port: 6/443; '' for answers to callers."),
        Column("bytes", "BIGINT", "How many bytes: of the hour, or to the port."),
        Column("times", "BIGINT", "How many times more than the usual most; 0 for a port."),
        Column("days", "BIGINT", "How many days of history there are."),
    ),
)  # fmt: skip
