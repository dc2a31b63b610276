"""The pytest plugin that runs a share of the tests, the most wanted ones first.

Used inside the process that runs the tests. Two processes that are given the shares 0
and 1 of 2 run every test between them, and each test once.
"""

from collections.abc import Sequence

import pytest

from course.checking.in_process.pytest_recorder import Records, task_of


class Sharing:
    """Keeps the tests of one share; ``first`` are slugs of tasks, in their order."""

    def __init__(
        self, records: Records, share: int, shares: int, first: Sequence[str]
    ) -> None:
        self._records = records
        self._share = share
        self._shares = shares
        self._first = list(first)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Write down the natural order of all tests, then leave this share."""
        self._records.write("order", tests=[item.nodeid for item in items])
        # Sorting is stable: inside a task the tests keep their order.
        items[:] = self._deal(sorted(items, key=self._rank))[self._share]

    def _deal(self, items: Sequence[pytest.Item]) -> list[list[pytest.Item]]:
        """Deal out the tests; one process, which nothing slows, has the most wanted."""
        shares: list[list[pytest.Item]] = [[] for _ in range(self._shares)]
        for item in items:
            wanted = self._rank(item) == 0 and bool(self._first)
            (shares[0] if wanted else min(shares, key=len)).append(item)
        return shares

    def _rank(self, item: pytest.Item) -> int:
        task = task_of(item)
        return self._first.index(task) if task in self._first else len(self._first)
