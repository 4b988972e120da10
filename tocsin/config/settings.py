"""Django's settings: one file, no environments; what differs between places is in the environment."""

from pathlib import Path

from tocsin.config import env
from tocsin.config.database import database_url, django_form
from tocsin.config.keys import key_ring, signing_key
from tocsin.intake.limits import LONGEST_REQUEST

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(env.text("TOCSIN_DATA", "var/data")).absolute()

EXERCISE = env.flag("TOCSIN_EXERCISE")
MISSION = env.text("TOCSIN_MISSION", "Tocsin")
LOCAL_ZONE = env.text("TOCSIN_LOCAL_ZONE", "Africa/Lubumbashi")
# Whether one releasing officer may release a P1 alone, reviewed within the hour.
BREAK_GLASS = env.flag("TOCSIN_BREAK_GLASS", default=True)
DUTY_PHONE = env.text("TOCSIN_DUTY_PHONE", "")
# Who speaks in CAP: a name unique in the world, and the key that signs (PEM files, outside the database).
CAP_SENDER = env.text("TOCSIN_CAP_SENDER", "tocsin.invalid")
CAP_KEY = env.text("TOCSIN_CAP_KEY", "")
CAP_CERTIFICATE = env.text("TOCSIN_CAP_CERTIFICATE", "")
# Where backups go, sealed for the public half of a key whose secret half the operator keeps elsewhere.
BACKUP_FOLDER = env.text("TOCSIN_BACKUP_FOLDER", "")
BACKUP_KEY = env.secret("TOCSIN_BACKUP_KEY") or ""
BACKUP_HOURS = env.number("TOCSIN_BACKUP_HOURS", 24)
BACKUP_KEEP = env.number("TOCSIN_BACKUP_KEEP", 14)
# How long words of messages, and what was told, are kept once nothing is open about them.
RETENTION_MONTHS = env.number("TOCSIN_RETENTION_MONTHS", 24)
# One of our own numbers, which gets a test a day through each gateway that can text.
CANARY_NUMBER = env.text("TOCSIN_CANARY_NUMBER", "")
# Asked for once a minute while nothing is late: somebody outside alarms when that stops.
ALIVE_URL = env.text("TOCSIN_ALIVE_URL", "")
LINE_URL = env.text("TOCSIN_LINE_URL", "http://127.0.0.1:8000")

KEY_RING = key_ring(DATA)
SECRET_KEY = signing_key(DATA)
DEBUG = False
ALLOWED_HOSTS = env.text("TOCSIN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("TOCSIN_ORIGINS", "").split(",") if origin]
CSRF_FAILURE_VIEW = "tocsin.console.problem_pages.form_stale"


DATABASE_URL = database_url()
DATABASES = {"default": django_form(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tocsin.records",
    "tocsin.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Secrets in pages are masked anew for each answer (CSRF), so that compression tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "tocsin.console.middleware.StrictHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tocsin.console.middleware.ChosenLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tocsin.console.middleware.WholeWords",
    "tocsin.console.middleware.ProblemPages",
]

ROOT_URLCONF = "tocsin.config.urls"
WSGI_APPLICATION = "tocsin.config.wsgi.application"
AUTH_USER_MODEL = "records.User"
LOGIN_URL = "console:sign_in"
LOGIN_REDIRECT_URL = "console:board"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tocsin.console.context.shell",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = env.text("TOCSIN_STATIC", "") or None
STATICFILES_DIRS = [
    folder
    for folder in [Path(env.text("TOCSIN_ASSETS", str(ROOT.parent / "build" / "static")))]
    if folder.is_dir()
]
# Served straight from the apps: no collect step can be forgotten on a laptop.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_COOKIES = env.flag("TOCSIN_HTTPS")
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

# What somebody uploads may hold names: it is never put on the disk in clear. No request is longer (intake).
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LONGEST_REQUEST

# Set by Django's own logger otherwise: request lines could carry what a person typed.
LOGGING_CONFIG = None
