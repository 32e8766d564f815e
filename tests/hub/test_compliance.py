from ringwall.catalog.requirements import Requirement
from ringwall.hub.compliance import Compliance, map_requirements, score_frameworks
from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount
from ringwall.model.rule import Rule


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


RULES = {
    name: Rule(name, name, "data", "low", "why", "fix", "")
    for name in ("s3.a", "s3.b", "s3.c", "s3.idle")
}


def _score(*counts: VerdictCount) -> Compliance:
    answers = {"1": "s3.a", "2": "s3.c", "3": "s3.idle", "4": "", "5": "s3.not_judged"}
    requirements = [Requirement("CIS", id_, "", rule) for id_, rule in answers.items()]
    requirements.insert(1, Requirement("CIS", "1", "", "s3.b"))
    (found,) = score_frameworks(requirements, Summary("s", 0, counts=counts, rules=RULES))
    return found


def test_a_requirement_is_met_where_all_its_rules_pass() -> None:
    found = _score(
        VerdictCount("s3.a", "1", 5, 0, 0),
        VerdictCount("s3.b", "1", 5, 0, 0),
        VerdictCount("s3.a", "2", 5, 0, 1),
        VerdictCount("s3.b", "2", 5, 1, 0),
        VerdictCount("s3.c", "1", 1, 0, 0),
        VerdictCount("s3.c", "3", 1, 0, 1),
        VerdictCount("s3.idle", "3", 0, 0, 0),
    )
    assert found == Compliance(
        "CIS", failed=1, unknown=1, idle=1, unchecked=2, places=4, places_met=2, places_unknown=1
    )
    assert found.text == "50 to 75"


def test_what_is_met_everywhere_is_a_hundred() -> None:
    found = _score(VerdictCount("s3.a", "1", 1, 0, 0), VerdictCount("s3.c", "2", 1, 0, 0))
    assert (found.met, found.text) == (2, "100")


def test_what_nobody_has_is_no_percentage() -> None:
    assert _score().text == "-"


def test_frameworks_keep_their_order() -> None:
    requirements = [Requirement(name, "1", "", "") for name in ("FSBP", "CIS", "FSBP")]
    found = score_frameworks(requirements, Summary("s", 0))
    assert [compliance.framework for compliance in found] == ["FSBP", "CIS"]
