"""`ringwall blueprint init`: a first blueprint."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from ringwall.cli.options import DEFAULT_BLUEPRINT, CommaList, split_list
from ringwall.cli.output import print_note
from ringwall.cli.terminal import ask, can_ask, confirm
from ringwall.jobs.blueprint.init import find_wrong_answer, init_blueprint, is_taken
from ringwall.model.blueprint.answers import FirstAnswers
from ringwall.model.errors import BadInput

EXAMPLE_EMAIL = "aws+{account}@example.com"
QUESTIONS = {
    "name": "Name of the blueprint, which all that it makes is tagged with",
    "home_region": "Home Region",
    "regions": "Other Regions to govern, with commas between them",
    "email": f"Address of each account's root user, as in {EXAMPLE_EMAIL}",
    "accounts": "Accounts that do the work, with commas between them",
    "level": "Level: baseline, or strict, which may cost more and refuse more",
}


def init(
    file: Path = DEFAULT_BLUEPRINT,
    /,
    *,
    name: str = "",
    home_region: str = "",
    regions: CommaList = (),
    email: str = "",
    accounts: CommaList = (),
    level: str = "baseline",
    yes: bool = False,
    overwrite: bool = False,
) -> None:
    """Write a first blueprint, and its JSON Schema beside it for editors.

    On a terminal it asks; an option is the answer that is offered. With --yes it asks nothing: then
    --email must be named. Exit 64 where the file is there already.

    Parameters
    ----------
    file
        The file to write; ringwall.yaml in the current folder if left out.
    name
        Name of the blueprint; the folder's name if left out.
    home_region
        Region of what is once for the organization (AWS_REGION; us-east-1 if unset).
    regions
        Other Regions to govern (may be repeated, or a list with commas).
    email
        Address of each account's root user, with {account} in it: aws+{account}@example.com.
    accounts
        Accounts that do the work: dev, staging and prod if left out. Those that are called prod,
        production, or so with a part before or after a -, are put into the unit Prod; network
        into Infrastructure.
    level
        baseline, or strict.
    yes
        Ask nothing.
    overwrite
        Replace a file that is there.
    """
    offered = FirstAnswers(
        name=name or name_after(file),
        home_region=home_region or os.environ.get("AWS_REGION") or "us-east-1",
        email=email,
        regions=split_list(regions),
        accounts=split_list(accounts) or FirstAnswers.accounts,
        level=level,
    )
    if not yes and not can_ask():
        raise BadInput(
            "nobody is there to be asked: answer by options, --email at least, and --yes"
        )
    if is_taken(file) and not (overwrite or confirm(f"{file} is there already. Replace it?")):
        raise BadInput(f"{file} is there already; --overwrite replaces it")
    if yes and not email:
        raise BadInput(f"--email is missing: the address of each account, as in {EXAMPLE_EMAIL}")
    for path in init_blueprint(file, offered if yes else _ask_all(offered)):
        print_note(f"wrote {path}")
    print_note(f"next: ringwall blueprint check {file}")


def name_after(file: Path) -> str:
    """Return a name for the blueprint of a file: that of its folder, as far as it can be one."""
    folder = file.absolute().parent.name.lower()
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in folder)
    return letters.lstrip("-0123456789")[:32].rstrip("-") or "organization"


def _ask_all(offered: FirstAnswers) -> FirstAnswers:
    """Ask for each answer until it can be used."""
    answers = replace(offered, email=offered.email or EXAMPLE_EMAIL)
    for key, question in QUESTIONS.items():
        answers = _ask(answers, key, question, getattr(offered, key))
    return answers


def _ask(
    answers: FirstAnswers, key: str, question: str, default: str | tuple[str, ...]
) -> FirstAnswers:
    shown = default if isinstance(default, str) else ",".join(default)
    while True:
        try:
            said = ask(question, shown)
        except EOFError:
            raise BadInput("the input ended before all was answered; nothing was written") from None
        is_list = isinstance(default, tuple)
        value: Any = tuple(filter(None, map(str.strip, said.split(",")))) if is_list else said
        tried = replace(answers, **{key: value})
        wrong = find_wrong_answer(tried) if value or is_list else "an answer is needed"
        if not wrong:
            return tried
        print_note(wrong)
