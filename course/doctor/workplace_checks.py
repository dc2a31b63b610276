"""What ``doctor`` looks at: this folder, the ports, the clock, the terminal.

The standard library only, so that it has answers where the set-up has failed.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from course.curriculum.steps import load_steps
from course.doctor.machine_checks import Finding
from course.paths import Places, command_line
from course.servers.ports import is_busy, next_free, who_answers
from course.workspace.pid_files import read_record

# The seconds since 1970 of 1 November 2026: no machine that runs this is older.
RELEASED = 1_793_491_200
SYNCED = {"onedrive", "dropbox", "google drive", "googledrive", "icloud", "icloud~com"}
NETWORK = {"9p", "cifs", "drvfs", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"}
MEGABYTE = 1_000_000
VARIABLES = (
    *("ALLOWED_HOSTS", "DEBUG", "DJANGO_SETTINGS_MODULE", "JWT_SIGNING_KEY"),
    *("DATABASE_URL", "PYTHONPATH", "SECRET_KEY"),
)
# The site, and the learner's project.
PORTS = ((8000, "serve"), (8001, "run"))


def ports(where: Places) -> Finding:
    """The ports of the site and of the project."""
    served = []
    for port, command in PORTS:
        if record := read_record(where, port):
            # Ours, and running: this is how it should be.
            served.append(f"{record.what} on {port}")
        elif is_busy(port):
            return Finding(
                "Ports",
                "note",
                f"{port} is busy: {who_answers(port, where, load_steps())}",
                f"Take another: {command_line(f'{command} --port {next_free(8001)}')}",
            )
    if served:
        return Finding("Ports", "ok", f"running: {', '.join(served)}")
    return Finding("Ports", "ok", "8000 (the site) and 8001 (your project) are free")


def writing(where: Places) -> Finding:
    """The folders that the tools write into."""
    for folder in (where.learn, where.work):
        place = next(each for each in (folder, *folder.parents) if each.exists())
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            return Finding(
                "Writing",
                "mend",
                f"nothing can be written into {place}: {error.strerror}",
                "Copy this folder to a place of your own, such as your home folder.",
            )
    free = shutil.disk_usage(where.root).free // MEGABYTE
    if free < 200:
        said = f"{free} MB are left on this disk"
        return Finding("Writing", "mend", said, "Free 200 MB at least.")
    return Finding("Writing", "ok", f"work and .learn can be written, {free} MB free")


def place(where: Places) -> Finding:
    """The place of this folder: spaces and umlauts are fine."""
    fix = "Move this folder to a short path on this machine's own disk."
    text = str(where.root)
    if os.pathsep in text or not text.isprintable():
        sign = os.pathsep if os.pathsep in text else "a sign that cannot be shown"
        said = f"its path has {sign} in it: no virtual environment works there"
        return Finding("Place", "mend", said, fix)
    if synced := SYNCED & {part.lower().split(" - ")[0] for part in where.root.parts}:
        said = f"in a folder that {synced.pop()} copies: it may hold files back"
        return Finding("Place", "note", said, fix)
    if _on_network(where.root):
        said = "on a network drive or another system's: slow, and without file locks"
        return Finding("Place", "note", said, fix)
    if os.name == "nt" and len(str(where.root)) > 100:
        said = f"{len(str(where.root))} characters long; Windows ends at 260"
        return Finding("Place", "note", said, fix)
    return Finding("Place", "ok", str(where.root))


def _on_network(folder: Path) -> bool:
    if str(folder).startswith("\\\\"):
        return True
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    kinds = {
        fields[1].replace("\\040", " "): fields[2]
        for fields in (line.split() for line in mounts)
    }
    for place in (folder, *folder.parents):
        if str(place) in kinds:
            return kinds[str(place)] in NETWORK
    return False


def clock(where: Places) -> Finding:
    """The clock, which decides when a token expires."""
    with tempfile.NamedTemporaryFile() as file:
        skew = abs(Path(file.name).stat().st_mtime - time.time())
    if time.time() < RELEASED:
        today = time.strftime("%d %B %Y")
        fix = "Set the clock: tokens, certificates and downloads depend on it."
        return Finding("Clock", "mend", f"it says {today}, which is past", fix)
    if skew > 5:
        said = f"files are {skew:.0f} seconds off the clock"
        return Finding("Clock", "note", said, "Restart the machine, or set its clock.")
    return Finding("Clock", "ok", f"{time.strftime('%H:%M, %d %B %Y')}; is it right?")


def terminal(where: Places) -> Finding:
    """What the terminal can show."""
    coding, columns = sys.stdout.encoding or "none", shutil.get_terminal_size().columns
    said = f"{coding}, {columns} columns"
    try:
        "✓ü".encode(coding)
    except (UnicodeEncodeError, LookupError):
        said = f"{said}: some letters are shown as question marks"
        fix = "Take Windows Terminal or a terminal with UTF-8, or set PYTHONUTF8=1"
        return Finding("Terminal", "note", said, fix)
    if columns < 80:
        return Finding("Terminal", "note", said, "Widen it to 80 columns.")
    return Finding("Terminal", "ok", said)


def variables(where: Places) -> Finding:
    """Variables of this terminal that the project would obey."""
    found = [name for name in VARIABLES if os.environ.get(name)]
    if not found:
        return Finding("Variables", "ok", "none that would change the project")
    said = f"{', '.join(found)} set in this terminal, and the project obeys"
    return Finding("Variables", "note", said, "If that is not wanted: a new terminal.")
