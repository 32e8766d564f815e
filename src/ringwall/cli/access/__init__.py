"""`ringwall access`: who can do what, one file a question."""

QUESTIONS = (
    ("who-can", "List who can do an action to a resource, and under which conditions."),
    ("what-can", "List what a user or role can do."),
    ("external", "List access from outside of the organization or the account."),
    ("chains", "List role chains: which roles a user or role can become."),
    ("entries", "List the ways into roles from outside: OIDC, SAML, accounts."),
    ("escalation", "List who can become an administrator, and how."),
    ("unused", "List what was granted and is not used, by CloudTrail."),
    ("suggest", "Suggest a policy with only what was used, proved narrower."),
    ("check", "Decide one request; try out a change of policies."),
    ("test", "Run access cases of files."),
    ("diff", "Compare two policies: requests that only one of them allows."),
    ("no-new-access", "Run cases: a candidate allows no more than a reference."),
    ("not-granted", "Run cases: a policy does not grant what is listed."),
    ("no-public", "Run cases: the policy of a resource is not public."),
    ("validate", "Validate policies: errors, warnings, suggestions."),
)
"""Every question with its one-line help. `x-y` is the function `x_y` of `x_y.py`."""
RENAMED = {"test": "run_cases"}
"""Functions of another name: linters and pytest take a function `test` for one of their own."""
