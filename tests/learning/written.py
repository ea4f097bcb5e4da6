"""A small course that is whole, and ways to spoil it."""

from __future__ import annotations

HEAD = """\
---
course: first-steps
title: First steps
audience: staff
version: 1
pass_mark: 60
valid_for_months: 12
minutes: 5
---
"""

BODY = """
## What a use is

One purpose, for which data are used.

It has an *owner*.

### Question

What is a data use?

- [ ] A table
- [x] One purpose for which
  data are used
- [ ] A department

Everything is recorded under a use. See the first section.

## Who decides

The accountable officer decides.

### Question 2

Who advises, and who decides?

Think of both.

- [x] The board advises
- [x] The officer decides
- [ ] The analyst decides

The board's advice is public.

A decision has reasons.

### Question 3

Is a refusal a fault?

- [ ] Yes
- [x] No

It is the software's no.
"""

COURSE = HEAD + BODY


def changed(old: str, new: str) -> str:
    """Return the course with one thing changed."""
    assert COURSE.count(old) == 1, old
    return COURSE.replace(old, new)
