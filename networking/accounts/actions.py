"""How accounts come about: the first one, and those by invitation."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from networking.accounts.models import INVITATION_LIFETIME, Instance, Invitation, User


def needs_setup() -> bool:
    """Whether nobody has an account yet, so that the first visitor makes the first one."""
    return not Instance.objects.exists() and not User.objects.exists()


def set_up(user: User, *, password: str) -> User:
    """Make the first account, an admin. Raises ValidationError when somebody was quicker."""
    user.is_staff = user.is_superuser = True
    user.set_password(password)
    try:
        with transaction.atomic():
            # The key of this row is fixed, so of two visitors at once only one comes through.
            Instance.objects.create(pk=1)
            user.save()
    except IntegrityError as error:
        raise ValidationError(_("The first account has just been made. Sign in with it.")) from error
    return user


def accept(invitation: Invitation, user: User, *, password: str, now: datetime) -> User:
    """Make the account of an invitation, which is used up. Raises ValidationError when it was used meanwhile."""
    user.set_password(password)
    is_open = Invitation.objects.filter(pk=invitation.pk, used_at=None, made_at__gt=now - INVITATION_LIFETIME)
    try:
        with transaction.atomic():
            if not is_open.update(used_at=now):
                raise ValidationError(_("This invitation has been used already."))
            user.save()
    except IntegrityError as error:
        raise ValidationError(_("This e-mail is taken.")) from error
    return user
