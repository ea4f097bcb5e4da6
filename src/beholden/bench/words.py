"""The words that made-up gazetteers are made of: common street names, word parts, trades, Welsh.

The common street names are those of very many British streets; towns, house names and businesses
are put together from parts and are made up.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# In the order of how often they are drawn.
COMMON = _words(
    """High Church Station Main Park Victoria London Mill New Queen School Green Manor York Albert
    King Grange Springfield George Windsor Chapel Highfield West Alexandra Broad North South Grove
    East Kings Queens Mill Hill Castle Bridge Market Orchard Woodland Oak Cross Meadow Field Farm
    Vicarage Richmond Elm Warwick Clarence Beech Ash Willow Cedar Cherry Chestnut Hawthorn Holly
    Lime Maple Poplar Rowan Sycamore Walnut Birch Hazel Laurel Lilac Rose Ivy Heather Fern Bramble
    Primrose Lavender Abbey Albany Albion Alma Arthur Avenue Balmoral Bath Beaconsfield Bedford
    Belmont Beresford Birchwood Brook Brookside Buckingham Burns Cambridge Campbell Canal Canning
    Canterbury Carlton Cavendish Charles Charlotte Chester Churchill Clare Clarendon Cliff Clifton
    Clyde College Compton Coronation Crescent Cromwell Cross Crown Cumberland Dale Dene Derby
    Devonshire Dover Duke Dunster Durham Earl Edward Egerton Eldon Elizabeth Essex Eton Fairfield
    Forest Forge Fountain Front Garden Gladstone Glebe Gloucester Gordon Greenway Grosvenor Hall
    Hamilton Harcourt Hardy Hartington Hastings Heath Henry Hereford Hillside Holland Hope Howard
    James John Jubilee Keats Kensington Kent Kimberley Kingsway Kingston Kitchener Lancaster
    Lansdowne Lawrence Leicester Leigh Lincoln Linden Long Lord Lower Malvern Marine Marlborough
    Mary Melbourne Melrose Middle Milton Moor Moorland Mount Napier Nelson Newton Norfolk Norman
    Nursery Old Osborne Oxford Palmerston Parade Peel Pembroke Percy Pine Portland Post Princes
    Princess Priory Prospect Quarry Railway Ramsey Ravens Rectory Regent River Riverside Roman
    Royal Russell Rutland Salisbury Sandringham Shakespeare Sheffield Shelley Shrewsbury Silver
    Smith Somerset Spencer Spring Stafford Stanley Stirling Stone Stratford Suffolk Sunny Surrey
    Sussex Tennyson Thames Thornhill Tower Trinity Tudor Union Upper Valley Vale Vernon Vine Wall
    Walton Water Waterloo Watling Wellington Wesley Western Westfield Wharf White William Winchester
    Wood Woodside Worcester Wordsworth Yew"""
)
HEADS = _words(
    """Ash Beck Bram Chel Cold Dun Elm Fair Glen Hart Holm Ken Lang Mal Nor Oak Pen Rad Sal Thorn
    Wal Wex Win Yar Al Ald Ax Bar Bick Bol Brad Bur Cal Char Chip Cor Cran Crow Dart Dray Ed Ever
    Farn Fos Gar Gos Had Hal Hem Hol Hors Ips Kirk Knap Led Lin Lox Mar Mel Mick Nap Net Os Ot
    Pad Pick Quor Ras Rom Ruth Sand Shel Sil Stan Swan Tad Tew Til Up Ux Wad Ware West Whit Wold
    Wool Wrex Yax Yel"""
)
MIDDLES = _words(
    """ber bing cas der den ers es ford gar hers ing is ken ler les ling mer mins ner nings ons or
    ping ring sen ster ters ther ting ver ville wards wen"""
)
TAILS = _words(
    """bourne bury by combe dale don field ford ham hurst leigh ley low mere more stead ton well
    wick worth bridge brook church cliffe cote cross den ditch dock fleet gate grave grove hall
    haven head hill hithe holme hope hythe land lea minster mouth ness ney pool port sea set shaw
    slade stoke stone stow thorpe thwaite toft tree wade water wold wood yard"""
)
STREET_TYPES = (
    "Road", "Street", "Avenue", "Close", "Lane", "Drive", "Way", "Gardens", "Crescent", "Terrace",
    "Grove", "Place", "Walk", "Court", "Mews", "Rise", "Hill", "Green", "Square", "Row", "View",
    "Parade", "Park", "Croft",
)  # fmt: skip
TYPE_WEIGHTS = (26, 15, 10, 12, 8, 8, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
RURAL_TYPES = ("Lane", "Road", "Hill", "Green", "Street", "End", "Common", "Row")
HOUSE_NOUNS = (
    "Cottage", "House", "Lodge", "Farm", "Barn", "View", "Cottages", "Villa", "Bungalow",
    "Farmhouse",
)  # fmt: skip
BLOCK_NOUNS = ("Court", "House", "Lodge", "Point", "Mansions", "Heights", "Tower", "Gardens")
ESTATE_NOUNS = (
    "Industrial Estate", "Business Park", "Trading Estate", "Retail Park", "Enterprise Centre",
)  # fmt: skip
TRADES = (
    "Dental Practice", "Pharmacy", "News", "Bakery", "Motors", "Surgery", "Stores", "Solicitors",
    "Fish Bar", "Barbers", "Cafe", "Limited", "Opticians", "Butchers", "Florist", "Launderette",
    "Tandoori", "Carpets", "Garage", "Nursery", "Fitness", "Accountants", "Charity Shop", "Books",
    "Estate Agents", "Veterinary Centre", "Convenience Store", "Post Office", "Hairdressers",
    "Betting Office", "Primary School", "Medical Centre", "Hotel", "Building Supplies",
)  # fmt: skip
FLOORS = (
    "Basement Flat", "Ground Floor Flat", "First Floor Flat", "Second Floor Flat",
    "Third Floor Flat", "Top Floor Flat",
)  # fmt: skip
OVER_SHOP = ("Flat", "First Floor Flat", "Flat Above", "Upper Flat")
# Places without a number; "{}" takes a name where the place has one of its own.
LAND = (
    "Car Park", "{} Car Park", "Allotments", "{} Allotments", "Playing Field",
    "{} Recreation Ground", "Public Conveniences", "Open Space", "Play Area", "{} Cemetery",
    "Bowling Green", "{} Community Centre", "Telephone Exchange", "Pumping Station", "{} Wood",
)  # fmt: skip
# Land and small works told by the number beside them.
BESIDE = (
    ("Land", "Adjacent To"), ("Land", "Rear Of"), ("Electricity Sub Station", "Adjacent To"),
    ("Car Park", "Opposite"), ("Open Space", "Adjoining"), ("Garages", "Rear Of"),
)  # fmt: skip
COUNTY_TAILS = ("shire", "shire", "shire", "sex", "folk", "land")

WELSH_HEADS = _words(
    "Llan Aber Pen Tre Nant Cwm Bryn Pont Rhyd Caer Din Lan Maes Porth Tal Tan Ynys Betws Bod Coed"
)
WELSH_TAILS = _words(
    """dewi fair gwyn mawr felin coed afon wen goch las eglwys arth teifi cych daf eilian gwili
    hirael isaf uchaf lwyd marlais newydd ogwen peris rhos seiont tawe wern ystwyth bach cedwyn
    gwynt derw onnen helyg celyn haul fford rhiw bran mynydd garth llwyn morfa traeth glan"""
)
WELSH_SECOND = _words("ar ddu gar han len mor nan ris eg ell fan gol")
# English and Welsh of the names that most streets of Wales share.
WELSH_COMMON = (
    ("High", "Fawr"), ("Church", "yr Eglwys"), ("Station", "yr Orsaf"), ("School", "yr Ysgol"),
    ("Park", "y Parc"), ("Mill", "y Felin"), ("New", "Newydd"), ("Queen", "y Frenhines"),
    ("King", "y Brenin"), ("Castle", "y Castell"), ("Bridge", "y Bont"), ("Chapel", "y Capel"),
    ("Wood", "y Coed"), ("Hill", "y Bryn"), ("River", "yr Afon"), ("Market", "y Farchnad"),
    ("Green", "y Grin"), ("Well", "y Ffynnon"), ("St David", "Dewi Sant"), ("Lower", "Isaf"),
    ("Upper", "Uchaf"), ("Quarry", "y Chwarel"), ("Farm", "y Fferm"), ("Field", "y Cae"),
)  # fmt: skip
WELSH_TYPES = {"Road": "Heol", "Street": "Stryd", "Lane": "Lon", "Close": "Clos",
               "Avenue": "Rhodfa", "Way": "Ffordd", "Terrace": "Teras",
               "Place": "Maes"}  # fmt: skip
WELSH_HOUSES = ("Ty", "Bryn", "Tan", "Hafod", "Plas", "Bwthyn", "Fferm", "Cae")

# The letters of an inward code; C I K M O V are not used.
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
# Areas in the grammar of British postcodes: one or two letters, and none that is in use.
AREA_FIRST = "ABCDEFGHIKLMNOPRSTUWYZ"
AREA_SECOND = "ABCDEFGHKLMNOPQRSTUVWXY"
