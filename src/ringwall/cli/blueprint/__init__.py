"""`ringwall blueprint`: an architecture declared in one file, one file a command."""

COMMANDS = (
    ("init", "Write a first blueprint, by questions or by options."),
    ("adopt", "Write a blueprint after an organization that is there."),
    ("show", "Show a blueprint, its defaults, and where each value comes from."),
    ("check", "Check a blueprint without AWS: everything that is wrong, with its line."),
    ("schema", "Print the JSON Schema of blueprints, for editors."),
    ("export", "Write it as CloudFormation templates, or as Terraform's JSON."),
    ("permissions", "Print the roles to plan and apply with, of least privilege."),
)
"""Every command with its one-line help. `x-y` is the function `x_y` of `x_y.py`."""
