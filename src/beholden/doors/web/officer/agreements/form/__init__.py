"""The form by which an agreement is written: a part at a time, each of which is a page.

The draft is the same document that is written as YAML. A part reads what the document says there,
and writes what was answered back into it; what says the same stays as it was written, and what no
field can show is kept.
"""
