"""Version 1 as one application: its operations, its errors, its contract."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from tocsin.api.cap import router as cap_router
from tocsin.api.corrections import router as corrections
from tocsin.api.field import router as field
from tocsin.api.reading import WholeWords
from tocsin.api.reports import router as reports
from tocsin.api.resources import router
from tocsin.api.responding import router as responding
from tocsin.api.signs import router as signs
from tocsin.api.statistics import router as statistics
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FIELD_WRONG, TOKEN_WRONG

MEDIA = "application/problem+json"
PROBLEM: Any = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `code` is in the reference of problems, and is never used for anything else.",
    "required": ["type", "title", "detail", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
    },
}


class Api(NinjaAPI):
    """Says in its contract what an error looks like, of every operation."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        contract = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        contract["components"]["schemas"]["Problem"] = PROBLEM
        shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
        for operations in contract["paths"].values():
            for operation in operations.values():
                answer = {"description": "A problem", "content": {MEDIA: shape}}
                operation["responses"]["default"] = answer
        return contract


api = Api(
    title="Tocsin",
    version="1",
    description="Community early warning. No operation returns a name or a number of a person.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
    parser=WholeWords(),
)
api.add_router("", router)
api.add_router("", cap_router)
api.add_router("", responding)
api.add_router("", corrections)
api.add_router("", statistics)
api.add_router("", signs)
api.add_router("", reports)
api.add_router("", field)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:  # noqa: ARG001
    """Answer an error as RFC 9457, in the words of the catalogue."""
    body = {
        "type": f"urn:tocsin:problem:{problem.code}",
        "title": problem.sentence,
        "detail": problem.remedy,
        "status": problem.status,
        "code": problem.code,
    }
    return HttpResponse(json.dumps(body), status=problem.status, content_type=MEDIA)


@api.exception_handler(AuthenticationError)
def on_nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    return on_problem(request, Problem(TOKEN_WRONG))


@api.exception_handler(ValidationError)
def on_wrong_field(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the field and what is wrong with it, and never repeat its value."""
    first = error.errors[0] if error.errors else {}
    field = str((first.get("loc") or ["request"])[-1])
    return on_problem(request, Problem(FIELD_WRONG, field=field, why=first.get("type", "wrong")))


@api.exception_handler(HttpError)
def on_no_json(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    """Ninja raises it for one thing alone: a body that is no JSON, or whose words nobody can store."""
    return on_problem(request, Problem(FIELD_WRONG, field="body", why="unreadable"))
