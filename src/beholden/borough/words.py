"""The words of a made-up borough: neighbourhoods, streets, buildings and businesses.

Ashmere and everything in it is made up. The postcode areas ZX and ZY fit the grammar of British
postcodes and are not used by Royal Mail.
"""

from __future__ import annotations

from dataclasses import dataclass

TOWN = "Ashmere"
OTHER_TOWNS = ("Westerby", "Great Hallow", "Dunmarsh", "Port Ellery")
POSTCODE_AREA = "ZX"
OTHER_POSTCODE_AREA = "ZY"
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """One neighbourhood: its ward, relative size, way of building, hardship (-1 to 1) and reach.

    ``reach`` (0 to 1) is how well the support scheme is known there; ``locality`` says whether
    people write its name in their addresses.
    """

    name: str
    ward: str
    size: float
    building: str
    hardship: float
    reach: float
    locality: bool = False


NEIGHBOURHOODS = (
    Neighbourhood("Millbrook", "Riverside", 2.3, "terrace", 0.95, 0.15),
    Neighbourhood("Wharfside", "Riverside", 1.3, "centre", 0.25, 0.40),
    Neighbourhood("Tannery Quarter", "Riverside", 0.9, "centre", 0.55, 0.25),
    Neighbourhood("Ferry Lane", "Riverside", 1.1, "terrace", 0.60, 0.55),
    Neighbourhood("Old Town", "Castle", 1.4, "centre", 0.20, 0.45),
    Neighbourhood("Castle Gate", "Castle", 0.8, "centre", -0.20, 0.45),
    Neighbourhood("Market Cross", "Castle", 0.7, "centre", 0.35, 0.50),
    Neighbourhood("Priory", "Castle", 1.0, "suburb", -0.50, 0.40),
    Neighbourhood("Northfields", "Northfields", 2.5, "estate", 0.85, 0.65),
    Neighbourhood("Garth Park", "Northfields", 1.6, "estate", 0.70, 0.20),
    Neighbourhood("Hollins", "Northfields", 1.2, "suburb", 0.05, 0.45),
    Neighbourhood("Brickfield", "Northfields", 1.5, "terrace", 0.65, 0.60),
    Neighbourhood("Upper Ash", "Ash Valley", 0.30, "village", -0.70, 0.20, locality=True),
    Neighbourhood("Nether Ash", "Ash Valley", 0.40, "village", -0.35, 0.15, locality=True),
    Neighbourhood("Ashbridge", "Ash Valley", 0.55, "village", -0.25, 0.30, locality=True),
    Neighbourhood("Fernhill", "Ash Valley", 0.25, "village", -0.80, 0.20, locality=True),
    Neighbourhood("Southgate", "Southgate", 1.8, "suburb", -0.10, 0.50),
    Neighbourhood("Kingsmead", "Southgate", 1.7, "suburb", -0.60, 0.40),
    Neighbourhood("Oakhurst", "Southgate", 1.3, "suburb", -0.85, 0.30),
    Neighbourhood("Lark Rise", "Southgate", 0.9, "estate", 0.45, 0.50),
    Neighbourhood("Eastmoor", "Eastmoor", 1.5, "terrace", 0.50, 0.45),
    Neighbourhood("Thornmoor", "Eastmoor", 0.9, "estate", 0.75, 0.35),
    Neighbourhood("Stonebeck", "Eastmoor", 0.45, "village", -0.15, 0.25, locality=True),
    Neighbourhood("Coldharbour", "Eastmoor", 0.35, "village", 0.30, 0.10, locality=True),
)

STREET_WORDS = _words(
    """Abbey Acacia Albany Albert Alder Alexandra Alma Anchor Anson Arbour Arden Argyle
        Ashdown Aspen Avon Badger Balfour Balmoral Bank Barley Beacon Beaufort Beech
        Bellevue Belmont Berkeley Birch Bishop Blackthorn Bourne Bramble Brewery
        Briar Bridge Broad Brook Brunel Burnside Buttercup Byron Cambrian Canal
        Canterbury Carlisle Carlton Castle Cavendish Cedar Chandler Chapel Chaucer
        Cherry Chestnut Church Clarence Claremont Clifton Clover College Compton
        Cooper Coppice Cornmill Coronation Cowslip Cricketers Cromwell Crown
        Cumberland Curlew Cypress Daisy Dale Darwin Dean Deer Denbigh Derwent
        Devonshire Dickens Drapers Dudley Eden Edgware Edward Elder Eldon Elgar Elm
        Exchange Exeter Fairfield Falcon Farm Field Finch Fleming Forge Foundry Fox
        Foxglove Friar Garden George Gladstone Glebe Gloucester Gordon Granary
        Grange Granville Greenfield Grosvenor Grove Hamilton Harbour Harcourt Hardy
        Harebell Hawthorn Hazel Heath Heather Heron Highfield Hillside Holly
        Holyrood Honeysuckle Howard Hunter Iris Ivy Jasmine Jubilee Juniper Keats
        Kendal Kent Kestrel Kiln King Kingfisher Kingsley Laburnum Lancaster Larch
        Laurel Lavender Lawrence Leicester Lilac Lime Linden Lisle London Lower
        Magnolia Mallard Malt Manor Maple Margaret Marigold Market Marlborough
        Mayfield Meadow Melbourne Mill Milton Mount Mulberry Myrtle Napier Nelson
        New Newton Nightingale Norfolk Northgate Oak Orchard Osborne Osprey Oxford
        Paddock Palmerston Park Partridge Pasture Pear Peel Pembroke Pine Plover
        Poplar Primrose Princes Priory Quarry Queen Railway Raven Rectory Redwood
        Regent Richmond Ridge River Robin Rose Rosemary Rowan Royal Ruskin Russell
        Rutland Salisbury Sandringham School Severn Shakespeare Shelley Skylark
        Somerset Sorrel Spencer Spring Springfield Station Stirling Sunny Swallow
        Swan Sycamore Tamar Tanner Teal Tennyson Thistle Thorn Tower Trafalgar
        Trinity Tudor Union Valley Vicarage Victoria Vine Violet Walnut Warren
        Warwick Water Waterloo Weaver Wellington West Wharf Wheat Willow Windmill
        Windsor Wolsey Wood Woodland Woodpecker Worcester Wordsworth Wren Wyndham
        Yew York"""
)
STREET_KINDS = (
    "Road", "Street", "Avenue", "Close", "Lane", "Drive", "Way", "Gardens", "Crescent", "Terrace",
    "Grove", "Place", "Walk", "Court", "Mews", "Rise", "Hill", "Green", "Square", "Row",
)  # fmt: skip
STREET_KIND_WEIGHTS = (
    22, 14, 11, 10, 7, 7, 5, 4, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1,
)  # fmt: skip
ABBREVIATIONS = (
    "Rd", "St", "Ave", "Cl", "Ln", "Dr", "Way", "Gdns", "Cres", "Terr",
    "Gr", "Pl", "Wlk", "Ct", "Mews", "Rise", "Hill", "Grn", "Sq", "Row",
)  # fmt: skip
STREET_PREFIXES = ("", "North ", "East ", "Upper ", "Little ", "Old ", "Great ", "South ", "New ")

HOUSE_NAMES = tuple(
    f"{first} {second}"
    for second in ("Cottage", "House", "Lodge", "View", "Farm", "Barn")
    for first in _words(
        """Rose Ivy Orchard Meadow Holly Brook Forge Willow Church Mill Bramble Hillcrest Fern
        Wisteria Honeysuckle Sunnyside Primrose Old Beech Stable Lilac Quarry"""
    )
)
BLOCK_NAMES = tuple(
    f"{first} {second}"
    for second in ("House", "Court", "Point", "Heights")
    for first in _words(
        """Attlee Austen Bevan Brunel Bronte Cadbury Curie Darwin Eliot Faraday Fry Gaskell
        Hepworth Herschel Keynes Lovelace Morris Nightingale Orwell Pankhurst
        Priestley Rathbone Rowntree Seacole Somerville Telford Turing Wilberforce"""
    )
)
BUSINESSES = (
    "Dental Practice", "Pharmacy", "News", "Bakery", "Hardware", "Fish Bar", "Barbers", "Cafe",
    "Motors", "Surgery", "Library", "Launderette", "Butchers", "Florist", "Accountants", "Nursery",
    "Fitness", "Tandoori", "Carpets", "Books", "Opticians", "Charity Shop", "Solicitors", "Stores",
)  # fmt: skip
FLOORS = ("Ground", "First", "Second", "Third")
FLOORS_SHORT = ("Gnd", "1st", "2nd", "3rd")
