import json
from io import StringIO

from ringwall.catalog.requirements import Framework
from ringwall.hub.frameworks import judge_framework, write_framework
from ringwall.hub.summary import Summary


def test_a_line_is_a_requirement_with_all_that_decided_it(
    own_framework: Framework, framework_summary: Summary
) -> None:
    out = StringIO()
    result = judge_framework(own_framework, framework_summary)
    write_framework("json", result, out, framework_summary)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["requirement"] for row in rows] == ["1", "2", "3", "4", "5", "6", "10", "11"]
    assert rows[0] == {
        "framework": "own",
        "requirement": "1",
        "title": "Failing <b>",
        "standing": "failing",
        "decided": "automated",
        "percent": "33",
        "accounts": 3,
        "accounts_met": 1,
        "accounts_unknown": 0,
        "passed": 15,
        "failed": 3,
        "unknown": 1,
        "excepted": 0,
        "failing_accounts": {"111111111111": 2, "333333333333": 1},
        "rules": ["s3.a", "s3.b"],
        "left": "",
        "reason": "",
    }
    assert (rows[3]["decided"], rows[3]["reason"]) == ("manual", "nobody says")
