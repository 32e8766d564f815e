"""`ringwall case`: the cases of responses, one file a command."""

CASE_COMMANDS = (
    ("list", "List cases, the newest first."),
    ("show", "Tell a case: all that was seen and done, in the order of time, and what is next."),
    ("note", "Add a note to a case."),
    ("assign", "Name who is responsible for a case."),
    ("grade", "Say how grave a case is."),
    ("close", "Close a case."),
    ("reopen", "Open a closed case again."),
)
"""Every command with its one-line help. `x-y` is the function `x_y` of `x_y.py`."""
CASE_FILES = {"list": "list_cases"}
"""Commands whose file and function have another name, since Python has a word of that name."""
