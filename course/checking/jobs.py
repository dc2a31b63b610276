"""What the processes that run a step's tests are asked, and where they answer."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from course.checking.results import Request

TEST_PROCESS = Path(__file__).resolve().parent / "test_process.py"


@dataclass(frozen=True)
class Job:
    """One process: what it is asked, and the files that it writes."""

    request: Request
    results: Path
    output: Path

    def asked(self) -> dict[str, object]:
        """Return the request as JSON can hold it."""
        return asdict(self.request)


def processors() -> int:
    """Return how many processes are worth it: one, two at the most.

    Each of them loads the project for itself, so more of them cost more than they
    spare; and so does a second one where others keep the processors busy.
    """
    count = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return 2 if count > 1 and busy < count else 1


def make_jobs(
    at: Path,
    tests: Path,
    project: Path,
    *,
    select: Sequence[str] = (),
    first: Sequence[str] = (),
    shares: int = 1,
    timeout: float,
    patience: float,
    rewritten: Path | None = None,
) -> list[Job]:
    """Share the tests among so many processes; their files are in the folder ``at``."""
    jobs = []
    for share in range(shares):
        results = at / f"results-{share}.jsonl"
        request = Request(
            tests=str(tests.resolve()),
            project=str(project.resolve()),
            results=str(results),
            select=list(select),
            patience=patience,
            timeout=timeout,
            share=share,
            shares=shares,
            first=tuple(first),
            rewritten=str(rewritten) if rewritten else "",
        )
        jobs.append(Job(request, results, at / f"output-{share}.txt"))
    return jobs
