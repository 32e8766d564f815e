"""`facts.unusual_behavior`: hours in which a principal did what neither it nor its peers do."""

from ringwall.model.table import Column, Table

unusual_behavior = Table(
    name="unusual_behavior",
    doc=(
        "Hours in which a principal's calls were so unusual that few hours of the account's last "
        "two weeks were as much so: a row for each. What is usual, the days before say, of the "
        "principal, its peers and the account. Empty for accounts with less than a week of logs."
    ),
    schema="facts",
    enveloped=False,
    of_batch=True,
    columns=(
        Column("account_id", "TEXT", "The account of the calls."),
        Column("region", "TEXT", "The Region of the most unusual call."),
        Column("principal_arn", "TEXT", "The principal."),
        Column("subject", "TEXT", "The principal, with the person's session where people share "
               "a role of IAM Identity Center."),
        Column("session", "TEXT", "A session of it in that hour."),
        Column("access_key", "TEXT", "An access key of it in that hour."),
        Column("address", "TEXT", "The address of the most unusual call."),
        Column("hour", "TIMESTAMP", "The hour (UTC)."),
        Column("at", "TIMESTAMP", "When the first unusual call was made (UTC)."),
        Column("tactic", "TEXT", "What the most unusual call is good for: Persistence, "
               "Discovery, ..."),
        Column("part", "TEXT", "S3 for calls about objects, IAMUser for all others."),
        Column("change", "TEXT", "Of calls about objects with the tactic Impact: Delete, "
               "Permission or Write; '' for all others."),
        Column("score", "DOUBLE", "The sum of what is unusual, in bits weighted by risk."),
        Column("threshold", "DOUBLE", "The score from which on an hour is reported in this "
               "account."),
        Column("days", "BIGINT", "How many days of the principal's history there are."),
        Column("factors", "TEXT[]", "What is unusual, the most so first, in words."),
        Column("operations", "TEXT[]", "The unusual operations."),
        Column("events", "TEXT[]", "IDs of events that show them."),
        Column("count", "BIGINT", "How many calls the principal made in that hour."),
    ),
)  # fmt: skip
