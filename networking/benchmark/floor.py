from __future__ import annotations

from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from networking.middleware import View

_PEOPLE = (
    "SELECT id, given_name, family_name, company FROM contacts_contact "
    "WHERE owner_id = %s AND trash_id IS NULL ORDER BY name_key, id LIMIT %s"
)


def floor(request: HttpRequest) -> HttpResponse:
    """As little as a signed-in page with so many rows can be: one statement, one short template."""
    rows = int(request.GET.get("rows", "50"))
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [request.user.pk, rows])
        people = cursor.fetchall()
    return render(request, "benchmark/floor.html", {"people": people})


def say_what_it_cost(get_response: View) -> View:
    """Time inside Django and the number of statements, as headers of the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        statements = 0

        def count(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            nonlocal statements
            statements += 1
            return execute(sql, params, many, context)

        begin = perf_counter()
        with connection.execute_wrapper(count):
            response = get_response(request)
        response["X-Benchmark-Ms"] = f"{(perf_counter() - begin) * 1000:.3f}"
        response["X-Benchmark-Queries"] = str(statements)
        return response

    return middleware
