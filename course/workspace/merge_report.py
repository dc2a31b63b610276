"""What ``catch-up --merge`` says: what came in, and what is left for the learner."""

import os

from course.curriculum.steps import Step
from course.paths import Places, command_line, display_path
from course.terminal import console, symbol
from course.workspace.copy_tree import LeftOut
from course.workspace.database import FILE, Carried
from course.workspace.merge_step import Brought
from course.workspace.saved_copies import (
    Kept,
    tell,
    tell_database,
    tell_folder,
    tell_others,
    tell_saved,
)


class Merged:
    """What is said after a merge."""

    def __init__(
        self, base: Step | None, end: Step, step: Step, where: Places, kept: Kept
    ) -> None:
        self.base, self.end, self.step = base, end, step
        self.where, self.kept = where, kept
        self.work = f"{display_path(where.work, where)}{os.sep}"
        self.out, self.arrow = console(), symbol("next")

    def tell(self, brought: Brought, missing: list[LeftOut]) -> None:
        """Say what came in, what is left to do, and what is next."""
        out = self.out
        tell_saved(out, self.kept.saved, self.where)
        since = f"the end of step {self.base.number_text}" if self.base else "step 01"
        out.print(
            f"Brought into {self.work} what changes from {since} to the end of step "
            f"{self.end.number_text}:"
        )
        for path in brought.changed:
            out.print(f"    {path}")
        if not brought.changed:
            out.print("    nothing: you have it all")
        for left in missing:
            tell(out, f"{left.path} is {left.why}: it is in the saved copy alone.")
        self._database()
        out.print(
            f"You are on step {self.step.number_text}: {self.step.title}", style="bold"
        )
        tell_folder(out, self.kept.saved, self.where)
        self._migrations(brought)
        self._conflicts(brought)
        out.print(f"{self.arrow} See where you are: {command_line('check')}")

    def _database(self) -> None:
        database = self.kept.database
        if database and database.done:
            tell_database(self.out, self.kept, self.where)
            return
        if database:
            tell(self.out, f"Your database is as it was, not migrated: {database.why}.")
        elif (self.where.work / FILE).is_file():
            tell(self.out, "Your database is as it was; the next `run` migrates it.")
        tell_others(self.out, self.where)

    def _migrations(self, brought: Brought) -> None:
        database: Carried | None = self.kept.database
        apps = sorted({path.split("/")[0] for path in brought.migrations})
        if apps:
            self.out.print("You have migrations of your own, so these stayed out:")
            for path in brought.migrations:
                self.out.print(f"    {self.end.name}/{path}")
        elif database and database.drift:
            self.out.print("Your models have changes that no migration makes yet.")
        else:
            return
        command = " ".join(["python manage.py makemigrations", *apps])
        self.out.print(f"{self.arrow} In {self.work}, type: {command}")
        tell(self.out, "Compare what it writes with those of the step, then: migrate.")

    def _conflicts(self, brought: Brought) -> None:
        if brought.places:
            count = len(brought.places)
            self.out.print(
                f"{symbol('fail')} Both changed, you decide ({count} "
                f"place{'s' * (count > 1)}):"
            )
            for place in brought.places:
                self.out.print(f"    {os.path.join(self.work, place)}")
            tell(
                self.out,
                "Above ======= stands yours, below it the step's. Keep what is right "
                "of both, and take out the three marker lines.",
            )
        for other in brought.others:
            self.out.print(f"{symbol('fail')} Left as it is: {other}")
        if brought.others:
            end = display_path(self.end.path, self.where)
            tell(self.out, f"Look at the step's own file in {end}{os.sep}")
