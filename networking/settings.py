"""Django's settings, built from what `config.py` read."""

from __future__ import annotations

from typing import Any

import django_stubs_ext
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from networking.config import BASE_DIR, read_config

# Generic Django classes, such as ModelForm[Contact], can be written as the type checker reads them.
django_stubs_ext.monkeypatch()

config = read_config()

SECRET_KEY = config.secret_key
DEBUG = config.debug
ALLOWED_HOSTS = config.allowed_hosts
SVYAZI_BIND = config.bind
SVYAZI_DATA = config.data_dir
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host] if config.https else []

INSTALLED_APPS = [
    "networking.accounts",
    "networking.home",
    "networking.metrics",
    "networking.guidance",
    "networking.feeds",
    "networking.digests",
    "networking.exchange",
    "communities",
    "contacts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "networking.middleware.refuse_large_bodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "networking.middleware.say_database_is_away",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "networking.middleware.require_sign_in",
    "networking.middleware.speak_as_the_user_does",
    "networking.middleware.keep_private_pages_private",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "networking.urls"
WSGI_APPLICATION = "networking.wsgi.application"

_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("contacts.folding.Loader", _LOADERS)],
            "builtins": ["contacts.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "networking.home.context_processors.shell",
            ],
        },
    },
]

DATABASES = {"default": config.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "contacts.forms.rendering.QuickWidgets"

# Limits of sign-in attempts are counted here: a cache in each process would multiply them by the workers.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "svyazi_cache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home:today")
ACCOUNT_ADAPTER = "networking.accounts.adapter.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
# Beside allauth's own limits of everything that takes a password.
ACCOUNT_RATE_LIMITS = {"setup_code": "10/10m/key"}
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Svyazi"

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = config.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if config.https else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if config.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

# Enough for a text that is far too long to come back with a word beside its field instead of being lost.
DATA_UPLOAD_MAX_MEMORY_SIZE = 18 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# The whole body of any request, files included; the rest is refused with 413 before it is read.
MAX_BODY_BYTES = 20 * 1024 * 1024

LANGUAGE_CODE = config.language
LANGUAGES = [("ru", "Русский"), ("en", "English")]
# Ours, and what pages of allauth say otherwise with us: its English writes Titles Like This.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "networking" / "accounts" / "worn"]
TIME_ZONE = config.time_zone
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = config.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "networking.static_storage.StaticStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

MEDIA_ROOT = config.data_dir / "media"

EMAIL_BACKEND = config.email_url["EMAIL_BACKEND"]
EMAIL_HOST = config.email_url.get("EMAIL_HOST", "")
EMAIL_PORT = config.email_url.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = config.email_url.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = config.email_url.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = config.email_url.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = config.email_url.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = config.email_from

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SITE_NAME = _("Svyazi")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "svyazi": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Names that are not ours are answered with 400; scanners ask for thousands of them.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
