"""What follows from what happened: minutes, the door, the group room."""

from stepdown.session.rules.door import arriving, at_door, correcting, departing, in_building, joining, undoing
from stepdown.session.rules.minutes import apart, attended

__all__ = ["apart", "arriving", "at_door", "attended", "correcting", "departing", "in_building", "joining", "undoing"]
