"""The runtime of the labs, made in the background where it is missing."""

import os
import subprocess
import sys
import threading

from course.browser.build.base import base_folder
from course.browser.build.node import find_node
from course.paths import Places
from course.servers.supervisor import SILENT
from course.workspace.pid_files import read_record

# The name under which a run that makes them leaves its record.
RECORD = "runtime"
# With the value 0, the bare call does not make them by itself.
TURNED_OFF = "LEARN_RUNTIME"


def build_in_background(where: Places) -> bool:
    """Start to make the bundles where they are missing; whether they are being made.

    Only with a node that is here already: nobody has asked for one to be loaded.
    """
    if base_folder(where.learn) is not None or os.environ.get(TURNED_OFF) == "0":
        return False
    if find_node() is None:
        return False
    if read_record(where, RECORD) is None:
        command = [sys.executable, "-m", "course", "author", "runtime", "--quiet"]
        how = {"cwd": where.root, "start_new_session": True, **SILENT}
        # Whoever asked does not wait; the thread collects the process when it ends.
        threading.Thread(
            target=subprocess.run, args=[command], kwargs=how, daemon=True
        ).start()
    return True
