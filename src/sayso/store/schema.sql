-- The record, version 4: one SQLite file. Tables keep what was read; views answer in words, for Datasette and for sayso itself.
-- Offsets count code points of document.text, half-open. A change here raises user_version in record.py.

CREATE TABLE document (
  number INTEGER PRIMARY KEY,  -- row number for the text index, which VACUUM must not change; it means nothing else
  id TEXT NOT NULL UNIQUE,
  text_sha256 TEXT NOT NULL,
  headline TEXT,
  byline TEXT,
  dateline TEXT,
  outlet TEXT,
  published TEXT,              -- EDTF: "2025-03-04", "2025-03" or null
  modified TEXT,
  url TEXT,
  language TEXT,
  origin TEXT NOT NULL,
  blocks TEXT NOT NULL CHECK (json_valid(blocks)),
  notes TEXT NOT NULL CHECK (json_valid(notes)),
  layers TEXT NOT NULL CHECK (json_valid(layers)),  -- the kinds that were looked for, so that none found is not "not read"
  reading_sha256 TEXT NOT NULL, -- over the document and all its data, without the origin
  text TEXT NOT NULL           -- last, so that SQLite need not walk over it to the facts
) STRICT;
CREATE INDEX document_published ON document (published, id);
CREATE INDEX document_outlet ON document (outlet, published, id);
CREATE INDEX document_origin ON document (origin);
-- What a date says for certain, as queries.py puts it: documents are walked newest first.
CREATE INDEX document_known ON document (
  rtrim(substr(published, 1, instr(published || 'X', 'X') - 1), '-?~%') DESC, id
);

CREATE TABLE datum (
  number INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  n INTEGER NOT NULL,          -- place in its layer
  made_by TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  json TEXT NOT NULL CHECK (json_valid(json)),
  UNIQUE (document_id, id),
  UNIQUE (document_id, kind, n)
) STRICT;
CREATE INDEX datum_id ON datum (id);
CREATE INDEX datum_kind ON datum (kind);

CREATE TABLE actor (
  document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  json TEXT NOT NULL CHECK (json_valid(json)),
  name TEXT GENERATED ALWAYS AS (json_extract(json, '$.name')) VIRTUAL,
  office TEXT GENERATED ALWAYS AS (json_extract(json, '$.office')) VIRTUAL,
  country TEXT GENERATED ALWAYS AS (json_extract(json, '$.country')) VIRTUAL,
  sector TEXT GENERATED ALWAYS AS (json_extract(json, '$.sector')) VIRTUAL,
  identifier TEXT GENERATED ALWAYS AS (json_extract(json, '$.identifier')) VIRTUAL,
  anonymous INTEGER GENERATED ALWAYS AS (json_extract(json, '$.anonymous')) VIRTUAL,
  PRIMARY KEY (document_id, id)
) STRICT;
CREATE INDEX actor_name ON actor (name, anonymous);

-- One row per span of every datum, and of every actor (role "mentions"), with the words that stood there.
CREATE TABLE evidence (
  document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  datum_id TEXT NOT NULL,
  role TEXT NOT NULL,
  n INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (document_id, datum_id, role, n)
) STRICT, WITHOUT ROWID;

-- Who fills a role of a datum: its span (null where another sentence names them) and its actor (null where nobody can know).
CREATE TABLE participant (
  document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  datum_id TEXT NOT NULL,
  role TEXT NOT NULL,
  start INTEGER,
  "end" INTEGER,
  words TEXT,
  actor_id TEXT,
  made_by TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  PRIMARY KEY (document_id, n),
  FOREIGN KEY (document_id, datum_id) REFERENCES datum (document_id, id) ON DELETE CASCADE,
  FOREIGN KEY (document_id, actor_id) REFERENCES actor (document_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_datum ON participant (datum_id, document_id);
CREATE INDEX participant_actor ON participant (document_id, actor_id);

-- Each name and wording of a party once; `small` is both in small letters, for questions by words.
CREATE TABLE called (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  words TEXT NOT NULL,
  small TEXT NOT NULL,
  UNIQUE (name, words)
) STRICT;

-- Whoever fills a role, in words that may be shown: the actor's name where it is known, else the words of the text; and, as the
-- role "place", where an event was. What `participant` and `actor` say, put together once: lists choose among millions of these.
CREATE TABLE party (
  number INTEGER NOT NULL REFERENCES datum (number) ON DELETE CASCADE,
  role TEXT NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  words TEXT,
  office TEXT,
  country TEXT,
  sector TEXT,
  codes TEXT NOT NULL,
  anonymous INTEGER,           -- null where no actor is known
  actor_id TEXT,
  called INTEGER NOT NULL REFERENCES called (id),
  PRIMARY KEY (number, role, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_called ON party (called, role, anonymous);
CREATE INDEX party_country ON party (country, role, sector) WHERE country IS NOT NULL;
CREATE INDEX party_sector ON party (sector, role) WHERE sector IS NOT NULL;

-- What lists choose and order by, of each datum that a list shows: `type` and `state` (a statement's speaker_status, an event's
-- realis, a wording's voice), its first and last day (of a promise its last due day, twice), what is known for certain of its
-- document's day of publication; of an event also who told it last and the id of the one it is
-- the same as, or its own. `detail` is an event's modes, or what a position is on.
CREATE TABLE listing (
  number INTEGER PRIMARY KEY REFERENCES datum (number) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  document_id TEXT NOT NULL,
  start INTEGER NOT NULL,
  type TEXT NOT NULL,
  state TEXT,
  earliest TEXT,
  latest TEXT,
  known TEXT NOT NULL,
  teller TEXT,
  detail TEXT,
  same TEXT
) STRICT;
CREATE INDEX listing_published ON listing (kind, known DESC, document_id, start, type, state);
CREATE INDEX listing_newest ON listing (kind, earliest IS NULL, latest DESC, earliest DESC, document_id, start, type, state);
CREATE INDEX listing_day ON listing (kind, earliest IS NULL, earliest, latest, document_id, start, type, state);
CREATE INDEX listing_document ON listing (document_id, kind);

-- How many actors of documents have a name, in all and by what is told of them; kept up to date by the triggers below.
CREATE TABLE naming (
  name TEXT NOT NULL,
  anonymous INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY (name, anonymous)
) STRICT, WITHOUT ROWID;
CREATE INDEX naming_most ON naming (anonymous, documents DESC, name);
CREATE TABLE naming_fact (
  name TEXT NOT NULL,
  office TEXT NOT NULL,        -- "" for none, here and beside
  country TEXT NOT NULL,
  sector TEXT NOT NULL,
  identifier TEXT NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY (name, office, country, sector, identifier)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER actor_added AFTER INSERT ON actor BEGIN
  INSERT INTO naming VALUES (new.name, new.anonymous, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
  INSERT INTO naming_fact VALUES (new.name, coalesce(new.office, ''), coalesce(new.country, ''), coalesce(new.sector, ''),
    coalesce(new.identifier, ''), 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER actor_removed AFTER DELETE ON actor BEGIN
  UPDATE naming SET documents = documents - 1 WHERE name = old.name AND anonymous = old.anonymous;
  DELETE FROM naming WHERE name = old.name AND anonymous = old.anonymous AND documents = 0;
  UPDATE naming_fact SET documents = documents - 1 WHERE name = old.name AND office = coalesce(old.office, '')
    AND country = coalesce(old.country, '') AND sector = coalesce(old.sector, '') AND identifier = coalesce(old.identifier, '');
  DELETE FROM naming_fact WHERE name = old.name AND documents = 0;
END;

-- What a document tells, clause by clause, as a comparison needs it, so that it is not parsed again: JSON, packed by zlib.
CREATE TABLE telling (
  document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  told BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What is kept of a document to find its like, and whether copies and stories have been looked for since it came.
CREATE TABLE sketch (
  document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  earliest INTEGER,            -- days of publication as numbers of days from 0001-01-01, null where no date is known
  latest INTEGER,
  rank INTEGER NOT NULL,       -- the order in which documents may copy each other: by day, the longest first
  related INTEGER NOT NULL CHECK (related IN (0, 1)),
  json TEXT NOT NULL CHECK (json_valid(json))
) STRICT, WITHOUT ROWID;
CREATE INDEX sketch_fresh ON sketch (document_id) WHERE related = 0;
CREATE INDEX sketch_day ON sketch (earliest);

CREATE TABLE shingle (
  hash INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  document_id TEXT NOT NULL REFERENCES sketch (document_id) ON DELETE CASCADE,
  PRIMARY KEY (hash, rank, document_id)
) STRICT, WITHOUT ROWID;

-- How much two documents are about the same, in thousandths, without regard to days; each pair stands in both directions.
CREATE TABLE link (
  document_id TEXT NOT NULL REFERENCES sketch (document_id) ON DELETE CASCADE,
  other_id TEXT NOT NULL REFERENCES sketch (document_id) ON DELETE CASCADE,
  likeness INTEGER NOT NULL,
  PRIMARY KEY (document_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (id TEXT PRIMARY KEY, made_by TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE story (
  id TEXT PRIMARY KEY,
  issue_id TEXT NOT NULL REFERENCES issue (id),
  name TEXT,                   -- a person's, null where nobody gave one
  made_by TEXT NOT NULL,
  told INTEGER NOT NULL,       -- by how many documents
  earliest INTEGER             -- the first day of the first of them, as in sketch
) STRICT, WITHOUT ROWID;
CREATE INDEX story_issue ON story (issue_id);
CREATE INDEX story_newest ON story (told > 1, earliest DESC, id);
CREATE INDEX story_all ON story (earliest DESC, id);
CREATE TABLE story_document (
  document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
  n INTEGER NOT NULL           -- place in the story, the earliest 0
) STRICT, WITHOUT ROWID;
CREATE INDEX story_member ON story_document (story_id, n);

-- How data of several documents stand to each other; a document that copies another has its own id on either side.
CREATE TABLE relation (
  id TEXT PRIMARY KEY,
  from_document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  from_id TEXT NOT NULL,
  to_document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  to_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('repeats', 'supports', 'contradicts', 'updates')),
  basis TEXT NOT NULL,
  made_by TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_from ON relation (from_document_id);
CREATE INDEX relation_to ON relation (to_document_id);

-- The same words on both sides of a relation.
CREATE TABLE passage (
  relation_id TEXT NOT NULL REFERENCES relation (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  words TEXT NOT NULL,
  to_start INTEGER NOT NULL,
  to_end INTEGER NOT NULL,
  to_words TEXT NOT NULL,
  PRIMARY KEY (relation_id, n)
) STRICT, WITHOUT ROWID;

-- What a person decided, beside the machine's row. No door to datum: a judgement outlives the row that a newer maker replaces.
CREATE TABLE judgement (
  document_id TEXT NOT NULL REFERENCES document (id),
  datum_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'unsure')),
  correction TEXT CHECK (correction IS NULL OR json_valid(correction)),
  datum TEXT CHECK (datum IS NULL OR json_valid(datum)),  -- the machine's row as it was when it was judged
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (document_id, datum_id, made_by)
) STRICT, WITHOUT ROWID;

-- A user's own rows of actors, which win over sayso's: what `sayso read --actors` last gave. Columns as in that file.
CREATE TABLE own_actor (
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  country TEXT,
  sector TEXT NOT NULL,        -- the first first, parted by spaces; "" for none
  wikidata TEXT,
  source TEXT NOT NULL
) STRICT;

CREATE TABLE skipped (origin TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The text index keeps no second copy of the text; the statement index keeps its own, as its words are those of a view.
CREATE VIRTUAL TABLE document_text USING fts5 (
  text, content = 'document', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
  INSERT INTO document_text (rowid, text) VALUES (new.number, new.text);
END;
CREATE TRIGGER document_removed AFTER DELETE ON document BEGIN
  INSERT INTO document_text (document_text, rowid, text) VALUES ('delete', old.number, old.text);
END;
CREATE VIRTUAL TABLE statement_text USING fts5 (speaker, office, source, content, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER datum_removed AFTER DELETE ON datum WHEN old.kind = 'Attribution' BEGIN
  DELETE FROM statement_text WHERE rowid = old.number;
END;

CREATE VIEW mention AS
SELECT
  datum.document_id, datum.id, span.words, head.words AS head,
  json_extract(datum.json, '$.form') AS form, json_extract(datum.json, '$.type') AS type,
  (SELECT actor.id FROM evidence AS place JOIN actor ON actor.document_id = place.document_id AND actor.id = place.datum_id
    WHERE place.document_id = datum.document_id AND place.role = 'mentions'
      AND place.start = span.start AND place."end" = span."end") AS actor_id,
  span.start, span."end", datum.made_by, datum.confidence
FROM datum
JOIN evidence AS span ON span.document_id = datum.document_id AND span.datum_id = datum.id AND span.role = 'span'
JOIN evidence AS head ON head.document_id = datum.document_id AND head.datum_id = datum.id AND head.role = 'head'
WHERE datum.kind = 'Mention';

CREATE VIEW place AS
SELECT
  datum.document_id, datum.id, span.words,
  json_extract(datum.json, '$.type') AS type, json_extract(datum.json, '$.country') AS country,
  json_extract(datum.json, '$.city') AS city,
  span.start, span."end", datum.made_by, datum.confidence
FROM datum
JOIN evidence AS span ON span.document_id = datum.document_id AND span.datum_id = datum.id AND span.role = 'span'
WHERE datum.kind = 'Place';

-- The innermost attribution whose content holds a span: a datum's place in the source chain.
CREATE VIEW time AS
SELECT
  datum.document_id, datum.id, span.words,
  json_extract(datum.json, '$.type') AS type, json_extract(datum.json, '$.value') AS value,
  json_extract(datum.json, '$.edtf') AS edtf,
  json_extract(datum.json, '$.earliest') AS earliest, json_extract(datum.json, '$.latest') AS latest,
  json_extract(datum.json, '$.anchor') AS anchor,
  (SELECT held.datum_id FROM evidence AS held
    WHERE held.document_id = datum.document_id AND held.role = 'content' AND held.start <= span.start AND held."end" >= span."end"
    ORDER BY held."end" - held.start LIMIT 1) AS inside,
  span.start, span."end", datum.made_by, datum.confidence
FROM datum
JOIN evidence AS span ON span.document_id = datum.document_id AND span.datum_id = datum.id AND span.role = 'span'
WHERE datum.kind = 'TimeExpression';

-- low and high are numbers here, so that they can be compared; the datum's JSON keeps every digit.
CREATE VIEW quantity AS
SELECT
  datum.document_id, datum.id, number.words AS number, counted.words AS counted,
  CAST(json_extract(datum.json, '$.low') AS REAL) AS low, CAST(json_extract(datum.json, '$.high') AS REAL) AS high,
  json_extract(datum.json, '$.unit') AS unit, json_extract(datum.json, '$.toll') AS toll,
  json_extract(datum.json, '$.stage') AS stage,
  (SELECT held.datum_id FROM evidence AS held
    WHERE held.document_id = datum.document_id AND held.role = 'content' AND held.start <= number.start
      AND held."end" >= number."end"
    ORDER BY held."end" - held.start LIMIT 1) AS inside,
  number.start, number."end", datum.made_by, datum.confidence
FROM datum
JOIN evidence AS number ON number.document_id = datum.document_id AND number.datum_id = datum.id AND number.role = 'number'
LEFT JOIN evidence AS counted ON counted.document_id = datum.document_id AND counted.datum_id = datum.id
  AND counted.role = 'counted'
WHERE datum.kind = 'Quantity';

-- Whoever is known to speak in an attribution, one row each.
CREATE VIEW speaker AS
SELECT datum.document_id, datum.id AS datum_id, party.n, party.actor_id,
  party.name, party.office, party.country, party.sector, party.anonymous
FROM party JOIN datum ON datum.number = party.number
WHERE party.role = 'source' AND party.anonymous IS NOT NULL;

-- Several speakers are parted by "; ", the pieces of one role by " … ". Known wins over anonymous when speakers differ.
CREATE VIEW attribution AS
SELECT
  datum.number, datum.document_id, datum.id,
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND role = 'source' AND anonymous IS NOT NULL ORDER BY n)) AS speaker,
  (SELECT CASE WHEN max(office) IS NOT NULL THEN group_concat(coalesce(office, ''), '; ') END FROM (SELECT office FROM party
    WHERE party.number = datum.number AND role = 'source' AND anonymous IS NOT NULL ORDER BY n)) AS office,
  (SELECT CASE WHEN max(country) IS NOT NULL THEN group_concat(coalesce(country, ''), '; ') END FROM (SELECT country FROM party
    WHERE party.number = datum.number AND role = 'source' AND anonymous IS NOT NULL ORDER BY n)) AS country,
  (SELECT CASE WHEN max(sector) IS NOT NULL THEN group_concat(coalesce(sector, ''), '; ') END FROM (SELECT sector FROM party
    WHERE party.number = datum.number AND role = 'source' AND anonymous IS NOT NULL ORDER BY n)) AS sector,
  coalesce(
    (SELECT CASE min(anonymous) WHEN 1 THEN 'anonymous' WHEN 0 THEN 'known' END FROM party
      WHERE party.number = datum.number AND role = 'source'),
    (SELECT 'unknown' FROM evidence
      WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role IN ('source', 'carried')),
    'none') AS speaker_status,
  (SELECT group_concat(words, ' … ') FROM (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'source' ORDER BY n)) AS source,
  (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'carried') AS carried,
  (SELECT group_concat(words, ' … ') FROM (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'cue' ORDER BY n)) AS cue,
  (SELECT group_concat(words, ' … ') FROM (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'content' ORDER BY n)) AS content,
  (SELECT group_concat(place, ' ') FROM (SELECT start || '-' || "end" AS place FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'content' ORDER BY n)) AS spans,
  (SELECT min(start) FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'content') AS start,
  (SELECT max("end") FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'content') AS "end",
  json_extract(datum.json, '$.type') AS type,
  json_extract(datum.json, '$.polarity') AS polarity,
  json_extract(datum.json, '$.certainty') AS certainty,
  json_extract(datum.json, '$.inside') AS inside,
  json_extract(datum.json, '$.teaser') AS teaser,
  said.words AS said_time, json_extract(told.json, '$.earliest') AS said_earliest,
  json_extract(told.json, '$.latest') AS said_latest,
  (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'place') AS said_place,
  datum.made_by, datum.confidence
FROM datum
LEFT JOIN datum AS told ON told.document_id = datum.document_id AND told.id = json_extract(datum.json, '$.time')
LEFT JOIN evidence AS said ON said.document_id = told.document_id AND said.datum_id = told.id AND said.role = 'span'
WHERE datum.kind = 'Attribution';

-- An attribution with its chain in words, from the outlet inwards, and what is known of its document. Twenty links end a loop.
CREATE VIEW statement AS
SELECT
  attribution.*,
  attribution.speaker_status = 'anonymous' AS anonymous,
  coalesce(document.outlet, '(outlet unknown)') || ' ← ' || (
    WITH RECURSIVE link (id, depth) AS (
      SELECT attribution.id, 0
      UNION ALL
      SELECT json_extract(datum.json, '$.inside'), depth + 1
      FROM link JOIN datum ON datum.document_id = attribution.document_id AND datum.id = link.id
      WHERE json_extract(datum.json, '$.inside') IS NOT NULL AND depth < 20
    )
    SELECT group_concat(name, ' ← ') FROM (
      SELECT coalesce(outer_one.speaker, outer_one.source, outer_one.carried, '(unnamed)') AS name
      FROM link JOIN attribution AS outer_one ON outer_one.document_id = attribution.document_id AND outer_one.id = link.id
      ORDER BY depth DESC
    )
  ) AS chain,
  document.outlet, document.published, document.url, document.headline, document.origin
FROM attribution JOIN document ON document.id = attribution.document_id;

-- What somebody bound themselves to do, who and to whom; several parties are parted by "; ".
CREATE VIEW commitment AS
SELECT
  datum.number, datum.document_id, datum.id,
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'by' ORDER BY party.n)) AS "by",
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'to' ORDER BY party.n)) AS "to",
  json_extract(datum.json, '$.force') AS force,
  act.words AS act, cue.words AS cue,
  (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'condition') AS condition,
  json_extract(due.json, '$.edtf') AS due,
  (SELECT words FROM evidence
    WHERE evidence.document_id = due.document_id AND evidence.datum_id = due.id AND evidence.role = 'span') AS due_words,
  json_extract(due.json, '$.earliest') AS due_earliest, json_extract(due.json, '$.latest') AS due_latest,
  json_extract(datum.json, '$.inside') AS inside,
  act.start, act."end",
  document.outlet, document.published, document.url, document.headline, document.origin,
  datum.made_by, datum.confidence
FROM datum
JOIN document ON document.id = datum.document_id
JOIN evidence AS act ON act.document_id = datum.document_id AND act.datum_id = datum.id AND act.role = 'act'
JOIN evidence AS cue ON cue.document_id = datum.document_id AND cue.datum_id = datum.id AND cue.role = 'cue'
LEFT JOIN datum AS due ON due.document_id = datum.document_id AND due.id = json_extract(datum.json, '$.due')
WHERE datum.kind = 'Commitment';

-- Where somebody stands; `words` is the text from the first to the last of its spans that stand near its evidence.
CREATE VIEW position AS
SELECT
  datum.number, datum.document_id, datum.id,
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'holder' ORDER BY party.n)) AS holder,
  (SELECT group_concat(codes, '; ') FROM (SELECT codes FROM party
    WHERE party.number = datum.number AND party.role = 'holder' ORDER BY party.n)) AS holder_codes,
  json_extract(datum.json, '$.stance') AS stance,
  target.words AS target,
  (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'target') AS target_name,
  (SELECT group_concat(words, ' … ') FROM (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'evidence' ORDER BY n)) AS evidence,
  (SELECT min(near.start) FROM evidence AS near
    WHERE near.document_id = datum.document_id AND near.datum_id = datum.id AND near.start > target.start - 300) AS start,
  (SELECT max(near."end") FROM evidence AS near
    WHERE near.document_id = datum.document_id AND near.datum_id = datum.id AND near."end" < target."end" + 300) AS "end",
  coalesce(
    (SELECT chain FROM statement WHERE statement.document_id = datum.document_id AND statement.id = json_extract(datum.json, '$.inside')),
    document.outlet, '(outlet unknown)') AS told_by,
  json_extract(datum.json, '$.inside') AS inside,
  document.outlet, document.published, document.url, document.headline, document.origin,
  datum.made_by, datum.confidence
FROM datum
JOIN document ON document.id = datum.document_id
JOIN evidence AS target ON target.document_id = datum.document_id AND target.datum_id = datum.id AND target.role = 'target'
WHERE datum.kind = 'Position';

-- Who did what to whom, as one document tells it; only realis 'actual' is said to have been done. Parties are parted by "; ".
CREATE VIEW event AS
SELECT
  datum.number, datum.document_id, datum.id,
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'actor' ORDER BY party.n)) AS actor,
  (SELECT group_concat(codes, '; ') FROM (SELECT codes FROM party
    WHERE party.number = datum.number AND party.role = 'actor' ORDER BY party.n)) AS actor_codes,
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'recipient' ORDER BY party.n)) AS recipient,
  (SELECT group_concat(codes, '; ') FROM (SELECT codes FROM party
    WHERE party.number = datum.number AND party.role = 'recipient' ORDER BY party.n)) AS recipient_codes,
  json_extract(datum.json, '$.event_type') AS event_type,
  (SELECT group_concat(value, '; ') FROM json_each(datum.json, '$.mode')) AS mode,
  (SELECT group_concat(value, '; ') FROM json_each(datum.json, '$.context')) AS context,
  json_extract(datum.json, '$.realis') AS realis,
  place.words AS trigger, place.start, place."end",
  (SELECT words FROM evidence
    WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'place') AS place,
  json_extract(time.json, '$.edtf') AS time,
  json_extract(time.json, '$.earliest') AS earliest, json_extract(time.json, '$.latest') AS latest,
  (SELECT group_concat(words, '; ') FROM (SELECT number.words FROM json_each(datum.json, '$.dead') AS one
    JOIN evidence AS number ON number.document_id = datum.document_id AND number.datum_id = one.value AND number.role = 'number'
  )) AS dead,
  (SELECT group_concat(words, '; ') FROM (SELECT number.words FROM json_each(datum.json, '$.injured') AS one
    JOIN evidence AS number ON number.document_id = datum.document_id AND number.datum_id = one.value AND number.role = 'number'
  )) AS injured,
  (SELECT group_concat(words, '; ') FROM (SELECT number.words FROM json_each(datum.json, '$.arrested') AS one
    JOIN evidence AS number ON number.document_id = datum.document_id AND number.datum_id = one.value AND number.role = 'number'
  )) AS arrested,
  (SELECT group_concat(words, '; ') FROM (SELECT number.words FROM json_each(datum.json, '$.size') AS one
    JOIN evidence AS number ON number.document_id = datum.document_id AND number.datum_id = one.value AND number.role = 'number'
  )) AS size,
  coalesce(
    (SELECT chain FROM statement WHERE statement.document_id = datum.document_id AND statement.id = json_extract(datum.json, '$.inside')),
    document.outlet, '(outlet unknown)') AS told_by,
  json_extract(datum.json, '$.inside') AS inside,
  json_extract(datum.json, '$.under') AS under,
  json_extract(datum.json, '$.same_as') AS same_as,
  1 + json_array_length(datum.json, '$.again') AS tellings,
  document.outlet, document.published, document.url, document.headline, document.origin,
  datum.made_by, datum.confidence
FROM datum
JOIN document ON document.id = datum.document_id
JOIN evidence AS place ON place.document_id = datum.document_id AND place.datum_id = datum.id AND place.role = 'trigger'
LEFT JOIN datum AS time ON time.document_id = datum.document_id AND time.id = json_extract(datum.json, '$.time')
WHERE datum.kind = 'Event';

-- Each document that repeats an earlier one, whole (basis copy) or in part, with how much of the wording.
CREATE VIEW copy AS
SELECT relation.from_document_id AS document_id, relation.to_document_id AS original_id, relation.basis,
  (SELECT count(*) FROM passage WHERE relation_id = relation.id) AS passages,
  (SELECT sum("end" - start) FROM passage WHERE relation_id = relation.id) AS characters, relation.made_by
FROM relation WHERE relation.type = 'repeats' AND relation.basis IN ('copy', 'part');

-- Words that do more than tell, whose they are and of whom they are said; referent is null where they are said of nobody.
CREATE VIEW wording AS
SELECT
  datum.number, datum.document_id, datum.id,
  json_extract(datum.json, '$.type') AS type, span.words,
  json_extract(datum.json, '$.voice') AS voice, json_extract(datum.json, '$.family') AS family,
  (SELECT group_concat(name, '; ') FROM (SELECT name FROM party
    WHERE party.number = datum.number AND party.role = 'referent' ORDER BY party.n)) AS referent,
  (SELECT group_concat(codes, '; ') FROM (SELECT codes FROM party
    WHERE party.number = datum.number AND party.role = 'referent' ORDER BY party.n)) AS referent_codes,
  coalesce(
    (SELECT chain FROM statement WHERE statement.document_id = datum.document_id AND statement.id = json_extract(datum.json, '$.inside')),
    document.outlet, '(outlet unknown)') AS told_by,
  json_extract(datum.json, '$.inside') AS inside,
  span.start, span."end",
  document.outlet, document.published, document.url, document.headline, document.origin,
  datum.made_by, datum.confidence
FROM datum
JOIN document ON document.id = datum.document_id
JOIN evidence AS span ON span.document_id = datum.document_id AND span.datum_id = datum.id AND span.role = 'span'
WHERE datum.kind = 'Wording';

-- Every span whose recorded words are not those of the text. `sayso verify` asks this; an honest record answers with no row.
CREATE VIEW unmatched AS
SELECT span.document_id, span.datum_id, span.role, span.n, span.start, span."end", span.words,
  substr(document.text, span.start + 1, span."end" - span.start) AS text_says
FROM (
  SELECT document_id, datum_id, role, n, start, "end", words FROM evidence
  UNION ALL
  SELECT document_id, datum_id, 'participant ' || role, n, start, "end", words FROM participant WHERE start IS NOT NULL
  UNION ALL
  SELECT from_document_id, relation_id, 'passage', n, start, "end", words FROM passage JOIN relation ON relation.id = relation_id
  UNION ALL
  SELECT to_document_id, relation_id, 'passage to', n, to_start, to_end, to_words FROM passage JOIN relation ON relation.id = relation_id
) AS span JOIN document ON document.id = span.document_id
WHERE span.words IS NOT substr(document.text, span.start + 1, span."end" - span.start);
