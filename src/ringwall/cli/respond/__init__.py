"""`ringwall respond`: threats contained, with approval and undo; one file a command."""

RESPONSE_COMMANDS = (
    ("list", "List the playbooks; tell one whole: its options, its risks, its rollback."),
    ("plan", "Show what a playbook would do: each call, its undo, its risks; nothing is written."),
    ("run", "Open a case, ask for approval where the policy wants one, and carry the plan out."),
    ("approve", "Approve the plan of a case."),
    ("deny", "Deny the plan of a case."),
    ("status", "Show what is open, what waits for whom, and what to do next."),
    ("resume", "Go on with the run of a case that was cut off or stopped."),
    ("undo", "Undo all that was done in a case, the last change first."),
    ("auto", "Start what the rules of the policy say about new findings."),
    ("simulate", "Show what the rules would have started in a time that is over."),
    ("tell", "Tell channels what is new in cases: chat, tickets, pages, mail."),
    ("notices", "List what waits for channels, and what they did not take; try it again."),
    ("serve", "Take decisions from channels, and tell them what is new, until Ctrl-C."),
    ("halt", "Stop all responses, those that run too, before their next write."),
    ("allow", "Let responses act again after a halt."),
)
"""Every command with its one-line help. `x-y` is the function `x_y` of `x_y.py`."""
RESPONSE_FILES = {"list": "list_playbooks"}
"""Commands whose file and function have another name, since Python has a word of that name."""
