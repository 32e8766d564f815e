"""How an account's registry of container images scans them."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, document, text, texts


def _configuration(reader: Reader) -> Iterator[Row]:
    yield reader.call("ecr.get_registry_scanning_configuration")


configuration = Table(
    name="ecr_registry_scanning_configuration",
    doc="How the private registry of an account scans images; AWS's default is BASIC, by hand.",
    cloudformation="AWS::ECR::RegistryScanningConfiguration",
    fetch=_configuration,
    arn="arn:{partition}:ecr:{region}:{account_id}:registry-scanning-configuration",
    columns=(
        text(
            "scan_type",
            "scanningConfiguration.scanType",
            "BASIC, or ENHANCED where Amazon Inspector scans.",
            property="ScanType",
            required=True,
        ),
        document(
            "rules",
            "scanningConfiguration.rules",
            "Which repositories are scanned, and whether continuously or on push; [] for none.",
            [],
        ),
        texts(
            "continuous_scan_filters",
            "scanningConfiguration.rules[?scanFrequency == 'CONTINUOUS_SCAN']"
            ".repositoryFilters[].filter",
            "Which repositories are scanned continuously: `*` is all of them.",
            property="Rules[?ScanFrequency == 'CONTINUOUS_SCAN'].RepositoryFilters[].Filter",
        ),
    ),
)
