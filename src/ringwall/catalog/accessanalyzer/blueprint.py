"""Analyzers of IAM Access Analyzer, as a blueprint wants them."""

from collections.abc import Iterator

from ringwall.catalog.organizations.wanted_rows import administrator_key, service_access_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted

SERVICE = "accessanalyzer"
PRINCIPAL = "access-analyzer.amazonaws.com"
EXTERNAL, UNUSED = "external-access", "unused-access"


@wants("identity.access_analyzer")
def want_analyzers(landscape: Landscape) -> Iterator[Wanted]:
    """Look for access from outside in each Region, and for unused access in one."""
    wanted, security = landscape.settings.identity.access_analyzer, landscape.security
    regions = landscape.regions_of(SERVICE, security)
    key = service_access_key if security.is_management else administrator_key
    needs = (key(landscape, PRINCIPAL),)
    for region in regions if wanted.external_access else ():
        yield Wanted(
            key=RowKey(security.name, region, "accessanalyzer_analyzer", EXTERNAL),
            columns={"name": f"ringwall-{EXTERNAL}", "type": "ORGANIZATION"},
            section="identity.access_analyzer",
            layer="identity",
            why="resources that others than the organization can reach are found",
            needs=needs,
        )
    for region in regions[:1] if wanted.unused_access else ():
        age = wanted.unused_access_age
        yield Wanted(
            key=RowKey(security.name, region, "accessanalyzer_analyzer", UNUSED),
            columns={
                "name": f"ringwall-{UNUSED}",
                "type": "ORGANIZATION_UNUSED_ACCESS",
                "unused_access_age": age,
                "configuration": {"unusedAccess": {"unusedAccessAge": age}},
            },
            section="identity.access_analyzer",
            layer="identity",
            why="permissions that nobody uses are found before somebody misuses them",
            needs=needs,
        )
