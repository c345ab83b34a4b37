-- What filters ask for, and what is written about photos. fold, words and the
-- other functions that SQLite doesn't have are those of the handle that writes.

-- Every directory that holds files. above and folded are its whole path, folded
-- and with slashes: above up to the library's folder, folded from that folder's
-- name on. The triggers fill in all but folder_id and rel.
CREATE TABLE dirs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  rel TEXT NOT NULL,
  above TEXT NOT NULL DEFAULT '',
  folded TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '',
  UNIQUE (folder_id, rel)
) STRICT;

CREATE VIEW named_dirs AS
  SELECT d.id, path_above(f.path) AS above,
    CASE WHEN d.rel = '' THEN path_base(f.path) ELSE path_base(f.path) || '/' || d.rel END AS shown
  FROM dirs d JOIN folders f ON f.id = d.folder_id;

CREATE TRIGGER dirs_insert AFTER INSERT ON dirs BEGIN
  UPDATE dirs SET (above, folded, words) =
    (SELECT fold(above), fold(shown), words(shown) FROM named_dirs WHERE id = NEW.id) WHERE id = NEW.id;
END;

CREATE TRIGGER dirs_update AFTER UPDATE OF folder_id, rel ON dirs BEGIN
  UPDATE dirs SET (above, folded, words) =
    (SELECT fold(above), fold(shown), words(shown) FROM named_dirs WHERE id = NEW.id) WHERE id = NEW.id;
END;

-- dir is the directory, name the folded name of the file in it. Whoever changes
-- rel changes both. A directory is not referred to as a foreign key, because that
-- would need an index of all files.
ALTER TABLE files ADD COLUMN dir INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN name TEXT NOT NULL DEFAULT '';

INSERT INTO dirs (folder_id, rel) SELECT DISTINCT folder_id, dir_name(rel) FROM files;
UPDATE files SET name = fold(base_name(rel)),
  dir = (SELECT id FROM dirs WHERE folder_id = files.folder_id AND rel = dir_name(files.rel));

CREATE INDEX files_places ON files (dir, photo_id) WHERE photo_id IS NOT NULL;
CREATE INDEX files_names ON files (name, dir, photo_id) WHERE photo_id IS NOT NULL;

-- name is "make model" and the lens's name. A photo that doesn't say has NULL.
CREATE TABLE cameras (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL
) STRICT;

CREATE TABLE lenses (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL
) STRICT;

-- x, y and z are where on the globe the photo was taken, in centimetres from its
-- centre. tagged and named say that the file itself brings a tag or a person.
ALTER TABLE photos ADD COLUMN camera INTEGER;
ALTER TABLE photos ADD COLUMN lens_id INTEGER;
ALTER TABLE photos ADD COLUMN x INTEGER;
ALTER TABLE photos ADD COLUMN y INTEGER;
ALTER TABLE photos ADD COLUMN z INTEGER;
ALTER TABLE photos ADD COLUMN tagged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN dated INTEGER GENERATED ALWAYS AS (captured_local IS NOT NULL) VIRTUAL;
ALTER TABLE photos ADD COLUMN captioned INTEGER GENERATED ALWAYS AS (title <> '' OR caption <> '') VIRTUAL;

-- kind: 0 tag, 1 person. Spellings that differ in case or accents alone are one
-- tag, named as it was met first. Levels are parted by slashes; those above a tag
-- have rows, too. leaf is the last level, folded.
CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  leaf TEXT NOT NULL,
  words TEXT NOT NULL,
  UNIQUE (kind, folded)
) STRICT;

CREATE INDEX tags_leaf ON tags (leaf);

-- The words of the names, folded. They have no quotes in them.
CREATE TABLE tag_words (
  word TEXT NOT NULL,
  tag INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (word, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_words_tag ON tag_words (tag);

CREATE TRIGGER tags_insert_words AFTER INSERT ON tags BEGIN
  INSERT INTO tag_words (word, tag)
    SELECT DISTINCT value, NEW.id FROM json_each('["' || replace(NEW.words, ' ', '","') || '"]');
END;

CREATE TRIGGER tags_update_words AFTER UPDATE OF words ON tags BEGIN
  DELETE FROM tag_words WHERE tag = NEW.id;
  INSERT INTO tag_words (word, tag)
    SELECT DISTINCT value, NEW.id FROM json_each('["' || replace(NEW.words, ' ', '","') || '"]');
END;

-- origin: 0 the file's own keywords and people, 1 the owner, 2 a suggestion, which
-- counts for nothing until the owner takes it.
CREATE TABLE photo_tags (
  tag INTEGER NOT NULL REFERENCES tags (id),
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  origin INTEGER NOT NULL CHECK (origin IN (0, 1, 2)),
  PRIMARY KEY (tag, photo, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX photo_tags_photo ON photo_tags (photo, origin);
CREATE INDEX photo_tags_owner ON photo_tags (photo) WHERE origin = 1;

CREATE VIEW written_tags AS
  SELECT p.id AS photo, 0 AS kind, k.value FROM photos p, json_each(p.keywords) k
  UNION ALL
  SELECT p.id, 1, k.value FROM photos p, json_each(p.people) k;

INSERT INTO tags (kind, name, folded, leaf, words)
  SELECT kind, n.value, fold(n.value), fold(leaf_of(kind, n.value)), words(n.value)
  FROM (SELECT DISTINCT kind, value FROM written_tags) w, json_each(names_of(kind, w.value)) n WHERE true
  ON CONFLICT DO NOTHING;

INSERT INTO photo_tags (tag, photo, origin)
  SELECT t.id, w.photo, 0 FROM written_tags w CROSS JOIN tags t
    ON t.kind = w.kind AND t.folded = fold(name_of(w.kind, w.value)) WHERE true
  ON CONFLICT DO NOTHING;

INSERT INTO cameras (name, folded)
  SELECT DISTINCT trim(make || ' ' || model), fold(trim(make || ' ' || model)) FROM photos WHERE make <> '' OR model <> '';
INSERT INTO lenses (name, folded) SELECT DISTINCT lens, fold(lens) FROM photos WHERE lens <> '';

DROP INDEX photos_tiles;
UPDATE photos SET
  camera = (SELECT id FROM cameras WHERE name = trim(make || ' ' || model)),
  lens_id = (SELECT id FROM lenses WHERE name = photos.lens),
  x = CASE WHEN latitude IS NOT NULL THEN earth(0, latitude, longitude) END,
  y = CASE WHEN latitude IS NOT NULL THEN earth(1, latitude, longitude) END,
  z = CASE WHEN latitude IS NOT NULL THEN earth(2, latitude, longitude) END,
  tagged = keywords <> '[]' AND EXISTS (SELECT 1 FROM photo_tags JOIN tags t ON t.id = tag WHERE photo = photos.id AND t.kind = 0),
  named = people <> '[]' AND EXISTS (SELECT 1 FROM photo_tags JOIN tags t ON t.id = tag WHERE photo = photos.id AND t.kind = 1);

-- All that the grid and the filters need, in the grid's usual order, without
-- touching the table.
CREATE INDEX photos_tiles ON photos (taken, id, width, height, colour, format, camera, lens_id, iso, rating,
  x, y, z, dated, captioned, tagged, named) WHERE orphaned_since IS NULL;

CREATE TRIGGER photos_insert_tags AFTER INSERT ON photos WHEN NEW.keywords <> '[]' OR NEW.people <> '[]' BEGIN
  INSERT INTO tags (kind, name, folded, leaf, words)
    SELECT w.kind, n.value, fold(n.value), fold(leaf_of(w.kind, n.value)), words(n.value)
    FROM written_tags w, json_each(names_of(w.kind, w.value)) n WHERE w.photo = NEW.id
    ON CONFLICT DO NOTHING;
  INSERT INTO photo_tags (tag, photo, origin)
    SELECT t.id, NEW.id, 0 FROM written_tags w CROSS JOIN tags t
      ON t.kind = w.kind AND t.folded = fold(name_of(w.kind, w.value)) WHERE w.photo = NEW.id
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER photos_update_tags AFTER UPDATE OF keywords, people ON photos
WHEN OLD.keywords <> NEW.keywords OR OLD.people <> NEW.people BEGIN
  DELETE FROM photo_tags WHERE photo = NEW.id AND origin = 0;
  INSERT INTO tags (kind, name, folded, leaf, words)
    SELECT w.kind, n.value, fold(n.value), fold(leaf_of(w.kind, n.value)), words(n.value)
    FROM written_tags w, json_each(names_of(w.kind, w.value)) n WHERE w.photo = NEW.id
    ON CONFLICT DO NOTHING;
  INSERT INTO photo_tags (tag, photo, origin)
    SELECT t.id, NEW.id, 0 FROM written_tags w CROSS JOIN tags t
      ON t.kind = w.kind AND t.folded = fold(name_of(w.kind, w.value)) WHERE w.photo = NEW.id
    ON CONFLICT DO NOTHING;
END;

-- The full-text index of all photos with a file; rowid is the photo. Texts come as
-- words() makes them: what is left to part are blanks. The text itself is not kept.
CREATE VIRTUAL TABLE mentions USING fts5 (tags, people, names, places, caption,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc So'");

-- char(31) ends a value for words(), char(57344) is what stands there in the index.
CREATE VIEW photo_words AS SELECT p.id AS photo,
  (SELECT group_concat(t.words, ' ' || char(57344) || ' ' ORDER BY t.id)
    FROM (SELECT DISTINCT tag FROM photo_tags WHERE photo = p.id AND origin < 2) w CROSS JOIN tags t ON t.id = w.tag
    WHERE t.kind = 0) AS tags,
  (SELECT group_concat(t.words, ' ' || char(57344) || ' ' ORDER BY t.id)
    FROM (SELECT DISTINCT tag FROM photo_tags WHERE photo = p.id AND origin < 2) w CROSS JOIN tags t ON t.id = w.tag
    WHERE t.kind = 1) AS people,
  (SELECT words(group_concat(name, char(31) ORDER BY name))
    FROM (SELECT DISTINCT base_name(rel) AS name FROM files WHERE photo_id = p.id)) AS names,
  (SELECT group_concat(d.words, ' ' || char(57344) || ' ' ORDER BY d.id) FROM dirs d
    WHERE d.id IN (SELECT dir FROM files WHERE photo_id = p.id)) AS places,
  CASE WHEN p.captioned THEN words(p.title || char(31) || p.caption) END AS caption
FROM photos p WHERE p.orphaned_since IS NULL;

-- Photos whose row in mentions is to be made anew before the transaction ends.
CREATE TABLE stale_mentions (photo INTEGER PRIMARY KEY) STRICT;

INSERT INTO mentions (rowid, tags, people, names, places, caption)
  SELECT photo, tags, people, names, places, caption FROM photo_words;

CREATE TRIGGER files_insert_mentions AFTER INSERT ON files WHEN NEW.photo_id IS NOT NULL BEGIN
  INSERT INTO stale_mentions VALUES (NEW.photo_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER files_delete_mentions AFTER DELETE ON files WHEN OLD.photo_id IS NOT NULL BEGIN
  INSERT INTO stale_mentions VALUES (OLD.photo_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER files_update_mentions AFTER UPDATE OF rel, dir, photo_id ON files
WHEN OLD.rel <> NEW.rel OR OLD.dir <> NEW.dir OR OLD.photo_id IS NOT NEW.photo_id BEGIN
  INSERT INTO stale_mentions SELECT OLD.photo_id WHERE OLD.photo_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO stale_mentions SELECT NEW.photo_id WHERE NEW.photo_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER photos_update_mentions AFTER UPDATE OF title, caption ON photos
WHEN OLD.title <> NEW.title OR OLD.caption <> NEW.caption BEGIN
  INSERT INTO stale_mentions VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER photos_delete_mentions AFTER DELETE ON photos BEGIN
  INSERT INTO stale_mentions VALUES (OLD.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER photo_tags_insert_mentions AFTER INSERT ON photo_tags BEGIN
  INSERT INTO stale_mentions VALUES (NEW.photo) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER photo_tags_update_mentions AFTER UPDATE ON photo_tags BEGIN
  INSERT INTO stale_mentions VALUES (OLD.photo), (NEW.photo) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER photo_tags_delete_mentions AFTER DELETE ON photo_tags BEGIN
  INSERT INTO stale_mentions VALUES (OLD.photo) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER tags_update_mentions AFTER UPDATE OF words ON tags BEGIN
  INSERT INTO stale_mentions SELECT DISTINCT photo FROM photo_tags WHERE tag = NEW.id ON CONFLICT DO NOTHING;
END;

-- caseless is the name without regard to case.
CREATE TABLE saved_searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  caseless TEXT NOT NULL UNIQUE,
  query TEXT NOT NULL,
  added INTEGER NOT NULL
) STRICT;
