"""The hook that gammu-smsd runs; `hook.py` may be copied alone beside any modem."""
