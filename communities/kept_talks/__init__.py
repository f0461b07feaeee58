"""The database itself keeps how many interactions with members there were: by community and family, by day and month.

Counting them anew means to look for the memberships of everybody in every interaction. The numbers follow their facts
in the same transaction, whatever changes those: a form, a bulk statement, the trash, a merge, an import.
"""

from communities.kept_talks.keeping import TRIGGERS as TRIGGERS
from communities.kept_talks.keeping import recount as recount
from communities.kept_talks.statements import EVERYWHERE as EVERYWHERE
from communities.kept_talks.statements import TABLE as TABLE
from communities.kept_talks.statements import place_of as place_of
