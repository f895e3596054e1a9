"""Words of what the law promises a person about their record."""

from stepdown.privacy.terms.words import Form, Ground, Known, Outcome, RequestKind, Says

__all__ = ["Form", "Ground", "Known", "Outcome", "RequestKind", "Says"]
