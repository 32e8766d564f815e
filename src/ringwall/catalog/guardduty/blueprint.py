"""GuardDuty: on in all accounts and Regions, administered by the account security."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key, exports_findings, kms_key
from ringwall.catalog.guardduty.features import AGENTS
from ringwall.catalog.organizations.wanted_rows import service_access_key, want_service_access
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "detection.guardduty"
MALWARE = "malware-protection.guardduty.amazonaws.com"
RUNTIME, EKS_RUNTIME = "RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"
FEATURES = (
    EKS_RUNTIME,
    *("S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS"),
    *("LAMBDA_NETWORK_LOGS", RUNTIME),
)
"""All features. EKS_RUNTIME_MONITORING is turned off first: AWS refuses the other one beside it."""


@wants(SECTION)
def want_guardduty(landscape: Landscape) -> Iterator[Wanted]:
    """Have GuardDuty in each Region, its administrator, features, members and their settings."""
    wanted = landscape.settings.detection.guardduty
    if wanted.enabled and "EBS_MALWARE_PROTECTION" in wanted.features:
        why = "only then GuardDuty scans volumes of other accounts for malware"
        yield want_service_access(landscape, MALWARE, SECTION, why)
    if wanted.enabled:
        accounts = (landscape.security, landscape.management)
        for region in landscape.regions_of("guardduty", *accounts):
            yield from _RegionOfGuardDuty(landscape, region).want()


class _RegionOfGuardDuty:
    """The rows of one Region."""

    def __init__(self, landscape: Landscape, region: str) -> None:
        self.landscape = landscape
        self.region = region
        self.wanted = landscape.settings.detection.guardduty
        self.admin = RowKey(
            landscape.management.name, region, "guardduty_organization_admin", "administrator"
        )
        self.configuration = self._key("guardduty_organization_configuration", "organization")
        self.detector = Ref(self._detector(landscape.security), "detector_id")

    def _key(self, table: str, name: str) -> RowKey:
        return RowKey(self.landscape.security.name, self.region, table, name)

    def _detector(self, account: LandscapeAccount) -> RowKey:
        return RowKey(account.name, self.region, "guardduty_detector", "detector")

    def _row(
        self, key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = (), **given: object
    ) -> Wanted:
        return Wanted(key, columns, SECTION, "detection", why, needs, given)

    def want(self) -> Iterator[Wanted]:
        """Yield all of them."""
        landscape = self.landscape
        # A management account that is a member turns GuardDuty on by itself.
        for account in dict.fromkeys((landscape.security.name, landscape.management.name)):
            yield self._want_detector(account)
        yield from self._want_features()
        yield self._row(
            self.admin,
            {"admin_account_id": landscape.security.id},
            "one account sees the threats of all, and no other turns GuardDuty off",
            (self._detector(landscape.security),),
        )
        yield self._row(
            self.configuration,
            {"auto_enable_organization_members": "ALL"},
            "GuardDuty is on in every account, also in those that come later",
            (self.admin,),
            detector_id=self.detector,
        )
        yield from self._want_organization_features()
        yield from self._want_members()
        yield from self._want_destination()

    def _want_detector(self, name: str) -> Wanted:
        columns: Row = {"status": "ENABLED"}
        if name == self.landscape.security.name:
            columns["finding_publishing_frequency"] = self.wanted.finding_publishing_frequency
        return self._row(
            RowKey(name, self.region, "guardduty_detector", "detector"),
            columns,
            "threats are found where GuardDuty is on",
        )

    def _want_features(self) -> Iterator[Wanted]:
        """Yield the features of the administrator itself."""
        for name in FEATURES:
            is_on = name in self.wanted.features
            agents = self._agents(name, is_on=is_on, column="enabled_configurations")
            yield self._row(
                self._key("guardduty_detector_feature", name),
                {"name": name, "status": "ENABLED" if is_on else "DISABLED", **agents},
                "each feature finds threats that the others do not see",
                self._first("guardduty_detector_feature", name),
                detector_id=self.detector,
            )

    def _want_organization_features(self) -> Iterator[Wanted]:
        """Yield the features of all members."""
        for name in FEATURES:
            is_on = name in self.wanted.features
            malware = name == "EBS_MALWARE_PROTECTION" and is_on
            access = (service_access_key(self.landscape, MALWARE),) if malware else ()
            agents = self._agents(name, is_on=is_on, column="auto_enable_configurations")
            yield self._row(
                self._key("guardduty_organization_feature", name),
                {"name": name, "auto_enable": "ALL" if is_on else "NONE", **agents},
                "each feature finds threats that the others do not see, in every account",
                (
                    self.configuration,
                    *self._first("guardduty_organization_feature", name),
                    *access,
                ),
                detector_id=self.detector,
                auto_enable_organization_members="ALL",
            )

    def _agents(self, name: str, *, is_on: bool, column: str) -> Row:
        """Return which agents a feature manages, where it is one that does."""
        if name != RUNTIME:
            return {}
        chosen = [agent for agent in AGENTS[name] if agent in self.wanted.agents]
        return {column: chosen if is_on else []}

    def _first(self, table: str, name: str) -> tuple[RowKey, ...]:
        """Return what is turned off before a feature is turned on."""
        return (self._key(table, EKS_RUNTIME),) if name == RUNTIME else ()

    def _want_members(self) -> Iterator[Wanted]:
        landscape = self.landscape
        for account in landscape.accounts:
            if account == landscape.security or self.region not in account.regions:
                continue
            own = (self._detector(account),) if account.is_management else ()
            yield self._row(
                self._key("guardduty_member", account.name),
                {"member_account_id": account.id},
                "threats of an account that is no member are seen by nobody",
                (self.configuration, *own),
                detector_id=self.detector,
                email=account.email,
            )

    def _want_destination(self) -> Iterator[Wanted]:
        if exports_findings(self.landscape):
            bucket = bucket_key(self.landscape, "guardduty")
            key = kms_key(self.landscape.logs, self.landscape, "guardduty")
            yield self._row(
                self._key("guardduty_publishing_destination", "bucket"),
                {
                    "destination_type": "S3",
                    "destination_arn": Ref(bucket, "arn"),
                    "kms_key_arn": Ref(key, "arn"),
                },
                "GuardDuty itself forgets findings after 90 days",
                detector_id=self.detector,
            )
