"""ACM certificates, with how they are validated and renewed."""

from ringwall.catalog.certificatemanager.key_algorithms import ALGORITHMS, read_algorithm
from ringwall.model.table import Call, Table, boolean, document, moment, text, texts

_PENDING = "['PENDING_AUTO_RENEWAL', 'PENDING_VALIDATION', 'FAILED']"

certificate = Table(
    name="certificatemanager_certificate",
    doc="A certificate of ACM: requested from AWS, issued by a private authority, or imported.",
    cloudformation="AWS::CertificateManager::Certificate",
    list=Call(
        "acm.list_certificates",
        "CertificateSummaryList",
        # Without this, AWS lists certificates with RSA keys of 1024 and 2048 bits alone.
        {"Includes": {"keyTypes": list(ALGORITHMS)}},
    ),
    arn="CertificateArn",
    tags="Tags",
    gone=("ResourceNotFoundException",),
    calls=(
        Call(
            "acm.describe_certificate",
            "Certificate",
            {"CertificateArn": "{CertificateArn}"},
            into="Certificate",
        ),
        Call(
            "acm.list_tags_for_certificate",
            "Tags || `[]`",
            {"CertificateArn": "{CertificateArn}"},
            into="Tags",
        ),
    ),
    columns=(
        text(
            "domain_name",
            "Certificate.DomainName",
            "The domain that it is for first.",
            property="DomainName",
        ),
        texts(
            "subject_alternative_names",
            "Certificate.SubjectAlternativeNames",
            "All domains that it is for, the first one among them.",
            property="DomainName && [DomainName, not_null(SubjectAlternativeNames, `[]`)][]",
        ),
        text(
            "key_algorithm",
            read_algorithm("Certificate.KeyAlgorithm"),
            "The algorithm and length of its key: RSA_2048, EC_prime256v1, ...",
            property="KeyAlgorithm",
            default="RSA_2048",
        ),
        text(
            "validation_method",
            "Certificate.DomainValidationOptions[0].ValidationMethod",
            "How AWS finds out that the domain is yours: DNS or EMAIL; '' where it does not.",
            property="ValidationMethod",
            default="EMAIL",
        ),
        text("status", "Certificate.Status", "ISSUED, PENDING_VALIDATION, FAILED, EXPIRED, ..."),
        text(
            "failure_reason",
            "Certificate.FailureReason",
            "Why the request failed: CAA_ERROR, ...; '' where it did not.",
        ),
        document(
            "validation_records",
            # What does not change later: how far AWS is with each is no part of it.
            "Certificate.DomainValidationOptions[?ResourceRecord].[DomainName,"
            " ResourceRecord.Name, ResourceRecord.Type, ResourceRecord.Value]",
            "The DNS records that show AWS that the domains are yours, each as a list of the"
            " domain, the record's name, type and value; [] for none.",
            [],
        ),
        texts(
            "validation_lines",
            "Certificate.DomainValidationOptions[?ResourceRecord].ResourceRecord"
            ".join(' ', [Name, Type, Value])",
            "The same records, each as a line of a zone file.",
        ),
        text(
            "type",
            "Certificate.Type",
            "AMAZON_ISSUED, PRIVATE, or IMPORTED: AWS does not renew that one.",
        ),
        text(
            "renewal_status",
            "Certificate.RenewalSummary.RenewalStatus",
            "How far AWS's renewal is: PENDING_AUTO_RENEWAL, PENDING_VALIDATION, SUCCESS or"
            " FAILED; '' where none has begun.",
        ),
        text(
            "renewal_status_reason",
            "Certificate.RenewalSummary.RenewalStatusReason",
            "Why the renewal failed; '' where it did not.",
        ),
        boolean(
            "renewal_is_pending",
            f"contains({_PENDING}, not_null(Certificate.RenewalSummary.RenewalStatus, ''))",
            "Whether a renewal has begun and has not succeeded.",
        ),
        moment("not_before", "Certificate.NotBefore", "From when it is valid; 1970 for never."),
        moment("not_after", "Certificate.NotAfter", "Until when it is valid; 1970 for never."),
        texts("in_use_by", "Certificate.InUseBy", "The ARNs of what uses it."),
        text(
            "certificate_transparency_logging_preference",
            "Certificate.Options.CertificateTransparencyLoggingPreference",
            "ENABLED, or DISABLED: AWS logs all public ones now, whatever this says.",
            property="CertificateTransparencyLoggingPreference",
            default="ENABLED",
        ),
        text(
            "certificate_export",
            "Certificate.Options.Export",
            "ENABLED where its key can be exported, which AWS bills.",
            "DISABLED",
            property="CertificateExport",
            default="DISABLED",
        ),
        text(
            "certificate_authority_arn",
            "Certificate.CertificateAuthorityArn",
            "The private authority that issued it; '' for none.",
            property="CertificateAuthorityArn",
            default="",
        ),
    ),
)
