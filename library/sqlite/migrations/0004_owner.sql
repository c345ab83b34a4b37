-- What the owner says of photos.

DROP VIEW photo_words;
DROP TRIGGER photos_insert_tags;
DROP TRIGGER photos_update_tags;
DROP TRIGGER photos_update_mentions;
DROP TRIGGER tags_update_mentions;
DROP INDEX photos_tiles;

-- origin: 0 the file says it, 1 the owner's Yes, 2 the owner's No, 3 the file says it
-- but the owner's No, which is there as well, outweighs it. What is below 2 counts.
CREATE TABLE said_tags (
  tag INTEGER NOT NULL REFERENCES tags (id),
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  origin INTEGER NOT NULL CHECK (origin IN (0, 1, 2, 3)),
  PRIMARY KEY (tag, photo, origin)
) STRICT, WITHOUT ROWID;

INSERT INTO said_tags SELECT tag, photo, origin FROM photo_tags WHERE origin < 2 ORDER BY tag, photo, origin;
DROP TABLE photo_tags;
ALTER TABLE said_tags RENAME TO photo_tags;

CREATE INDEX photo_tags_photo ON photo_tags (photo, origin);
CREATE INDEX photo_tags_owner ON photo_tags (photo) WHERE origin = 1;
CREATE INDEX photo_tags_denied ON photo_tags (photo) WHERE origin = 2;

-- own_caption is what the owner wrote in place of the file's caption, NULL if nothing.
ALTER TABLE photos DROP COLUMN captioned;
ALTER TABLE photos ADD COLUMN own_caption TEXT;
ALTER TABLE photos ADD COLUMN captioned INTEGER
  GENERATED ALWAYS AS (title <> '' OR coalesce(own_caption, caption) <> '') VIRTUAL;

CREATE INDEX photos_tiles ON photos (taken, id, width, height, colour, format, camera, lens_id, iso, rating,
  x, y, z, dated, captioned, tagged, named) WHERE orphaned_since IS NULL;
CREATE INDEX photos_own_caption ON photos (id) WHERE own_caption IS NOT NULL;

-- was is the photo that a file held when it could be read last, while it can't be.
ALTER TABLE files ADD COLUMN was INTEGER;

-- Where the photos lay that the owner said something of and that have lost that file.
-- Programs that save a file may take it away for a moment.
CREATE TABLE left_files (
  folder_id INTEGER NOT NULL,
  rel TEXT NOT NULL,
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  PRIMARY KEY (folder_id, rel)
) STRICT, WITHOUT ROWID;

CREATE INDEX left_files_photo ON left_files (photo);

-- Tags whose names no model knows. noun is what such a thing is, '' if not said.
CREATE TABLE named_things (
  tag INTEGER PRIMARY KEY REFERENCES tags (id),
  noun TEXT NOT NULL
) STRICT;

-- What heads find. A row that was rejected is there so that it isn't made again.
CREATE TABLE suggested_tags (
  tag INTEGER NOT NULL REFERENCES tags (id),
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  confidence REAL NOT NULL,
  rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected IN (0, 1)),
  PRIMARY KEY (tag, photo)
) STRICT, WITHOUT ROWID;

CREATE INDEX suggested_tags_photo ON suggested_tags (photo);

-- key is the description without regard to case, accents and blanks.
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  good INTEGER NOT NULL CHECK (good IN (0, 1)),
  description TEXT NOT NULL,
  UNIQUE (key, photo)
) STRICT;

CREATE INDEX feedback_photo ON feedback (photo);

CREATE TRIGGER files_delete_left AFTER DELETE ON files WHEN OLD.photo_id IS NOT NULL AND (
  EXISTS (SELECT 1 FROM photo_tags WHERE photo = OLD.photo_id AND origin IN (1, 2))
  OR EXISTS (SELECT 1 FROM photos WHERE id = OLD.photo_id AND own_caption IS NOT NULL)
  OR EXISTS (SELECT 1 FROM feedback WHERE photo = OLD.photo_id)) BEGIN
  INSERT INTO left_files (folder_id, rel, photo) VALUES (OLD.folder_id, OLD.rel, OLD.photo_id)
    ON CONFLICT DO UPDATE SET photo = excluded.photo;
END;

-- tagged and named, for photos whose file's words the owner denies or no longer does.
CREATE VIEW file_words AS SELECT p.id AS photo,
  EXISTS (SELECT 1 FROM photo_tags w CROSS JOIN tags t ON t.id = w.tag
    WHERE w.photo = p.id AND w.origin = 0 AND t.kind = 0) AS tagged,
  EXISTS (SELECT 1 FROM photo_tags w CROSS JOIN tags t ON t.id = w.tag
    WHERE w.photo = p.id AND w.origin = 0 AND t.kind = 1) AS named
FROM photos p;

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
  DELETE FROM photo_tags WHERE photo = NEW.id AND origin IN (0, 3);
  INSERT INTO tags (kind, name, folded, leaf, words)
    SELECT w.kind, n.value, fold(n.value), fold(leaf_of(w.kind, n.value)), words(n.value)
    FROM written_tags w, json_each(names_of(w.kind, w.value)) n WHERE w.photo = NEW.id
    ON CONFLICT DO NOTHING;
  INSERT INTO photo_tags (tag, photo, origin)
    SELECT t.id, NEW.id, CASE WHEN EXISTS (SELECT 1 FROM photo_tags WHERE tag = t.id AND photo = NEW.id AND origin = 2)
      THEN 3 ELSE 0 END
    FROM written_tags w CROSS JOIN tags t
      ON t.kind = w.kind AND t.folded = fold(name_of(w.kind, w.value)) WHERE w.photo = NEW.id
    ON CONFLICT DO NOTHING;
  UPDATE photos SET (tagged, named) = (SELECT tagged, named FROM file_words WHERE photo = NEW.id) WHERE id = NEW.id;
END;

-- A No takes the file's word away, and gives it back when it goes.
CREATE TRIGGER photo_tags_deny AFTER INSERT ON photo_tags WHEN NEW.origin = 2 BEGIN
  UPDATE photo_tags SET origin = 3 WHERE tag = NEW.tag AND photo = NEW.photo AND origin = 0;
END;

CREATE TRIGGER photo_tags_allow AFTER DELETE ON photo_tags WHEN OLD.origin = 2 BEGIN
  UPDATE photo_tags SET origin = 0 WHERE tag = OLD.tag AND photo = OLD.photo AND origin = 3;
END;

CREATE TRIGGER photo_tags_weigh AFTER UPDATE OF origin ON photo_tags BEGIN
  UPDATE photos SET (tagged, named) = (SELECT tagged, named FROM file_words WHERE photo = NEW.photo)
    WHERE id = NEW.photo AND (tagged, named) IS NOT (SELECT tagged, named FROM file_words WHERE photo = NEW.photo);
END;

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
  CASE WHEN p.captioned THEN words(p.title || char(31) || coalesce(p.own_caption, p.caption)) END AS caption
FROM photos p WHERE p.orphaned_since IS NULL;

CREATE TRIGGER photos_update_mentions AFTER UPDATE OF title, caption, own_caption ON photos
WHEN OLD.title <> NEW.title OR OLD.caption <> NEW.caption OR OLD.own_caption IS NOT NEW.own_caption BEGIN
  INSERT INTO stale_mentions VALUES (NEW.id) ON CONFLICT DO NOTHING;
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
