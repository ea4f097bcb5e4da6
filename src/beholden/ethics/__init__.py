"""What is thought through before data are used: how much review is owed, the canvas, the assessments."""

__all__: list[str] = []
