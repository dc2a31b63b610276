"""The security page: clause, step, test, attack, read from the tests' docstrings."""

from collections.abc import Sequence
from pathlib import Path

from course.curriculum.steps import Step, load_steps
from course.notes.citations import Cited, citations
from course.website.links import anchor_of, page_of
from course.website.security_catalog import ATTACKS, CLAUSES

PAGE = """\
---
title: Security
description: Attacks and clauses of standards, with the tests that prove them.
---

# Security

What this service is protected against, clause by clause, and the tests that prove it.
The tables are made from the tests themselves: a test says in its docstring which clause
it proves and which attack it stops. What no test proves stands here as not covered.

## Attacks

Each works against a naive form of the same service, and fails here.

| attack | what an attacker does | step | tests |
|---|---|---|---|
{attacks}

## Clauses

RFC 8725 is the best current practice for JSON Web Tokens; ASVS is OWASP's verification
standard, version 5.0; CWE is the catalog of weaknesses, API3 an entry of OWASP's list
for APIs.

| clause | what it asks for | step | tests | attacks |
|---|---|---|---|---|
{clauses}

{count}
"""


def security_page(root: Path) -> str:
    """Return the page, from the tests of all steps."""
    steps = load_steps(root)
    found = citations(steps)
    attacks = [
        f"| {lab} | {words} | {_steps(_of_lab(lab, found), planned, steps)} "
        f"| {_tests(_of_lab(lab, found))} |"
        for lab, (words, planned) in ATTACKS.items()
    ]
    clauses = [
        f"| {clause} | {words} "
        f"| {_steps(_of_clause(clause, found), (planned,), steps)} "
        f"| {_tests(_of_clause(clause, found))} | {_labs(clause, found)} |"
        for clause, (words, planned) in CLAUSES.items()
    ]
    covered = sum(bool(_of_clause(clause, found)) for clause in CLAUSES)
    stopped = sum(bool(_of_lab(lab, found)) for lab in ATTACKS)
    return PAGE.format(
        attacks="\n".join(attacks),
        clauses="\n".join(clauses),
        count=f"{stopped} of {len(ATTACKS)} attacks and {covered} of {len(CLAUSES)} "
        "clauses have a test today.",
    )


def _of_lab(lab: str, found: Sequence[Cited]) -> list[Cited]:
    return [cited for cited in found if lab in cited.labs]


def _of_clause(clause: str, found: Sequence[Cited]) -> list[Cited]:
    return [cited for cited in found if clause in cited.clauses]


def _steps(
    found: Sequence[Cited], planned: Sequence[int], steps: Sequence[Step]
) -> str:
    """Return the steps that prove an entry, and those that will."""
    there = {step.number: step for step in steps}
    proved = {cited.step.number: cited.step for cited in found}
    links = [f"[{s.number_text}]({page_of(s)})" for _, s in sorted(proved.items())]
    later = [f"{number:02d}" for number in planned if number not in there]
    if later:
        links.append(f"not yet: planned in step {' and '.join(later)}")
    return ", ".join(links) or "not covered"


def _tests(found: Sequence[Cited]) -> str:
    return "<br>".join(
        f"[`{cited.test}`](steps/{cited.step.name}/files.md"
        f"#{anchor_of(f'tests/{cited.file}')})"
        for cited in found
    )


def _labs(clause: str, found: Sequence[Cited]) -> str:
    labs = {lab for cited in _of_clause(clause, found) for lab in cited.labs}
    return ", ".join(sorted(labs, key=lambda lab: int(lab[1:])))
