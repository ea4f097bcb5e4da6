"""From records to texts: the SQL by which addresses are put together.

The order of the parts is that of Ordnance Survey's published single-line addresses (Delivery Point
and Geographic, OrdnanceSurvey/AddressBase, SQL); what differs is told in decision 11: no postcode
in the text, one comma between parts, a number joined to its street by a space.
"""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

from .formats import KINDS

MACROS = r"""
CREATE OR REPLACE MACRO word(t) AS nullif(trim(t), '');
CREATE OR REPLACE MACRO is_lost(t) AS regexp_full_match(t, '[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,2}')
  AND length(regexp_extract(t, '\.([0-9]*)', 1))
      < try_cast(regexp_extract(t, '[eE]\+?([0-9]+)', 1) AS INT);
CREATE OR REPLACE MACRO in_range(n) AS CASE WHEN n BETWEEN 1 AND 999999999999 THEN n END;
CREATE OR REPLACE MACRO uprn_of(t) AS CASE
  WHEN regexp_full_match(t, '[0-9]{1,12}') THEN in_range(try_cast(t AS BIGINT))
  WHEN regexp_full_match(trim(t), '[0-9]{1,18}(\.0*)?')
    THEN in_range(try_cast(split_part(trim(t), '.', 1) AS BIGINT))
  WHEN regexp_full_match(trim(t), '[0-9]\.[0-9]+[eE]\+?[0-9]{1,2}') AND NOT is_lost(trim(t))
    THEN in_range(try_cast(try_cast(trim(t) AS DOUBLE) AS BIGINT)) END;
CREATE OR REPLACE MACRO lingo(t) AS CASE
  WHEN upper(trim(t)) IN ('CYM', 'WEL', 'WELSH', 'CYMRAEG') THEN 'cym'
  WHEN upper(trim(t)) IN ('GLA', 'GAE', 'GAELIC') THEN 'gla' ELSE 'eng' END;
CREATE OR REPLACE MACRO range_of(s, ss, e, es) AS CASE
  WHEN nullif(word(s), '0') IS NULL THEN NULL
  WHEN nullif(word(e), '0') IS NULL THEN concat(word(s), word(ss))
  ELSE concat(word(s), word(ss), '-', word(e), word(es)) END;
CREATE OR REPLACE MACRO with_number(t, n) AS CASE
  WHEN t IS NULL OR n IS NULL THEN coalesce(t, n)
  WHEN regexp_matches(upper(t), '(^|\s)(FLAT|FLATS|UNIT|UNITS|APARTMENT|APT|ROOM|STUDIO|SUITE|SHOP|'
    || 'OFFICE|OFFICES|GARAGE|PLOT|BLOCK|FLOOR|BAY|STORE|WORKSHOP|KIOSK|STALL|BERTH|PITCH|LOT|'
    || 'CARAVAN|BEDSIT|MAISONETTE|LODGE|CHALET|STAND|DOOR|FFLAT|UNED)$') THEN t || ' ' || n
  ELSE t || ', ' || n END;
CREATE OR REPLACE MACRO unless_same(t, other) AS CASE WHEN upper(t) <> upper(coalesce(other, ''))
  THEN t END;
CREATE OR REPLACE MACRO tidy(t) AS word(regexp_replace(t, '\s+', ' ', 'g'));
"""

# BS 7666 logical status, of an address and of its property.
_KIND = """CASE
    WHEN coalesce(l.status, b.status) = '8' OR b.status = '8' THEN 'historic'
    WHEN l.status = '3' THEN 'alternative' WHEN l.status = '6' THEN 'provisional'
    WHEN l.status = '5' THEN 'candidate' ELSE 'approved' END"""


def _of_street(name: str) -> str:
    """Return the SQL of a street's part: the row's own, its language's, or else the English one."""
    return f"""coalesce(word(l.{name}),
      CASE WHEN s.usrn IS NULL THEN word(e.{name}) ELSE word(s.{name}) END)"""


_LPIS = f"""
CREATE TABLE lpi_parts AS SELECT
  l.uprn, {_KIND} AS kind, lingo(l.language) AS language,
  concat_ws(', ',
    with_number(word(l.sao_text),
      range_of(l.sao_start, l.sao_start_suffix, l.sao_end, l.sao_end_suffix)),
    word(l.pao_text),
    word(concat_ws(' ', range_of(l.pao_start, l.pao_start_suffix, l.pao_end, l.pao_end_suffix),
      road)),
    district,
    unless_same(settlement,
      district),
    unless_same(word(l.post_town), settlement)) AS text,
  coalesce(word(l.postcode), word(b.postcode)) AS postcode,
  word(b.organisation) AS organisation, b.uprn IS NULL AS homeless,
  l.usrn IS NOT NULL AND l.unnamed AND l.street IS NULL AS streetless
FROM (SELECT l.*, {_of_street("street")} AS road, {_of_street("locality")} AS district,
    {_of_street("town")} AS settlement, s.usrn IS NULL AND e.usrn IS NULL AS unnamed FROM lpis l
  LEFT JOIN streets s ON s.usrn = l.usrn AND lingo(s.language) = lingo(l.language)
  LEFT JOIN (SELECT usrn, any_value(street) AS street, any_value(locality) AS locality,
      any_value(town) AS town FROM streets WHERE lingo(language) = 'eng' GROUP BY usrn) e
    ON e.usrn = l.usrn) l
LEFT JOIN places b ON b.uprn = l.uprn
WHERE coalesce(l.status, '1') IN ('1', '3', '5', '6', '8')
  AND coalesce(b.status, '1') NOT IN ('7', '9');
"""


def _point(language: str) -> str:
    """Return the SQL of a delivery point's text, with its Welsh parts where Welsh is asked for."""
    welsh = language == "cym"

    def part(name: str) -> str:
        return f"coalesce(word(welsh_{name}), word({name}))" if welsh else f"word({name})"

    streets = f"{part('dependent_thoroughfare')}, {part('thoroughfare')}"
    return f"""concat_ws(', ', word(department), word(organisation), word(sub_building),
    word(building_name), 'PO BOX ' || word(po_box),
    word(concat_ws(' ', nullif(word(building_number), '0'), coalesce({streets}))),
    CASE WHEN {part("dependent_thoroughfare")} IS NOT NULL THEN {part("thoroughfare")} END,
    {part("double_dependent_locality")}, {part("dependent_locality")}, {part("post_town")})"""


_WELSH = " OR ".join(
    f"word(welsh_{name}) IS NOT NULL"
    for name in (
        "dependent_thoroughfare", "thoroughfare", "double_dependent_locality",
        "dependent_locality", "post_town",
    )
)  # fmt: skip

_ALL = f"""
CREATE TABLE all_texts AS
SELECT uprn, text, postcode, kind, language FROM lpi_parts
UNION ALL
SELECT p.uprn, o.organisation || ', ' || p.text, p.postcode, 'organisation', p.language
FROM lpi_parts p JOIN (
  SELECT uprn, word(organisation) AS organisation FROM organisations WHERE word(end_date) IS NULL
  UNION ALL SELECT uprn, word(organisation) FROM places) o ON o.uprn = p.uprn
WHERE p.kind = 'approved' AND o.organisation IS NOT NULL AND p.text <> ''
  AND NOT contains(upper(p.text), upper(o.organisation))
UNION ALL
SELECT uprn, {_point("eng")}, word(postcode), 'delivery-point', 'eng' FROM points
WHERE word(end_date) IS NULL
UNION ALL
SELECT uprn, {_point("cym")}, word(postcode), 'delivery-point', 'cym' FROM points
WHERE word(end_date) IS NULL AND ({_WELSH})
UNION ALL
SELECT uprn, CASE WHEN ends_with(upper(word(text)), upper(word(postcode)))
    THEN rtrim(left(word(text), length(word(text)) - length(word(postcode))), ', ')
    ELSE word(text) END,
  word(postcode), coalesce(kind, 'single-line'), lingo(language) FROM singles;
"""

_RANK = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))

# One row for each UPRN, text and postcode: of several kinds the one that stands first.
TEXTS = f"""
SELECT t.uprn, t.address_concat, t.postcode, t.kind, t.language,
  b.easting, b.northing, b.parent_uprn, b.class AS classification
FROM (SELECT uprn, tidy(text) AS address_concat,
    upper(tidy(postcode)) AS postcode, arg_min(kind, CASE kind {_RANK} END) AS kind,
    min(language) AS language
  FROM all_texts WHERE tidy(text) IS NOT NULL GROUP BY 1, 2, 3) t
LEFT JOIN grid b ON b.uprn = t.uprn
"""

PARTS = _LPIS + _ALL

# What was odd in the records, by code.
ODD = """
SELECT
  (SELECT count(*) FILTER (homeless) FROM lpi_parts) AS "no-property",
  (SELECT count(*) FILTER (streetless) FROM lpi_parts) AS "no-street",
  (SELECT count(*) FROM all_texts WHERE tidy(text) IS NULL)
    - (SELECT count(*) FROM singles WHERE language = 'cym' AND word(text) IS NULL) AS "no-text",
  (SELECT count(*) FROM lpis l LEFT JOIN places b ON b.uprn = l.uprn
    WHERE l.status IN ('7', '9') OR b.status IN ('7', '9')) AS "rejected",
  (SELECT count(*) FROM points WHERE word(end_date) IS NOT NULL)
    + (SELECT count(*) FROM organisations WHERE word(end_date) IS NOT NULL) AS "ended"
"""
