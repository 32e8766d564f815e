"""Creates an analyzer of external access for an account and Region."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

NAME = "external-access"
KIND = "ACCOUNT"
READ = "accessanalyzer.list_analyzers"
BUSY = ("ConflictException", "ThrottlingException")
WRITES = (
    WriteShape(
        "accessanalyzer.create_analyzer",
        {"analyzerName": NAME, "type": KIND},
        also=("iam:CreateServiceLinkedRole",),
    ),
    WriteShape("accessanalyzer.delete_analyzer", {"analyzerName": NAME}),
)


@answers("accessanalyzer.external_access_is_analyzed", writes=WRITES)
def analyze_external_access(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Create the analyzer of the account; AWS has one for nothing in each Region."""
    for analyzer in reader.items(READ, "analyzers", type=KIND):
        if analyzer["status"] != "ACTIVE":
            why = (analyzer.get("statusReason") or {}).get("code", "AWS does not say why")
            raise NeedsHuman(
                f"{finding.resource}: analyzer {analyzer['name']} is {analyzer['status']} ({why}); "
                "delete it, or mend what it lacks"
            )
        return
    which = {"analyzerName": NAME}

    def create(state: str | None) -> Write:
        if state is None:
            return Write("accessanalyzer.delete_analyzer", which, retry=BUSY)
        # The service-linked role is not seen at once.
        retry = (*BUSY, "ValidationException")
        return Write("accessanalyzer.create_analyzer", {**which, "type": KIND}, retry=retry)

    yield from change_setting(
        finding,
        reader,
        Probe(READ, {}, f"analyzers[?name=='{NAME}'] | [0].type"),
        create,
        after=KIND,
        why="what others than the account can reach is reported; it changes nothing",
        blast="none",
    )
