"""A private certificate gets a new key; no other one is renewed by a call."""

from typing import Any


def test_a_private_certificate_is_renewed(client: Any, refusal: Any) -> None:
    acm = client("acm")
    authority = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/a"
    asked = {"DomainName": "a.example", "CertificateAuthorityArn": authority}
    private = acm.request_certificate(**asked)["CertificateArn"]
    before = acm.get_certificate(CertificateArn=private)["Certificate"]
    acm.renew_certificate(CertificateArn=private)
    assert acm.get_certificate(CertificateArn=private)["Certificate"] != before
    public = acm.request_certificate(DomainName="b.example")["CertificateArn"]
    assert refusal(acm.renew_certificate, CertificateArn=public)[0] == "ValidationException"
    missing = f"{public[:-4]}0000"
    assert refusal(acm.renew_certificate, CertificateArn=missing)[0] == "ResourceNotFoundException"
