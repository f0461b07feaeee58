"""Forms that make an account: the first one, and one by invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contacts.forms.owned import clean_texts
from networking.accounts import setup_code
from networking.accounts.models import User


class AccountForm(forms.ModelForm[User]):
    """Name, e-mail, password and language of a new account."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-reveal": ""}, render_value=False),
        help_text=_("At least ten characters; three or four words make a good one."),
    )

    class Meta:
        model = User
        fields = ["name", "email", "password", "language"]
        labels = {"name": _("What is your name?"), "email": _("E-mail"), "language": _("Language")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "username"}),
            "language": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["language"].initial = self.initial["language"] = get_language()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        super().clean()
        clean_texts(self)
        password = self.cleaned_data.get("password")
        if password:
            about = User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))
            try:
                validate_password(password, about)
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class SetupForm(AccountForm):
    """The first account; from elsewhere with the code that the start printed."""

    demo = forms.BooleanField(
        label=_("Fill it with invented people, to look around"),
        required=False,
        help_text=_("A hundred and twenty of them, with two years of meetups. Each can be deleted later."),
    )
    code = forms.CharField(
        label=_("Code from the start of the server"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}),
        help_text=_("The server printed it when it started; it also stands in the file setup-code of the data folder."),
    )
    field_order = ["code"]

    def __init__(self, *args: Any, code_is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not code_is_needed:
            del self.fields["code"]

    def clean_code(self) -> str:
        if not setup_code.is_right(self.cleaned_data["code"]):
            raise ValidationError(_("This is not the code. Look at what the server printed."), code="code")
        return str(self.cleaned_data["code"])
