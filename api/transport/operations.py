"""From a request's plain values to answers: parsed and validated once per text, then carried out.

Every transport comes through here. A query or mutation gives one answer, a subscription as many as
there are to come.
"""

import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeAlias, TypeGuard

import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationType,
    execute,
    get_operation_ast,
    parse,
    subscribe,
    validate,
)
from strawberry.execution import optimized_is_awaitable

from api.context import Context
from api.limits import MOST_TOKENS, excess, shortened
from api.scopes import needed_by, permit
from api.transport.bodies import MOST_NESTED, BadBody, is_nested_beyond
from api.transport.failures import (
    AWAY,
    Shown,
    failure_error,
    is_away,
    log,
    refusal_error,
    shown_errors,
)
from domain.refusals import Refusal

MOST_DOCUMENTS = 1_000
LONGEST_KEPT = 32_768
_HALVES = re.compile("[\ud800-\udfff]")

Prepared: TypeAlias = DocumentNode | list[GraphQLError]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks: a document, which of its operations, and with which variables."""

    query: str
    operation_name: str | None
    variables: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. A `declined` one was never carried out: it has errors and no data."""

    body: Mapping[str, Any]
    is_declined: bool = False
    is_away: bool = False


def asked(values: object) -> Asked:
    """What the plain values of a request ask. Raises BadBody."""
    if not isinstance(values, dict):
        raise BadBody("A request is an object with a query; batches are not taken.")
    query, name = values.get("query"), values.get("operationName")
    variables, extensions = values.get("variables"), values.get("extensions")
    if not _is_text(query) or not query.strip():
        raise BadBody("A request has a query, which is a string.")
    if name is not None and not _is_text(name):
        raise BadBody("operationName is a string.")
    if variables is not None and not isinstance(variables, dict):
        raise BadBody("variables are an object.")
    if extensions is not None and not isinstance(extensions, dict):
        raise BadBody("extensions are an object.")
    return Asked(query, name, variables)


def _is_text(value: object) -> TypeGuard[str]:
    """Whether it is a string that can be written again; half a surrogate pair cannot."""
    return isinstance(value, str) and (value.isascii() or not _HALVES.search(value))


class Operations:
    """The schema at work; keeps documents that it has seen, parsed and validated."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self._schema = schema._schema
        self._executor = schema.execution_context_class
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._needs: dict[tuple[str, str | None], frozenset[str]] = {}

    def kind(self, question: Asked) -> OperationType | None:
        """Whether it is a query, a mutation or a subscription; None for what cannot be told."""
        prepared = self._document(question.query)
        if isinstance(prepared, list):
            return None
        operation = get_operation_ast(prepared, question.operation_name)
        return None if operation is None else operation.operation

    async def answers(
        self, question: Asked, context: Context, request_id: str
    ) -> AsyncGenerator[Answer, None]:
        """One answer, or those of a subscription until it ends."""
        try:
            async with aclosing(self._results(question, context)) as results:
                async for result in results:
                    yield _answer(result, request_id)
        except Refusal as refusal:
            body = {"errors": [refusal_error(refusal)]}
            yield Answer(body, is_declined=True, is_away=isinstance(refusal, AWAY))
        except Exception:
            # The door behind which nobody is left to tell the client anything.
            log.exception("request %s failed", request_id)
            yield Answer({"errors": [failure_error(request_id)]}, is_declined=True)

    async def _results(
        self, question: Asked, context: Context
    ) -> AsyncGenerator[ExecutionResult, None]:
        prepared = self._document(question.query)
        if isinstance(prepared, list):
            yield ExecutionResult(None, prepared)
            return
        permit(self._needed(question, prepared), context.asker.scopes)
        given: dict[str, Any] = {
            "context_value": context,
            "variable_values": shortened(prepared, question.variables or {}),
            "operation_name": question.operation_name,
            "executor_class": self._executor,
            "is_awaitable": optimized_is_awaitable,
        }
        if self.kind(question) is not OperationType.SUBSCRIPTION:
            outcome = execute(self._schema, prepared, **given)
            yield await outcome if isawaitable(outcome) else outcome
            return
        stream = subscribe(self._schema, prepared, **given)
        if isawaitable(stream):
            stream = await stream
        if isinstance(stream, ExecutionResult):
            yield stream
            return
        async with aclosing(_generator(stream)) as events:
            async for result in events:
                yield result

    def _needed(self, question: Asked, document: DocumentNode) -> frozenset[str]:
        """The scopes that the operation needs; what cannot be told is refused when carried out."""
        key = question.query, question.operation_name
        known = self._needs.get(key)
        if known is None:
            operation = get_operation_ast(document, question.operation_name)
            known = needed_by(self._schema, document, operation) if operation else frozenset()
            if question.query in self._prepared:
                if len(self._needs) >= MOST_DOCUMENTS:
                    self._needs.clear()
                self._needs[key] = known
        return known

    def _document(self, query: str) -> Prepared:
        known = self._prepared.get(query)
        if known is not None:
            self._prepared.move_to_end(query)
            return known
        prepared = self._checked(query)
        if len(query) <= LONGEST_KEPT:
            self._prepared[query] = prepared
            if len(self._prepared) > MOST_DOCUMENTS:
                self._prepared.popitem(last=False)
        return prepared

    def _checked(self, query: str) -> Prepared:
        if is_nested_beyond(query, MOST_NESTED):
            return [GraphQLError(f"It is nested more than {MOST_NESTED} levels deep.")]
        try:
            document = parse(query, max_lexical_tokens=MOST_TOKENS, max_comments=MOST_TOKENS)
        except GraphQLError as wrong:
            return [wrong]
        too_much = excess(document)
        if too_much is not None:
            return [too_much]
        return validate(self._schema, document) or document


async def _generator(
    stream: AsyncIterator[ExecutionResult],
) -> AsyncGenerator[ExecutionResult, None]:
    """The stream, closed in time: what it holds on to is let go of when nobody listens any more."""
    try:
        async for result in stream:
            yield result
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()


def _answer(result: ExecutionResult, request_id: str) -> Answer:
    errors = result.errors or []
    body: Shown = {}
    if errors:
        body["errors"] = shown_errors(errors, request_id)
    is_declined = result.data is None and bool(errors) and all(e.path is None for e in errors)
    if not is_declined:
        body["data"] = result.data
    return Answer(body, is_declined, any(map(is_away, errors)))
