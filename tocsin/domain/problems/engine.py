"""What goes wrong with the machine, the log book, backups and reports."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

DATABASE_AWAY = ProblemKind(
    "engine.database_away",
    503,
    _("The database does not answer."),
    _(
        "Take calls and radio on paper now. Nothing that was confirmed is lost; it goes on by itself."
    ),
)
ENGINE_AWAY = ProblemKind(
    "engine.stopped",
    503,
    _("Nothing has moved for %(seconds)s seconds: the engine that pages people has stopped."),
    _("Call the next person of the ladder by voice, and start the engine: tocsin jobs."),
)
DISK_FULL = ProblemKind(
    "engine.disk_full",
    503,
    _("The disk is almost full: %(left)s megabytes are left."),
    _("Free space or move the data folder. Messages are refused before they could be lost."),
)
CLOCK_WRONG = ProblemKind(
    "engine.clock_wrong",
    503,
    _("The clock of this machine jumped by %(seconds)s seconds."),
    _("Set the clock. Pages fire on time; recorded times may be wrong since."),
)
SCHEMA_OLD = ProblemKind(
    "engine.schema_old",
    503,
    _("The tables are older than this release."),
    _("Run: tocsin demo, or tocsin serve, which bring them up to date."),
)
KEY_MISSING = ProblemKind(
    "engine.key_missing",
    503,
    _("The key that opens names and numbers is missing or wrong."),
    _("Put the key file back beside the data folder. Without it nobody can be called."),
)
KEY_UNKNOWN = ProblemKind(
    "engine.key_unknown",
    500,
    _("A name or number was sealed with a key that this machine does not have."),
    _("Add the old key to the ring."),
)
PORT_TAKEN = ProblemKind(
    "engine.port_taken",
    409,
    _("Port %(port)s is used by another program."),
    _("Choose another one with --port."),
)
DATA_IN_USE = ProblemKind(
    "engine.data_in_use",
    409,
    _("Another Tocsin already runs on this data folder."),
    _("Stop that one, or give another folder with --data."),
)
UNEXPECTED = ProblemKind(
    "engine.unexpected",
    500,
    _("Something went wrong that nobody foresaw. It was noted under %(reference)s."),
    _("Try once more. If it stays, give this reference to an administrator."),
)
JOURNAL_BROKEN = ProblemKind(
    "journal.broken",
    409,
    _("The log book was changed: %(count)s lines do not fit the chain."),
    _("Keep a copy of the database as it is, and tell the auditor."),
)
JOURNAL_READ_ONLY = ProblemKind(
    "journal.read_only",
    405,
    _("The log book cannot be changed."),
    _("Write a new line that corrects the old one."),
)
BACKUP_UNREADABLE = ProblemKind(
    "backup.unreadable",
    422,
    _("This backup cannot be opened with the key of this machine."),
    _("Give the key that it was made with."),
)
BACKUP_NOT_EMPTY = ProblemKind(
    "backup.not_empty",
    409,
    _("There is data already, so nothing was put back."),
    _("Restore into an empty folder with --data."),
)
BACKUP_RUNNING = ProblemKind(
    "backup.running",
    409,
    _("Another backup is being made."),
    _("Wait until it has ended, and say it again."),
)
BACKUP_FAILED = ProblemKind(
    "backup.failed",
    500,
    _("The backup failed (%(failure)s): %(why)s."),
    _("Older backups are untouched. Put this right and make another at once."),
)
BACKUP_NOT_SET_UP = ProblemKind(
    "backup.not_set_up",
    409,
    _("It is not said where backups go, or for which key."),
    _("Make a key with tocsin backup-key, and set TOCSIN_BACKUP_KEY and TOCSIN_BACKUP_FOLDER."),
)
REPORT_EMPTY = ProblemKind(
    "report.nothing_to_say",
    422,
    _("There is no P1 at %(base)s to report on."),
    _("Name the incident, or write the report by hand."),
)
REPORT_RELEASED = ProblemKind(
    "report.released",
    409,
    _("This report is released and cannot be changed."),
    _("Make a correction; it goes to the same addressees."),
)
REPORT_FORMAT = ProblemKind(
    "report.format_unknown",
    422,
    _("Reports cannot be written as %(format)s."),
    _("Choose pdf, docx, html or txt."),
)
PRINT_FAILED = ProblemKind(
    "print.failed",
    500,
    _("The sheet %(sheet)s could not be printed: %(why)s."),
    _("Try once more. If it stays, tell an administrator which page you printed from."),
)
