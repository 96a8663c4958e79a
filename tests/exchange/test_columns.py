"""Names and order of the columns, as the schemas have them, and what stands round the rows."""

from __future__ import annotations

import pytest

from faleme.exchange.export import _TEXT_FORMS
from faleme.exchange.forms import Table
from tests.exchange.tellings import told, written

GDELT_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
)
GDELT_HEAD = [
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor1{name}" for name in GDELT_ACTOR),
    *(f"Actor2{name}" for name in GDELT_ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
]
# The columns of PEERS' sources, written out: what a reader of these files expects at each place.
COLUMNS = {
    "gdelt1": [
        *GDELT_HEAD,
        *(
            f"{whose}Geo_{name}"
            for whose in ("Actor1", "Actor2", "Action")
            for name in "Type FullName CountryCode ADM1Code Lat Long FeatureID".split()
        ),
        "DATEADDED",
        "SOURCEURL",
    ],
    "gdelt2": [
        *GDELT_HEAD,
        *(
            f"{whose}Geo_{name}"
            for whose in ("Actor1", "Actor2", "Action")
            for name in "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
        ),
        "DATEADDED",
        "SOURCEURL",
    ],
    "gdelt2-mentions": (
        "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID "
        "Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone "
        "MentionDocTranslationInfo Extras"
    ).split(),
    "icews": (
        "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,"
        "Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,"
        "Longitude"
    ).split(","),
    "polecat": (
        "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
        "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
        "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,"
        "Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,"
        "GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,Story People,Story Organizations,"
        "Story Locations,Language,Version"
    ).split(","),
    "acled": (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
        "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
        "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
    ).split(","),
    "ucdp": (
        "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
        "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
        "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
        "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
        "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,"
        "high,low,gwnoa,gwnob"
    ).split(","),
    "phoenix": (
        "EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute "
        "TargetActorFull TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode QuadClass "
        "GoldsteinScore Issues Lat Lon LocationName StateName CountryCode SentenceID URLs NewsSources"
    ).split(),
}
COUNTS = {
    "gdelt1": 58,
    "gdelt2": 61,
    "gdelt2-mentions": 16,
    "icews": 20,
    "polecat": 40,
    "acled": 31,
    "ucdp": 49,
    "phoenix": 26,
}


@pytest.mark.parametrize("form", COLUMNS)
def test_columns(form: str) -> None:
    table = _TEXT_FORMS[form]
    assert isinstance(table, Table)
    assert list(table.columns) == COLUMNS[form]
    assert len(table.columns) == COUNTS[form]


@pytest.mark.parametrize(
    ("form", "delimiter", "header", "end"),
    [
        ("polecat", "\t", True, "\n"),
        ("icews", "\t", True, "\n"),
        ("cameo", "\t", False, "\n"),
        ("phoenix", "\t", False, "\n"),
        ("gdelt1", "\t", False, "\n"),
        ("gdelt2", "\t", False, "\n"),
        ("gdelt2-mentions", "\t", False, "\n"),
        ("acled", ",", True, "\r\n"),
        ("ucdp", ",", True, "\r\n"),
        ("csv", ",", True, "\r\n"),
    ],
)
def test_the_file(form: str, delimiter: str, header: bool, end: str) -> None:
    table = _TEXT_FORMS[form]
    assert isinstance(table, Table)
    text = written(form, told())
    lines = text.removesuffix(end).split(end)
    assert len(lines) == 1 + header
    assert (lines[0] == delimiter.join(table.columns)) == header
    if delimiter == "\t":
        assert {line.count("\t") for line in lines} == {len(table.columns) - 1}
