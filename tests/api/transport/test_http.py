"""GraphQL over HTTP, from outside."""

import logging

import pytest

from domain.refusals import Unavailable
from tests.api.client import Client

pytestmark = [
    pytest.mark.anyio,
    # What is tested here never comes near a database's own ways.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


async def post(client: Client, content, **headers):
    return await client.http.post(
        "/graphql",
        content=content,
        headers={
            "authorization": f"Bearer {client.key}",
            "content-type": JSON,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )


async def test_an_answer_is_json_and_has_a_request_id(client):
    answer = await client.post("{ feed { cursor } }")

    assert (answer.status_code, answer.headers["content-type"], answer.json()) == (
        200,
        "application/json; charset=utf-8",
        {"data": {"feed": {"cursor": "0"}}},
    )
    assert len(answer.headers["x-request-id"]) == 32


async def test_a_request_id_that_is_brought_is_kept(client):
    answer = await client.post("{ feed { cursor } }", x_request_id="from-a-proxy-1")

    assert answer.headers["x-request-id"] == "from-a-proxy-1"


@pytest.mark.parametrize("authorization", ["", "Bearer nonsense", "Basic Og==", "Bearer"])
async def test_without_a_key_that_opens_something_nothing_is_told(client, authorization):
    answer = await client.post("{ __typename }", authorization=authorization)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, answer.headers["www-authenticate"], error["extensions"]) == (
        401,
        'Bearer realm="cairn"',
        {"code": "UNAUTHENTICATED"},
    )


async def test_a_key_in_the_url_opens_nothing(client):
    answer = await client.http.get(
        f"/graphql?query={{__typename}}&authorization=Bearer {client.key}"
    )

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"null", 400),
        (b"[]", 400),
        (b'[{"query": "{ __typename }"}]', 400),
        (b'"{ __typename }"', 400),
        (b"{}", 400),
        (b'{"query": null}', 400),
        (b'{"query": 7}', 400),
        (b'{"query": ""}', 400),
        (b'{"query": "{ __typename }", "variables": []}', 400),
        (b'{"query": "{ __typename }", "variables": "x"}', 400),
        (b'{"query": "{ __typename }", "operationName": 5}', 400),
        (b'{"query": "{ __typename }", "extensions": 5}', 400),
        (b'{"query": "{ __typename }"', 400),
        (b'{"query": "\xff"}', 400),
        (b'{"query": "{ \\ud800 }"}', 400),
        (b'{"query": "{ __typename }", "operationName": "\\ud800"}', 400),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', 400),
        (b'{"variables": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", 400),
        (b'{"query": "{ __typename }", "variables": {"a": "' + b"a" * 4_200_000 + b'"}}', 413),
    ],
)
async def test_a_body_that_cannot_be_taken_is_told_so_and_never_a_fault_of_ours(
    client, content, status
):
    answer = await post(client, content)

    assert (answer.status_code, [*answer.json()]) == (status, ["errors"])


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        "query ($a: Int) { __typename }",
        "{ __typename } query A { __typename }",
        "{" * 3_000,
        "{ a " * 90 + "}" * 90,
        "[" * 80,
        "query { journey(key: " + "[" * 90 + "]" * 90 + ") { key } }",
        "{ __typename " + "a " * 30_000 + "}",
        "fragment f on Query { ...f } { ...f }",
    ],
)
async def test_a_document_that_cannot_be_carried_out_is_told_so(client, query):
    by_old = await client.post(query, accept=JSON)
    by_new = await client.post(query, accept=GRAPHQL)

    assert (by_old.status_code, [*by_old.json()]) == (200, ["errors"])
    assert (by_new.status_code, by_new.headers["content-type"], [*by_new.json()]) == (
        400,
        "application/graphql-response+json; charset=utf-8",
        ["errors"],
    )


async def test_a_document_whose_fragments_double_one_another_holds_nobody_up(client):
    spreads = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(25))
    query = f"{{ ...f0 }} {spreads} fragment f25 on Query {{ feed {{ cursor }} }}"

    error = await client.error(query)

    assert (len(query) < 2_000, error["message"]) == (
        True,
        f"It asks for {2 * 2**25} fields; 500 are allowed.",
    )


async def test_variables_that_do_not_fit_are_a_fault_of_the_request(client):
    query = "query ($key: String!) { journey(key: $key) { key } }"

    answer = await client.post(query, {"key": 5}, accept=GRAPHQL)

    assert (answer.status_code, [*answer.json()]) == (400, ["errors"])


async def test_half_a_character_is_no_argument(client):
    query = "query ($key: String!, $id: ID!) { journey(key: $key) { key } node(id: $id) { id } }"
    variables = b'{"key": "\\ud800", "id": "\\ud800"}'
    fits = await post(client, b'{"query": "%b", "variables": %b}' % (query.encode(), variables))
    wrong = await post(
        client,
        b'{"query": "query ($n: Int) { profiles(first: $n) { totalCount } }",'
        b' "variables": {"n": "\\ud800"}}',
    )

    assert fits.json() == {"data": {"journey": None, "node": None}}
    assert [*wrong.json()] == ["errors"]


async def test_half_a_character_is_quoted_as_its_escape(client):
    query = b"query ($f: ProfileFilter) { profiles(filter: $f) { totalCount } }"

    answer = await post(
        client, b'{"query": "%b", "variables": {"f": {"\\ud800": 1}}}' % query, accept=GRAPHQL
    )

    (error,) = answer.json()["errors"]
    assert (answer.status_code, "\\ud800" in error["message"]) == (400, True)


async def test_a_query_may_be_asked_with_get_and_nothing_else(client):
    headers = {"authorization": f"Bearer {client.key}"}
    query = "query A($key: String!) { journey(key: $key) { key } } query B { feed { cursor } }"
    mutation = 'mutation { saveTeam(key: "a", name: "A") { __typename } }'

    async def get(**params):
        answer = await client.http.get("/graphql", params=params, headers=headers)
        return answer.status_code, answer.headers.get("allow"), answer.json().get("data")

    assert await get(query=query, operationName="A", variables='{"key": "x"}') == (
        200,
        None,
        {"journey": None},
    )
    assert await get(query=query, operationName="B") == (200, None, {"feed": {"cursor": "0"}})
    assert await get(query=mutation) == (405, "POST", None)
    assert (await get(query=query, operationName="A", variables="{"))[0] == 400
    assert (await get())[0] == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD"])
async def test_other_methods_are_not_for_this_door(client, method):
    answer = await client.http.request(method, "/graphql")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "multipart/form-data",
        "application/json; charset=latin1",
    ],
)
async def test_other_kinds_of_body_are_not_taken(client, content_type):
    answer = await post(client, b'{"query": "{ __typename }"}', content_type=content_type)

    assert answer.status_code == 415


async def test_who_can_take_nothing_that_we_have_is_told_so(client):
    answer = await client.post("{ __typename }", accept="text/html")

    assert answer.status_code == 406


async def test_a_subscription_needs_a_stream(client):
    answer = await client.post("subscription { stageChanges { cursor } }")

    assert answer.status_code == 406


class Broken:
    """A database that fails in a way nobody thought of."""

    def __init__(self, error):
        self.error = error

    async def read(self, workspace, work):
        raise self.error


def broken(client, error):
    parts = client.app.state.parts
    object.__setattr__(parts.engine, "database", Broken(error))


async def test_a_failure_of_ours_is_known_to_clients_by_its_id_alone(client, caplog):
    await client.post("{ __typename }")
    broken(client, KeyError("the secret of the house"))

    with caplog.at_level(logging.ERROR, "cairn.api"):
        answer = await client.post("{ feed { cursor } }")

    request_id = answer.headers["x-request-id"]
    (error,) = answer.json()["errors"]
    assert error == {
        "message": "Something went wrong",
        "locations": [{"line": 1, "column": 3}],
        "path": ["feed"],
        "extensions": {"code": "INTERNAL_ERROR", "requestId": request_id},
    }
    assert "the secret of the house" not in answer.text
    (record,) = caplog.records
    assert (record.getMessage(), record.exc_info[0]) == (f"request {request_id} failed", KeyError)


async def test_a_store_that_is_away_is_said_to_be_for_now(client):
    await client.post("{ __typename }")
    broken(client, Unavailable())

    answer = await client.post("{ feed { cursor } }")

    (error,) = answer.json()["errors"]
    assert (answer.status_code, answer.headers["retry-after"], error["extensions"]) == (
        503,
        "1",
        {"code": "UNAVAILABLE"},
    )


async def test_who_cannot_be_told_apart_while_the_store_is_away_is_asked_to_wait(client):
    parts = client.app.state.parts
    parts.gate._database = Broken(Unavailable())

    answer = await client.post("{ __typename }")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_nothing_of_ours_is_said_where_the_application_itself_fails(client, caplog):
    parts = client.app.state.parts
    parts.gate._database = Broken(ZeroDivisionError("the secret of the house"))

    answer = await client.post("{ __typename }")

    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
        500,
        "Something went wrong",
    )


async def test_events_are_sent_as_graphql_sse_has_them(client):
    answer = await client.post("{ feed { cursor } }", accept="text/event-stream")

    assert (answer.status_code, answer.headers["content-type"], answer.text) == (
        200,
        "text/event-stream; charset=utf-8",
        ':\n\nevent: next\ndata: {"data":{"feed":{"cursor":"0"}}}\n\nevent: complete\ndata:\n\n',
    )


async def test_an_error_is_an_event_too(client):
    answer = await client.post(
        'subscription { stageChanges(after: "5") { cursor } }', accept="text/event-stream"
    )

    data = '{"errors":[{"message":"That is not a cursor of this connection."'
    assert data in answer.text
    assert answer.text.endswith("event: complete\ndata:\n\n")


async def test_for_whom_one_asks_is_checked(client):
    answer = await client.post("{ __typename }", x_cairn_actor="x" * 129)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]) == (
        400,
        {"code": "BAD_ARGUMENT", "argument": "X-Cairn-Actor"},
    )
