"""Reports as letters: text, HTML and PDF. Apart from the rows of the post, which the line moves and which print nothing."""

from uuid import UUID

from tocsin.actions.report_files import FILES, made
from tocsin.actions.report_heads import opened
from tocsin.actions.report_posts import with_report
from tocsin.channels.letters import Attachment, Letter
from tocsin.domain.report_words import Audience, ReportFormat


def letter_of(key: UUID) -> Letter:
    """Write the letter of one copy: what its reader may read, as text, HTML and PDF."""
    row = with_report().get(pk=key)
    read = opened(row.copy.report, language=row.copy.language)
    label = read.words.tables["label"]
    if not row.carries:
        # Each of these is a letter of its own: under the id of an earlier one, mail programs drop it.
        n_corrected = row.copy.corrections.count()
        name, said = (
            (f"{row.pk}-{n_corrected}", "corrected") if n_corrected else (str(row.pk), "waits")
        )
        return Letter(name, row.address, "Tocsin", f"{label[said]}\n")
    audience = Audience(row.copy.audience)
    mark = f"{label['copy']} {row.copy.reader.title}"
    pdf = made(read, ReportFormat.PDF, audience=audience, watermark=mark)
    marking = read.words.of("marking", row.copy.marking)
    return Letter(
        id=str(row.pk),
        to=row.address,
        subject=f"{marking} – {read.head.reference}",
        text=made(read, ReportFormat.TEXT, audience=audience, watermark=mark).decode(),
        html=made(read, ReportFormat.HTML, audience=audience, watermark=mark).decode(),
        attachments=(
            Attachment(
                f"{read.head.reference.replace('/', '-')}.pdf", FILES[ReportFormat.PDF].media, pdf
            ),
        ),
    )
