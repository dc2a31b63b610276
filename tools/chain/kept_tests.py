"""Every test of a step is still there in the next, unless the next says otherwise."""

from itertools import zip_longest

from course.curriculum.steps import Step
from course.curriculum.test_sources import Source, sources_of
from tools.chain.defect import Defect


def check_kept(step: Step, before: Step | None) -> list[Defect]:
    """Compare the tests of two neighbors, and both with what step.toml declares."""
    old = sources_of(before.path / "tests") if before else {}
    new = sources_of(step.path / "tests")
    changed = {test for test in old.keys() & new if old[test].lines != new[test].lines}
    number = before.number_text if before else "00"
    defects = []
    for test in old:
        if test not in new and test not in step.removed_tests:
            what = f"the test of step {number} is gone"
            defects.append(_undeclared(step, test, "removed", what))
        elif test in changed and test not in step.changed_tests:
            what = f"the test is not what it is in step {number}"
            was = _first_difference(old[test], new[test])
            defects.append(_undeclared(step, test, "changed", what, was))
    for test in step.removed_tests:
        if test not in old:
            defects.append(_untrue(step, test, "removed", "no such test before"))
        elif test in new:
            defects.append(_untrue(step, test, "removed", "it is still there"))
    for test in step.changed_tests:
        if test not in old or test not in new:
            defects.append(_untrue(step, test, "changed", "it is not in both steps"))
        elif test not in changed:
            defects.append(_untrue(step, test, "changed", "it is the same in both"))
    return defects


def _first_difference(old: Source, new: Source) -> tuple[str, ...]:
    pairs = zip_longest(old.lines, new.lines, fillvalue="(nothing)")
    was, now = next((was, now) for was, now in pairs if was != now)
    return (f"was: {was.strip()}", f"now: {now.strip()}")


def _undeclared(
    step: Step, test: str, entry: str, what: str, lines: tuple[str, ...] = ()
) -> Defect:
    action = (
        f"python learn.py author propagate {step.number - 1:02d}, or declare it in "
        f"{step.name}/step.toml: [tests] {entry}"
    )
    return Defect("kept", step.name, f"tests/{test}", what, lines, action)


def _untrue(step: Step, test: str, entry: str, why: str) -> Defect:
    what = f"step.toml declares it {entry}, but {why}"
    action = f"Take it out of {step.name}/step.toml: [tests] {entry}"
    return Defect("kept", step.name, f"tests/{test}", what, (), action)
