"""Small files of other people's event data for the tests: every column of the format, rows of our own making."""

import csv
import io
from pathlib import Path
from typing import Any

import duckdb

from riftline.readers.importing import Settings, load
from riftline.readers.layout import columns
from riftline.readers.report import Report
from riftline.store.database import opened
from riftline.tables import rows

ICEWS = {
    "event_id": "901", "event_date": "2021-05-04", "source_name": "Government (Ruritania)", "source_sectors": "Government,Executive",
    "source_country": "France", "event_text": "Make a visit", "cameo_code": "042", "intensity": "1.9", "target_name": "Citizen (Turkey)",
    "target_sectors": "General Population / Civilian / Social,Social", "target_country": "Turkey", "story_id": "77", "sentence_number": "2",
    "publisher": "The Strelsau Courier", "city": "Ankara", "district": "Altındağ", "province": "Ankara Province", "country": "Turkey",
    "latitude": "39.92", "longitude": "32.85",
}  # fmt: skip
GDELT = {
    "globaleventid": "1234567890", "sqldate": "20210504", "monthyear": "202105", "year": "2021", "fractiondate": "2021.3397", "actor1code": "FRAGOV",
    "actor1name": "FRANCE", "actor1countrycode": "FRA", "actor1type1code": "GOV", "actor2code": "ROM", "actor2name": "ROMANIA", "actor2countrycode": "ROM",
    "isrootevent": "1", "eventcode": "042", "eventbasecode": "042", "eventrootcode": "04", "quadclass": "1", "goldsteinscale": "1.9", "nummentions": "12",
    "numsources": "3", "numarticles": "10", "avgtone": "-1.5", "actiongeo_type": "4", "actiongeo_fullname": "Bucharest, Bucuresti, Romania",
    "actiongeo_countrycode": "RO", "actiongeo_adm1code": "RO10", "actiongeo_adm2code": "26467", "actiongeo_lat": "44.4333", "actiongeo_long": "26.1",
    "actiongeo_featureid": "-1153951", "dateadded": "20210505131500", "sourceurl": "https://www.courier.example/a/b",
}  # fmt: skip
POLECAT = {
    "event_id": "20210504-77_CONSULT_0", "event_date": "2021-05-04", "event_type": "CONSULT", "event_mode": "visit", "intensity": "2.5",
    "quad_code": "VERBAL COOPERATION", "contexts": "diplomatic; military", "actor_name": "Emmanuel Macron", "actor_country": "FRA", "actor_cow": "220",
    "primary_actor_sector": "GOV", "actor_sectors": "GOV; PTY", "actor_title": "President", "actor_name_raw": "Macron", "wikipedia_actor_id": "Q3052772",
    "recipient_name": "None", "recipient_country": "None", "recipient_cow": "None", "primary_recipient_sector": "None", "recipient_sectors": "None",
    "recipient_title": "None", "recipient_name_raw": "None", "wikipedia_recipient_id": "None", "placename": "Kigali", "city": "Kigali", "district": "None",
    "province": "Kigali", "country": "RWA", "latitude": "-1.94995", "longitude": "30.05885", "geonames_id": "202061", "raw_placename": "Kigali",
    "feature_type": "PPLC", "source": "The Strelsau Courier", "publication_date": "2021-05-05", "story_people": "Macron", "story_organizations": "None",
    "story_locations": "Kigali", "language": "English", "version": "1.0",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SDN901", "event_date": "2023-05-04", "year": "2023", "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Military Forces of Sudan (2019-)", "assoc_actor_1": "", "inter1": "State forces",
    "actor2": "Unidentified Armed Group (Sudan)", "assoc_actor_2": "", "inter2": "Political militia", "interaction": "State forces-Political militia",
    "civilian_targeting": "", "iso": "729", "region": "Northern Africa", "country": "Sudan", "admin1": "Khartoum", "admin2": "Khartoum", "admin3": "",
    "location": "Omdurman", "latitude": "15.6445", "longitude": "32.4777", "geo_precision": "1", "source": "The Strelsau Courier", "source_scale": "National",
    "notes": 'On 4 May, soldiers and gunmen fought, and "many" fled.', "fatalities": "3", "tags": "", "timestamp": "1683676800",
}  # fmt: skip
GED = {
    "id": "412700", "relid": "SUD-2023-1-1-1", "year": "2023", "active_year": "1", "code_status": "Clear", "type_of_violence": "1", "conflict_name": "Sudan",
    "dyad_name": "Government of Sudan - RSF", "side_a_new_id": "112", "side_a": "Government of Sudan", "side_b": "RSF", "number_of_sources": "1",
    "source_article": "The Strelsau Courier, 2023-05-05, Fighting goes on", "source_office": "The Strelsau Courier", "source_date": "2023-05-05",
    "source_headline": "Fighting goes on", "where_prec": "1", "where_coordinates": "Omdurman town", "adm_1": "Khartoum state", "latitude": "15.6445",
    "longitude": "32.4777", "geom_wkt": "POINT (32.4777 15.6445)", "priogrid_gid": "152345", "country": "Sudan", "country_id": "625", "region": "Africa",
    "event_clarity": "1", "date_prec": "2", "date_start": "2023-05-03 00:00:00.000", "date_end": "2023-05-04 00:00:00.000", "deaths_a": "0",
    "deaths_b": "0", "deaths_civilians": "0", "deaths_unknown": "4", "best": "4", "high": "9", "low": "2", "gwnoa": "625", "gwnob": "",
}  # fmt: skip
DEFAULTS = {"icews": ICEWS, "gdelt": GDELT, "gdelt1": GDELT | {"dateadded": "20210505"}, "polecat": POLECAT, "acled": ACLED, "ged": GED}


def header(form: str) -> list[str]:
    return [row["column"] for row in rows("readers/columns") if row["format"] == form]


def table(form: str, *changes: dict[str, Any], head: bool | None = None, delimiter: str | None = None) -> str:
    """A file of the format: for each of the changes the default row with those cells changed."""
    quoted = form in ("acled", "ged")
    out = io.StringIO()
    quoting, mark = (csv.QUOTE_MINIMAL, '"') if quoted else (csv.QUOTE_NONE, None)
    write = csv.writer(out, delimiter=delimiter or ("," if quoted else "\t"), lineterminator="\n", quoting=quoting, quotechar=mark)
    if head if head is not None else not form.startswith("gdelt"):
        write.writerow(header(form))
    for change in changes:
        cells = DEFAULTS[form] | change
        write.writerow([cells.get(column.name, "") for column in columns(form)])
    return out.getvalue()


def write(path: Path, text: str) -> str:
    path.write_bytes(text.encode("utf-8"))
    return str(path)


def imported(db: Path, *paths: str | Path, **settings: Any) -> tuple[Report, list[dict[str, Any]]]:
    """What a load of the paths reports, and every event in the database afterwards, by id."""
    failures: list[Exception] = []
    with opened(str(db), write=True) as connection:
        reports = load(connection, [str(path) for path in paths], Settings(**settings), lambda name: None, failures.append)
        if failures:
            raise failures[0]
        assert len(reports) == 1
        return reports[0], events(connection)


def events(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = connection.execute("SELECT * FROM events ORDER BY id")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def one(tmp_path: Path, form: str, change: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The event that a file with one row becomes, where only what is not NULL is kept."""
    path = write(tmp_path / "one.tab", table(form, change or {}, **more))
    (tmp_path / "one.duckdb").unlink(missing_ok=True)
    _, (event,) = imported(tmp_path / "one.duckdb", path, format=form)
    return event


def side(event: dict[str, Any], name: str) -> tuple[Any, ...]:
    return tuple(event[f"{name}_{key}"] for key in ("code", "name", "country", "sectors"))
