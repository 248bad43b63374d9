-- ledgers: who did what to whom, by day
-- An event counts in a ledger when it happened, on a day that is known to within a week. A row of the view is one event in one ledger:
--   dyad    source and target are the sides' codes, which differ; scope is ''.
--   place   scope is the state where it happened, source its first-order division, else a region by name; '' where neither is told.
--   sector  scope is the state that both sides belong to, source and target their first sectors; '' where there is none.
-- `known` is the day from which it could be known: that on which its first report was published, and its own where that is not told.
-- `intensity` is the event's own, else the score of its type in PLOVER's manual of 2021 (data/plover/types.tsv).
-- The view is made by a macro over the name of a table, so that events which are not stored count in the same way.
CREATE MACRO acts_of(told) AS TABLE
WITH counted AS NOT MATERIALIZED (
    SELECT id, origin, type, mode, intensity, source_code, target_code, source_country, target_country, source_sectors, target_sectors, country,
        admin1, "precision", place, reports, sources, first_day AS day, greatest(first_day, coalesce(published, first_day)) AS known
    FROM query_table(told)
    WHERE status = 'happened' AND first_day IS NOT NULL AND last_day - first_day < 7)
SELECT kind, scope, source, target, day, known, coalesce(type, '') AS type, coalesce(mode, '') AS mode,
    coalesce(intensity, CASE type
        WHEN 'AGREE' THEN 2.5 WHEN 'CONSULT' THEN 2.5 WHEN 'SUPPORT' THEN 5 WHEN 'CONCEDE' THEN 4.5 WHEN 'COOPERATE' THEN 9.5 WHEN 'AID' THEN 10
        WHEN 'RETREAT' THEN 6.5 WHEN 'REQUEST' THEN 0 WHEN 'ACCUSE' THEN -3 WHEN 'REJECT' THEN -2 WHEN 'THREATEN' THEN -3.5
        WHEN 'PROTEST' THEN -5 WHEN 'SANCTION' THEN -6 WHEN 'MOBILIZE' THEN -5.5 WHEN 'COERCE' THEN -7 WHEN 'ASSAULT' THEN -9 ELSE 0
        END)::DOUBLE AS intensity,
    reports, sources, id AS event, origin
FROM (
    SELECT 'dyad' AS kind, '' AS scope, source_code AS source, target_code AS target, day, known, type, mode, intensity, reports, sources, id, origin
    FROM counted WHERE source_code <> '' AND target_code <> '' AND source_code <> target_code
    UNION ALL
    SELECT 'place', country, coalesce(nullif(admin1, ''), CASE WHEN "precision" = 'region' THEN place END, ''), '',
        day, known, type, mode, intensity, reports, sources, id, origin
    FROM counted WHERE country <> ''
    UNION ALL
    SELECT 'sector', source_country, coalesce(source_sectors[1], ''), coalesce(target_sectors[1], ''),
        day, known, type, mode, intensity, reports, sources, id, origin
    FROM counted WHERE source_country <> '' AND source_country = target_country);
CREATE VIEW acts AS FROM acts_of('events');

-- The acts counted, and the events behind each count. Sums are exact, whatever the order in which the events came.
CREATE MACRO ledger_of(told) AS TABLE
SELECT kind, scope, source, target, day, known, type, mode, count(*)::INTEGER AS events, sum(intensity::DECIMAL(18, 4))::DOUBLE AS intensity,
    sum(reports)::INTEGER AS reports, sum(sources)::INTEGER AS sources, list_sort(list(event)) AS ids
FROM query_table(told) GROUP BY ALL;
CREATE TABLE ledger AS FROM ledger_of('acts');
