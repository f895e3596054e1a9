"""Plainly synthetic names: two words of nature, from a seed. No person is called so."""

from __future__ import annotations

import random


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words(
    "Acorn Alder Agate Bamboo Birch Bramble Burdock Cedar Chestnut Clover Cobalt Copper Cypress Dewdrop Driftwood "
    "Elder Fennel Flint Gorse Granite Harvest Hawkbit Hickory Indigo Ironwood Kelp Larch Lichen Lupine "
    "Mallow Maple Marram Meadow Milkweed Moss Mulberry Nettle Oakmoss Ochre Pebble Pinecone Prairie Quartz Redwood "
    "Rhubarb Safflower Sandstone Sedge Slate Sorrel Spruce Sumac Sycamore Tamarack Thistle Thyme Tundra Umber Verbena "
    "Walnut Willowherb Woodruff Yarrow Yucca"
)
_CLIENTS = _words(
    "Avocet Badger Beaver Bison Bittern Bobolink Bumblebee Bunting Caribou Chickadee Cicada Condor Cormorant Cricket "
    "Curlew Dipper Dragonfly Dunlin Egret Ermine Firefly Flicker Gannet Gecko Grebe Grosbeak Grouse Heron Hummingbird "
    "Ibis Kestrel Killdeer Kingfisher Lapwing Lemming Loon Magpie Mallard Marmot Meadowlark Minnow Moth Nuthatch "
    "Oriole Osprey Otter Ouzel Pelican Petrel Pipit Plover Puffin Quail Sandpiper Sparrow Starling Stickleback Tanager "
    "Tern Towhee Vireo Warbler Whimbrel Wombat"
)
_STAFF = _words(
    "Bay Bluff Brook Butte Canyon Cape Cascade Cove Creek Delta Dune Estuary Fjord Glacier Grotto Gulch Headland "
    "Inlet Isthmus Lagoon Mesa Moraine Oxbow Plateau Rapids Ravine Ridge Summit Terrace Valley Waterfall Wetland"
)
_CIRCLE = _words(
    "Aurora Breeze Cirrus Cloudburst Comet Cumulus Dawn Daybreak Drizzle Dusk Eclipse Equinox Fogbank Frost Gale Hail "
    "Harbor Moonrise Monsoon Nightfall Rainbow Shower Sleet Snowfall Solstice Squall Starlight Sunrise Sunset Thunder "
    "Twilight Zephyr"
)


def client_names(seed: str, count: int) -> list[str]:
    """`count` different names for clients; the same for the same seed."""
    return _names(f"clients of {seed}", count, _CLIENTS)


def staff_names(seed: str, count: int) -> list[str]:
    """`count` different names for members of staff, none of them a client's."""
    return _names(f"staff of {seed}", count, _STAFF)


def circle_names(seed: str, count: int) -> list[str]:
    """`count` different names for people close to clients, none of them a client's or of staff."""
    return _names(f"circle of {seed}", count, _CIRCLE)


def _names(seed: str, count: int, second: list[str]) -> list[str]:
    """Past all pairs the words begin again with a number behind them."""
    pairs = [f"{one} {other}" for one in _FIRST for other in second]
    random.Random(seed).shuffle(pairs)  # noqa: S311, names, not secrets
    rounds = [f" {number}" if number else "" for number in range(2, 3 + count // len(pairs))]
    return [f"{pair}{suffix}" for suffix in ["", *rounds] for pair in pairs][:count]
