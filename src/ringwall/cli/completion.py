"""`ringwall completion`: help for the shell."""

import os
from pathlib import Path
from typing import Literal

from ringwall.cli.main import make_app
from ringwall.cli.output import print_note
from ringwall.model.errors import BadInput

Shell = Literal["bash", "zsh", "fish"]


def completion(shell: Shell | None = None, /, *, install: bool = False) -> None:
    """Print the completion script of a shell, or install it for your user.

    Parameters
    ----------
    shell
        bash, zsh or fish; the shell that you are in if left out.
    install
        Write the script where the shell looks for it, and a line into its startup file.
    """
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in {"bash", "zsh", "fish"}:
        raise BadInput(f"no completion for SHELL={name!r}; name bash, zsh or fish")
    chosen: Shell = "bash" if name == "bash" else "zsh" if name == "zsh" else "fish"
    app = make_app()
    if install:
        path = app.install_completion(shell=chosen)
        print_note(f"wrote {path}; open a new shell")
    else:
        print(app.generate_completion(shell=chosen))
