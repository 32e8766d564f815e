"""The runbooks in the security account, shared with all others."""

from collections.abc import Iterator

from ringwall.catalog.ssm.documents import WantedDocument
from ringwall.catalog.ssm.runbook_files import PREFIX, read_runbook
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

SECTION = "response.runbooks"


@wants(SECTION)
def want_runbooks(landscape: Landscape) -> Iterator[Wanted]:
    """Have each runbook in each Region: one that runs elsewhere is looked for there."""
    wanted, security = landscape.settings.response.runbooks, landscape.security
    if not wanted.enabled:
        return
    for region in landscape.regions_of("ssm", security):
        for name in wanted.names:
            runbook = WantedDocument(
                account=security.name,
                region=region,
                name=f"{PREFIX}{name}",
                document_type="Automation",
                content=read_runbook(name),
                stable=read_runbook(name),
                section=SECTION,
                layer="response",
                why="what is written down beforehand is done right in the hour of an incident",
            )
            yield from runbook.want()
            for account in landscape.accounts:
                if account.name != security.name:
                    yield runbook.share(account.name, account.id)
