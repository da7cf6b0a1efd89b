from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents import MAX_BYTES, read_document, read_json, read_yaml, write_yaml
from domain.refusals import MalformedDocument
from tests.documents import a_document, case_documents
from tests.strategies.documents import documents, values
from tests.templates.story import TEMPLATES


def refused(read, content):
    """What a text is refused for."""
    with pytest.raises(MalformedDocument) as refusal:
        read(content)
    return [str(fault) for fault in refusal.value.faults]


def test_a_json_number_is_the_decimal_that_was_written():
    read = read_json('{"a": 1, "b": 0.1, "c": 1.50, "d": 1e3, "e": 123456789012345678901234567890}')

    assert repr(read) == repr(
        {
            "a": 1,
            "b": Decimal("0.1"),
            "c": Decimal("1.50"),
            "d": Decimal("1e3"),
            "e": 123456789012345678901234567890,
        }
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('{"a": 1, "a": 2}', ["a: 'a' is there twice"]),
        ('{"a": [{"b": {"c": 1, "d": 1, "c": 1}}], "e": NaN}',
         ["a[0].b.c: 'c' is there twice", "e: is not a finite number"]),
        ('[1, -Infinity]', ["[1]: is not a finite number"]),
        ('{"a": 1e9999999999999999999}', ["a: is not a finite number"]),
        ('{"a":\n 1,}', ["line 2, column 4: Expecting property name enclosed in double quotes"]),
        ("", ["line 1, column 1: Expecting value"]),
        ("{'a': 1}", ["line 1, column 2: Expecting property name enclosed in double quotes"]),
        ('{"a": "\x01"}', ["line 1, column 8: Invalid control character at"]),
        (b'{"a": "\xff"}', ["is not UTF-8 at byte 7"]),
        ("[" * 65, ["is nested more than 64 levels deep"]),
        (" " * MAX_BYTES + "1", ["is larger than 1000000 bytes"]),
    ],
    ids=range(11),
)  # fmt: skip
def test_json_that_could_be_read_in_two_ways_or_none_is_refused(text, faults):
    assert refused(read_json, text) == faults


def test_brackets_in_a_json_string_nest_nothing():
    assert read_json('{"a": "[[[' + "[" * 100 + '\\"{{"}') == {"a": "[[[" + "[" * 100 + '"{{'}


def test_json_may_start_with_a_byte_order_mark():
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_a_json_number_of_many_digits_is_left_to_the_loader_to_refuse():
    assert read_json("1" * 5_000) == Decimal("1" * 5_000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("1.50", Decimal("1.50")),
        ("1e3", Decimal("1e3")),
        ("-0.5E-2", Decimal("-0.5e-2")),
        *((text, text) for text in [
            "NO", "yes", "on", "~", "Null", "True", "FALSE", "0x10", "0o7", "012", "1_000", ".5",
            "1.", "+1", "1:30", ".inf", ".nan", "2026-01-01", "2026-01-01T00:00:00Z", "=", "P14D",
        ]),
        ("'12'", "12"),
        ('"true"', "true"),
        ('"a\\tb"', "a\tb"),
        ("|\n a\n b", "a\nb\n"),
        (">-\n a\n b", "a b"),
        ("a\n b", "a b"),
    ],
)  # fmt: skip
def test_a_yaml_scalar_is_jsons_or_a_string(text, value):
    assert repr(read_yaml(f"a: {text}\n")) == repr({"a": value})


def test_countries_in_yaml_are_no_booleans():
    assert read_yaml("value: [NO, SE]") == {"value": ["NO", "SE"]}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: 2\na: 3\n", ["a: line 3, column 1: 'a' is there twice"]),
        ("a:\n  - {b: 1, b: 2}", ["a[0].b: line 2, column 12: 'b' is there twice"]),
        ("a: &x 1\nb: *x\n",
         ["a: line 1, column 4: &x is an anchor",
          "b: line 2, column 4: *x is an alias; write it out"]),
        ("a: !!int 3", ["a: line 1, column 4: tag:yaml.org,2002:int is a tag"]),
        ("a: !x {b: 1}", ["a: line 1, column 4: !x is a tag"]),
        ("a: ! b", ["a: line 1, column 4: ! is a tag"]),
        ("a: {<<: {b: 1}}", ["a: line 1, column 5: merge keys are not read"]),
        ("a: 1\n---\nb: 2\n", ["line 2, column 1: holds a second document"]),
        ("1: a", ["line 1, column 1: has a key that is not a string; quote it"]),
        ("true: a", ["line 1, column 1: has a key that is not a string; quote it"]),
        ("[a]: 1", ["line 1, column 1: has a key that is not a string; quote it"]),
        ("a:\nb: 1", ['a: line 1, column 1: has no value; write one, or null, or ""']),
        ("- 1\n-\n", ['[1]: line 2, column 2: has no value; write one, or null, or ""']),
        ("", ["line 1, column 1: holds no document"]),
        ("%YAML 1.1\n---\na: 1", ["line 2, column 1: no directive is read but %YAML 1.2"]),
        ("a: [1", ["line 1, column 6: expected ',' or ']', but got '<stream end>'"]),
        ("a: b: c", ["line 1, column 5: mapping values are not allowed here"]),
        ("a: 1e9999999999999999999", ["a: line 1, column 4: is not a finite number"]),
        ('a: "\\UFFFFFFFF"',
         [r"holds an escape such as \UFFFFFFFF, which writes no character"]),
        (b"a: \xff", ["is not UTF-8 at byte 3"]),
        ("a" * MAX_BYTES + "a", ["is larger than 1000000 bytes"]),
    ],
    ids=range(21),
)  # fmt: skip
def test_yaml_that_could_be_read_in_two_ways_is_refused_with_line_and_column(text, faults):
    assert refused(read_yaml, text) == faults


def test_yaml_with_characters_that_it_does_not_allow_is_refused():
    (fault,) = refused(read_yaml, "a: \x01")

    assert fault.startswith("unacceptable character #x0001")


def test_yaml_nested_beyond_all_measure_is_refused():
    (fault,) = refused(read_yaml, "[" * 100_000)

    assert fault.endswith("line 1, column 66: is nested more than 64 levels deep")


def test_yaml_1_2_may_say_so():
    assert read_yaml("%YAML 1.2\n---\na: NO\n") == {"a": "NO"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lead.json", '{"a": [1.0]}'),
        ("lead.yaml", "a: [1.0]"),
        ("lead.YML", "a:\n- 1.0"),
        ("lead", ' {"a": [1.0]}'),
        ("lead.txt", "a: [1.0]"),
    ],
)
def test_a_file_is_read_by_its_name_or_by_how_it_starts(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)

    assert repr(read_document(path)) == "{'a': [Decimal('1.0')]}"


@given(documents() | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values))
def test_what_is_written_as_yaml_always_reads_back_the_same(document):
    assert typed(read_yaml(write_yaml(document))) == typed(document)


def typed(value):
    """The same with every scalar's kind shown: 1 apart from true."""
    if isinstance(value, dict):
        return {name: typed(part) for name, part in value.items()}
    return [typed(part) for part in value] if isinstance(value, list) else (type(value), value)


@pytest.mark.parametrize("document", case_documents().values())
def test_every_case_written_as_yaml_reads_back_the_same(document):
    assert read_yaml(write_yaml(document)) == document


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_template_written_as_yaml_reads_back_the_same(path):
    document = read_document(path)

    assert read_yaml(write_yaml(document)) == document


def test_yaml_is_written_as_people_write_it():
    document = a_document(
        description='Called "hot" by sales',
        stages=[
            {"key": "new", "name": "New", "role": "ENTRY", "color": "#64748b"},
            {
                "key": "active",
                "name": "Active",
                "teams": ["marketing", "customer-success"],
                "entry": {
                    "any": [
                        {"signal": {"count": "login", "within": "P30D"}, "is": "gte", "value": 3},
                        {"signal": {"trait": "country"}, "is": "in", "value": ["NO", "SE"]},
                    ]
                },
            },
        ],
        layout={},
    )

    assert write_yaml(document) == (
        """\
format: cairn/1
key: lead
name: Lead lifecycle
kind: CONTACT
movement: FORWARD
stages:
  - {key: new, name: New, role: ENTRY, color: "#64748b"}
  - key: active
    name: Active
    teams: [marketing, customer-success]
    entry:
      any:
        - {signal: {count: login, within: P30D}, is: gte, value: 3}
        - {signal: {trait: country}, is: in, value: ["NO", SE]}
transitions: [{from: new, to: active}]
description: "Called \\"hot\\" by sales"
layout: {}
"""
    )
