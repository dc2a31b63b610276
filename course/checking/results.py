"""What a run of tests is asked, and what it says: the ground of this room."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """What to run. Paths are absolute; times are in seconds.

    This process runs the share of that number out of so many ``shares``; the tests of
    the tasks in ``first`` (slugs) come first. ``rewritten`` is a folder for the tests
    as pytest rewrites them, "" if they are not kept.
    """

    tests: str
    project: str
    results: str
    select: list[str]
    patience: float
    timeout: float
    share: int = 0
    shares: int = 1
    first: tuple[str, ...] = ()
    rewritten: str = ""


@dataclass(frozen=True)
class TestResult:
    """What one test said. An error in its set-up or teardown counts as failed.

    ``outcome`` is "passed", "failed" or "skipped"; ``message`` the exception in one
    line; ``details`` all that pytest says. ``file`` and ``line`` are the deepest place
    inside the project: of the exception, or of the view that gave the wrong answer.
    ``rule``, ``why``, ``expected`` and ``happened`` tell the same in words;
    ``test_file`` and ``test_line`` say where in the tests that stands; ``printed`` is
    what the project printed.
    """

    # pytest would otherwise take this class for a class of tests.
    __test__ = False

    nodeid: str
    task: str | None
    outcome: str
    message: str = ""
    details: str = ""
    file: str | None = None
    line: int | None = None
    seconds: float = 0.0
    rule: str = ""
    why: str = ""
    expected: str = ""
    happened: str = ""
    test_file: str | None = None
    test_line: int | None = None
    printed: str = ""


@dataclass(frozen=True)
class Broken:
    """Why the project cannot be tested: a sentence, what to do, a place in it.

    Where ``next_action`` has a second line, that is a command to type.
    """

    sentence: str
    next_action: str
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """The results of one run, or why there are none; ``output`` is its raw tail."""

    results: tuple[TestResult, ...] = ()
    broken: Broken | None = None
    output: str = ""

    @property
    def passed(self) -> bool:
        """True where tests ran and none of them failed."""
        return bool(self.results) and all(
            result.outcome != "failed" for result in self.results
        )
