import re
from io import StringIO

from ringwall.catalog.requirements import Framework
from ringwall.hub.frameworks import judge_framework, write_framework
from ringwall.hub.summary import Summary

TOLD = """\
FAILING       1   Failing <b>
                  3 failing in dev 111111111111, 333333333333; 1 unknown; 15 pass
                  rules: s3.a, s3.b
UNKNOWN       2   Unknown
                  1 unknown; 2 pass
                  rules: s3.c
BY HAND       3   A person's part
                  by hand: =who knows
BY HAND       4   A person's
                  by hand: nobody says
NOT JUDGED    5   Not written
                  not yet: no rule decides it yet
NO RESOURCES  6   Idle
MET           10  Met
NOT JUDGED    11  Not in this audit

Own 1.0: 66 to 77 % (1 failing, 1 unknown, 2 by hand, 2 not judged, 1 met, 1 no resources)
"""
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_lines(own_framework: Framework, framework_summary: Summary) -> None:
    out = StringIO()
    result = judge_framework(own_framework, framework_summary)
    write_framework("table", result, out, framework_summary)
    assert out.getvalue() == TOLD


def test_a_terminal_gets_the_same_words(
    own_framework: Framework, framework_summary: Summary
) -> None:
    out = _Terminal()
    result = judge_framework(own_framework, framework_summary)
    write_framework("table", result, out, framework_summary)
    assert "\x1b[1;31mFAILING     \x1b[0m" in out.getvalue()
    told = [line.rstrip() for line in ANSI.sub("", out.getvalue()).splitlines()]
    assert told == [line.rstrip() for line in TOLD.splitlines()]
