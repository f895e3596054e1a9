"""Reading times: the grid, and the days, starts and windows on it."""

from stepdown.transfer.iop_week.fields import UNREADABLE, Field
from stepdown.transfer.iop_week.terms import Grid, Slot, Window

STEP_MINUTES = 30  # fixed by the format
LAST_DAY = 5  # Saturday
MINUTES_OF_A_DAY = 24 * 60


def read_grid(field: Field) -> Grid:
    """Read the grid; where it has a fault, returns the widest grid, so that times are still checked roughly."""
    before = len(field.faults)
    row = field.keys("days", "open", "close", "step")
    grid = Grid(
        days=row["days"].whole(1, LAST_DAY + 1),
        open_minute=on_step(row["open"], row["open"].whole(0, MINUTES_OF_A_DAY)),
        close_minute=on_step(row["close"], row["close"].whole(0, MINUTES_OF_A_DAY)),
        step_minutes=row["step"].whole(STEP_MINUTES, STEP_MINUTES),
    )
    read = field.value is not UNREADABLE and len(field.faults) == before
    if read and grid.open_minute >= grid.close_minute:
        row["close"].fault(f"is {grid.close_minute}, not after the opening at {grid.open_minute}", "write a later time")
    widest = Grid(LAST_DAY + 1, 0, MINUTES_OF_A_DAY, STEP_MINUTES)
    return grid if len(field.faults) == before else widest


def read_start(day: Field, start: Field, grid: Grid, minutes: int) -> Slot:
    """Read the day and start of a session of `minutes`, which lies within the opening hours and on the grid."""
    on_day = day.whole(0, grid.days - 1)
    before = len(start.faults)
    slot = Slot(on_day, on_step(start, start.whole(grid.open_minute, grid.close_minute)))
    if len(start.faults) == before and slot.start_minute + minutes > grid.close_minute:
        problem = f"{minutes} minutes from {slot.start_minute} end after the closing at {grid.close_minute}"
        start.fault(problem, f"start at {grid.close_minute - minutes} or before")
    return slot


def read_windows(field: Field, grid: Grid) -> tuple[Window, ...]:
    """Read hours or availability; windows of one day may touch but not overlap."""
    read: list[Window] = []
    for item in field.items():
        before = len(item.faults)
        window = _window(item, grid)
        if len(item.faults) > before:
            continue
        if any(_overlap(window, other) for other in read):
            item.fault("overlaps a window before it", "join the two into one")
        else:
            read.append(window)
    return tuple(read)


def _overlap(one: Window, other: Window) -> bool:
    return one.day == other.day and one.from_minute < other.to_minute and other.from_minute < one.to_minute


def _window(field: Field, grid: Grid) -> Window:
    day, begins, ends = field.cells("day", "from", "to")
    on_day = day.whole(0, grid.days - 1)
    before = len(field.faults)
    from_minute, to_minute = (on_step(end, end.whole(grid.open_minute, grid.close_minute)) for end in (begins, ends))
    read = ends.value is not UNREADABLE and len(field.faults) == before
    if read and to_minute <= from_minute:
        problem = f"is {to_minute}, not after the beginning at {from_minute}"
        ends.fault(problem, "write a later end, or delete the window")
    return Window(on_day, from_minute, to_minute)


def read_slot(field: Field, grid: Grid, minutes: int) -> Slot:
    """Read [day, start] of a session of `minutes`."""
    day, start = field.cells("day", "start")
    return read_start(day, start, grid, minutes)


def on_step(field: Field, minutes: int) -> int:
    """Return `minutes`, noting a fault where they are not on the 30-minute grid."""
    if minutes % STEP_MINUTES:
        field.fault(f"is {minutes}, not on the 30-minute grid", f"write a multiple of {STEP_MINUTES}")
    return minutes
