"""The grammar of time expressions: which words of a text may be one, and by which rule.

Every rule is a bounded regular expression: no pattern repeats a group without a limit, so a scan is linear in
the text. A rule only says what the parts are; `dates.py` says what they mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
).split()

_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WEEKDAY_ANY = rf"(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
_D = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_Y = r"(?:1\d{3}|20\d{2})"
_BC = r"(?:\ ?(?:BCE?|B\.C\.(?:E\.)?))"
_PART = r"(?:(?i:early|late|mid|middle|earlier|later)(?:\ (?:in|on)(?:\ the)?|-|\ the)?\ ?)"
_EDGE = r"(?:(?i:(?:the\ )?(?:very\ )?(?:end|start|beginning|middle|close|turn|latter\ part|early\ part|early\ days|last\ days)\ of)\ )"
_REL = (
    r"(?i:the\ last|last|the\ next|next|this\ past|this\ coming|this|the\ past|past|the\ previous|previous|the\ preceding|"
    r"the\ following|following|the\ coming|coming|the\ current|current|that\ same|that|the\ same)"
)
_NUM = (
    r"(?i:\d{1,3}(?:,\d{3}){1,4}|\d{1,4}(?:\.\d)?|(?:"
    + "|".join(TENS)
    + r")(?:[-\ ](?:"
    + "|".join(SMALL[:9])
    + r"))?|"
    + "|".join(reversed(SMALL))
    + r"|a\ hundred|one\ hundred|hundred|half\ an?|an?\ half|a\ couple(?:\ of)?|a\ few|the\ few|few|several|some|"
    r"many|a\ dozen|dozens\ of|hundreds\ of|thousands\ of|countless|an?\ (?=single|full|whole|mere)|another|an?)"
)
_APPROX = (
    r"(?i:(?:about|around|some|nearly|almost|over|roughly|approximately|more\ than|less\ than|fewer\ than|at\ least|at\ most|up\ to|"
    r"just\ over|just\ under|just|only|barely|the\ (?:first|last|next|past)|within|under|close\ to|a\ mere|a\ full|as\ long\ as)\ )"
)
_UNIT = r"(?i:seconds?|minutes?|hours?|days?|nights?|weekends?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)"
_UNITS = r"(?i:seconds|minutes|hours|days|nights|weekends|weeks|fortnights|months|quarters|years|decades|centuries)"
_TOD = r"(?i:morning|afternoon|evening|night|dawn|noon|lunchtime|midday|dusk|midnight)"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_TZ = r"(?:\ ?\(?(?:GMT|UTC|BST|EDT|EST|ET|CET|CEST|PDT|PST|CDT|CST|MST|MDT|IST|local\ time)\)?)"
_ORD = r"(?i:" + "|".join(ORDINALS) + r"|\d{1,2}(?:st|nd|rd|th))"

# Name, pattern. The longest match at a place wins; among equals the rule that stands first.
_RULES: tuple[tuple[str, str], ...] = (
    ("iso", r"(?<![\d/-])(?P<y>[12]\d{3})-(?P<mn>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?:T\d\d:\d\d(?::\d\d)?)?(?![\d-])"),
    ("slash", r"(?<![\d/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4}|\d{2})(?![\d/])"),
    ("range_mdy", rf"(?P<m>{_MONTH})\ (?P<d>{_D})(?:\ ?[-–—]\ ?|\ (?:to|through|and)\ )(?P<d2>{_D})(?:,?\ (?P<y>{_Y}))?(?![\d:%]|,\d)"),
    ("range_dmy", rf"(?P<d>{_D})(?:\ ?[-–—]\ ?|\ (?:to|through|and)\ )(?P<d2>{_D})\ (?:of\ )?(?P<m>{_MONTH})(?:,?\ (?P<y>{_Y}))?(?!\d)"),
    (
        "mdy",
        rf"(?:(?P<w>{_WEEKDAY_ANY}),?\ )?(?P<part>{_PART})?(?P<m>{_MONTH})\ (?:the\ )?(?P<d>{_D})(?:,?\ (?P<y>{_Y})(?!\d))?(?![\d:%]|"
        rf",\d|\.\d|-(?:year|day|month|week))(?:\ (?P<tod>{_TOD})\b)?",
    ),
    (
        "dmy",
        rf"(?:(?P<w>{_WEEKDAY_ANY}),?\ )?(?<![\d.,:])(?:the\ )?(?P<d>{_D})(?:\ of)?(?:\ |-)(?P<m>{_MONTH})(?:(?:,?\ |-)(?P<y>{_Y})|"
        rf"\ (?P<bc>\d{{1,4}}){_BC})?(?!\d)",
    ),
    (
        "month_year",
        rf"(?P<part>{_PART}|{_EDGE})?(?P<m>{_MONTH})(?:,|\ of|,\ of)?\ (?:(?P<y>{_Y})(?!\d)|(?P<rely>(?:last|this|next|that|the\ same|"
        rf"the\ following|the\ previous)\ year)\b|(?P<bc>\d{{1,4}}){_BC})",
    ),
    ("month", rf"(?P<part>{_PART}|{_EDGE})?(?:(?P<rel>{_REL})\ )?\b(?P<m>{_MONTH})(?!['’]s?\ (?:Way|Madness)|\w)"),
    (
        "season",
        rf"(?P<part>{_PART}|{_EDGE})?(?:(?P<rel>{_REL}|(?i:the))\ )?(?P<part2>early\ |late\ |"
        rf"mid-)?\b(?P<s>{_SEASON})(?:(?:\ of)?\ (?:(?P<y>{_Y})|(?P<rely>(?:last|this|next|that|the\ same|the\ following|"
        rf"the\ previous)\ year)\b|(?P<bc>\d{{1,4}}){_BC}))?(?!\w|-)",
    ),
    (
        "quarter",
        rf"(?i:(?:the\ )?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th|last|final)[\ -](?P<k>quarter|half|three\ months|"
        rf"six\ months)(?:\ of\ (?:the\ )?(?:fiscal\ )?(?:(?P<y>{_Y})|(?P<rely>(?:last|this|next|the)\ )?year)|\ (?P<y2>{_Y}))?)\b",
    ),
    ("q", rf"\b(?P<k>[QH])(?P<q>[1-4])(?:\ (?P<y>{_Y}))?\b"),
    ("fiscal", rf"(?i:fiscal)(?:\ year)?\ (?P<y>{_Y})\b"),
    ("year_range", rf"(?<![\d.,$£€/-])(?P<y>{_Y})(?:\ ?[-–—/]\ ?)(?P<y2>{_Y}|\d\d)(?![\d%-])"),
    ("year", rf"(?:(?P<part>{_PART}|{_EDGE})(?:the\ year\ )?|(?<![\d.,$£€#/’'-])(?:the\ year\ )?)\b(?P<y>{_Y})(?![\d%:]|,\d|\.\d|-\d)"),
    ("short_year", r"(?<!\w)['’‘](?P<y>\d\d)(?!\d|s|\w)"),
    ("bc", rf"(?P<part>{_PART}|{_EDGE})?(?<![\d.,])(?P<bc>\d{{1,4}}){_BC}(?!\w)"),
    (
        "decade",
        rf"(?:(?i:the)\ )?(?P<part>{_PART}|{_EDGE}(?:the\ )?)?(?:(?<![\d.,$£€])(?P<y>1\d|20)(?P<d>\d)0['’]?s|['’‘](?P<d2>[2-9])0s|"
        rf"(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))\b",
    ),
    ("century", rf"(?:(?i:the)\ )?(?P<part>{_PART}|{_EDGE}(?:the\ )?)?(?P<o>{_ORD}|(?i:twenty-first))[-\ ](?i:century)\b(?P<bc>\ {_BC})?"),
    (
        "weekday",
        rf"(?P<part>{_PART}|(?i:earlier\ on|later\ on|late\ on|"
        rf"early\ on)\ )?(?:(?P<rel>{_REL})\ )?\b(?P<w>{_WEEKDAY})(?:(?:['’]s)?\ (?P<tod>{_TOD}))?(?!\w)",
    ),
    (
        "weekday_set",
        rf"(?:(?P<rel>(?i:on|every|each))\ )?\b(?P<w>{_WEEKDAY})s\b(?!['’])|(?P<w2>{_WEEKDAY})\ (?i:nights|mornings|afternoons|"
        rf"evenings)\b|(?i:every|each)\ (?P<w3>{_WEEKDAY})(?:\ {_TOD})?",
    ),
    (
        "day_word",
        rf"\b(?P<part>{_PART}|(?i:earlier|later)\ )?(?P<w>(?i:the\ day\ before\ yesterday|the\ day\ after\ tomorrow|today|yesterday|"
        rf"tomorrow|tonight))(?:(?:['’]s)?\ (?P<tod>{_TOD}))?(?!\w)",
    ),
    (
        "tod_rel",
        rf"\b(?P<part>{_PART})?(?:(?P<rel>this|last|that|the\ same|the\ following|the\ next|the\ previous|This|Last|That|"
        rf"The\ following|The\ next)\ )(?P<tod>{_TOD})\b",
    ),
    (
        "tod",
        rf"\b(?:(?:[Ii]n\ |[Dd]uring\ )(?P<x>(?P<part>{_PART})?the\ (?P<p3>early\ |late\ )?(?P<tod>morning|afternoon|evening))|(?:at|"
        rf"[Aa]t|around|before|until|by|after|since|[Bb]efore|[Aa]round)\ (?P<x2>(?P<tod2>dawn|noon|midday|midnight|dusk))|"
        rf"(?P<tod3>overnight))\b(?!\ of\b)",
    ),
    (
        "tod_of",
        rf"\b(?:[Tt]he\ )?(?:(?P<part>early|late)\ )?(?P<tod>morning|afternoon|evening|night)\ of\ (?=(?:the\ )?(?:{_D}|{_MONTH}|"
        rf"{_WEEKDAY}))",
    ),
    (
        "clock",
        rf"(?<![\d.:,$])(?:(?P<h>1[0-2]|0?\d)(?:[:.](?P<mi>[0-5]\d))?\ ?(?P<ap>[ap]\.?m\b\.?|[AP]\.?M\b\.?)|(?P<h2>[01]?\d|"
        rf"2[0-3]):(?P<mi2>[0-5]\d)(?::\d\d)?(?:\ ?(?:hrs?|hours))?|(?P<h3>[01]\d|2[0-3])(?P<mi3>[0-5]\d)(?=\ ?(?:GMT|UTC|hrs|hours\b|"
        rf"local\ time))(?:\ ?(?:hrs|hours))?){_TZ}?(?![\d%])",
    ),
    (
        "rel_unit",
        rf"\b(?P<part>{_PART})?(?P<rel>{_REL}|(?i:the\ (?:second|third|fourth|fifth)\ straight))\ (?:(?P<n>{_NUM})\ )?(?P<fill>(?:long|"
        rf"full|whole|entire|crucial)\ )?(?P<u>{_UNIT})\b(?!-)(?=(?P<of>\ of\b)?)",
    ),
    (
        "edge",
        rf"(?P<part>{_EDGE})(?P<rel>the|this|last|next|that|the\ last|the\ following|the\ previous|the\ next)\ (?P<u>day|week|weekend|"
        rf"month|quarter|year|decade|century)\b",
    ),
    ("unit_edge", r"(?P<u>\bmonth|\byear|\bweek)(?:['’]s\ |-)(?P<part>end)\b(?!\w)"),
    ("the_weekend", r"\b(?P<u>the\ weekend)\b(?!\ (?:after|before))"),
    (
        "ago",
        rf"(?:{_APPROX})?(?:(?P<n>{_NUM})(?:\ or\ (?:so|"
        rf"more))?(?:\ and\ a\ half)?[\ ])?\b(?P<u>{_UNIT})(?:\ and\ a\ half)?(?:\ or\ so)?\ ago\b",
    ),
    ("long_ago", r"\b(?i:long|not\ long|a\ while|some\ time|moments|a\ short\ time|a\ generation)\ ago\b"),
    (
        "later",
        rf"(?:{_APPROX})?(?:(?P<n>{_NUM})\ (?:full\ |more\ |short\ )?)?\b(?P<u>{_UNIT})(?:\ and\ a\ half)?(?:\ or\ (?:so|"
        rf"two))?\ (?P<dir>later|earlier|afterwards?|beforehand|previously|thereafter|before(?=[\s.,;])|after(?=[\s.,;])|from\ now|"
        rf"hence|prior(?:\ to)?|ahead\ of|following|after(?=ward)|since\ (?=the|a\b|an\b))(?!\w)",
    ),
    ("in_time", rf"\b(?i:in)\ (?:(?P<n>{_NUM})\ )(?P<u>{_UNIT})['’]s?(?:\ time)\b"),
    (
        "next_day",
        r"\b(?i:the)\ (?P<u>day|week|month|year|night|morning|evening|weekend)\ (?P<dir>before|after|following|"
        r"previous)\b(?!\ (?:yesterday|tomorrow))",
    ),
    ("eve", r"\b(?i:the\ eve|on\ the\ eve)\ of\b"),
    (
        "recent",
        rf"\b(?P<w>(?i:recent|the\ last\ few|the\ past\ few|the\ coming|coming|the\ next\ few|the\ following|the\ ensuing|ensuing|"
        rf"subsequent|earlier|previous|future))\ (?:(?P<n>few|several|couple\ of)\ )?(?P<u>{_UNITS})\b",
    ),
    (
        "ref",
        r"\b(?P<w>(?i:now|right\ now|currently|nowadays|presently|at\ present|at\ the\ moment|these\ days|the\ present|present-day|"
        r"modern-day|the\ time\ being|recently|lately|the\ recent\ past|the\ past|the\ near\ future|the\ foreseeable\ future|"
        r"the\ future|in\ future))\b(?!-)",
    ),
    (
        "duration",
        rf"(?:{_APPROX})?(?<![\d.,$£€-])\b(?P<n>{_NUM})(?:\ (?:to|or)\ (?:{_NUM}))?(?P<half>\ and\ (?:a\ )?half)?(?:\ |-)(?:(?:full|"
        rf"long|whole|straight|consecutive|more|further|additional|extra|short|calendar|brutal|bloody|tense|intense|difficult|hard|"
        rf"gruelling|grueling|deadly|busy|turbulent|previous|past|final|working|business|trading|separate|crucial|"
        rf"critical)\ )?(?P<u>{_UNIT})(?P<half2>\ and\ a\ half)?(?:[-\ ]long\b)?\b(?!-olds?|-olds?|\ olds?\b|\ of\ age|\ ago|-on-)",
    ),
    (
        "bare",
        rf"\b(?:(?i:for|in|over|after|within|of|many|taken|spent|took|lasted|past|by)\ )(?P<x>(?P<u>{_UNITS}))\b(?!\ (?:of\ age|ago|"
        rf"later|earlier|before))|\b(?P<x2>(?P<u2>{_UNITS}))(?:\ of|-long)\b(?!\ age)|(?P<u3>year|month|week|day|decade)-?long\b|"
        rf"(?P<u4>decades|centuries|years|months)-(?=old|long)",
    ),
    (
        "set",
        rf"\b(?P<q>(?i:every|each|per))\ (?P<other>other\ |single\ )?(?:(?P<n>{_NUM})\ )?(?P<u>{_UNIT}|{_TOD}|spring|summer|autumn|"
        rf"winter)\b",
    ),
    (
        "rate",
        rf"\b(?:(?i:once|twice|times|{_NUM}%|day|hours?|minutes?|people|\d[\d,.]*|million|billion|barrels|\$[\d.,]+(?:bn|"
        rf"m)?)\ )(?P<x>an?\ (?P<u>day|week|month|year|hour|decade|quarter))\b(?!-|\ (?:ago|later|earlier|before|after|and))",
    ),
    ("adverb", r"\b(?P<w>(?i:daily|weekly|monthly|yearly|annually|annual|quarterly|hourly|nightly|everyday))\b"),
    (
        "holiday",
        rf"\b(?P<h>Christmas\ (?:Eve|Day)|Christmas|Boxing\ Day|New\ Year['’]?s?\ (?:Day|Eve)|New\ Year|Easter(?:\ (?:Sunday|Monday))?|"
        rf"Good\ Friday|Palm\ Sunday|Thanksgiving|Halloween|Valentine['’]s\ Day|Labou?r\ Day|Memorial\ Day|May\ Day|Bastille\ Day|"
        rf"Veterans\ Day|Martin\ Luther\ King(?:\ Jr\.?)?\ Day)\b(?:(?:,|\ of|\ in)?\ (?P<y>{_Y}))?",
    ),
    ("nine_eleven", r"(?<![\d/])9/11(?![\d/])"),
)
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, re.compile(pattern, re.VERBOSE)) for name, pattern in _RULES)

# What each kind of expression cannot do without: only the text around such a word is searched for it.
TRIGGERS = {
    "month": re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"),
    "weekday": re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
    "digits": re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)"),
    "slash": re.compile(r"\d/\d"),
    "unit": re.compile(
        r"\b(?i:seconds?|minutes?|hours?|days?|nights?|weekends?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies)|"
        r"half|(?:year|month|week|day|decade)long)\b"
    ),
    "part": re.compile(r"\b(?i:morning|afternoon|evening|night|dawn|noon|midday|dusk|midnight|overnight|lunchtime)"),
    "clock": re.compile(r"\d:\d\d|\d ?[AaPp]\.?[Mm]\b|\d{4}(?= ?(?:GMT|UTC|h|local))"),
    "season": re.compile(r"\b(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"),
    "word": re.compile(
        r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]he day before|[Tt]he day after|[Nn]ow\b|[Rr]ight now|[Cc]urrently|"
        r"[Nn]owadays|[Pp]resent|"
        r"[Aa]t present|[Aa]t the moment|[Tt]hese days|[Tt]he (?:present|time being|recent|past|near future|foreseeable|future|"
        r"eve)|[Rr]ecently|[Ll]ately|"
        r"[Ii]n future|[Oo]n the eve|modern-day|ago\b|[Dd]aily|[Ww]eekly|[Mm]onthly|[Yy]early|[Aa]nnual|[Qq]uarterly|[Hh]ourly|"
        r"[Nn]ightly|[Ee]veryday|[Ff]iscal|"
        r"[Ee]very|[Ee]ach|[Pp]er|Christmas|Boxing|New Year|Easter|Good Friday|Palm|Thanksgiving|Halloween|Valentine|Labou?r Day|"
        r"Memorial|May Day|Bastille|"
        r"Veterans|Martin|BC|B\.C|[QH][1-4]\b|9/11|\w+ties\b|(?:1\d|20)\d0['’]?s)|['’‘]\d\d|\dth|\dst|\d B"
    ),
}
NEEDS = {
    "iso": "digits", "slash": "slash", "range_mdy": "month", "range_dmy": "month", "mdy": "month", "dmy": "month",
    "month_year": "month", "month": "month", "season": "season", "quarter": "unit", "q": "word", "fiscal": "word",
    "year_range": "digits", "year": "digits", "short_year": "word", "bc": "word", "decade": "word", "century": "unit",
    "weekday": "weekday", "weekday_set": "weekday", "day_word": "word", "tod_rel": "part", "tod": "part", "tod_of": "part",
    "clock": "clock", "rel_unit": "unit", "edge": "unit", "unit_edge": "unit", "the_weekend": "unit", "ago": "unit", "long_ago": "word",
    "later": "unit", "in_time": "unit", "next_day": "part unit", "eve": "word", "recent": "unit", "ref": "word", "duration": "unit",
    "bare": "unit", "set": "word", "rate": "unit", "adverb": "word", "holiday": "word", "nine_eleven": "slash",
}  # fmt: skip
REACH = 48
"""How far from a trigger an expression may begin or end."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the text and the rule that it matched."""

    start: int
    end: int
    rule: str
    parts: dict[str, str | None]


def windows(text: str, kinds: str) -> list[tuple[int, int]]:
    """The stretches of the text around the triggers of these kinds."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((hit.start(), hit.end()) for kind in kinds.split() for hit in TRIGGERS[kind].finditer(text)):
        low, high = max(0, start - REACH), min(len(text), end + REACH)
        if out and low <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def scan(text: str) -> list[Found]:
    """All expressions, in order, none overlapping: the longest first, then the rule that stands first."""
    hits: list[tuple[int, int, int, re.Match[str]]] = []
    searched: dict[str, list[tuple[int, int]]] = {}
    for rank, (name, pattern) in enumerate(RULES):
        kinds = NEEDS[name]
        if kinds not in searched:
            searched[kinds] = windows(text, kinds)
        for start, end in searched[kinds]:
            hits.extend((hit.start() - hit.end(), rank, hit.start(), hit) for hit in pattern.finditer(text, start, end))
    hits.sort(key=lambda hit: hit[:3])
    starts: list[int] = []
    ends: list[int] = []
    kept: list[tuple[int, int, re.Match[str]]] = []
    for _, rank, start, hit in hits:
        at = bisect_right(starts, start)
        if (at and ends[at - 1] > start) or (at < len(starts) and starts[at] < hit.end()):
            continue
        starts.insert(at, start)
        ends.insert(at, hit.end())
        kept.append((start, rank, hit))
    out = []
    for _, rank, hit in sorted(kept, key=lambda k: k[0]):
        parts = hit.groupdict()
        # A rule may need words around the expression: then the group "x" (or "u", "u2") is the expression itself.
        group = next((name for name in ("x", "x2", "x3") if parts.get(name) is not None), 0)
        out.append(Found(hit.start(group), hit.end(group), RULES[rank][0], parts))
    return out
