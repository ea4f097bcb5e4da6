"""Acts of thinking a use through: triage, canvas, design review, DPIA, and what came of it."""
