"""The gate in front of an app: who may ask, how much, and for what.

Every Dash callback is a public function, so a request is checked before Dash sees it:
host, origin, size, strict JSON, a known output, the declared inputs. A refusal is a
4xx with one sentence. The answers carry headers that keep the page to this host.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, request
from werkzeug.exceptions import HTTPException

MOST_BYTES = 256 * 1024
DEEPEST = 32
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OWN_SITE = (None, "same-origin", "none")
ELSEWHERE = "Requests from another site are refused."
NOTHING_THERE = "There is nothing at that address."
SENTENCES = {
    404: NOTHING_THERE,
    405: "That address is not asked for in that way.",
    413: f"A request may hold {MOST_BYTES // 1024} kB.",
}
UNREADABLE = "The request cannot be understood."
BROKEN = "This could not be answered. The log on the server says why."
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class RefusedError(Exception):
    """A request that is not answered: a 4xx status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def protect(app: Dash, hosts: frozenset[str]) -> None:
    """Put the gate and the headers around an app whose callbacks are all declared."""
    update_path = app.config.routes_pathname_prefix + "_dash-update-component"
    policy: list[str] = []

    def gate() -> Response | None:
        try:
            check_sender(hosts)
            if request.path == update_path:
                check_call(app.callback_map)
        except RefusedError as refused:
            return plain(refused.sentence, refused.status)
        return None

    def headers(response: Response) -> Response:
        if not policy:
            policy.append(content_policy(app))
        response.headers["Content-Security-Policy"] = policy[0]
        response.headers.update(HEADERS)
        if request.path == update_path:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.server.register_error_handler(HTTPException, in_words)
    app.server.register_error_handler(
        DependencyException, lambda _: plain(NOTHING_THERE, 404)
    )
    app.server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    # Ahead of Dash's own first-request work, so that a refusal costs nothing.
    app.server.before_request_funcs.setdefault(None, []).insert(0, gate)
    app.server.after_request(headers)


def plain(sentence: str, status: int) -> Response:
    """Return a refusal as one sentence."""
    return Response(sentence, status, mimetype="text/plain")


def in_words(error: HTTPException) -> Response:
    """Return an error of the server's own making as one sentence, never as a page."""
    status = error.code or 500
    otherwise = UNREADABLE if status < 500 else BROKEN
    answer = plain(SENTENCES.get(status, otherwise), status)
    allowed = error.get_response().headers.get("Allow")
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def content_policy(app: Dash) -> str:
    """Return the policy: own scripts, own styles with inline ones, nothing foreign."""
    hashes = " ".join(app.csp_hashes())
    return (
        f"default-src 'self'; script-src 'self' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def check_sender(hosts: frozenset[str]) -> None:
    """Refuse a foreign host name, and what a foreign page asks for.

    The name counts and not the port: a page of another site that points its own name
    at this machine still sends its own name. A link from elsewhere may be opened; what
    a foreign page asks for behind its reader's back would only cost time here.
    """
    if host_name(request.headers.get("Host", "")) not in hosts:
        raise RefusedError(403, "This board does not answer to that host name.")
    is_own = request.headers.get("Sec-Fetch-Site") in OWN_SITE
    if request.method not in WRITES:
        if not (is_own or is_opened_link()):
            raise RefusedError(403, ELSEWHERE)
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit_netloc(origin) != request.headers["Host"]:
        raise RefusedError(403, ELSEWHERE)
    if not is_own:
        raise RefusedError(403, ELSEWHERE)


def is_opened_link() -> bool:
    """Return whether a browser asks because its reader opened an address in a tab."""
    headers = request.headers
    return (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == (
        "navigate",
        "document",
    )


def host_name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()


def urlsplit_netloc(origin: str) -> str:
    """Return the host and port of an origin; nothing for one that is no address."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def check_call(callbacks: Mapping[str, Any]) -> None:
    """Refuse a callback's body that the app's own pages would never send."""
    if request.method != "POST":
        raise RefusedError(405, "Callbacks are asked for with POST.")
    if (request.content_length or 0) > MOST_BYTES:
        raise RefusedError(413, SENTENCES[413])
    if request.mimetype != "application/json":
        raise RefusedError(415, "A callback takes JSON.")
    body = read_json(request.get_data(cache=True))
    if not isinstance(body, dict):
        raise RefusedError(400, "A callback takes a JSON object.")
    output = body.get("output")
    known = callbacks.get(output) if isinstance(output, str) else None
    # What the browser computes by itself has no callback here to be called.
    if known is None or "callback" not in known:
        raise RefusedError(404, "There is no such callback.")
    for name in ("inputs", "state"):
        check_fields(body.get(name, []), known[name], name)
    check_outputs(body, str(output))


def read_json(raw: bytes) -> Any:
    """Read JSON as the standard has it: UTF-8, finite numbers, not too deep."""
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
        check_depth(body)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "The request is not valid JSON.") from error
    return body


def check_depth(value: object, depth: int = 0) -> None:
    """Refuse values nested deeper than any of ours."""
    if depth > DEEPEST:
        raise RefusedError(400, "The request is nested too deeply.")
    if isinstance(value, dict):
        children = list(value.values())
    else:
        children = value if isinstance(value, list) else []
    for each in children:
        check_depth(each, depth + 1)


def check_fields(given: object, declared: list[dict[str, Any]], name: str) -> None:
    """Refuse inputs or states that are not the declared ones, in their order."""
    if not isinstance(given, list) or len(given) != len(declared):
        raise RefusedError(400, f"The callback's {name} are not the declared ones.")
    for each, wanted in zip(given, declared, strict=True):
        if not _is_declared(each, wanted):
            raise RefusedError(400, f"The callback's {name} are not the declared ones.")


def check_outputs(body: Mapping[str, Any], output: str) -> None:
    """Refuse outputs that do not spell the callback's own name."""
    given = body.get("outputs")
    wanted = output.strip(".").split("...") if output.startswith("..") else [output]
    listed = given if isinstance(given, list) else [given]
    named = [_spelled(each) for each in listed]
    if named != [each.split("@")[0] for each in wanted]:
        raise RefusedError(400, "The callback's outputs are not the declared ones.")
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(x, str) for x in changed):
        raise RefusedError(400, "The request does not say what changed.")


def _is_declared(given: object, wanted: Mapping[str, Any]) -> bool:
    if not isinstance(given, dict):
        return False
    return (given.get("id"), given.get("property")) == (
        wanted["id"],
        wanted["property"],
    )


def _spelled(output: object) -> str:
    if not isinstance(output, dict):
        return ""
    return f"{output.get('id')}.{output.get('property')}"


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")
