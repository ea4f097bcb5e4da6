"""Courses: what people who act must know, in Markdown, with questions that are marked."""

__all__: list[str] = []
