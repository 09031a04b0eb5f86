"""The template between labels and resources: ``kube_<<.Group>>_<<.Resource>>``.

It works in both directions, and not symmetrically: a label's name is matched
against it as a regular expression, and a resource is written into it. Which
resources exist is the RESTMapper's business.
"""

from __future__ import annotations

from adapter_rules.errors import TemplateRunError
from adapter_rules.regex import Regex
from adapter_rules.template import Struct, Template
from octoscale.kube.restmapper import GroupResource

_TYPE = "schema.GroupResource"
_SANITIZE = str.maketrans({".": "_", "-": "_"})


class LabelTemplate:
    """One rule's template, checked as the adapter checks it at its start.

    >>> template = LabelTemplate("kube_<<.Group>>_<<.Resource>>")
    >>> template.resource_in("kube_apps_deployment")
    GroupResource(group='apps', resource='deployment')
    >>> template.label_for(GroupResource("networking.k8s.io", "ingress"))
    'kube_networking_k8s_io_ingress'
    """

    def __init__(self, source: str) -> None:
        """Parse *source*; raises ``TemplateError`` or ``RegexError``."""
        self._template = Template(source)
        pattern = self._run(GroupResource("(?P<group>.+?)", "(?P<resource>.+?)"))
        if not pattern:
            raise TemplateRunError("the label template gives an empty text")
        self._pattern = Regex(f"^{pattern}$")
        if "resource" not in (self._pattern.names):
            raise TemplateRunError("the label template must hold <<.Resource>>")

    def resource_in(self, label: str) -> GroupResource | None:
        """Read the resource out of a label's name; ``None`` if it does not fit.

        The text is as it stands in the label: no underscore of a group is
        turned back into a dot, and no such resource need exist.
        """
        found = self._pattern.captures(label)
        if found is None:
            return None
        return GroupResource(found.get("group", ""), found["resource"])

    def label_for(self, singular: GroupResource) -> str:
        """Write the label for a resource, given by its *singular* name.

        Dots and dashes of the group become underscores. Raises
        ``TemplateRunError``.
        """
        group = singular.group.translate(_SANITIZE)
        return self._run(GroupResource(group, singular.resource))

    def _run(self, resource: GroupResource) -> str:
        fields = {"Group": resource.group, "Resource": resource.resource}
        return self._template.run(Struct(_TYPE, fields, text=str(resource)))


def check(source: str) -> str:
    """Give *source* back if it is empty (none) or a label template.

    For validators of a file's fields. Raises ``TemplateError``, ``RegexError``.
    """
    if source:
        LabelTemplate(source)
    return source
