import csv
from io import StringIO

from ringwall.catalog.requirements import Framework
from ringwall.hub.frameworks import judge_framework, write_framework
from ringwall.hub.frameworks.csv import COLUMNS
from ringwall.hub.summary import Summary


def test_a_row_is_a_requirement_and_no_cell_is_a_formula(
    own_framework: Framework, framework_summary: Summary
) -> None:
    out = StringIO(newline="")
    result = judge_framework(own_framework, framework_summary)
    write_framework("csv", result, out, framework_summary)
    rows = list(csv.DictReader(StringIO(out.getvalue(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["framework"] == "Own 1.0"
    assert rows[0]["failing_accounts"] == "111111111111; 333333333333"
    assert (rows[1]["standing"], rows[1]["percent"]) == ("unknown", "50 to 100")
    assert rows[2]["reason"] == "'=who knows"
    assert rows[3]["percent"] == "'-"
