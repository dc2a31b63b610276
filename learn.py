#!/usr/bin/env python3
"""Start here: ``python3 learn.py``.

The first call makes the virtual environment ``.venv`` and installs what
``requirements.txt`` names; every call runs ``python -m course`` in it, with the
arguments passed on as they are. This file parses and runs on Python 2.7 too, so that an
old Python gives an answer instead of a syntax error: course/setup/launch.py has the
rest.
"""

import os
import sys

ROOT = os.path.dirname(os.path.realpath(__file__))
OLDEST = (3, 11)
NEWER = ("3.13", "3.12", "3.11", "3.14")
PARTS = ("requirements.txt", "course/__main__.py")


def say(message, next_action):
    """Print what happened and what to do next, where standard error is open."""
    text = "{}\n-> {}\n".format(message, next_action)
    shown = [c if c == "\n" or " " <= c != "\x7f" else "?" for c in text]
    try:
        sys.stderr.write("".join(shown))
        sys.stderr.flush()
    except (AttributeError, IOError, OSError, ValueError):
        pass


def newer_python(os_name=os.name):
    """Return the command of a Python on this machine that is new enough, or []."""
    import subprocess

    test = "import sys; sys.exit(sys.version_info < {})".format(OLDEST)
    for version in NEWER:
        command = ["py", "-" + version] if os_name == "nt" else ["python" + version]
        # A shim of pyenv is there for a version that is not: only a start tells.
        try:
            subprocess.check_output(command + ["-c", test], stderr=subprocess.STDOUT)
        except (OSError, subprocess.CalledProcessError):
            continue
        return command
    return []


def refuse_python(argv, os_name=os.name):
    """Say that this Python is too old and what to type instead; return 2."""
    words = [sys.argv[0]] + argv
    command = " ".join('"' + word + '"' if " " in word else word for word in words)
    needed, this = [".".join(map(str, v)) for v in (OLDEST, sys.version_info[:3])]
    newer = newer_python(os_name)
    if newer:
        action = "Type: {} {}".format(" ".join(newer), command)
    else:
        start = ("py -" if os_name == "nt" else "python") + NEWER[0]
        action = (
            "Install Python {} from https://www.python.org/downloads/, open a new "
            "terminal and type: {} {}".format(NEWER[0], start, command)
        )
    say("Python {} or later is needed, this is {}.".format(needed, this), action)
    return 2


def main(argv, root=ROOT):
    """Prepare ``.venv`` where needed and run one command; return the exit code."""
    if sys.version_info < OLDEST:
        return refuse_python(argv)
    missing = [part for part in PARTS if not os.path.isfile(os.path.join(root, part))]
    if missing:
        say(
            "This is not the whole repository: {} has no {}.".format(
                root, ", ".join(missing)
            ),
            "Clone it again, or unpack the whole archive, and start learn.py there.",
        )
        return 2
    sys.path.insert(0, ROOT)
    from course.setup.launch import launch

    return launch(root, argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
