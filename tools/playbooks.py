"""The pages of playbooks that contain threats: one each, and the list of them."""

from collections.abc import Callable, Mapping
from functools import partial

from ringwall.catalog.loader import load_responses
from ringwall.model.response_playbook import ResponsePlaybook

FOLDER = "playbooks"
INTRODUCTION = """Each playbook contains one kind of threat: it reads AWS as it is, plans changes
that can be undone, and says what only a person can do. [How to respond](../howto/respond.md) tells
how they are planned, approved, carried out and undone."""


def make_pages(note: str) -> Mapping[str, Callable[[], str]]:
    """Return what writes each page, by its file name in docs/."""
    books = load_responses()
    pages: dict[str, Callable[[], str]] = {
        f"{FOLDER}/README.md": lambda: _write_list(note, list(books.values()))
    }
    for book in books.values():
        pages[f"{FOLDER}/{book.id}.md"] = partial(_write_page, note, book)
    return pages


def _write_list(note: str, books: list[ResponsePlaybook]) -> str:
    rows = [
        f"| [`{book.id}`]({book.id}.md) | {book.title} | {', '.join(book.kinds)} |"
        for book in sorted(books, key=lambda one: one.id)
    ]
    table = ["| playbook | what it does | contains |", "|---|---|---|", *rows, ""]
    return "\n".join([note, "", "# Playbooks", "", INTRODUCTION, "", *table])


def _write_page(note: str, book: ResponsePlaybook) -> str:
    about = " ".join(book.doc.split("\n\n")[0].split())
    rest = [" ".join(part.split()) for part in book.doc.split("\n\n")[1:]]
    parts = [
        f"{note}\n",
        f"# {book.title}\n",
        f"`{book.id}` contains: {', '.join(book.kinds)}.\n",
        f"{about}\n",
        *(f"{part}\n" for part in rest),
        "```",
        f"ringwall respond plan WHAT --playbook {book.id}    # nothing is written",
        f"ringwall respond run WHAT --playbook {book.id} --yes",
        "ringwall respond undo CASE --yes",
        "```\n",
        "`WHAT` is a finding, an incident, a case, or the ARN of the resource.\n",
        "## Risks\n",
        *(f"- {risk}" for risk in book.risks),
        "\n## Rollback\n",
        f"{book.rollback}\n",
    ]
    if book.options:
        rows = [
            f"| `{option.name}` | `{_bar(option.default) or ' '}` | `{_bar(option.pattern)}` "
            f"| {_bar(option.doc)} |"
            for option in book.options
        ]
        head = ["| option | default | values | meaning |", "|---|---|---|---|"]
        parts += ["## Options\n", "Given as `--option NAME=VALUE`.\n", *head, *rows, ""]
    if book.answers:
        answers = [f"- `{pattern}`" for pattern in book.answers]
        parts += ["## Findings that it answers\n", *answers, ""]
    writes = sorted({shape.operation for shape in book.writes})
    parts += ["## Calls that it makes\n", "Those of its undo are among them.\n"]
    parts += [f"- writes: {', '.join(f'`{name}`' for name in writes) or 'none'}"]
    parts += [f"- reads: {', '.join(f'`{name}`' for name in sorted(book.reads)) or 'none'}", ""]
    return "\n".join(parts)


def _bar(text: str) -> str:
    return text.replace("|", "\\|")
