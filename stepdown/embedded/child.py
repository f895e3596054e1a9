"""Run as a script between us and a PostgreSQL program: arrange to die with the parent, then become the program.

    python -I -S child.py PARENT_PID DEATH_SIGNAL USER_ID|- PROGRAM ARGUMENT…

A script of its own because the parent may have threads, where Python code between fork and exec can hang.
"""

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    """Become the program named on the command line."""
    parent, death_signal, user, *command = sys.argv[1:]
    if user != "-":
        account = pwd.getpwuid(int(user))
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    # After the change of user, which clears it. It survives exec, and the user namespace too (unshare keeps the uid).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):  # the parent died before we asked to be told
        sys.exit("stepdown: the starting process is gone")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a parent under nohup ignores it, and we would inherit that
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"stepdown: can not run {command[0]}: {error.strerror}")


if __name__ == "__main__":
    main()
