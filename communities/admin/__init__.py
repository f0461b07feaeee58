"""What admins and editors work on: the catalogue that everybody reads, and what is suggested for it.

Nobody's own communities are here, on purpose.
"""

from communities.admin import entries, suggestions  # noqa: F401  # both register themselves
