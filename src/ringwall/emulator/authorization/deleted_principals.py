"""Policies that name a deleted user or role: they keep its unique id, not its name.

AWS keeps the unique id of a user or role that a policy names, and shows the id once it is deleted:
one that is made later under the same name is another principal.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.on_moto.moto_state import services_in_use
from ringwall.emulator.organizations.records import OrganizationRecords
from ringwall.emulator.state import EmulatorState


@dataclass(frozen=True)
class DeletedPrincipal:
    """A user or role that is no more."""

    arn: str
    unique_id: str

    def replace_in(self, document: Any) -> Any:
        """Return a policy document, in whichever form moto keeps it, with the id for the ARN."""
        if isinstance(document, str | bytes):
            text = document.decode() if isinstance(document, bytes) else document
            if self.arn not in text:
                return document
            try:
                read = json.loads(text)
            except ValueError:
                return document
            written = json.dumps(self.replace_in(read), separators=(",", ":"))
            return written.encode() if isinstance(document, bytes) else written
        if not isinstance(document, Mapping) or "Statement" not in document:
            return document
        found = document["Statement"]
        statements = found if isinstance(found, list) else [found]
        changed = [self.replace_in_statement(one) for one in statements]
        return {**document, "Statement": changed if isinstance(found, list) else changed[0]}

    def replace_in_statement(self, statement: Any) -> Any:
        """Return a statement with the id for the ARN where it stands as a principal."""
        if not isinstance(statement, Mapping):
            return statement
        changed = {
            name: self.replace_as_principal(statement[name])
            for name in ("Principal", "NotPrincipal")
            if name in statement
        }
        return {**statement, **changed}

    def replace_as_principal(self, principal: Any) -> Any:
        """Return the value of a Principal element with the id for the ARN."""
        if not isinstance(principal, Mapping) or "AWS" not in principal:
            return principal
        named = principal["AWS"]
        if isinstance(named, list):
            return {**principal, "AWS": [self._replace(one) for one in named]}
        return {**principal, "AWS": self._replace(named)}

    def _replace(self, value: Any) -> Any:
        return self.unique_id if value == self.arn else value


def forget_principal(state: EmulatorState, arn: str, unique_id: str) -> None:
    """Write the unique id of a deleted user or role into every policy that names it."""
    gone = DeletedPrincipal(arn, unique_id)
    for service in services_in_use() & _WRITERS.keys():
        for _, _, backend in moto_backends(service).iter_backends():
            _WRITERS[service](gone, backend)
    for (_, _, name), kept in list(state.settings.items()):
        if name == "backup.policies":
            kept.update({vault: gone.replace_in(policy) for vault, policy in kept.items()})
        elif isinstance(kept, OrganizationRecords):
            kept.resource_policy = gone.replace_in(kept.resource_policy)
    for records in state.records.values():
        for record in records:
            record.update({member: _replace_kept(gone, held) for member, held in record.items()})


def _replace_kept(gone: DeletedPrincipal, value: Any) -> Any:
    """Return a value of a record of the completion, changed where it is a policy."""
    return gone.replace_in(value) if isinstance(value, str | Mapping) else value


def _write(holders: Any, member: str, gone: DeletedPrincipal) -> None:
    for holder in list(holders):
        document = getattr(holder, member, None)
        changed = gone.replace_in(document)
        if changed != document:
            setattr(holder, member, changed)


def _write_trust(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.roles.values(), "assume_role_policy_document", gone)


def _write_buckets(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.buckets.values(), "policy", gone)


def _write_keys(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.keys.values(), "policy", gone)
    for key in backend.keys.values():
        for grant in key.grants.values():
            for member in ("grantee_principal", "retiring_principal"):
                if getattr(grant, member, None) == gone.arn:
                    setattr(grant, member, gone.unique_id)


def _write_queues(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.queues.values(), "policy", gone)


def _write_topics(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.topics.values(), "policy", gone)


def _write_secrets(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.secrets.values(), "policy", gone)


def _write_functions(gone: DeletedPrincipal, backend: Any) -> None:
    for kept in backend._lambdas._functions.values():  # noqa: SLF001 - moto offers no other way
        for function in (kept["latest"], *kept["versions"]):
            policy = getattr(function, "policy", None)
            if policy is not None:
                policy.statements = [gone.replace_in_statement(one) for one in policy.statements]


def _write_repositories(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.repositories.values(), "policy", gone)
    _write((backend,), "registry_policy", gone)


def _write_tables(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.resource_policies.values(), "policy_doc", gone)


def _write_file_systems(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.file_systems_by_id.values(), "file_system_policy", gone)


def _write_buses(gone: DeletedPrincipal, backend: Any) -> None:
    for bus in backend.event_buses.values():
        for statement in bus._statements.values():  # noqa: SLF001 - moto offers no other way
            statement.principal = gone.replace_as_principal(statement.principal)


def _write_domains(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.domains.values(), "access_policies", gone)


def _write_log_groups(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.resource_policies.values(), "policy_document", gone)


def _write_endpoints(gone: DeletedPrincipal, backend: Any) -> None:
    _write(backend.vpc_end_points.values(), "policy_document", gone)


_WRITERS: Mapping[str, Callable[[DeletedPrincipal, Any], None]] = {
    "dynamodb": _write_tables,
    "ec2": _write_endpoints,
    "ecr": _write_repositories,
    "efs": _write_file_systems,
    "events": _write_buses,
    "iam": _write_trust,
    "kms": _write_keys,
    "lambda": _write_functions,
    "logs": _write_log_groups,
    "opensearch": _write_domains,
    "s3": _write_buckets,
    "secretsmanager": _write_secrets,
    "sns": _write_topics,
    "sqs": _write_queues,
}
