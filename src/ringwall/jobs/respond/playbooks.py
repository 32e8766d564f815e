"""The playbooks that contain threats, as a list and one by one."""

from ringwall.catalog.loader import load_responses
from ringwall.model.errors import BadInput
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.spelling import find_likely
from ringwall.model.table import Row


def list_all_playbooks(kind: str = "", rule: str = "") -> list[ResponsePlaybook]:
    """Return the playbooks, by id: those of a kind of resource, and those that answer a rule."""
    every = load_responses()
    kinds = sorted({one for book in every.values() for one in book.kinds})
    if kind and kind not in kinds:
        raise BadInput(f"no playbook contains {kind}; kinds are {', '.join(kinds)}")
    return [
        book
        for _, book in sorted(every.items())
        if (not kind or kind in book.kinds) and (not rule or book.takes(rule))
    ]


def find_playbook(name: str) -> ResponsePlaybook:
    """Return a playbook by its id; BadInput where there is none."""
    every = load_responses()
    if name not in every:
        likely = find_likely(name, every)
        hint = f"; did you mean {likely}?" if likely else "; `ringwall respond list` lists them"
        raise BadInput(f"no playbook {name}{hint}")
    return every[name]


def describe_playbook(book: ResponsePlaybook) -> Row:
    """Return a playbook for programs."""
    return {
        "id": book.id,
        "title": book.title,
        "kinds": list(book.kinds),
        "about": book.doc,
        "answers": list(book.answers),
        "options": [vars(option) for option in book.options],
        "risks": list(book.risks),
        "rollback": book.rollback,
        "writes": sorted({shape.operation for shape in book.writes}),
        "reads": sorted(book.reads),
    }
