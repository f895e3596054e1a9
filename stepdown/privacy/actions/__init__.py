"""Everything people do about what the law promises a person about their record."""

from stepdown.privacy.actions.moving import move_client

__all__ = ["move_client"]
