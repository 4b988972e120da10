"""How the database is reached: with how much patience, and in the form that Django wants."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tocsin.config import env

# A machine that vanishes says nothing. Without these a connection to it waits for a quarter of an
# hour, and a new one tries its silence for minutes before the next host of the list.
PATIENCE = {
    "connect_timeout": 5,  # seconds, for each host
    "tcp_user_timeout": 10_000,  # milliseconds that something sent may stay unheard
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}


def database_url() -> str:
    """Return where the database of this deployment is, as a patient connection string."""
    return patient(env.secret("TOCSIN_DATABASE_URL") or "postgresql:///tocsin")


def patient(url: str) -> str:
    """Return the address as a connection string that gives a vanished machine up; what it says itself wins."""
    return make_conninfo("", **{**PATIENCE, **conninfo_to_dict(url)})


def django_form(url: str) -> dict[str, Any]:
    """Turn a PostgreSQL URL or conninfo into Django's form; empty values fall to libpq's defaults."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "tocsin",
            # What asks to be prepared (records/prepared.py) is planned once and not every few times;
            # what Django says by itself is never prepared.
            "prepare_threshold": 0,
            **parts,
            "options": f"-c plan_cache_mode=force_generic_plan {parts.get('options', '')}".strip(),
        },
    }
