"""The words that addresses are made of: abbreviations, and words with a part to play.

The abbreviations are those in common use in council systems and public registers. A word that is
not here is read as it is spelt.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from . import shapes as sh

# A thoroughfare's kind and how else it is written: it says little by itself.
_TYPES = """
ROAD RD | STREET ST SAINT STR | AVENUE AVE AV AVN | LANE LN LA | CLOSE CL CLS CLO | DRIVE DR DRV |
COURT CT CRT | CRESCENT CRES CR CRESC | PLACE PL | TERRACE TERR TCE TER | GARDENS GDNS GDN GARDEN |
SQUARE SQ SQR | GROVE GR GRV GRO | PARK PK | WAY WY | HILL HL | ROW | MEWS MS | GREEN GRN GN |
WALK WLK WK | PARADE PDE | RISE RI | PASSAGE PASS PSGE | ALLEY ALY | YARD YD | BROADWAY BDWY |
LANES LNS | BANK BK | CIRCUS CIR | VIEW VW | VILLAS VLS | BUILDINGS BLDGS BLDG BUILDING |
ESTATE EST |
INDUSTRIAL IND INDL | TRADING TRAD TDG TRDG | BUSINESS BUS | BOULEVARD BLVD BVD |
EMBANKMENT EMB | WHARF WHF | PROMENADE PROM | ARCADE ARC | PRECINCT PREC PCT |
CENTRE CTR CENTER CNTR CTRE CEN | MOUNT MT | QUAY QY |
APPROACH APP APPR | BRIDGE BRG BRDG | CORNER CNR COR | CROFT CFT | DALE DL | END | FIELD FLD |
FIELDS FLDS | GATE GTE | HEATH HTH | MEADOW MDW | MEADOWS MDWS | ORCHARD ORCH | PATH | RIDGE RDG |
SIDE | VALE | WOOD WD | STRYD | FFORDD | HEOL | LON | CLOS | MAES | RHODFA | TEG
"""
# Kinds that stand before a street's name, in Welsh.
_LEADING = "STRYD FFORDD HEOL LON CLOS MAES RHODFA"
# Kinds that nearly always end a street's name; the others end names of places and buildings too.
_STREETS = (
    "ROAD STREET AVENUE LANE CLOSE DRIVE CRESCENT PLACE TERRACE GARDENS SQUARE GROVE WAY ROW MEWS "
    "WALK PARADE RISE PASSAGE ALLEY BROADWAY BOULEVARD EMBANKMENT PROMENADE CIRCUS APPROACH STRYD "
    "FFORDD HEOL LON CLOS RHODFA"
)
_BUILDINGS = """
HOUSE HSE HO HS | COTTAGE COTT COT | COTTAGES COTTS | FARM FM FRM | LODGE LDG | HALL | TOWER TWR |
TOWERS TWRS | MANSIONS MANS | CHURCH CH | SCHOOL SCH SCHL | LIBRARY LIB LIBRARIES | OFFICES |
SURGERY SURG | CLINIC | HOSPITAL HOSP | INN | HOTEL | CHAPEL CHPL | VILLA | BARN | BLOCK BLK |
COMMUNITY COMM | PRIMARY PRIM | LIMITED LTD | COMPANY CO | PLC | SHOP SHOPS | PUBLIC
"""
# Kinds of open land: like those of buildings they say what a place is, and not which.
_GROUNDS = """
RECREATION REC | GROUND GROUNDS | PLAYING | SPORTS SPORT | OPEN | SPACE SPACES | AMENITY | PLAY |
CAR | PARKING | CARPARK | STOREY | LAND
"""
_PLAIN = """
NORTH N. | SOUTH S. | EAST E. | WEST W. | GREAT GT | LITTLE LT LTL | UPPER UPR | LOWER LWR |
INFANT INFANTS | FIRST 1ST | SECOND 2ND | THIRD 3RD | FOURTH 4TH | FIFTH 5TH | SIXTH 6TH |
HAMPSHIRE HANTS | WORCESTERSHIRE WORCS | GLOUCESTERSHIRE GLOS | WILTSHIRE WILTS | YORKSHIRE YORKS |
LANCASHIRE LANCS | LINCOLNSHIRE LINCS | LEICESTERSHIRE LEICS | NOTTINGHAMSHIRE NOTTS |
NORTHAMPTONSHIRE NORTHANTS | OXFORDSHIRE OXON | BERKSHIRE BERKS | BUCKINGHAMSHIRE BUCKS |
BEDFORDSHIRE BEDS | CAMBRIDGESHIRE CAMBS | HERTFORDSHIRE HERTS | MIDDLESEX MIDDX |
SHROPSHIRE SALOP |
STAFFORDSHIRE STAFFS | WARWICKSHIRE WARKS | DERBYSHIRE DERBYS | BIRMINGHAM BHAM | MANCHESTER MANC
"""
# Words of which one place has one and its neighbour another: North Street is not South Street.
_CONTRASTS = (
    "HIGHER NETHER MIDDLE BOTTOM", "NORTH SOUTH EAST WEST", "GREAT LITTLE MAGNA PARVA", "OLD NEW",
    "INNER OUTER", "INFANT JUNIOR", "BOYS GIRLS", "FAWR FACH", "MAWR BACH", "UCHAF ISAF",
    "EASTERN WESTERN NORTHERN SOUTHERN",
)  # fmt: skip
_HOMES = "HOUSE COTTAGE COTTAGES FARM FARMHOUSE LODGE BARN VILLA BUNGALOW VIEW"
# What a place is for: a church is no school of the same village. Libraries are not among them, for
# they are held in halls and schools.
_PURPOSES = (
    "CHURCH CHAPEL CATHEDRAL EGLWYS CAPEL MOSQUE SYNAGOGUE", "HALL NEUADD",
    "SCHOOL ACADEMY COLLEGE UNIVERSITY YSGOL", "INN HOTEL ARMS TAVERN GWESTY TAFARN",
    "SURGERY CLINIC HOSPITAL HEALTH MEDICAL DENTAL PHARMACY CHEMIST CHEMISTS DOCTORS",
)  # fmt: skip
_STOPS = "THE OF AT ON IN BY FOR FROM WITH OFF ABOVE NULL NA UK ENGLAND UNITED KINGDOM"
_NUMBERS = "NO NOS NUMBER NUM NR RHIF"
_MARKS = """
APARTMENT APT APPT APARTMENTS APTS | UNIT UNITS UT U UNED | SUITE STE | STUDIO | MAISONETTE MAIS
"""
_FLATS = "FLAT FLT FL FLATS FFLAT FLATT F"
_WEAK_MARKS = "ROOM RM ROOMS | OFFICE | BEDROOM | BEDSIT | DESK | KIOSK"
_FLOORS = {
    "GROUND GRND GRD GND": 1, "FIRST 1ST": 2, "SECOND 2ND": 3, "THIRD 3RD": 4, "FOURTH 4TH": 5,
    "FIFTH 5TH": 6, "SIXTH 6TH": 7, "TOP": 8, "UPPER UPR": 9, "LOWER LWR": 10,
    "BASEMENT BSMT": 11, "GARDEN": 12, "REAR": 13, "FRONT": 14,
}  # fmt: skip
_FLOOR_FLATS = {
    "GFF": 1, "GFLF": 1, "FFF": 2, "SFF": 3, "LGFF": 10, "BFF": 11,
    "ANNEXE": 15, "ANNEX": 15,  # a home of its own beside the house, as a flat is
}  # fmt: skip
_LAND = "LAND REAR FRONT PLOT PLOTS SITE VERGE PART STRIP HIGHWAY HIGHWAYS FOOTPATH"
# What stands before the number of another place, by which this one is told; each line is a relation
# of its own. Those of the last two lines say nothing by themselves.
_BESIDE = {
    "BESIDE | NEXT | ALONGSIDE | NEIGHBOURING | ABUTTING": sh.TO_SIDE,
    "OPPOSITE OPP | FACING": sh.TO_OPPOSITE, "BEHIND": sh.TO_REAR, "BETWEEN": sh.TO_BETWEEN,
    "FORMER FORMERLY": sh.TO_FORMER, "OUTSIDE": sh.TO_NEAR,
    "NEAR NEARBY": sh.TO_NEAR, "NOT": sh.TO_NOT,
}  # fmt: skip
_ADJACENT = "ADJACENT ADJ ADJOINING ADJOIN"
# What has a number because it stands at a house or is one of many: it is never the house.
_THINGS = """
SUBSTATION SUB SUBSTN | MAST MASTS | BOX | POBOX | COLUMN | LAMPPOST STREETLIGHT | CABINET |
MANHOLE | HOARDING BILLBOARD | ATM CASHPOINT | PAYPHONE | POSTBOX | BOLLARD
"""
_THROUGH = "DOOR DOORS PROPERTY PREMISES STATION"
# A part of a larger place that lists tell apart: the pavilion of a park is not the park.
_PARTS = """
PAVILION PAVILLION PAVILIONS | CONVENIENCE CONVENIENCES TOILET TOILETS WC | ALLOTMENT ALLOTMENTS |
PLAYGROUND | TENNIS | BOWLING BOWLS | CRICKET | DEPOT | SUBSTATION | MEMORIAL | STATUE | MONUMENT |
FOUNTAIN | CEMETERY | BANDSTAND | SHELTER SHELTERS | FOOTBRIDGE | CAFE CAFETERIA | STABLES |
BOATHOUSE | LAKE | POND | RESERVOIR | CREMATORIUM | GREENHOUSE | AVIARY AVIARIES |
CHANGING | HELIPAD | NURSERIES | OUTBUILDING OUTBUILDINGS | WORKSHOP WORKSHOPS
"""
_GARAGES = "PITCH STALL STALLS BERTH CARAVAN CHALET GARAGE GARAGES GARAGING LOCKUP"
_BLOCKS = "BLOCK TOWER PHASE WING STAIR ZONE FIELD PARCEL"
_NUMBERED_KINDS = "PITCH BERTH CARAVAN CHALET"
# Numbered things that are no homes, by kind: garage 7, plot 7 and bay 7 are not number 7.
_NEVER_HOMES = ("GARAGE GARAGES LOCKUP", "PLOT PLOTS", "BAY BAYS STALL STALLS")
_PLURALS = "FLATS APARTMENTS APTS UNITS GARAGES PLOTS BAYS STALLS"
_PARKING = "PARKING CAR CARPARK"

_OFFSET, _PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1


def word_hash(word: str) -> int:
    """Return the 64-bit FNV-1a hash of a word in capital ASCII, as the kernel computes it."""
    value = _OFFSET
    for byte in word.encode("ascii"):
        value = ((value ^ byte) * _PRIME) & _MASK
    return value or 1


def _groups(text: str) -> list[list[str]]:
    return [group.split() for group in text.split("|")]


def _grouped() -> Iterator[tuple[str, str, int]]:
    """Yield each spelling of a group, the word it stands for, and the flags of the group."""
    for text, flags in (
        (_TYPES, sh.TYPE), (_BUILDINGS, sh.BUILDING), (_GROUNDS, sh.BUILDING), (_PLAIN, 0),
        (_MARKS, sh.MARK),
        (_FLATS, sh.MARK | sh.FLAT_WORD), (_WEAK_MARKS, sh.WEAK_MARK),
        *((words, sh.BESIDE_WORD | how << sh.FLOOR_SHIFT) for words, how in _BESIDE.items()),
        (_ADJACENT, sh.BESIDE_WORD | sh.LAND | sh.TO_SIDE << sh.FLOOR_SHIFT),
        (_THINGS, sh.THING_WORD), (_PARTS, sh.PART_WORD | sh.BUILDING),
    ):  # fmt: skip
        for group in _groups(text):
            for spelt in group:
                meant = group[0]
                ends = sh.STREET_END if meant in _STREETS.split() else 0
                ends |= sh.LEADS << sh.FLOOR_SHIFT if meant in _LEADING.split() else 0
                more = sh.PLURAL_WORD if spelt in _PLURALS.split() else 0
                yield spelt.rstrip("."), meant, flags | ends | more
    for spellings, code in _FLOORS.items():
        for spelt in spellings.split():
            yield spelt, spellings.split()[0], sh.FLOOR_ORDINAL | code << sh.FLOOR_SHIFT


def _single() -> Iterator[tuple[str, str, int]]:
    """Yield each word that stands for itself, twice, and its flags."""
    for text, flags in (
        (_STOPS, sh.STOP), ("NEAR NEARBY NOT", sh.STOP), (_THROUGH, sh.THROUGH_WORD),
        (_LAND, sh.LAND), (_GARAGES, sh.GARAGE), (_PARKING, sh.PARKING),
        ("AND TO", sh.STOP | sh.JOINER), ("FLOOR FLR FLOR FLOORS FLRS", sh.FLOOR),
        (_NUMBERS, sh.STOP | sh.NUMBER_WORD), ("OF AT", sh.OF_WORD), ("SIDE", sh.SIDE_WORD),
    ):  # fmt: skip
        for spelt in text.split():
            yield spelt, spelt, flags
    for spelt in _BLOCKS.split():
        yield spelt, spelt, sh.BLOCK_WORD
    for spelt in _NUMBERED_KINDS.split():
        yield spelt, spelt, sh.MARK
    for kind, spellings in enumerate(_NEVER_HOMES, 1):
        for spelt in spellings.split():
            more = sh.PLURAL_WORD if spelt in _PLURALS.split() else 0
            yield spelt, spelt, sh.MARK | more | kind << sh.FLOOR_SHIFT
    for spelt, code in _FLOOR_FLATS.items():
        yield spelt, spelt, sh.FLOOR_FLAT | code << sh.FLOOR_SHIFT


def _stated() -> dict[str, tuple[str, int]]:
    """Return each spelling with the word it stands for (the first stated) and all its flags."""
    words: dict[str, tuple[str, int]] = {}
    for spelt, meant, flags in (*_grouped(), *_single()):
        known, before = words.get(spelt, (meant, 0))
        words[spelt] = (known, before | flags)
    contrasts = _contrasting()
    words |= {word: (word, 0) for word in contrasts if word not in words}
    return {
        spelt: (meant, flags | contrasts.get(meant, 0)) for spelt, (meant, flags) in words.items()
    }


def _contrasting() -> dict[str, int]:
    """Return the flags of each word that contradicts others of its group."""
    groups = {sh.VERTICAL + number: words for number, words in enumerate(_CONTRASTS)}
    groups |= {sh.PURPOSE + number: words for number, words in enumerate(_PURPOSES)}
    return {
        word: sh.CONTRAST_WORD | group << sh.FLOOR_SHIFT
        for group, words in (groups | {sh.HOMES: _HOMES}).items()
        for word in words.split()
    }


def empty_table(slots: int) -> sh.Table:
    """Return a hash table with room for ``slots`` entries (a power of two), all empty."""
    return sh.Table(np.zeros(slots, np.uint64), np.full(slots, -1, np.int32))


@cache
def canonical_words() -> tuple[tuple[str, int], ...]:
    """Return the words that spellings stand for, with their flags."""
    return tuple((spelt, bits) for spelt, (word, bits) in _stated().items() if spelt == word)


@cache
def fixed_words() -> sh.Words:
    """Return the fixed words as the kernel looks them up."""
    stated = _stated()
    slots = 1 << (4 * len(stated)).bit_length()
    table = empty_table(slots)
    meant = np.zeros(len(stated), np.uint64)
    flags = np.zeros(len(stated), np.int32)
    for number, (spelt, (word, bits)) in enumerate(stated.items()):
        key = word_hash(spelt)
        at = key & (slots - 1)
        while table.keys[at]:
            at = (at + 1) & (slots - 1)
        table.keys[at], table.values[at] = key, number
        meant[number], flags[number] = word_hash(word), bits
    for array in (*table, meant, flags):
        array.flags.writeable = False
    return sh.Words(table, meant, flags)
