"""How the edit of one step travels on: one hop from a step to the next, in memory."""

from dataclasses import dataclass, field

from course.workspace.merge_files import BESIDE, Entry, Labels, Tree, merge


@dataclass
class Hop:
    """What a run did to one step; the first hop is the edited step itself.

    ``before`` is the step as the run found it and ``after`` as it left it. ``base`` is
    the step without the edit: for the next hop the edit is what lies between ``base``
    and ``after``. ``base`` and ``before`` differ where the edit was there already, and
    ``seen`` names the paths where a finished run had brought it: for a step that it
    reached too, the edit is only what lies between ``before`` and ``after``.
    ``conflicts`` says why a path needs a person, ``notes`` what was done.
    """

    step: str
    base: Tree
    before: Tree
    after: Tree
    seen: list[str] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def first_hop(step: str, base: Tree, now: Tree, past: Hop | None = None) -> Hop:
    """Return the edit itself; ``past`` is the first hop of the last finished run."""
    if past is None:
        return Hop(step, base, base, now)
    paths = {*base, *past.base, *past.after}
    seen = [path for path in sorted(paths) if past.base.get(path) == base.get(path)]
    return Hop(step, base, past.after, now, seen)


def carry(edit: Hop, step: str, ours: Tree, past: Hop | None = None) -> Hop:
    """Carry the edit of one step to the next step, whose files are ``ours``.

    ``past`` is this step's hop of the last finished run. A path that it brought here
    already is merged against what it brought, so that a conflict once settled does
    not come back, a second edit of the same line goes through, and an edit taken back
    is taken back here too.
    """
    hop = Hop(step, base=dict(ours), before=ours, after=dict(ours))
    for path in sorted({*edit.base, *edit.before, *edit.after}):
        _carry_path(hop, edit, path, past)
    return hop


def _carry_path(hop: Hop, edit: Hop, path: str, past: Hop | None) -> None:
    base, theirs = edit.base.get(path), edit.after.get(path)
    ours, start, brought = hop.before.get(path), base, False
    if past and path in edit.seen:
        brought = ours == past.after.get(path)
        # Where the step is again as it was before that run, nothing was brought.
        if brought or ours != past.before.get(path):
            start = edit.before.get(path)
            hop.seen.append(path)
    if base == theirs == start:
        return
    labels = Labels(f"step {hop.step[:2]} (yours)", f"step {edit.step[:2]} (the edit)")
    merged = merge(start, ours, theirs, labels)
    _put(hop.after, path, merged.entry)
    if merged.conflict:
        hop.conflicts[path] = merged.conflict
        _put(hop.after, path + BESIDE, merged.beside)
    else:
        hop.notes[path] = _note(start, ours, merged.entry)
    if past and brought:
        _put(hop.base, path, past.base.get(path))
    elif not merged.conflict:
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
