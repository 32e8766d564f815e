"""Credentials in plain sight, one a row: where each is, and which kind; never the credential."""

from ringwall.model.table import Column, Table

plaintext_credential = Table(
    name="plaintext_credential",
    doc=(
        "A credential that whoever reads the resource's settings can see; arn is that of the "
        "resource. Neither its value nor a hash of it is kept."
    ),
    columns=(
        Column(
            "place",
            "TEXT",
            "Where it is: environment variable, user data, value, source location, ...",
        ),
        Column("name", "TEXT", "The variable's name; '' where it has none."),
        Column(
            "kind",
            "TEXT",
            "aws_access_key, private_key, password_in_url, github_token, ...; password_like_name "
            "where only the name tells it.",
        ),
    ),
)
