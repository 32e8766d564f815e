"""How certificates come, change and go. A certificate has no name: it is known by its tag.

What it is for cannot be changed, and what uses it names its ARN: a new one is requested beside it,
and what uses it is given the new one, before the old one goes. AWS deletes none that is in use.
"""

from ringwall.catalog.certificatemanager.key_algorithms import ALGORITHMS
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.reference import ANSWER
from ringwall.model.table import Call

_TAG = Step(
    "acm.add_tags_to_certificate",
    {"CertificateArn": "{found.arn}", "Tags": "{tags|pairs}"},
    blast="none",
)
_ANEW = (
    "AWS cannot change it. Give the certificate that you want another name in data.certificates, "
    "have what uses the old one use the new one, then take the old name out of the blueprint and "
    "plan with --prune"
)
_UNTOLD = "length(Certificate.DomainValidationOptions[?!ResourceRecord] || `[]`)"
_TOLD = f"length(Certificate.DomainValidationOptions || `[]`) > `0` && {_UNTOLD} == `0`"
_STATE = f"Certificate.Status == 'PENDING_VALIDATION' && ({_TOLD}) && 'ISSUED'"
"""What ACM waits for is told in a few seconds: until then the request is not done."""


certificate = Lifecycle(
    table="certificatemanager_certificate",
    find=Find(
        "acm.list_certificates",
        {"Includes": {"keyTypes": list(ALGORITHMS)}},
        items="CertificateSummaryList",
        each=(
            Call(
                "acm.list_tags_for_certificate",
                "Tags || `[]`",
                {"CertificateArn": "{CertificateArn}"},
                into="Tags",
            ),
        ),
        match={f"Tags[?Key=='{OWNER_TAG}'].Value | [0]": "{owner}"},
        known={"CertificateArn": "{found.arn}"},
        direct={"CertificateArn": "{found.arn}"},
    ),
    ids=("arn", "validation_records"),
    create=Step(
        "acm.request_certificate",
        {
            "DomainName": "{domain_name}",
            "SubjectAlternativeNames": "{subject_alternative_names}",
            "KeyAlgorithm": "{key_algorithm}",
            "ValidationMethod": "{validation_method}",
            "Tags": "{tags|pairs}",
        },
        poll=Poll(
            "acm.describe_certificate",
            {"CertificateArn": {ANSWER: "CertificateArn"}},
            take=f"{_STATE} || Certificate.Status",
            done=("ISSUED",),
            failed=("FAILED",),
            why="Certificate.FailureReason",
            wait=120.0,
            early=("ResourceNotFoundException",),
        ),
        also=("acm:AddTagsToCertificate",),
    ),
    creates=(
        "domain_name",
        "subject_alternative_names",
        "key_algorithm",
        "validation_method",
        "tags",
    ),
    updates=(Update(("tags",), _TAG),),
    erase=Step("acm.delete_certificate", {"CertificateArn": "{found.arn}"}, blast="availability"),
    by_hand={
        "domain_name": _ANEW,
        "subject_alternative_names": _ANEW,
        "key_algorithm": _ANEW,
        "validation_method": _ANEW,
    },
    normal={"subject_alternative_names": "set"},
    by_tag_alone=True,
    given=("hosted_zone_id",),
    owner="tag",
    retag=_TAG,
)
