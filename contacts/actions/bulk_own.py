"""What the ground floor offers to do with many people; the order is that of the bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contacts.actions import bulk_undo
from contacts.bulk import BulkAction

OWN = (
    BulkAction("tag", "contacts:bulk_tag", _("Add a tag"), "tag", bulk_undo.undo_tag, rank=10),
    BulkAction("untag", "contacts:bulk_untag", _("Take a tag away"), "x", bulk_undo.undo_untag, rank=20),
    BulkAction("cadence", "contacts:bulk_cadence", _("Cadence"), "refresh", bulk_undo.undo_cadence),
    BulkAction("archive", "contacts:bulk_archive", _("To the archive"), "archive", bulk_undo.undo_archive),
    BulkAction("unarchive", "contacts:bulk_unarchive", _("Out of the archive"), "arrow-left", bulk_undo.undo_unarchive),
    BulkAction("delete", "contacts:bulk_delete", _("Delete"), "trash", None, rank=90),
)
