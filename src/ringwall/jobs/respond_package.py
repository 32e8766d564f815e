"""The package of the Lambda that responds: a zip with just the modules that it needs.

Which those are follows from imports, beginning at the handler and the playbooks. boto3 is Lambda's
own. The same code gives the same bytes: names in order, one time for all.
"""

import ast
import hashlib
import platform
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path, PurePosixPath

import ringwall
from ringwall.catalog.loader import load_responses
from ringwall.jobs.lambda_environment import PACKAGED_POLICY
from ringwall.jobs.respond.playbooks import find_playbook
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.model.response_channels import AppriseChannel, Channel
from ringwall.model.table import Row
from ringwall.respond.channels.templates import read_templates
from ringwall.respond.policy_file import read_policy

SOURCE = Path(ringwall.__file__).parent
HANDLER = "ringwall.handler.responder.handle"
CALLBACK_HANDLER = "ringwall.handler.callback.handle"
ROOT_MODULES = tuple(handler.rpartition(".")[0] for handler in (HANDLER, CALLBACK_HANDLER))
DISTRIBUTIONS = ("jmespath", "msgspec")
"""What is needed beside our own modules, and not in Lambda's runtime for certain."""
LEFT_OUT = frozenset({"duckdb", "pyarrow", "z3", "sqlglot", "sqlalchemy", "alembic", "cyclopts"})
"""What must never be needed here: it is big, or takes long to import."""
MOST_BYTES = 20 * 1024 * 1024
"""Unzipped; boto3 is not in it."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say."""
_MODE = 0o100644 << 16


@dataclass(frozen=True)
class ResponderPackage:
    """A package, as bytes, and what is in it."""

    data: bytes
    playbooks: tuple[str, ...]
    names: tuple[str, ...]
    size: int
    """Bytes, unzipped."""

    @property
    def sha256(self) -> str:
        """The hash of the zip, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    def describe(self) -> Row:
        """Return it for programs: what `lambda create-function` is to be told, too."""
        return {
            "playbooks": list(self.playbooks),
            "files": len(self.names),
            "bytes": len(self.data),
            "unzipped_bytes": self.size,
            "sha256": self.sha256,
            "handler": HANDLER,
            "callback_handler": CALLBACK_HANDLER,
            "runtime": f"python{sys.version_info.major}.{sys.version_info.minor}",
            "architecture": find_architecture(),
        }


def build_package(playbooks: Iterable[str] = (), policy: Path | None = None) -> ResponderPackage:
    """Return the package with some playbooks, all without any, and a policy.

    BadInput where there is no such playbook, where a rule of the policy names another one, and
    where something would come in that must not.
    """
    chosen = tuple(sorted({find_playbook(name).id for name in playbooks} or load_responses()))
    files = dict(_find_own(chosen))
    for name in DISTRIBUTIONS:
        files |= _find_distribution(name)
    if policy is not None:
        files |= dict(_find_policy(policy, chosen))
    size = sum(map(len, files.values()))
    if size > MOST_BYTES:
        raise BadInput(f"the package has {size} bytes, more than {MOST_BYTES}")
    return ResponderPackage(_write_zip(files), chosen, tuple(sorted(files)), size)


def write_package(package: ResponderPackage, path: Path) -> None:
    """Write a package to a file; StorageFailed where that cannot be."""
    try:
        path.write_bytes(package.data)
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write the package: {error.strerror}") from error


def find_architecture() -> str:
    """Return what Lambda calls this machine's architecture: what is compiled has to fit it."""
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def check_channels(policy: Path, channels: Iterable[Channel]) -> None:
    """Raise BadInput where a channel of a policy cannot be told from a Lambda."""
    for channel in channels:
        if isinstance(channel, AppriseChannel):
            raise BadInput(f"{policy}: {channel.name}: Apprise is not in the package")
        if channel.token.file or channel.signing.file:
            raise BadInput(
                f"{policy}: {channel.name}: a Lambda has no files of secrets; name "
                "token_secret_arn and signing_secret_arn"
            )


def _find_policy(policy: Path, playbooks: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield a policy and its texts as files of the package; BadInput where it fits none."""
    read = read_policy(policy)
    for rule in read.rules:
        if rule.playbook not in playbooks:
            raise BadInput(
                f"{policy}: rule {rule.name} names {rule.playbook}, which is not packaged"
            )
    check_channels(policy, read.channels)
    yield PACKAGED_POLICY, policy.read_bytes()
    if folder := read.messages.templates:
        inside = PurePosixPath(folder)
        if inside.is_absolute() or ".." in inside.parts:
            raise BadInput(f"{policy}: templates must be a folder beside it to be packaged")
        read_templates(policy.parent / folder)
        for path in sorted((policy.parent / folder).glob("*.txt")):
            yield str(inside / path.name), path.read_bytes()


def _find_own(playbooks: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield our own files by their names in the zip: modules, and data that they name."""
    modules = list(ROOT_MODULES)
    for playbook in playbooks:
        service, _, name = playbook.partition(".")
        modules.append(f"ringwall.catalog.{service}.responses.{name}")
    for path in sorted(_walk(modules)):
        data = path.read_bytes()
        yield _name(path), data
        if path.suffix == ".py":
            yield from ((_name(one), one.read_bytes()) for one in _find_data(path, data))


def _name(path: Path) -> str:
    return str(PurePosixPath("ringwall", *path.relative_to(SOURCE).parts))


def _walk(modules: Iterable[str]) -> set[Path]:
    """Return the files of modules and of all that they import; BadInput for what must not be."""
    waiting, found = list(modules), set[Path]()
    while waiting:
        module = waiting.pop()
        path = _find_file(module)
        if path is None or path in found:
            continue
        found.add(path)
        parents = module.split(".")
        waiting += [".".join(parents[:end]) for end in range(1, len(parents))]
        for name in _find_imports(path):
            top = name.partition(".")[0]
            if top in LEFT_OUT:
                raise BadInput(f"{_name(path)} imports {top}, which must not be in the package")
            if top == "ringwall":
                waiting.append(name)
    return found


def _find_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            # `from ringwall.store import engine` names a module too.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _find_file(module: str) -> Path | None:
    place = SOURCE.joinpath(*module.split(".")[1:])
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _find_data(path: Path, source: bytes) -> Iterator[Path]:
    """Yield the files beside a module that it names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            beside = path.parent / node.value
            is_name = node.value == Path(node.value).name
            if is_name and beside.suffix in (".json", ".csv", ".toml") and beside.is_file():
                yield beside


def _find_distribution(name: str) -> Mapping[str, bytes]:
    """Return the files of an installed package, without what is for developers."""
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError as error:
        raise BadInput(f"{name} is not installed, and the package needs it") from error
    return {
        file.as_posix(): Path(str(file.locate())).read_bytes()
        for file in files
        if file.parts[0] == name and file.suffix in (".py", ".so")
    }


def _write_zip(files: Mapping[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 3  # Unix, whatever this machine is
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return data.getvalue()
