"""What a cell can show besides text."""


class SVG:
    """A drawing, from its source."""

    def __init__(self, data: str) -> None:
        self.data = data

    def _repr_svg_(self) -> str:
        return self.data
