"""What the API server accepts: every rule, with its field path and error type.

Recorded from Kubernetes 1.23 and the same in its later versions unless a switch
says otherwise. What is accepted and still unwise is a check (``hpa.checks``);
unreadable files are ``hpa.manifests``' business.
"""

from hpa.validation.autoscaler import validate
from hpa.validation.field_errors import ErrorType, FieldError

__all__ = ["ErrorType", "FieldError", "validate"]
