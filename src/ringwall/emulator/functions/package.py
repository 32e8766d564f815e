"""A function's files: its zip and its layers, unpacked into a folder of the invocation."""

import importlib.util
import io
import zipfile
from pathlib import Path

MAX_UNPACKED = 250 * 1024 * 1024
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
MAX_FILES = 20_000
RUNTIME_PACKAGES = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
"""What AWS's runtime of Python brings along: AWS's SDK and what it needs."""


class BadPackage(ValueError):
    """A zip that cannot be unpacked, or is too large."""


def unpack(data: bytes, folder: Path, room: int = MAX_UNPACKED) -> int:
    """Unpack a zip; return how many bytes it took of the room.

    Names that lead outside of the folder are made to lead inside, and links are plain files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            # Python reads no more of a member than its header says, so the sum is the most.
            size = sum(member.file_size for member in members)
            if size > room or len(members) > MAX_FILES:
                raise BadPackage("Unzipped size must be smaller than 262144000 bytes")
            archive.extractall(folder)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise BadPackage("Lambda could not unzip the deployment package.") from error
    except ValueError as error:
        raise BadPackage(str(error)) from error
    return size


def link_runtime(folder: Path) -> None:
    """Put links to AWS's SDK into a folder, and to nothing else that this program has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in RUNTIME_PACKAGES:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            continue
        origin = Path(found.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        (folder / source.name).symlink_to(source)
