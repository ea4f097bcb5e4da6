"""The settings with which a council's home begins: what is filled in, and what may be stated.

What is not stated stands there as a remark, so that whoever opens the file sees that it can be.
"""

from __future__ import annotations

FIRST_SETTINGS = """\
# The home of one council's data uses.
name = {name}

[records]
# sqlite:///FILE (relative to this folder) or postgresql://USER@HOST/NAME
database = {database}

[keys]
# Outside this folder, and under another backup regime: who has both has everything.
# Relative to this folder, or the whole path.
directory = {keys}

# Where the public pages are, and whom to write to: who answers for data in general, and the
# data-protection officer, whom residents reach by e-mail and by post.
{public}

# How the pages look; the logo is a file within this folder:
# [pages]
# colour = "#0b4f5c"
# logo = "logo.svg"

# Whom to tell of a page that cannot be used, and the day of the statement of accessibility that
# every public body owes (docs/how-to/run-it-for-a-council.md); the page says what is not stated:
# [accessibility]
# email = "a shared mailbox"
# prepared = 2027-03-01

# How staff sign in and how messages leave: see docs/how-to/let-people-sign-in.md.
# [sign_in]
# issuer = "https://login.example.gov.uk"
# client_id = "beholden"
# client_secret = "oidc-client.secret"
# [messages]
# send_by = "console"

# Groups of parties, which agreements name as {{group: all-boroughs}}; a text names a file of them:
# [groups]
# all-boroughs = "boroughs.txt"

# Where rows for other tools are kept, apart from the records
# (docs/how-to/feed-power-bi-and-excel.md):
# [feed]
# database = "postgresql://beholden_feed@feeds.example/feeds"
# reached_at = "feeds.example:5432"

# Whether the worker seals again by itself what changed since it was sealed:
# [worker]
# seal_again = true

[ask]
seconds = 30
memory_mb = 2048
rows = 100000
# "jail": no question runs outside the jail. "best": the jail where this machine has it, and
# elsewhere the portable way, which holds less: see docs/reference/isolation.md.
isolation = {isolation}
"""
