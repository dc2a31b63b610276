"""How the edit of one step travels on: one hop from a step to the next, in memory."""

from dataclasses import dataclass, field

from course.workspace.merge_files import BESIDE, Entry, Labels, Tree, merge


@dataclass
class Hop:
    """What a run did to one step; the first hop is the edited step itself.

    ``before`` is the step as the run found it and ``after`` as it left it. ``base`` is
    the step without the edit: for the next hop the edit is what lies between ``base``
    and ``after``. ``base`` and ``before`` differ where the edit was there already.
    ``conflicts`` says why a path needs a person, ``notes`` what was done.
    """

    step: str
    base: Tree
    before: Tree
    after: Tree
    conflicts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def carry(edit: Hop, step: str, ours: Tree) -> Hop:
    """Carry the edit of one step to the next step, whose files are ``ours``."""
    hop = Hop(step, base=dict(ours), before=ours, after=dict(ours))
    labels = Labels(f"step {step[:2]} (yours)", f"step {edit.step[:2]} (the edit)")
    for path in sorted({*edit.base, *edit.after}):
        if edit.base.get(path) != edit.after.get(path):
            _carry_path(hop, edit, path, labels)
    return hop


def _carry_path(hop: Hop, edit: Hop, path: str, labels: Labels) -> None:
    base, theirs, ours = (
        tree.get(path) for tree in (edit.base, edit.after, hop.before)
    )
    merged = merge(base, ours, theirs, labels)
    _put(hop.after, path, merged.entry)
    if merged.conflict:
        hop.conflicts[path] = merged.conflict
        _put(hop.after, path + BESIDE, merged.beside)
        return
    hop.notes[path] = _note(base, ours, merged.entry)
    without = merge(theirs, merged.entry, base, labels)
    if not without.conflict:
        _put(hop.base, path, without.entry)


def _put(tree: Tree, path: str, entry: Entry | None) -> None:
    if entry is None:
        tree.pop(path, None)
    else:
        tree[path] = entry


def _note(base: Entry | None, ours: Entry | None, now: Entry | None) -> str:
    if now == ours:
        return "nothing to do"
    if now is None:
        return "removed"
    if ours is None:
        return "added"
    return "same as the edited file" if ours == base else "merged"
