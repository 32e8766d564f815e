"""What is done within Kubernetes, which no call of AWS does: exact commands, every name quoted."""

import json
import shlex
from collections.abc import Iterator

from ringwall.catalog.eks.threatened_cluster import Pod, ThreatenedCluster
from ringwall.model.response_playbook import HumanStep

LABEL = "ringwall-quarantine"


def tell_kubernetes(cluster: ThreatenedCluster, case: str) -> Iterator[HumanStep]:
    """Yield the steps that isolate a pod and its node; where none is known, those that look."""
    enter = _join(
        "aws", "eks", "update-kubeconfig", "--name", cluster.name, "--region", cluster.reader.region
    )
    yield HumanStep(cluster.arn, f"Enter the cluster: {enter}", "the next steps are made in it")
    if cluster.pod is not None:
        yield from _isolate(cluster, cluster.pod, case)
    else:
        look = "kubectl get pods --all-namespaces --output wide"
        what = f"Find the pods that the attacker has, and isolate each: {look}"
        yield HumanStep(cluster.arn, what, "it is not known which pod it is")
    bound = "kubectl get clusterrolebindings,rolebindings --all-namespaces --output wide"
    what = f"Look at who was given what: {bound}"
    yield HumanStep(cluster.arn, what, "bindings within the cluster outlive access entries")


def _isolate(cluster: ThreatenedCluster, pod: Pod, case: str) -> Iterator[HumanStep]:
    resource = f"{cluster.arn}/{pod.namespace}/pods/{pod.name}"
    name = ("--namespace", pod.namespace, "pod", pod.name)
    label = _join("kubectl", "label", "--overwrite", *name, f"{LABEL}={case}")
    yield HumanStep(resource, f"Label the pod: {label}", "the policy and people find it by that")
    policy = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": LABEL, "namespace": pod.namespace},
        "spec": {
            "podSelector": {"matchLabels": {LABEL: case}},
            "policyTypes": ["Ingress", "Egress"],
        },
    }
    apply = f"echo {shlex.quote(json.dumps(policy))} | kubectl apply --filename -"
    yield HumanStep(
        resource,
        f"Deny the pod all traffic: {apply}",
        "it works where the network plugin enforces policies; connections that are open may stay",
    )
    node = _join("kubectl", "get", *name, "--output", "jsonpath={.spec.nodeName}")
    yield HumanStep(
        resource,
        f'Keep new pods off its node: kubectl cordon "$({node})"',
        "the node may be taken: ec2.isolate_instance isolates its instance",
    )
    logs = _join("kubectl", "logs", "--namespace", pod.namespace, pod.name, "--all-containers")
    yield HumanStep(resource, f"Save its logs before it is deleted: {logs}", "they go with it")


def _join(*words: str) -> str:
    return shlex.join(words)
