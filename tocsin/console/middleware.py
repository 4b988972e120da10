"""What every page carries: strict headers, the viewer's language, and errors in plain words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tocsin.console.problem_pages import problem_page
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FIELD_WRONG

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class StrictHeaders:
    """Nothing from elsewhere is loaded, framed, sniffed or remembered by a shared computer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if settings.SECURE_HSTS_SECONDS:
            # Django says it over TLS alone, and TLS ends before us: browsers ignore it without.
            seconds = settings.SECURE_HSTS_SECONDS
            response.headers.setdefault("Strict-Transport-Security", f"max-age={seconds}")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class WholeWords:
    """Refuses a NUL in an address or a form: no column can hold one, nor look for it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):  # It reads its own, and says so in its own words.
            return self.answer(request)
        for name, values in (*request.GET.lists(), *request.POST.lists()):
            if any("\0" in words for words in (name, *map(str, values))):
                field = name.replace("\0", "?")[:40]
                return problem_page(request, Problem(FIELD_WRONG, field=field, why="NUL"))
        return self.answer(request)


class ChosenLanguage:
    """The language a person chose goes before the browser's."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.answer(request)


class ProblemPages:
    """A Problem raised anywhere becomes a page that says what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Problem):
            return None
        return problem_page(request, error)
