from ringwall.catalog.loader import Requirement
from ringwall.hub.compliance import map_requirements


def test_a_rule_answers_requirements_of_several_frameworks() -> None:
    requirements = [
        Requirement("CIS AWS Foundations 7.0.0", "2.1.4", "Block it", "s3.a"),
        Requirement("CIS AWS Foundations 7.0.0", "1.1", "Nobody asks this yet", ""),
        Requirement("FSBP", "S3.8", "Block it", "s3.a"),
        Requirement("FSBP", "S3.8", "Said twice", "s3.a"),
        Requirement("FSBP", "IAM.4", "No root key", "iam.b"),
    ]
    assert map_requirements(requirements) == {
        "s3.a": ("CIS AWS Foundations 7.0.0/2.1.4", "FSBP/S3.8"),
        "iam.b": ("FSBP/IAM.4",),
    }
