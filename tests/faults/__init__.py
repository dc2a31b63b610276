"""The faults that the steps avoid, each put back to see whether a test notices.

From the root of the repository:

    python -m tests.faults           all faults: a table, exit 1 if one is not caught
    python -m tests.faults 16 L5     only those with one of these numbers, labs or names

Numbers that are no code of steps 01 to 06 stand below the table, with the reason.
Numbers are those of the fault table of the published tutorial (1 to 32), labs those
of the list of attacks (L1 to L23); both stand in the docstrings of the steps' tests.
A fault is a few exact replacements in a copy of one step's project. It is caught
where every test that is named for it goes red, and for the reason that is stated.
"""
