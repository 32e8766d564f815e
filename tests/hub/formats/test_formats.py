from io import StringIO
from pathlib import Path

import pytest

import ringwall.hub.formats
from ringwall.hub.formats import FORMATS, write_findings
from ringwall.hub.summary import Summary
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding

FOLDER = Path(ringwall.hub.formats.__file__).parent


def test_an_unknown_format_is_refused_and_the_known_ones_are_named(summary: Summary) -> None:
    with pytest.raises(BadInput, match="unknown format 'xml'; choose one of table, json, csv"):
        write_findings("xml", [], StringIO(), summary)


def test_the_tuple_and_the_folder_agree() -> None:
    writers = {path.stem for path in FOLDER.glob("*.py") if "def write(" in path.read_text()}
    assert writers == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_the_rule_and_the_resource(
    form: str, finding: Finding, summary: Summary
) -> None:
    out = StringIO()
    write_findings(form, iter([finding]), out, summary)
    assert finding.rule in out.getvalue()
    assert finding.resource in out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_no_findings_are_no_error(form: str, summary: Summary) -> None:
    write_findings(form, [], StringIO(), summary)
