"""The settings of ACM in an account and Region."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, integer


def _configuration(reader: Reader) -> Iterator[Row]:
    yield reader.call("acm.get_account_configuration")


account = Table(
    name="certificatemanager_account",
    doc="From when on ACM tells of certificates that expire, in an account and Region.",
    cloudformation="AWS::CertificateManager::Account",
    fetch=_configuration,
    arn="arn:{partition}:acm:{region}:{account_id}:account-configuration",
    columns=(
        integer(
            "days_before_expiry",
            "ExpiryEvents.DaysBeforeExpiry",
            "How many days before a certificate expires AWS begins to send an event each day.",
            45,
            property="ExpiryEventsConfiguration.DaysBeforeExpiry",
            default=45,
        ),
    ),
)
