"""The resources that every Kubernetes cluster has, in the API server's order.

Data only: as ``kubectl api-resources`` lists them from 1.22 on, one row a
group, version and scope. Custom resources are given to the mapper by whoever
knows them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Scope = Literal["Namespaced", "Cluster"]
"""Where objects of a kind live, in the words of CustomResourceDefinition."""


class ResourceRow(NamedTuple):
    """The resources of one group, version and scope."""

    group: str
    version: str
    scope: Scope
    kinds: tuple[tuple[str, str], ...]
    """Each kind with its plural, which is the resource's name."""


BUILTIN: tuple[ResourceRow, ...] = (
    ResourceRow(
        "",
        "v1",
        "Namespaced",
        (
            ("Binding", "bindings"),
            ("ConfigMap", "configmaps"),
            ("Endpoints", "endpoints"),
            ("Event", "events"),
            ("LimitRange", "limitranges"),
            ("PersistentVolumeClaim", "persistentvolumeclaims"),
            ("Pod", "pods"),
            ("PodTemplate", "podtemplates"),
            ("ReplicationController", "replicationcontrollers"),
            ("ResourceQuota", "resourcequotas"),
            ("Secret", "secrets"),
            ("Service", "services"),
            ("ServiceAccount", "serviceaccounts"),
        ),
    ),
    ResourceRow(
        "",
        "v1",
        "Cluster",
        (
            ("ComponentStatus", "componentstatuses"),
            ("Namespace", "namespaces"),
            ("Node", "nodes"),
            ("PersistentVolume", "persistentvolumes"),
        ),
    ),
    ResourceRow(
        "apiregistration.k8s.io", "v1", "Cluster", (("APIService", "apiservices"),)
    ),
    ResourceRow(
        "apps",
        "v1",
        "Namespaced",
        (
            ("ControllerRevision", "controllerrevisions"),
            ("DaemonSet", "daemonsets"),
            ("Deployment", "deployments"),
            ("ReplicaSet", "replicasets"),
            ("StatefulSet", "statefulsets"),
        ),
    ),
    ResourceRow("events.k8s.io", "v1", "Namespaced", (("Event", "events"),)),
    ResourceRow(
        "authentication.k8s.io", "v1", "Cluster", (("TokenReview", "tokenreviews"),)
    ),
    ResourceRow(
        "authorization.k8s.io",
        "v1",
        "Namespaced",
        (("LocalSubjectAccessReview", "localsubjectaccessreviews"),),
    ),
    ResourceRow(
        "authorization.k8s.io",
        "v1",
        "Cluster",
        (
            ("SelfSubjectAccessReview", "selfsubjectaccessreviews"),
            ("SelfSubjectRulesReview", "selfsubjectrulesreviews"),
            ("SubjectAccessReview", "subjectaccessreviews"),
        ),
    ),
    ResourceRow(
        "autoscaling",
        "v1",
        "Namespaced",
        (("HorizontalPodAutoscaler", "horizontalpodautoscalers"),),
    ),
    ResourceRow(
        "batch",
        "v1",
        "Namespaced",
        (
            ("CronJob", "cronjobs"),
            ("Job", "jobs"),
        ),
    ),
    ResourceRow(
        "certificates.k8s.io",
        "v1",
        "Cluster",
        (("CertificateSigningRequest", "certificatesigningrequests"),),
    ),
    ResourceRow(
        "networking.k8s.io",
        "v1",
        "Namespaced",
        (
            ("Ingress", "ingresses"),
            ("NetworkPolicy", "networkpolicies"),
        ),
    ),
    ResourceRow(
        "networking.k8s.io", "v1", "Cluster", (("IngressClass", "ingressclasses"),)
    ),
    ResourceRow(
        "policy", "v1", "Namespaced", (("PodDisruptionBudget", "poddisruptionbudgets"),)
    ),
    ResourceRow(
        "rbac.authorization.k8s.io",
        "v1",
        "Namespaced",
        (
            ("Role", "roles"),
            ("RoleBinding", "rolebindings"),
        ),
    ),
    ResourceRow(
        "rbac.authorization.k8s.io",
        "v1",
        "Cluster",
        (
            ("ClusterRole", "clusterroles"),
            ("ClusterRoleBinding", "clusterrolebindings"),
        ),
    ),
    ResourceRow(
        "storage.k8s.io",
        "v1",
        "Cluster",
        (
            ("CSIDriver", "csidrivers"),
            ("CSINode", "csinodes"),
            ("StorageClass", "storageclasses"),
            ("VolumeAttachment", "volumeattachments"),
        ),
    ),
    ResourceRow(
        "storage.k8s.io",
        "v1",
        "Namespaced",
        (("CSIStorageCapacity", "csistoragecapacities"),),
    ),
    ResourceRow(
        "admissionregistration.k8s.io",
        "v1",
        "Cluster",
        (
            ("MutatingWebhookConfiguration", "mutatingwebhookconfigurations"),
            ("ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
        ),
    ),
    ResourceRow(
        "apiextensions.k8s.io",
        "v1",
        "Cluster",
        (("CustomResourceDefinition", "customresourcedefinitions"),),
    ),
    ResourceRow(
        "scheduling.k8s.io", "v1", "Cluster", (("PriorityClass", "priorityclasses"),)
    ),
    ResourceRow("coordination.k8s.io", "v1", "Namespaced", (("Lease", "leases"),)),
    ResourceRow("node.k8s.io", "v1", "Cluster", (("RuntimeClass", "runtimeclasses"),)),
    ResourceRow(
        "discovery.k8s.io", "v1", "Namespaced", (("EndpointSlice", "endpointslices"),)
    ),
    ResourceRow(
        "flowcontrol.apiserver.k8s.io",
        "v1",
        "Cluster",
        (
            ("FlowSchema", "flowschemas"),
            ("PriorityLevelConfiguration", "prioritylevelconfigurations"),
        ),
    ),
)
