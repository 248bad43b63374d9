"""Make the table of dated offices: who held which office of which state, and when.

Reads, from a data folder (``--data``, else ``$RIFTLINE_DATA``, else ``../shared/data``):

* ``office_holders/office_holders.csv`` and ``office_holders_supplement.csv`` (see the README there),
* ``reign_leaders/leaderlist_3_21.csv`` (fills gaps, and gives other spellings),

merges them with the hand-made ``offices_topup.tsv`` and writes ``offices.tsv``. Both tables have the columns
``person aliases code sector office start end source``.

What is done, in this order: titles are mapped to office kinds, and what foreign news does not name is dropped;
terms that ended before 2005 are dropped; the terms of one person in one office are merged; a term left open by
the source is cut at the start of the next holder, else at the month of the source's snapshot (an open end there
does not mean "still in office"); a top-up row replaces the data rows of the same person in the same office kind
at that time, and cuts the open terms of others before it. Dates are no more precise than the source.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import difflib
import io
import itertools
import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path


def words(text: str) -> frozenset[str]:
    """The words of a list written in one string."""
    return frozenset(text.split())


ROOT = Path(__file__).resolve().parent.parent
ACTORS = ROOT / "src" / "riftline" / "data" / "actors"
COLUMNS = ("person", "aliases", "code", "sector", "office", "start", "end", "source")
FIRST_YEAR = "2005"
SNAPSHOT = "2022-07-31"
GAP = 45  # days between two terms of one person that are still one term
FAR = dt.date(2100, 1, 1)

CODES = {
    "EUE": "EU",
    "UNO": "UN",
    "XNK": "NKR",
    "XNT": "NATO",
    "XAF": "AU",
    "XAL": "LAS",
    "XCE": "COE",
    "XOS": "OSCE",
    "XWT": "WTO",
}
ORGANISATIONS = words(
    "EU UN NATO AU OSCE CSTO CIS EAEU SCO COE OIC LAS GCC OPEC ASEAN ECOWAS SADC EAC IGAD OAS CARICOM "
    "COMMONWEALTH IMF WB WTO WHO IAEA OPCW OECD ICC ICJ ECB ICRC IFRC INTERPOL IOC FIFA FATF BRICS"
)

BIG = words(
    "USA GBR FRA DEU ITA ESP NLD POL RUS UKR TUR CHN JPN KOR TWN IND PAK IDN AUS CAN BRA MEX ARG ZAF NGA EGY SAU ARE IRN IRQ ISR GRC VEN"
)

# Office kind -> (usual name of the office, sector, one seat?)
KINDS: dict[str, tuple[str, str, bool]] = {
    "president": ("president", "GOV", True),
    "presidency": ("chairman of the presidency", "GOV", False),
    "head of government": ("prime minister", "GOV", True),
    "cabinet chief": ("cabinet chief", "GOV", True),
    "monarch": ("monarch", "GOV", True),
    "crown prince": ("crown prince", "GOV", True),
    "supreme leader": ("supreme leader", "GOV", True),
    "party leader": ("general secretary of the ruling party", "GOV", True),
    "leader": ("leader", "GOV", False),
    "vice president": ("vice president", "GOV", False),
    "deputy head of government": ("deputy prime minister", "GOV", False),
    "foreign": ("foreign minister", "GOV", True),
    "defence": ("defence minister", "GOV", True),
    "interior": ("interior minister", "GOV", True),
    "finance": ("finance minister", "GOV", True),
    "trade": ("trade minister", "GOV", True),
    "energy": ("energy minister", "GOV", True),
    "oil": ("oil minister", "GOV", True),
    "security": ("national security adviser", "GOV", True),
    "speaker": ("speaker of parliament", "LEG", True),
    "senate": ("president of the senate", "LEG", True),
    "armed forces": ("chief of the general staff", "MIL", True),
    "army": ("army chief", "MIL", True),
    "guards": ("commander of the Revolutionary Guards", "MIL", True),
    "government spokesperson": ("government spokesperson", "GOV", False),
    "presidential spokesperson": ("presidential spokesperson", "GOV", True),
    "foreign spokesperson": ("foreign ministry spokesperson", "GOV", False),
    "un ambassador": ("ambassador to the UN", "GOV", True),
    "chief of staff": ("presidential chief of staff", "GOV", True),
    "state minister": ("state minister", "GOV", True),
}

# What the press calls the office in that state.
NAMES: dict[tuple[str, str], str] = {
    ("GBR", "foreign"): "foreign secretary",
    ("GBR", "defence"): "defence secretary",
    ("GBR", "interior"): "home secretary",
    ("GBR", "finance"): "chancellor of the exchequer",
    ("GBR", "trade"): "trade secretary",
    ("GBR", "armed forces"): "chief of the defence staff",
    ("USA", "foreign"): "secretary of state",
    ("USA", "defence"): "defense secretary",
    ("USA", "interior"): "homeland security secretary",
    ("USA", "finance"): "treasury secretary",
    ("USA", "trade"): "commerce secretary",
    ("USA", "energy"): "energy secretary",
    ("USA", "armed forces"): "chairman of the Joint Chiefs of Staff",
    ("USA", "presidential spokesperson"): "White House press secretary",
    ("USA", "speaker"): "speaker of the House",
    ("GBR", "speaker"): "speaker of the House of Commons",
    ("GBR", "army"): "chief of the general staff",
    ("USA", "chief of staff"): "White House chief of staff",
    ("DEU", "head of government"): "chancellor",
    ("AUT", "head of government"): "chancellor",
    ("AUT", "deputy head of government"): "vice chancellor",
    ("DEU", "deputy head of government"): "vice chancellor",
    ("CHN", "head of government"): "premier",
    ("CHN", "deputy head of government"): "vice premier",
    ("CHN", "party leader"): "general secretary of the Communist Party",
    ("TWN", "head of government"): "premier",
    ("TWN", "deputy head of government"): "vice premier",
    ("PRK", "head of government"): "premier",
    ("PRK", "supreme leader"): "leader",
    ("HKG", "head of government"): "chief executive",
    ("RUS", "security"): "secretary of the Security Council",
    ("UKR", "security"): "secretary of the Security Council",
    ("BLR", "security"): "secretary of the Security Council",
    ("ARM", "security"): "secretary of the Security Council",
    ("KAZ", "security"): "secretary of the Security Council",
    ("IRN", "security"): "secretary of the Supreme National Security Council",
    ("UKR", "armed forces"): "commander-in-chief of the armed forces",
    ("PHL", "foreign"): "foreign secretary",
    ("PHL", "defence"): "defence secretary",
    ("PHL", "interior"): "interior secretary",
    ("MEX", "foreign"): "foreign secretary",
    ("IND", "foreign"): "external affairs minister",
    ("IND", "interior"): "home minister",
    ("BEL", "monarch"): "king",
    ("ESP", "monarch"): "king",
    ("NOR", "monarch"): "king",
    ("SWE", "monarch"): "king",
    ("SAU", "monarch"): "king",
    ("JOR", "monarch"): "king",
    ("MAR", "monarch"): "king",
    ("BHR", "monarch"): "king",
    ("THA", "monarch"): "king",
    ("KHM", "monarch"): "king",
    ("MYS", "monarch"): "king",
    ("BTN", "monarch"): "king",
    ("NPL", "monarch"): "king",
    ("LSO", "monarch"): "king",
    ("SWZ", "monarch"): "king",
    ("TON", "monarch"): "king",
    ("JPN", "monarch"): "emperor",
    ("KWT", "monarch"): "emir",
    ("QAT", "monarch"): "emir",
    ("OMN", "monarch"): "sultan",
    ("BRN", "monarch"): "sultan",
    ("LUX", "monarch"): "grand duke",
    ("MCO", "monarch"): "prince",
    ("LIE", "monarch"): "prince",
    ("VAT", "monarch"): "pope",
    ("ZAF", "vice president"): "deputy president",
    ("PSE", "president"): "president",
    ("BIH", "head of government"): "chairman of the council of ministers",
}

# Other names of offices that the top-up may use -> kind.
OTHER_NAMES: dict[str, str] = {
    "prime minister": "head of government",
    "premier": "head of government",
    "chancellor": "head of government",
    "chief executive": "head of government",
    "queen": "monarch",
    "king": "monarch",
    "emperor": "monarch",
    "emir": "monarch",
    "sultan": "monarch",
    "grand duke": "monarch",
    "prince": "monarch",
    "pope": "monarch",
    "acting president": "president",
    "interim president": "president",
    "transitional president": "president",
    "transitional leader": "president",
    "chairman of the Presidential Council": "president",
    "chairman of the Presidential Leadership Council": "president",
    "chairman of the Sovereignty Council": "president",
    "chairman of the Transitional Military Council": "president",
    "interim prime minister": "head of government",
    "acting prime minister": "head of government",
    "chief adviser": "head of government",
    "secretary of state": "foreign",
    "army chief": "army",
    "armed forces chief": "armed forces",
    "chief of the armed forces": "armed forces",
    "chief of the defence staff": "armed forces",
    "commander-in-chief of the armed forces": "armed forces",
    "Kremlin spokesman": "presidential spokesperson",
    "deputy president": "vice president",
    "first vice president": "vice president",
    "first deputy prime minister": "deputy head of government",
    "oil minister": "oil",
}

REALMS = words("ATG AUS BHS BLZ CAN GRD JAM KNA LCA NZL PNG SLB TUV VCT BRB")
NOT_NATIONAL = re.compile(
    r"deputy minister|state secretary|minister of state (?!.*security)|parliamentary|assistant|junior|delegate|"
    r"associate|undersecretary|first lady|former|office of|minister to the|first secretary of state|"
    r"state minister for|state minister of|minister-delegate|assisting"
)
MINISTER = r"(?:first |second |federal |union |cabinet |deputy prime minister and |vice[- ]prime minister and )*"
MINISTER += r"(?:minister|secretary|secretary of state|cabinet secretary)(?: responsible)? (?:of|for) (?:the )?"
FINANCE = MINISTER + r"(?:public )?(?:finances?|economy and finances?|economic affairs and finance|economy, finance).*"
RULES: tuple[tuple[str, str], ...] = (
    (r"(?:acting |interim |federal |transitional )*president(?: of the (?:republic|palestinian national authority|state))?", "president"),
    (r"president of the (?:swiss )?confederation", "president"),
    (
        r"chair(?:man|person)? of the (?:presidential leadership council|presidential council|"
        r"sovereignty council|transitional.*council)",
        "president",
    ),
    (r"chair(?:man|person)? of the presidency", "presidency"),
    (
        r"(?:acting |interim )*(?:prime minister|federal chancellor|"
        r"taoiseach)(?: of the palestinian national authority)?",
        "head of government",
    ),
    (r"chairman of the cabinet of ministers \(prime minister\)|premier of the state council", "head of government"),
    (r"chief of the cabinet of ministers", "cabinet chief"),
    (r"(?:king|queen|emperor|emir|sultan|monarch|grand duke|prince|pope)|sultan and prime minister", "monarch"),
    (r"yang di.pertuan agong \(monarch\)|druk gyalpo \(king\)|ngwenyama \(king\)", "monarch"),
    (r"crown prince", "crown prince"),
    (r"supreme leader", "supreme leader"),
    (r"general secretary of the chinese communist party", "party leader"),
    (r"leader \(reign; title not given\)", "leader"),
    (r"(?:first |second |executive )*(?:vice[- ]president|deputy president)", "vice president"),
    (
        r"(?:first |second |third |1st )*(?:deputy|vice)[ -](?:prime minister|premier|chancellor)"
        r"(?: of the (?:council of ministers|state council))?|vice[- ]president of the council of ministers",
        "deputy head of government",
    ),
    (MINISTER + r"(?:foreign|external)(?: and european| and political)? (?:affairs|relations)(?! and foreign aid only).*", "foreign"),
    (MINISTER + r"(?:europe and foreign affairs|european and international affairs|international relations and cooperation)", "foreign"),
    (r"secretary of state for foreign,? .*|secretary for relations with states|minister of international affairs.*", "foreign"),
    (
        MINISTER + r"(?:national |people's )?defen[cs]e(?! (?:production|materiel|science|industr|equipment|procurement|"
        r"and space)).*",
        "defence",
    ),
    (MINISTER + r"(?:revolutionary )?armed forces.*|minister delegate at the presidency in charge of defence", "defence"),
    (
        MINISTER + r"(?:interior|home affairs|home department|internal affairs(?! and communications)|internal security|public security|"
        r"homeland security).*",
        "interior",
    ),
    (
        r"minister of security|(?:federal )?minister for (?:the )?interior.*|national security minister|"
        r"minister of national security",
        "interior",
    ),
    (
        r"(?:prime minister's )?national security advis[eo]r|"
        r"secretary of the (?:supreme )?(?:national )?security (?:and defen[cs]e )?council",
        "security",
    ),
    (
        r"(?:speaker|president|chair(?:man|person)?) of (?:the )?(?:national assembly|parliament|house of representatives|"
        r"chamber of deputies|assembly|legislative assembly|supreme council|house of the people|house of commons|"
        r"council of representatives|knesset|storting|national parliament|congress of deputies|congress|riigikogu|saeima|"
        r"seimas|state great khural|grand national assembly|folketing|lok sabha|people's majlis|dewan rakyat|riksdag|"
        r"althing|islamic consultative assembly|supreme people's assembly|palestinian legislative council|"
        r"chamber of representatives|state duma|verkhovna rada|legislative yuan|croatian parliament|moldovan parliament|"
        r"people's national assembly|house of people's representatives|jatiyo shangshad|national legislature|"
        r"assembly of representatives|legislative chamber|national people's assembly|people's council)",
        "speaker",
    ),
    (
        r"(?:speaker|president|chair(?:man|person)?) of the (?:senate|federation council|council of states|"
        r"federal council|house of councillors)",
        "senate",
    ),
    (
        r"chief of (?:the )?(?:joint )?(?:general staff|defen[cs]e(?: staff| forces?)?|joint staff)(?: of the armed forces)?|"
        r"chief of the national defence (?:general staff|force)|chief of (?:the )?(?:general )?staff of the (?:armed forces|"
        r"defence forces|people's national army)|"
        r"chief of the armed forces(?: joint staff)?|head of the (?:armed forces|general staff)|"
        r"(?:chairman|chair) of the (?:joint chiefs(?: of staff(?: committee)?)?|chiefs of staff|general staff)|"
        r"(?:supreme commander|commander|commander-in-chief) of the (?:national )?armed forces|"
        r"commander of the (?:estonian )?defen[cs]e forces?|chief of armed forces",
        "armed forces",
    ),
    (r"chief of (?:the )?army staff|chief of staff of the army|chief of army", "army"),
    (r"commander-in-chief of the revolutionary guard.*", "guards"),
    (r"(?:government spokesperson|spokesperson of the government)", "government spokesperson"),
    (r"white house press secretary|presidential spokesperson|spokesperson of the president", "presidential spokesperson"),
    (r"foreign ministry spoke.*", "foreign spokesperson"),
    (r"(?:permanent representative|ambassador) to the united nations(?:,? (?:in )?new york)?", "un ambassador"),
    (
        r"white house chief of staff|chief of staff of the presidential executive office|"
        r"head of the office of the president|head of the presidential administration",
        "chief of staff",
    ),
    (r"state minister", "state minister"),
)
BIG_RULES: tuple[tuple[str, str], ...] = (
    (FINANCE, "finance"),
    (r"minister of (?:the )?economy|secretary of the treasury|chancellor of the exchequer|treasurer", "finance"),
    (MINISTER + r"(?:international trade|foreign trade|trade|commerce).*", "trade"),
    (MINISTER + r"energy.*", "energy"),
    (MINISTER + r"(?:oil|petroleum).*", "oil"),
)
BY_CODE: dict[tuple[str, str], str] = {
    ("USA", "secretary of state"): "foreign",
    ("IND", "minister of foreign affairs"): "foreign secretary",  # so mislabelled in the source: the civil servants
    ("GBR", "chief of the general staff"): "army",
    ("DEU", "chancellor"): "head of government",
    ("PRK", "premier"): "head of government",
    ("TWN", "premier"): "head of government",
    ("HKG", "chief executive"): "head of government",
    ("MCO", "minister of state"): "head of government",
    ("BIH", "chairman of the council of ministers"): "head of government",
    ("XDN", "chairman of the council of ministers"): "head of government",
    ("XLN", "chairman of the council of ministers"): "head of government",
    ("AFG", "chief executive officer"): "chief executive officer",
    ("AFG", "deputy leader"): "deputy leader",
    ("USA", "director of national intelligence"): "director of national intelligence",
    ("USA", "attorney general"): "attorney general",
    ("PAK", "director general of inter-services intelligence"): "director of the ISI",
    ("UN", "secretary-general of the united nations"): "UN secretary-general",
    ("UN", "deputy secretary-general of the united nations"): "UN deputy secretary-general",
    ("UN", "under-secretary-general of the united nations"): "UN under-secretary-general",
    ("UN", "president of the united nations general assembly"): "president of the UN General Assembly",
    ("UN", "president of the international court of justice"): "president of the International Court of Justice",
    ("EU", "high representative of the union for foreign affairs and security policy"): "EU foreign policy chief",
    ("EU", "high representative for common foreign and security policy"): "EU foreign policy chief",
    ("EU", "president of the european commission"): "president of the European Commission",
    ("EU", "president of the european council"): "president of the European Council",
    ("NATO", "secretary general of nato"): "NATO secretary general",
    ("AU", "chairperson of the african union"): "chairperson of the African Union",
    ("AU", "chairperson of the african union commission"): "chairperson of the African Union Commission",
    ("WTO", "director-general of the world trade organization"): "WTO director-general",
    ("COE", "president of the parliamentary assembly of the council of europe"): "president of the parliamentary assembly",
    ("OSCE", "osce high commissioner on national minorities"): "OSCE high commissioner on national minorities",
    ("LAS", "speaker of the arab parliament"): "speaker of the Arab Parliament",
}
MANY_SEATS = {"UN under-secretary-general", "deputy leader", "UN deputy secretary-general"}

# Correlates of War abbreviations (REIGN) that are not the ISO code.
COW = dict(
    pair.split("=")
    for pair in words(
        "BHM=BHS HAI=HTI TRI=TTO BAR=BRB GRN=GRD SLU=LCA SVG=VCT AAB=ATG SKN=KNA GUA=GTM HON=HND SAL=SLV COS=CRI "
        "PAR=PRY URU=URY UKG=GBR IRE=IRL NTH=NLD FRN=FRA MNC=MCO SWZ=CHE SPN=ESP AND=AND POR=PRT GMY=DEU "
        "AUS=AUT CZR=CZE SLO=SVK MAC=MKD CRO=HRV YUG=SRB BOS=BIH KOS=XKX SLV=SVN BUL=BGR MLD=MDA ROM=ROU "
        "LAT=LVA LIT=LTU GRG=GEO SWD=SWE DEN=DNK ICE=ISL CAP=CPV GNB=GNB EQG=GNQ GAM=GMB MAA=MRT NIR=NER CDI=CIV "
        "BFO=BFA SIE=SLE TOG=TGO CAO=CMR NIG=NGA CEN=CAF CHA=TCD CON=COG DRC=COD TAZ=TZA BUI=BDI ZAM=ZMB ZIM=ZWE "
        "MAW=MWI SAF=ZAF LES=LSO BOT=BWA SWA=SWZ MAG=MDG MAS=MUS SEY=SYC MOR=MAR ALG=DZA SUD=SDN LEB=LBN KUW=KWT "
        "BAH=BHR UAE=ARE OMA=OMN TAJ=TJK KYR=KGZ KZK=KAZ MON=MNG TAW=TWN BHU=BTN BNG=BGD MYA=MMR SRI=LKA MAD=MDV "
        "NEP=NPL THI=THA CAM=KHM DRV=VNM MAL=MYS SIN=SGP BRU=BRN PHI=PHL INS=IDN ETM=TLS AUL=AUS NEW=NZL VAN=VUT "
        "SOL=SLB FIJ=FJI NAU=NRU PAL=PLW SUR=SUR SPA=ESP GFR=DEU SNM=SMR SWI=CHE NMB=NAM CGO=COG "
        "MNG=MNE GUI=GIN ANG=AGO MZM=MOZ RUM=ROU KBI=KIR MSI=MHL"
    )
)

# Groups of spellings of one name part; one part at a time is varied.
SPELLINGS: tuple[tuple[str, ...], ...] = (
    ("Mohammed", "Mohammad", "Muhammad", "Mohamed", "Mohamad", "Muhammed"),
    ("Sergei", "Sergey"),
    ("Dmitry", "Dmitri", "Dmitriy"),
    ("Yuri", "Yury", "Yuriy"),
    ("Aleksandr", "Alexander", "Aleksander"),
    ("Alexei", "Aleksei", "Alexey", "Aleksey"),
    ("Nikolai", "Nikolay"),
    ("Andrei", "Andrey"),
    ("Vasily", "Vasiliy", "Vasyl"),
    ("Anatoly", "Anatoliy", "Anatoli"),
    ("Valery", "Valeriy", "Valeri"),
    ("Vitaly", "Vitaliy", "Vitali"),
    ("Yevgeny", "Evgeny", "Yevgeniy"),
    ("Grigory", "Grigoriy"),
    ("Gennady", "Gennadiy"),
    ("Igor", "Ihor"),
    ("Mikhail", "Mikhael"),
    ("Hussein", "Hussain", "Husayn", "Hossein"),
    ("Abdullah", "Abdallah", "Abdulla"),
    ("Yousef", "Youssef", "Yusuf", "Yousuf"),
    ("Khaled", "Khalid"),
    ("Ahmed", "Ahmad"),
    ("Omar", "Umar"),
    ("Saleh", "Salih"),
    ("Hassan", "Hasan"),
    ("Ibrahim", "Ebrahim"),
    ("Faisal", "Faysal"),
    ("Saud", "Saoud"),
    ("Mahmoud", "Mahmud"),
    ("Suleiman", "Sulaiman", "Soleiman"),
    ("Said", "Saeed", "Sayed"),
    ("Ghulam", "Gholam"),
)
SPELLED = {form: group for group in SPELLINGS for form in group}
LETTERS = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        "ə": "a",
        "Ə": "A",
        "ħ": "h",
        "Ħ": "H",
        "ŋ": "n",
        "’": "'",
        "ʻ": "'",
        "ʼ": "'",
        "‘": "'",
        "–": "-",
        "‐": "-",
        "‑": "-",
    }
)
COMMON_PARTS = words(
    "bin ben ibn abu abd von van der del dos the kim lee park nguyen al el bint jr sir ould sabah thani khalifa saud muhammad mohammed"
)


@dataclass(slots=True)
class Term:
    """One person in one office for one stretch of time."""

    person: str
    code: str
    kind: str
    office: str
    sector: str
    start: str
    end: str  # empty: open
    source: str
    key: str  # who it is: the Wikidata id, else the plain name
    seat: str = ""  # the post in the source, where an office kind has several posts
    names: set[str] = field(default_factory=set)
    limit: str = ""  # what the source can know


def plain(text: str) -> str:
    """The name without diacritics."""
    text = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


def folded(text: str) -> str:
    """A name for comparison: no case, diacritics, hyphens or dots."""
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"[.'`]", "", plain(text).lower())).split())


def first_day(date: str) -> dt.date:
    """The first day that a full or short ISO date can mean."""
    if not date:
        return dt.date(1900, 1, 1)
    year, month, day = (*date.split("-"), "1", "1")[:3]
    return dt.date(int(year), int(month), int(day))


def last_day(date: str) -> dt.date:
    """The last day that a full or short ISO date can mean (an empty one: open)."""
    if not date:
        return FAR
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    if len(parts) == 2:
        return dt.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date(parts[0], 12, 31)


def days(earlier: dt.date, later: dt.date) -> int:
    """Days from the one date to the other."""
    return (later - earlier).days


def variants(name: str) -> set[str]:
    """Other spellings that follow a rule: no diacritics, hyphens, articles, common transliterations."""
    found = {plain(name)}
    base = plain(name)
    if re.search(r"\b[Aa]l-", base):
        stem = re.split(r"\b[Aa]l-", base)
        found |= {"al-".join(stem), "Al ".join(stem)}
    elif re.search(r"\bAl (?!Saud\b|Nahyan\b|Thani\b|Khalifa\b|Sabah\b|Maktoum\b|Gore\b|Said\b)\w", base):
        found.add(re.sub(r"\bAl (?=\w)", "al-", base))
    given = re.fullmatch(r"([A-Z]\w+) ([A-Z]\w+)-([a-z]\w+)", base)
    if given:  # Kim Jong-un, Kim Jong Un
        found.add(f"{given[1]} {given[2]} {given[3].capitalize()}")
    given = re.fullmatch(r"(Kim|Lee|Park|Choi|Moon|Yoon|Chung|Kang|Cho|Han|Ri|Choe|Pak|Hwang|Song|Shin) ([A-Z]\w+) ([A-Z]\w+)", base)
    if given:
        found.add(f"{given[1]} {given[2]}-{given[3].lower()}")
    parts = base.split()
    for number, part in enumerate(parts):
        for other in SPELLED.get(part, ()):
            if other != part:
                found.add(" ".join((*parts[:number], other, *parts[number + 1 :])))
    if len(parts) >= 3 and any(re.fullmatch(r"[A-Z]\.", part) for part in parts[1:-1]):
        found.add(" ".join(part for part in parts if not re.fullmatch(r"[A-Z]\.", part)))
    for ending, others in (("skyy", ("sky", "skiy")), ("skyi", ("sky",)), ("iyev", ("iev",)), ("liyev", ("liev",))):
        if base.endswith(ending):
            found |= {base[: -len(ending)] + other for other in others}
    found.discard(name)
    return found


def classify(code: str, country: str, title: str) -> tuple[str, str] | None:
    """The office kind of a title and its post, or None where foreign news does not name it."""
    text = title.lower().replace("’", "'").strip()
    for name in (country.lower(), "the " + country.lower()):
        text = text.removesuffix(f" ({name})").removesuffix(f" of {name}")
    fixed = BY_CODE.get((code, text))
    if fixed:
        return fixed, text
    if NOT_NATIONAL.search(text) and text != "minister delegate at the presidency in charge of defence":
        return None
    if "(" in text and not re.search(r"\((?:king|monarch|prime minister|reign)", text):
        return None  # a region's
    if code == "USA" and text == "secretary of the interior":
        return None
    if code == "IND" and "secretary" in text:
        return None  # civil servants
    if code in ORGANISATIONS:
        return None
    rules = RULES + BIG_RULES if code in BIG else RULES
    for pattern, kind in rules:
        if re.fullmatch(pattern, text):
            if kind == "monarch" and code in REALMS:
                return None
            if kind == "senate" and code not in BIG:
                return None
            return kind, text
    return None


def office_of(code: str, kind: str) -> tuple[str, str]:
    """The name of the office and its sector."""
    if kind in KINDS:
        name, sector, _ = KINDS[kind]
        return NAMES.get((code, kind), name), sector
    return kind, "IGO" if code in ORGANISATIONS else "GOV"


def kind_of(code: str, office: str) -> str:
    """The kind of an office that the top-up names; an unknown office is a kind of its own."""
    for (state, kind), name in NAMES.items():
        if state == code and name == office:
            return kind
    for kind, (name, _, _) in KINDS.items():
        if name == office:
            return kind
    return OTHER_NAMES.get(office, office)


def single(kind: str) -> bool:
    """Whether one person at a time holds such an office."""
    return KINDS[kind][2] if kind in KINDS else kind not in MANY_SEATS


def snapshots(folder: Path) -> dict[str, str]:
    """When each source table was last changed, from the data's README."""
    found = {"OEFDataScience/REIGN.github.io": "2021-03-01"}
    readme = folder / "office_holders" / "README"
    if readme.exists():
        row = re.compile(r"^\| ([a-z0-9-]+)(?: \(.*?\))? \| [0-9a-f]{40} \| (\d{4}-\d\d-\d\d) \|", re.M)
        for repository, date in row.findall(readme.read_text(encoding="utf-8")):
            name = f"every-politician-scrapers/{repository}"
            found[name] = max(date, found.get(name, ""))
    return found


def read_holders(folder: Path) -> list[Term]:
    """The terms of ``office_holders.csv`` and its supplement that are worth keeping."""
    known = snapshots(folder)
    terms: list[Term] = []
    for file in ("office_holders.csv", "office_holders_supplement.csv"):
        path = folder / "office_holders" / file
        supplement = "supplement" in file
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                code = CODES.get(row["country_iso3"], row["country_iso3"])
                if row["country"] in {"Scotland", "Wales", "Northern Ireland"} or not row["start"]:
                    continue
                sort = classify(code, row["country"], row["position"])
                if sort is None:
                    continue
                kind, seat = sort
                if kind == "president of the International Court of Justice":
                    code = "ICJ"
                person = re.sub(r"^(?:Archbishop|Pope) (?=Paul|Francis)", "", row["person"]).strip()
                if not plain(person)[:1].isascii():
                    continue  # no English label
                if " " not in person and kind != "monarch" and "REIGN" in row["source_repo"]:
                    continue  # a surname alone: the top-up has the person
                office, sector = office_of(code, kind)
                source = "supplement" if supplement else "reign" if "REIGN" in row["source_repo"] else "wikidata"
                limit = "" if supplement else known.get(row["source_repo"], SNAPSHOT)
                key = row["person_qid"] or folded(person)
                end = row["end"]
                if limit and end and first_day(end) > first_day(limit):
                    end = ""
                terms.append(Term(person, code, kind, office, sector, row["start"], end, source, key, seat, {person}, limit))
    return terms


def read_reign(folder: Path, terms: list[Term]) -> list[Term]:
    """REIGN's leaders: a spelling for those already known, else a term as "leader"."""
    heads: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        if term.kind in {"president", "head of government", "monarch", "supreme leader", "leader", "party leader"}:
            heads[term.code].append(term)
    new: list[Term] = []
    path = folder / "reign_leaders" / "leaderlist_3_21.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            if not row["eyear"] or row["eyear"] < FIRST_YEAR or " " not in row["leader"].strip():
                continue
            name = " ".join(row["leader"].split())
            if not re.fullmatch(r"[A-Za-z' .\-]+", name):
                continue
            code = COW.get(row["stateabb"], row["stateabb"])
            try:
                began = dt.date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))
            except ValueError:
                continue
            parts = set(folded(name).split()) - COMMON_PARTS
            same = [t for t in heads[code] if parts & (set(folded(t.person).split()) - COMMON_PARTS)]
            near = [t for t in same if abs(days(first_day(t.start), began)) <= 60]
            for term in near:
                shared = set(folded(term.person).split()) & parts
                close = difflib.SequenceMatcher(None, folded(term.person), folded(name)).ratio() > 0.7
                if len(shared) > 1 or (shared and close):
                    term.names.add(name)
            if not same and heads[code] and not any(abs(days(first_day(t.start), began)) <= 60 for t in heads[code]):
                end = f"{row['eyear']}-{int(row['emonth']):02d}"
                office, sector = office_of(code, "leader")
                if end == "2021-03":
                    continue
                new.append(Term(name, code, "leader", office, sector, began.isoformat(), end, "reign", folded(name), "", {name}))
    return new


def finer(one: str, other: str) -> str:
    """The more precise of two dates that can mean the same day."""
    return one if len(one) >= len(other) else other


def merge(terms: Sequence[Term]) -> list[Term]:
    """Merge the intervals of one person in one office."""
    merged: list[Term] = []
    for term in sorted(terms, key=lambda t: (first_day(t.start), -len(t.start), last_day(t.end))):
        last = merged[-1] if merged else None
        if last is not None and first_day(last.start) <= first_day(term.start) <= last_day(last.start):
            last.start = finer(last.start, term.start)
            if not last.end or not term.end:
                last.end = last.end or term.end
                last.names |= term.names
                continue
        if last is not None and last.end and days(last_day(last.end), first_day(term.start)) <= GAP:
            if not term.end or last_day(term.end) > last_day(last.end):
                last.end = term.end
            elif first_day(term.end) >= first_day(last.end):
                last.end = finer(last.end, term.end)
            last.names |= term.names
            last.limit = max(last.limit, term.limit) if last.limit and term.limit else ""
            if term.source == "supplement":
                last.source = "supplement"
            continue
        if last is not None and not last.end and not term.end and term.source != "supplement":
            last.names |= term.names
            continue
        merged.append(replace(term, names=set(term.names)))
    return merged


def cut(terms: Iterable[Term]) -> list[Term]:
    """Cut open terms at the next holder of the post, or at the snapshot; drop what cannot be right."""
    kept: list[Term] = []
    posts: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        posts[term.code, term.kind if single(term.kind) else term.seat].append(term)
    for holders in posts.values():
        holders.sort(key=lambda t: (first_day(t.start), t.person))
        one_seat = single(holders[0].kind)
        for term in holders:
            later = [
                o
                for o in holders
                if o.key != term.key
                and first_day(o.start) > last_day(term.start)
                and not (o.end and last_day(o.end) < first_day(o.start) + dt.timedelta(days=30))
            ]
            again = [o for o in holders if o.key == term.key and o is not term and first_day(o.start) > last_day(term.start)]
            after = min((o.start for o in later), key=first_day, default="")
            if not term.end:
                if again and (not after or first_day(again[0].start) < first_day(after)):
                    after = again[0].start
                if after and (one_seat or again or len({o.key for o in holders}) <= 4):
                    term.end = after
                    term.source += " (end: next holder)"
                elif term.limit:
                    term.end = term.limit[:7]
                    term.source += " (open at snapshot)"
                    reign = term.kind in {"monarch", "president", "supreme leader", "head of government", "crown prince", "leader"}
                    if not reign and days(first_day(term.start), first_day(term.limit)) > 15 * 365:
                        continue
                else:
                    term.source = "supplement, known to 2026-08"
            elif one_seat and after and len(term.end) == 10 and len(after) == 10:
                nxt = min(later, key=lambda o: first_day(o.start))
                if first_day(term.end) > first_day(after) and last_day(nxt.end) > last_day(term.end):
                    term.end = after
            if first_day(term.start) <= last_day(term.end):
                kept.append(term)
    return kept


def read_topup(path: Path) -> list[Term]:
    """The hand-made rows."""
    terms: list[Term] = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = {row["person"], *filter(None, row["aliases"].split("|"))}
            kind = kind_of(row["code"], row["office"])
            terms.append(
                Term(
                    row["person"],
                    row["code"],
                    kind,
                    row["office"],
                    row["sector"],
                    row["start"],
                    row["end"],
                    row["source"],
                    folded(row["person"]),
                    "",
                    names,
                )
            )
    return terms


def all_names(names: Iterable[str]) -> set[str]:
    """The names for comparison, with their regular variants."""
    return {folded(v) for name in names for v in (name, *variants(name))}


def alike(one: Term, other: Term) -> bool:
    """Whether two terms in the same office, begun at the same time, are the same person spelt differently."""
    if abs(days(first_day(one.start), first_day(other.start))) > GAP and not (len(one.start) == 4 and one.start == other.start[:4]):
        return False
    left, right = folded(one.person), folded(other.person)
    ratio = difflib.SequenceMatcher(None, left, right).ratio()
    if not single(one.kind):
        return ratio > 0.8
    mine, theirs = set(left.split()) - COMMON_PARTS, set(right.split()) - COMMON_PARTS
    shared = mine & theirs
    last = {left.split()[-1], right.split()[-1]}
    return ratio > 0.72 or (bool(shared & last) and ratio > 0.55) or (bool(shared) and (mine <= theirs or theirs <= mine))


def combine(data: list[Term], topup: list[Term]) -> list[Term]:
    """Let the top-up win over the data, and the supplement's later holders over the top-up's open terms."""
    by_office: dict[tuple[str, str], list[Term]] = defaultdict(list)
    by_state: dict[str, list[Term]] = defaultdict(list)
    for term in topup:
        by_office[term.code, term.kind].append(term)
        by_state[term.code].append(term)
    spelt = {id(term): all_names(term.names) for term in topup}
    # Who of the data is who in the top-up.
    known: dict[tuple[str, str], Term] = {}
    for term in data:
        names = all_names(term.names)
        mine = next((t for t in by_state[term.code] if names & spelt[id(t)]), None)
        mine = mine or next((t for t in by_office[term.code, term.kind] if alike(term, t)), None)
        if mine is not None:
            known.setdefault((term.code, term.key), mine)
    everywhere: dict[str, Term] = {}
    for (_, key), mine in known.items():
        if re.fullmatch(r"Q\d+", key):
            everywhere.setdefault(key, mine)
    kept: list[Term] = []
    for term in data:
        match = known.get((term.code, term.key)) or everywhere.get(term.key)
        if match is not None:
            match.names |= term.names
            term.names |= match.names
            term.person = match.person
            term.key = match.key
            if term.kind == "leader":
                continue  # REIGN names no office; the top-up does
        rivals = by_office[term.code, term.kind]
        supplement_open = term.source.startswith("supplement") and not term.end
        replaced = False
        for mine in rivals:
            if mine.key != term.key:
                continue
            if days(last_day(mine.end), first_day(term.start)) > 400 or days(last_day(term.end), first_day(mine.start)) > 400:
                continue
            replaced = True
            if supplement_open and not mine.end:
                mine.source = "top-up, known to 2026-08"
        if replaced:
            continue
        if single(term.kind):
            doubtful = "next holder" in term.source or "snapshot" in term.source or len(term.end) < 10
            for mine in sorted(rivals, key=lambda t: first_day(t.start)):
                starts = first_day(mine.start)
                if supplement_open and not mine.end and starts < first_day(term.start):
                    mine.end = term.start
                    mine.source = "top-up (end: next holder)"
                elif starts > first_day(term.start) and starts < last_day(term.end) and doubtful:
                    term.end = mine.start
                    term.source = "wikidata (end: next holder)"
                    break
                elif starts <= first_day(term.start) and last_day(mine.end) >= last_day(term.end) and doubtful:
                    replaced = True  # an open or short-dated term inside another's: a deputy or a slip
                elif abs(days(starts, first_day(term.start))) <= GAP and abs(days(last_day(mine.end), last_day(term.end))) <= GAP:
                    replaced = True  # the same term under another's name: a minister of another rank
        if not replaced and first_day(term.start) <= last_day(term.end):
            kept.append(term)
    return kept + topup


def rows_of(terms: Iterable[Term]) -> list[tuple[str, ...]]:
    """The rows of the table, sorted and without double ones."""
    terms = list(terms)
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for term in terms:
        names[term.code, term.key] |= term.names
    best: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for term in terms:
        if term.end and last_day(term.end) < first_day(FIRST_YEAR) and not term.source.startswith(("top-up", "known")):
            continue
        every = set(names[term.code, term.key])
        every |= {v for name in every for v in variants(name)}
        every.discard(term.person)
        row = (
            term.person,
            "|".join(sorted(every)),
            term.code,
            term.sector,
            term.office,
            term.start,
            term.end,
            term.source,
        )
        best.setdefault((term.person, term.code, term.office, term.start), row)
    return sorted(best.values(), key=lambda r: (r[2], r[4], r[5], r[0]))


def build(data: Path, topup: Path) -> str:
    """The whole table as text."""
    holders = read_holders(data)
    for term in read_reign(data, holders):
        holders.append(term)
    recent = [t for t in holders if not t.end or last_day(t.end) >= first_day(FIRST_YEAR)]
    groups: dict[tuple[str, str, str, str], list[Term]] = defaultdict(list)
    for term in recent:
        groups[term.code, term.key, term.kind, "" if single(term.kind) else term.seat].append(term)
    merged = list(itertools.chain.from_iterable(merge(group) for group in groups.values()))
    rows = rows_of(combine(cut(merged), read_topup(topup)))
    stream = io.StringIO()
    for row in (COLUMNS, *rows):
        stream.write("\t".join(" ".join(value.split()) for value in row) + "\n")
    return stream.getvalue()


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the table of dated offices.")
    default = os.environ.get("RIFTLINE_DATA") or str(ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default), help="the data folder (default: %(default)s)")
    parser.add_argument("--topup", type=Path, default=ACTORS / "offices_topup.tsv", help="the hand-made rows")
    parser.add_argument("--out", type=Path, default=ACTORS / "offices.tsv", help="the table to write")
    options = parser.parse_args(argv)
    text = build(options.data, options.topup)
    options.out.write_text(text, encoding="utf-8")
    print(f"{options.out}: {text.count(chr(10)) - 1} rows, {len(text.encode()) / 1e6:.2f} MB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
