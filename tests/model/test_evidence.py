"""Evidence as nouns: ids of cases, and the one text that a document has."""

import pytest

from ringwall.model.errors import BadInput
from ringwall.model.evidence import check_case_id, is_case_id, write_canonical


def test_the_id_of_a_case_is_the_name_of_a_folder() -> None:
    assert check_case_id("CASE-20261201-4f7k2m") == "CASE-20261201-4f7k2m"


@pytest.mark.parametrize(
    "name",
    ["", "..", "CASE-20261201-../x", "CASE-20261201-4f7k2m\n", "case-20261201-4f7k2m", "a/b"],
)
def test_what_is_no_id_names_no_folder(name: str) -> None:
    assert not is_case_id(name)
    with pytest.raises(BadInput, match="not the id of a case"):
        check_case_id(name)


def test_a_document_has_one_text_of_ascii() -> None:
    assert write_canonical({"b": "\u202e\n", "a": [1]}) == rb'{"a":[1],"b":"\u202e\n"}'
