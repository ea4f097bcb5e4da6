"""The data ethics board: it advises, in public, and never decides."""
