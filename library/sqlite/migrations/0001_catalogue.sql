-- Times are nanoseconds since 1970 unless a comment says otherwise. Inode and
-- device numbers are the bits of an unsigned number in a signed one.

CREATE TABLE folders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  added INTEGER NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  offline_since INTEGER,
  last_scan INTEGER,
  device INTEGER NOT NULL DEFAULT 0,
  -- Counters, kept by the triggers below: files by state (read = the photo is
  -- known, with or without a vector), and distinct photos.
  pending INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  photos INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Ids are never used twice (AUTOINCREMENT), because sidecar files refer to them.
-- captured_local and file_time are clock times in seconds, as if the clock
-- showed UTC. orphaned_since is NULL while any file holds the photo; the
-- triggers set it to 0 and the transaction that fired them puts in the time.
CREATE TABLE photos (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  colour INTEGER NOT NULL,
  added INTEGER NOT NULL,
  captured_local INTEGER,
  captured_nanos INTEGER NOT NULL DEFAULT 0,
  captured_offset INTEGER,
  make TEXT NOT NULL DEFAULT '',
  model TEXT NOT NULL DEFAULT '',
  lens TEXT NOT NULL DEFAULT '',
  iso INTEGER NOT NULL DEFAULT 0,
  f_number REAL NOT NULL DEFAULT 0,
  exposure REAL NOT NULL DEFAULT 0,
  focal_length REAL NOT NULL DEFAULT 0,
  latitude REAL,
  longitude REAL,
  rating INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  caption TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '[]',
  people TEXT NOT NULL DEFAULT '[]',
  orphaned_since INTEGER DEFAULT 0,
  file_time INTEGER NOT NULL,
  taken INTEGER GENERATED ALWAYS AS (coalesce(captured_local, file_time)) VIRTUAL
) STRICT;

-- All that the grid needs, in its usual order, without touching the table.
CREATE INDEX photos_tiles ON photos (taken, id, width, height, colour) WHERE orphaned_since IS NULL;
CREATE INDEX photos_orphaned ON photos (orphaned_since) WHERE orphaned_since IS NOT NULL;

-- state: 0 pending, 1 indexed, 2 failed, 3 no photo and never said to be one. A changed file keeps its photo until it
-- has been read again, so that it doesn't vanish from the grid meanwhile. rel is
-- bound and read as bytes; names that are no UTF-8 come back as they were.
CREATE TABLE files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER NOT NULL REFERENCES folders (id),
  rel TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  device INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2, 3)),
  photo_id INTEGER REFERENCES photos (id),
  error TEXT NOT NULL DEFAULT '',
  error_at INTEGER,
  UNIQUE (folder_id, rel)
) STRICT;

CREATE INDEX files_photo ON files (photo_id, folder_id, state);
CREATE INDEX files_pending ON files (state) WHERE state = 0;
CREATE INDEX files_failed ON files (error_at) WHERE state = 2;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- vec is float16, little endian.
CREATE TABLE embeddings (
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL REFERENCES models (id),
  photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  gen INTEGER NOT NULL,
  vec BLOB NOT NULL,
  UNIQUE (model, photo_id)
) STRICT;

CREATE INDEX embeddings_gen ON embeddings (model, gen, photo_id);
CREATE INDEX embeddings_photo ON embeddings (photo_id, model);

CREATE TABLE embedding_deletions (
  model INTEGER NOT NULL REFERENCES models (id),
  photo_id INTEGER NOT NULL,
  gen INTEGER NOT NULL,
  PRIMARY KEY (model, photo_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX embedding_deletions_gen ON embedding_deletions (model, gen);

-- One row: the number of the last transaction that changed any vector.
CREATE TABLE vector_generation (n INTEGER NOT NULL) STRICT;
INSERT INTO vector_generation VALUES (0);

-- Counter: files in state 1 of a folder whose photo has a vector of the model.
CREATE TABLE model_counts (
  model INTEGER NOT NULL REFERENCES models (id),
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  files INTEGER NOT NULL,
  PRIMARY KEY (model, folder_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE named_values (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER files_insert AFTER INSERT ON files BEGIN
  UPDATE folders SET
    pending = pending + (NEW.state = 0),
    read = read + (NEW.state = 1),
    failed = failed + (NEW.state = 2)
  WHERE id = NEW.folder_id;
END;

CREATE TRIGGER files_insert_linked AFTER INSERT ON files WHEN NEW.photo_id IS NOT NULL BEGIN
  UPDATE folders SET photos = photos + 1 WHERE id = NEW.folder_id
    AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = NEW.photo_id AND folder_id = NEW.folder_id AND id <> NEW.id);
  UPDATE photos SET orphaned_since = NULL WHERE id = NEW.photo_id AND orphaned_since IS NOT NULL;
  INSERT INTO model_counts (model, folder_id, files)
    SELECT model, NEW.folder_id, 1 FROM embeddings WHERE photo_id = NEW.photo_id AND NEW.state = 1
    ON CONFLICT DO UPDATE SET files = files + 1;
END;

CREATE TRIGGER files_delete AFTER DELETE ON files BEGIN
  UPDATE folders SET
    pending = pending - (OLD.state = 0),
    read = read - (OLD.state = 1),
    failed = failed - (OLD.state = 2)
  WHERE id = OLD.folder_id;
END;

CREATE TRIGGER files_delete_linked AFTER DELETE ON files WHEN OLD.photo_id IS NOT NULL BEGIN
  UPDATE folders SET photos = photos - 1 WHERE id = OLD.folder_id
    AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = OLD.photo_id AND folder_id = OLD.folder_id);
  UPDATE photos SET orphaned_since = 0 WHERE id = OLD.photo_id
    AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = OLD.photo_id);
  UPDATE model_counts SET files = files - 1 WHERE folder_id = OLD.folder_id AND OLD.state = 1
    AND model IN (SELECT model FROM embeddings WHERE photo_id = OLD.photo_id);
END;

CREATE TRIGGER files_update_state AFTER UPDATE OF folder_id, state ON files
WHEN OLD.folder_id <> NEW.folder_id OR OLD.state <> NEW.state BEGIN
  UPDATE folders SET
    pending = pending - (OLD.state = 0),
    read = read - (OLD.state = 1),
    failed = failed - (OLD.state = 2)
  WHERE id = OLD.folder_id;
  UPDATE folders SET
    pending = pending + (NEW.state = 0),
    read = read + (NEW.state = 1),
    failed = failed + (NEW.state = 2)
  WHERE id = NEW.folder_id;
END;

CREATE TRIGGER files_update_photo AFTER UPDATE OF folder_id, photo_id ON files
WHEN OLD.folder_id <> NEW.folder_id OR OLD.photo_id IS NOT NEW.photo_id BEGIN
  UPDATE folders SET photos = photos - 1 WHERE id = OLD.folder_id AND OLD.photo_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = OLD.photo_id AND folder_id = OLD.folder_id);
  UPDATE folders SET photos = photos + 1 WHERE id = NEW.folder_id AND NEW.photo_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = NEW.photo_id AND folder_id = NEW.folder_id AND id <> NEW.id);
  UPDATE photos SET orphaned_since = 0 WHERE id = OLD.photo_id
    AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = OLD.photo_id);
  UPDATE photos SET orphaned_since = NULL WHERE id = NEW.photo_id AND orphaned_since IS NOT NULL;
END;

CREATE TRIGGER files_update_models AFTER UPDATE OF folder_id, state, photo_id ON files
WHEN OLD.folder_id <> NEW.folder_id OR OLD.state <> NEW.state OR OLD.photo_id IS NOT NEW.photo_id BEGIN
  UPDATE model_counts SET files = files - 1 WHERE folder_id = OLD.folder_id AND OLD.state = 1
    AND model IN (SELECT model FROM embeddings WHERE photo_id = OLD.photo_id);
  INSERT INTO model_counts (model, folder_id, files)
    SELECT model, NEW.folder_id, 1 FROM embeddings WHERE photo_id = NEW.photo_id AND NEW.state = 1
    ON CONFLICT DO UPDATE SET files = files + 1;
END;

CREATE TRIGGER embeddings_insert AFTER INSERT ON embeddings BEGIN
  INSERT INTO model_counts (model, folder_id, files)
    SELECT NEW.model, folder_id, count(*) FROM files WHERE photo_id = NEW.photo_id AND state = 1 GROUP BY folder_id
    ON CONFLICT DO UPDATE SET files = files + excluded.files;
  DELETE FROM embedding_deletions WHERE model = NEW.model AND photo_id = NEW.photo_id;
END;

-- Whoever deletes vectors raises the generation first.
CREATE TRIGGER embeddings_delete AFTER DELETE ON embeddings BEGIN
  UPDATE model_counts SET files = files -
    (SELECT count(*) FROM files WHERE photo_id = OLD.photo_id AND folder_id = model_counts.folder_id AND state = 1)
  WHERE model = OLD.model;
  INSERT INTO embedding_deletions (model, photo_id, gen)
    SELECT OLD.model, OLD.photo_id, n FROM vector_generation WHERE true
    ON CONFLICT DO UPDATE SET gen = excluded.gen;
END;
