from ringwall.catalog.requirements import Framework
from ringwall.hub.frameworks.results import judge_framework, write_percent
from ringwall.hub.summary import Summary


def test_each_requirement_stands_as_its_rules_do(
    own_framework: Framework, framework_summary: Summary
) -> None:
    result = judge_framework(own_framework, framework_summary)
    told = {r.requirement.id: (r.standing, r.percent, r.accounts) for r in result.requirements}
    assert told == {
        "1": ("failing", "33", 3),
        "2": ("unknown", "50 to 100", 2),
        "3": ("by hand", "100", 2),
        "4": ("by hand", "-", 0),
        "5": ("not judged", "-", 0),
        "6": ("no resources", "-", 0),
        "10": ("met", "100", 2),
        "11": ("not judged", "-", 0),
    }
    first = result.requirements[0]
    assert (first.failed, first.unknown, first.passed) == (3, 1, 15)
    assert first.failing == {"111111111111": 2, "333333333333": 1}
    assert result.percent == "66 to 77"  # 6 of 9 pairs are met, of one it is unknown
    assert {k: v for k, v in result.counts.items() if v > 1} == {"by hand": 2, "not judged": 2}


def test_what_a_person_has_to_judge_is_never_met(
    own_framework: Framework, framework_summary: Summary
) -> None:
    result = judge_framework(own_framework, framework_summary)
    left = [each for each in result.requirements if each.requirement.left]
    assert len(left) == 3
    assert all(each.standing != "met" for each in left)


def test_a_percentage_is_rounded_down_and_has_two_ends_where_it_is_unknown() -> None:
    assert write_percent(2, 0, 3) == "66"
    assert write_percent(1, 1, 3) == "33 to 66"
    assert write_percent(0, 0, 0) == "-"
