"""Put the faults back and print the table: ``python -m tests.faults``."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.table import Table

from course.checking.watch.warm_runner import WarmRunner
from course.terminal import console, symbol

from .model import Fault
from .table import FAULTS, NOT_HERE
from .trial import Verdict, try_fault


def main(wanted: Sequence[str], faults: Sequence[Fault] = FAULTS) -> int:
    """Print what came of the faults with these numbers or names, or of all.

    Return 0 where all are caught, 1 where one is not, 2 where there is no such fault.
    """
    out = console()
    chosen = [
        fault
        for fault in faults
        if not wanted or {*fault.numbers.split(), fault.name} & set(wanted)
    ]
    reasons = {
        number: reason
        for number, reason in NOT_HERE.items()
        if not wanted or number in wanted
    }
    if not chosen and not reasons:
        out.print(f"There is no fault {' '.join(wanted)}: say 16, L5 or a name.")
        return 2
    verdicts = list(try_all(chosen))
    out.print(table_of(verdicts), soft_wrap=False)
    for number, reason in reasons.items():
        out.print(f"{number:>4}  {reason}")
    missed = [verdict for verdict in verdicts if not verdict.caught]
    for verdict in missed:
        out.print(f"\n{symbol('fail')} {verdict.fault.name}: {verdict.problem}")
    out.print(f"\n{len(verdicts) - len(missed)} of {len(verdicts)} faults are caught.")
    return 1 if missed else 0


def try_all(faults: Sequence[Fault]) -> Iterator[Verdict]:
    """Try the faults, some at a time, and give the verdicts in the order asked for."""
    # Each worker begins with loading Django, which a few faults do not repay.
    workers = min(os.cpu_count() or 1, 1 + len(faults) // 8)
    parts = [faults[start::workers] for start in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        found = {
            verdict.fault.name: verdict
            for part in pool.map(_try_some, parts)
            for verdict in part
        }
    return (found[fault.name] for fault in faults)


def _try_some(faults: Sequence[Fault]) -> list[Verdict]:
    verdicts = []
    with WarmRunner() as warm:
        for fault in faults:
            with tempfile.TemporaryDirectory(prefix="fault-") as folder:
                verdicts.append(try_fault(fault, warm, Path(folder)))
    return verdicts


def table_of(verdicts: Sequence[Verdict]) -> Table:
    """Lay the verdicts out: number, fault, step, what is put back, what went red."""
    table = Table("caught", "number", "fault", "step", "put back")
    # A name that is cut off cannot be looked for.
    table.add_column("tests that went red", overflow="fold")
    for verdict in verdicts:
        fault = verdict.fault
        mark = "pass" if verdict.caught else "fail"
        table.add_row(
            f"{symbol(mark)} {'yes' if verdict.caught else 'NO'}",
            fault.numbers,
            fault.name.replace("-", " "),
            f"{fault.step:02d}",
            fault.put_back,
            "\n".join(test.partition("::")[2] for test in verdict.red),
        )
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
