"""`facts.domain`: what is known of the names in a batch of DNS queries."""

from ringwall.model.table import Column, Table

domain = Table(
    name="domain",
    doc=(
        "What is known of each name that the DNS queries ask for which `ringwall detect` looks at."
    ),
    schema="facts",
    enveloped=False,
    of_batch=True,
    columns=(
        Column("name", "TEXT", "The name, as `logs.dns_query` has it."),
        Column("registered_domain", "TEXT", "The part of it that somebody registered: example.com; "
               "the name itself where it has no such part."),
        Column("is_trusted", "BOOLEAN", "It is on a trusted list of the organization, or below "
               "a name that is."),
        Column("lists", "TEXT[]", "The threat lists that it, or a name above it, is on."),
        Column("kinds", "TEXT[]", "The kinds of the lists that it is on: c2, mining, "
               "phishing, ..."),
        Column("surprise", "DOUBLE", "How little the registered label looks like words: the bits "
               "that a model of words needs for a letter of it; NULL for a short label."),
    ),
)  # fmt: skip
