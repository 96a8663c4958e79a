"""Words that the synthetic store is made of."""

from __future__ import annotations

CAPTURE = "SYNTHETIC"
COUNTRIES = tuple("MLI BFA NER NGA TCD SEN GMB GIN GNB SLE LBR CIV GHA TGO BEN MRT CMR".split())
SECTORS = (
    ("Army column", "MIL"),
    ("Police post", "COP"),
    ("Ministry", "GOV"),
    ("Rebel band", "REB"),
    ("Farmers' union", "CVL"),
    ("Party", "PTY"),
    ("Court", "JUD"),
    ("Company", "BUS"),
)
FIRST_NAMES = tuple(
    "Awa Binta Coumba Dado Elhadj Fanta Gaoussou Hawa Idrissa Jeneba Kadi Lamine Mariam Nana Oumar".split()
)
LAST_NAMES = tuple("Bah Camara Diallo Fofana Gueye Issoufou Keita Maiga Ndiaye Sow Traore Yaro Zongo".split())
VERBS = {
    "AGREE": "reached an accord with",
    "CONSULT": "met",
    "SUPPORT": "praised",
    "COOPERATE": "trained with",
    "AID": "sent aid to",
    "CONCEDE": "yielded to",
    "RETREAT": "withdrew before",
    "REQUEST": "asked",
    "ACCUSE": "accused",
    "REJECT": "rebuffed",
    "THREATEN": "threatened",
    "PROTEST": "marched against",
    "SANCTION": "imposed sanctions on",
    "MOBILIZE": "massed troops against",
    "COERCE": "raided",
    "ASSAULT": "attacked",
}
NOUNS = tuple(
    "accord airport archive armoury auction avenue badge bakery bank barracks barrage basin bazaar beacon bell "
    "boat border bridge budget bus cable camp canal cargo caravan cattle causeway census charter checkpoint "
    "chimney cistern clinic coast college column compound convoy copper corridor cotton council court crane crop "
    "curfew dam decree depot desert dispensary district ditch dock donkey drought dune edict election embankment "
    "embassy envoy estate factory fair farm fence ferry festival field fishery fleet flood forest fort fuel "
    "garage garden garrison gate gold grain granary grant gravel ground harbour harvest hatchery highway hill "
    "hospital hostel hotel house import inlet inquiry island ivory jetty jewel journal junction kiln kiosk "
    "laboratory lagoon lake lamp land lane ledger levy library lime line loan lock lorry maize mango mansion map "
    "market mast meadow mercury mill millet mine minibus mint monument mosque motorway museum native nursery "
    "oasis office onion orchard ore outpost oven palace park parliament pass pasture path pavilion pension permit "
    "pier pipeline plain plant plateau plaza port post potash pound power press prison probe pump quarry quay "
    "quota radio raft railway rally ration refinery reform relay reserve reservoir rice ridge river road roof "
    "route rubber runway salt school seed shelter shop shore shrine silo siren slope smelter spring square "
    "stadium stall station statue steamer store strait street strike sugar summit survey swamp tank tariff tax "
    "telegraph tender terminal theatre timber toll tower track trade trail train treaty tribunal truce tunnel "
    "turbine union valley vault vehicle verdict village vineyard wage wall ward warehouse water well wharf wheat "
    "windmill wire wood workshop yard zinc zone".split()
)
