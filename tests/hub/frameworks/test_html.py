from io import StringIO

from html_page import Page, read_page

from ringwall.catalog.requirements import Framework
from ringwall.hub.frameworks import judge_framework, write_framework
from ringwall.hub.summary import Summary


def _write(framework: Framework, summary: Summary) -> tuple[str, Page]:
    out = StringIO()
    write_framework("html", judge_framework(framework, summary), out, summary)
    return out.getvalue(), read_page(out.getvalue())


def test_the_page_tells_how_each_requirement_stands(
    own_framework: Framework, framework_summary: Summary
) -> None:
    source, page = _write(own_framework, framework_summary)
    words = " ".join(page.text.split())
    assert "Own 1.0 Met 66 to 77 %" in words
    assert "1 Failing <b> failing 33 % 3 failing in dev 111111111111, 333333333333" in words
    assert "3 A person's part by hand 100 % 8 pass By hand: =who knows s3.b" in words
    assert "5 Not written not judged - Not yet: no rule decides it yet" in words
    assert "<b></td>" not in source
    assert len(page.all("tr")) == 1 + len(own_framework.requirements)
    assert page.all("script") == []
