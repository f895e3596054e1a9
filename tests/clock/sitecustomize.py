"""Python runs this first in a process that `morning` has told where to find it: its clock is off by as much."""

from __future__ import annotations

import os
import time

import time_machine

time_machine.travel(time.time() + float(os.environ["STEPDOWN_TEST_SHIFT"])).start()
