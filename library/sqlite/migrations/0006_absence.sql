-- Absence is not deletion, and what the owner said is kept.

-- Where the files of a folder lie: rel '' is the folder itself, the others are
-- directories below it on which something else is mounted. device, inode, uuid and
-- source tell one file system from another, as far as the system says; they are 0 or
-- '' where it doesn't. away_since is NULL while the place is there. asked_since says
-- that the place is there without its files, and since when the owner is asked whether
-- they are deleted. last_file is the newest row of files at that time: a photo that a
-- later one holds has been moved.
CREATE TABLE places (
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  rel TEXT NOT NULL,
  device INTEGER NOT NULL DEFAULT 0,
  inode INTEGER NOT NULL DEFAULT 0,
  uuid TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  away_since INTEGER,
  asked_since INTEGER,
  last_file INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (folder_id, rel)
) STRICT, WITHOUT ROWID;

-- The device of the root, and the mounts that a folder had, stood elsewhere.
INSERT INTO places (folder_id, rel, device) SELECT id, '', device FROM folders;
INSERT INTO places (folder_id, rel, device)
  SELECT f.id, m.key, m.value FROM folders f
  JOIN named_values v ON v.name = 'mounts.' || f.id AND json_valid(v.value), json_each(v.value) m
  WHERE m.key <> '' AND m.type = 'integer'
  ON CONFLICT DO NOTHING;
DELETE FROM named_values WHERE name GLOB 'mounts.[0-9]*';

-- away_since: the file was not found and is not known to be deleted either. changed_ns
-- is the time of the last change of its inode, 0 where unknown. retry_at: the file
-- failed for reasons of the system and is tried again then; tries counts how often it
-- was.
ALTER TABLE files ADD COLUMN away_since INTEGER;
ALTER TABLE files ADD COLUMN changed_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN retry_at INTEGER;
ALTER TABLE files ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;

-- What failed for such reasons is tried again now.
UPDATE files SET retry_at = 0 WHERE state = 2 AND ignored = 0 AND (error = 'no permission to read it' OR error GLOB 'it could not be read: *'
  OR error = 'the photo takes too long to open' OR error = 'opening the photo would take too much memory');

CREATE INDEX files_away ON files (folder_id, rel, state, photo_id) WHERE away_since IS NOT NULL;
CREATE INDEX files_retry ON files (retry_at) WHERE retry_at IS NOT NULL;

-- purged: vectors and thumbnail of a photo without a file are gone, the row stays for
-- what the owner said.
ALTER TABLE photos ADD COLUMN purged INTEGER NOT NULL DEFAULT 0 CHECK (purged IN (0, 1));

-- Photos without a file may be many, and stay.
DROP INDEX photos_orphaned;
CREATE INDEX photos_orphaned ON photos (orphaned_since, purged) WHERE orphaned_since IS NOT NULL;

-- last_path is where the last file of a photo lay that has none any more, with a slash
-- behind the folder, '' where that isn't known.
ALTER TABLE photos ADD COLUMN last_path TEXT NOT NULL DEFAULT '';

UPDATE photos SET last_path = coalesce((SELECT rtrim(d.path, '/') || '/' || l.rel
  FROM left_files l JOIN folders d ON d.id = l.folder_id WHERE l.photo = photos.id ORDER BY l.rel LIMIT 1), '')
  WHERE orphaned_since IS NOT NULL;

CREATE TRIGGER files_delete_path AFTER DELETE ON files WHEN OLD.photo_id IS NOT NULL BEGIN
  UPDATE photos SET last_path = coalesce((SELECT rtrim(path, '/') || '/' || OLD.rel FROM folders WHERE id = OLD.folder_id), '')
    WHERE id = OLD.photo_id AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = OLD.photo_id);
END;

CREATE TRIGGER files_update_path AFTER UPDATE OF photo_id ON files
WHEN OLD.photo_id IS NOT NULL AND OLD.photo_id IS NOT NEW.photo_id BEGIN
  UPDATE photos SET last_path = coalesce((SELECT rtrim(path, '/') || '/' || OLD.rel FROM folders WHERE id = OLD.folder_id), '')
    WHERE id = OLD.photo_id AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = OLD.photo_id);
END;

CREATE TRIGGER photos_found AFTER UPDATE OF orphaned_since ON photos
WHEN NEW.orphaned_since IS NULL AND NEW.purged = 1 BEGIN
  UPDATE photos SET purged = 0 WHERE id = NEW.id;
END;

-- What files of words say that this version doesn't know, as it stands there: a whole
-- record, or one that it knows but for some fields of it. key is a hash of what the
-- record is about. photo is NULL where it is about none.
CREATE TABLE kept_records (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  photo INTEGER REFERENCES photos (id) ON DELETE CASCADE,
  key TEXT NOT NULL UNIQUE,
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  record TEXT NOT NULL
) STRICT;

CREATE INDEX kept_records_photo ON kept_records (photo);

-- What the owner said and did, in order, until it stands in the journal. change is a
-- record as in the files of words. at is 0 until the transaction puts in the time.
CREATE TABLE owner_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL DEFAULT 0,
  change TEXT NOT NULL
) STRICT;

-- A photo that is deleted takes what refers to it along; there is no hash any more to
-- say it of then, and nothing is recorded.
CREATE TRIGGER photo_tags_insert_change AFTER INSERT ON photo_tags WHEN NEW.origin IN (1, 2) BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', iif(t.kind = 0, 'tag', 'person'),
    'photo', lower(hex(p.hash)), 'name', t.name, 'say', iif(NEW.origin = 1, 'yes', 'no'))
    FROM photos p, tags t WHERE p.id = NEW.photo AND t.id = NEW.tag;
END;

CREATE TRIGGER photo_tags_delete_change AFTER DELETE ON photo_tags WHEN OLD.origin IN (1, 2) BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', iif(t.kind = 0, 'tag', 'person'),
    'photo', lower(hex(p.hash)), 'name', t.name, 'say', '')
    FROM photos p, tags t WHERE p.id = OLD.photo AND t.id = OLD.tag;
END;

CREATE TRIGGER photos_caption_change AFTER UPDATE OF own_caption ON photos
WHEN OLD.own_caption IS NOT NEW.own_caption BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'caption',
    'photo', lower(hex(NEW.hash)), 'text', NEW.own_caption));
END;

CREATE TRIGGER feedback_insert_change AFTER INSERT ON feedback BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'answer', 'photo', lower(hex(hash)),
    'description', NEW.description, 'say', iif(NEW.good = 1, 'yes', 'no')) FROM photos WHERE id = NEW.photo;
END;

CREATE TRIGGER feedback_update_change AFTER UPDATE ON feedback WHEN OLD.good <> NEW.good BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'answer', 'photo', lower(hex(hash)),
    'description', NEW.description, 'say', iif(NEW.good = 1, 'yes', 'no')) FROM photos WHERE id = NEW.photo;
END;

CREATE TRIGGER feedback_delete_change AFTER DELETE ON feedback BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'answer', 'photo', lower(hex(hash)),
    'description', OLD.description, 'say', '') FROM photos WHERE id = OLD.photo;
END;

CREATE TRIGGER suggested_tags_insert_change AFTER INSERT ON suggested_tags WHEN NEW.rejected = 1 BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'rejected', 'photo', lower(hex(p.hash)),
    'person', json(iif(t.kind = 1, 'true', 'false')), 'name', t.name, 'say', 'yes')
    FROM photos p, tags t WHERE p.id = NEW.photo AND t.id = NEW.tag;
END;

CREATE TRIGGER suggested_tags_update_change AFTER UPDATE OF rejected ON suggested_tags
WHEN OLD.rejected <> NEW.rejected BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'rejected', 'photo', lower(hex(p.hash)),
    'person', json(iif(t.kind = 1, 'true', 'false')), 'name', t.name, 'say', iif(NEW.rejected = 1, 'yes', ''))
    FROM photos p, tags t WHERE p.id = NEW.photo AND t.id = NEW.tag;
END;

CREATE TRIGGER suggested_tags_delete_change AFTER DELETE ON suggested_tags WHEN OLD.rejected = 1 BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'rejected', 'photo', lower(hex(p.hash)),
    'person', json(iif(t.kind = 1, 'true', 'false')), 'name', t.name, 'say', '')
    FROM photos p, tags t WHERE p.id = OLD.photo AND t.id = OLD.tag;
END;

CREATE TRIGGER named_things_insert_change AFTER INSERT ON named_things BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'named',
    'person', json(iif(kind = 1, 'true', 'false')), 'name', name, 'noun', NEW.noun, 'say', 'yes') FROM tags WHERE id = NEW.tag;
END;

CREATE TRIGGER named_things_update_change AFTER UPDATE ON named_things WHEN OLD.noun <> NEW.noun BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'named',
    'person', json(iif(kind = 1, 'true', 'false')), 'name', name, 'noun', NEW.noun, 'say', 'yes') FROM tags WHERE id = NEW.tag;
END;

CREATE TRIGGER named_things_delete_change AFTER DELETE ON named_things BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'named',
    'person', json(iif(kind = 1, 'true', 'false')), 'name', name, 'say', '') FROM tags WHERE id = OLD.tag;
END;

CREATE TRIGGER tags_spelling_change AFTER UPDATE OF name ON tags WHEN OLD.name <> NEW.name BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'spelling',
    'person', json(iif(NEW.kind = 1, 'true', 'false')), 'name', NEW.name));
END;

CREATE TRIGGER saved_searches_insert_change AFTER INSERT ON saved_searches BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'search', 'name', json(json_text(NEW.name)),
    'query', json(json_text(NEW.query)), 'strictness', NEW.strictness, 'added', NEW.added, 'say', 'yes'));
END;

CREATE TRIGGER saved_searches_update_change AFTER UPDATE ON saved_searches BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'search', 'name', json(json_text(OLD.name)), 'say', '')
    WHERE OLD.caseless <> NEW.caseless;
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'search', 'name', json(json_text(NEW.name)),
    'query', json(json_text(NEW.query)), 'strictness', NEW.strictness, 'added', NEW.added, 'say', 'yes'));
END;

CREATE TRIGGER saved_searches_delete_change AFTER DELETE ON saved_searches BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'search', 'name', json(json_text(OLD.name)), 'say', ''));
END;

CREATE TRIGGER folders_insert_change AFTER INSERT ON folders BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'folder', 'path', json(json_text(NEW.path)),
    'paused', json(iif(NEW.paused = 1, 'true', 'false')), 'say', 'yes'));
END;

CREATE TRIGGER folders_update_change AFTER UPDATE OF path, paused ON folders
WHEN OLD.path <> NEW.path OR OLD.paused <> NEW.paused BEGIN
  INSERT INTO owner_changes (change) SELECT json_object('kind', 'folder', 'path', json(json_text(OLD.path)), 'say', '')
    WHERE OLD.path <> NEW.path;
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'folder', 'path', json(json_text(NEW.path)),
    'paused', json(iif(NEW.paused = 1, 'true', 'false')), 'say', 'yes'));
END;

CREATE TRIGGER folders_delete_change AFTER DELETE ON folders BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'folder', 'path', json(json_text(OLD.path)), 'say', ''));
END;

CREATE TRIGGER kept_records_insert_change AFTER INSERT ON kept_records BEGIN
  INSERT INTO owner_changes (change) VALUES (NEW.record);
END;

CREATE TRIGGER kept_records_update_change AFTER UPDATE OF record ON kept_records WHEN OLD.record <> NEW.record BEGIN
  INSERT INTO owner_changes (change) VALUES (NEW.record);
END;

CREATE TRIGGER kept_records_delete_change AFTER DELETE ON kept_records BEGIN
  INSERT INTO owner_changes (change) VALUES (json_object('kind', 'withdrawn', 'record', OLD.record));
END;
