"""Words of what the law promises a person about their record."""

from stepdown.privacy.terms.entry import (
    AnswerRow,
    CopyRow,
    Days,
    ExtensionRow,
    Facts,
    NewAnswer,
    NewRequest,
    RequestRow,
    StatementRow,
)
from stepdown.privacy.terms.words import (
    REVIEWABLE,
    Form,
    Ground,
    Known,
    Outcome,
    RequestBlocker,
    RequestKind,
    Says,
    Standing,
)

__all__ = [
    "REVIEWABLE",
    "AnswerRow",
    "CopyRow",
    "Days",
    "ExtensionRow",
    "Facts",
    "Form",
    "Ground",
    "Known",
    "NewAnswer",
    "NewRequest",
    "Outcome",
    "RequestBlocker",
    "RequestKind",
    "RequestRow",
    "Says",
    "Standing",
    "StatementRow",
]
