"""How the version of a document is chosen that is used."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

default = Lifecycle(
    table="ssm_document_default_version",
    find=Find(
        "ssm.describe_document",
        {"Name": "{name}"},
        take="Document",
        absent=("InvalidDocument",),
    ),
    identity=("name",),
    updates=(
        Update(
            ("default_version",),
            Step(
                "ssm.update_document_default_version",
                {"Name": "{name}", "DocumentVersion": "{default_version}"},
            ),
        ),
    ),
)
