"""Python runs this first in a process that `morning` has told where to find it: its clock is off by as much.

Passwords are hashed there as in the tests' own process, see `tests/conftest.py`.
"""

from __future__ import annotations

import os
import time

import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher

PBKDF2PasswordHasher.iterations = 1
time_machine.travel(time.time() + float(os.environ["STEPDOWN_TEST_SHIFT"])).start()
