"""How the script of a dump is cut, and which options a refusal takes out of it."""

from __future__ import annotations

import pytest

from swadaya.config.replay import _rows, pieces, without

SCRIPT = rb"""--
-- PostgreSQL database dump
--

\restrict abc123

-- Dumped from database version 15.20

SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.f() RETURNS text
    LANGUAGE sql
    AS $$
\restrict abc123
SET this = 'is text';
select 1; $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: t; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.t (
    a text
)
WITH (fillfactor='80');


--
-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.t (a) FROM stdin;
-- Name: x; Type: TABLE; Schema: public; Owner: -
SET transaction_timeout = 0;
\restrict abc123
\\.
\.


--
-- Name: t_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.t_seq', 2, true);


--
-- PostgreSQL database dump complete
--

\unrestrict abc123

"""


def test_a_script_is_cut_into_what_the_server_takes_as_one():
    lines = iter(SCRIPT.splitlines(keepends=True))
    found, rows = [], b""
    for piece in pieces(lines):
        found.append((piece.kind, piece.text.split(b"\n")[0].decode()))
        if piece.kind == "COPY":
            rows = b"".join(_rows(lines))
        elif piece.kind == "FUNCTION":
            assert piece.text.endswith(b"AS $$\n\\restrict abc123\nSET this = 'is text';\nselect 1; $$;")
    assert found == [
        ("SET", "SET transaction_timeout = 0;"),
        ("SET", "SET client_encoding = 'UTF8';"),
        ("", "SELECT pg_catalog.set_config('search_path', '', false);"),
        ("FUNCTION", "CREATE FUNCTION public.f() RETURNS text"),
        ("SET", "SET default_tablespace = '';"),
        ("SET", "SET default_table_access_method = heap;"),
        ("TABLE", "CREATE TABLE public.t ("),
        ("COPY", "COPY public.t (a) FROM stdin;"),
        ("SEQUENCE SET", "SELECT pg_catalog.setval('public.t_seq', 2, true);"),
    ]
    assert rows == (
        b"-- Name: x; Type: TABLE; Schema: public; Owner: -\nSET transaction_timeout = 0;\n\\restrict abc123\n\\\\.\n"
    )


TABLE = b"""CREATE TABLE public.t (
    a text DEFAULT 'WITH (new=1);'::text
)
WITH (fillfactor='80', new='it''s', toast.new=2);
ALTER TABLE ONLY public.t ALTER COLUMN a SET (new=1);
ALTER TABLE ONLY public."odd name" ALTER COLUMN "b SET (c=1)" SET (n_distinct=5, new=1, renew=1);"""


@pytest.mark.parametrize(
    "said", ['unrecognized parameter "new"', "Parameter »new« nicht erkannt", "new: tidak dikenal"]
)
def test_only_the_option_that_the_server_names_is_left_out(said):
    text, names = without(TABLE, "TABLE", said)
    assert sorted(names) == ["new", "new", "new", "toast.new"]
    assert text == (
        b"CREATE TABLE public.t (\n    a text DEFAULT 'WITH (new=1);'::text\n)\nWITH (fillfactor='80');\n"
        b'ALTER TABLE ONLY public."odd name" ALTER COLUMN "b SET (c=1)" SET (n_distinct=5, renew=1);'
    )


@pytest.mark.parametrize(
    ("kind", "head", "tail"),
    [
        ("TABLE", b"CREATE TABLE t (\n a int\n)\n", b";"),
        ("MATERIALIZED VIEW", b"CREATE MATERIALIZED VIEW v\n", b" AS\n SELECT 1;"),
        ("INDEX", b"CREATE INDEX i ON t USING gin (a) ", b" WHERE (a > 1);"),
        ("CONSTRAINT", b"ALTER TABLE ONLY t\n ADD CONSTRAINT p PRIMARY KEY (a) ", b";"),
    ],
)
def test_an_empty_list_of_options_goes_with_its_word(kind, head, tail):
    text, names = without(head + b"WITH (new='1')" + tail, kind, 'unrecognized parameter "new"')
    assert (text, names) == (head.rstrip(b" ") + tail, ["new"])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("VIEW", b"CREATE VIEW v WITH (new='true') AS\n SELECT 1;"),
        ("FUNCTION", b"CREATE FUNCTION f() AS $$\nWITH (new=1);\n$$;"),
        ("INDEX", b"CREATE INDEX i ON t USING gist (a public.ops (new='12'));"),
        ("ACL", b"GRANT NEW ON TABLE t TO swadaya_app;"),
        ("CHECK CONSTRAINT", b"ALTER TABLE t ADD CONSTRAINT c CHECK (a) WITH (new=1);"),
    ],
)
def test_what_guards_rows_or_people_is_never_shortened(kind, text):
    assert without(text, kind, 'unrecognized parameter "new"') == (text, [])
