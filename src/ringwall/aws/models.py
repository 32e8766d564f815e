"""botocore's models of services as they are needed to call them: without their documentation."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.session import Session as BotocoreSession

OPENERS: tuple[tuple[str, Callable[..., Any]], ...] = ((".json", open), (".json.gz", gzip.open))


def slim_models(session: BotocoreSession) -> None:
    """Let a session read models without documentation: that is a third of their memory."""
    loader: Any = session.get_component("data_loader")
    loader.file_loader = _SlimFiles()


class _SlimFiles:
    """Reads models as botocore's own `JSONFileLoader` does, into plain dicts."""

    def exists(self, file_path: str) -> bool:
        """Return whether there is a model at a path without its ending."""
        return any(_is_file(file_path + ending) for ending, _ in OPENERS)

    def load_file(self, file_path: str) -> Any:
        """Return the model of a path without its ending; None where there is no such file."""
        for ending, opener in OPENERS:
            if _is_file(file_path + ending):
                with opener(file_path + ending, "rb") as file:
                    return json.loads(file.read(), object_hook=_drop_prose)
        return None


def _is_file(path: str) -> bool:
    return Path(path).is_file()


def _drop_prose(model: dict[str, Any]) -> dict[str, Any]:
    # A member of a shape may be called so too: that is no text. Some texts have to be there.
    if isinstance(model.get("documentation"), str):
        model["documentation"] = ""
    return model
