-- What files say is read anew where it has changed, and dates count as far as they go.

-- metadata: the version of the reading that read what files say of the photo; 0 before
-- versions were noted, -1 where that is to be read anew for another reason.
ALTER TABLE photos ADD COLUMN metadata INTEGER NOT NULL DEFAULT 0;

CREATE INDEX photos_metadata ON photos (metadata);

-- sidecars: a hash of the names, sizes and times of the files beside the file that say
-- something of its photo, as they were read; 0 for none.
ALTER TABLE files ADD COLUMN sidecars INTEGER NOT NULL DEFAULT 0;

-- A copy that goes takes along what was said beside it.
CREATE TRIGGER files_delete_sidecars AFTER DELETE ON files WHEN OLD.photo_id IS NOT NULL AND OLD.sidecars <> 0 BEGIN
  UPDATE photos SET metadata = -1 WHERE id = OLD.photo_id;
END;

CREATE TRIGGER files_update_sidecars AFTER UPDATE OF photo_id ON files
WHEN OLD.photo_id IS NOT NULL AND OLD.photo_id IS NOT NEW.photo_id AND OLD.sidecars <> 0 BEGIN
  UPDATE photos SET metadata = -1 WHERE id = OLD.photo_id;
END;

-- captured_span: how many seconds captured_local means: 1 with a time of day, else the days
-- of the day, month or year. captured_from: where the date stands.
ALTER TABLE photos ADD COLUMN captured_span INTEGER NOT NULL DEFAULT 1;
ALTER TABLE photos ADD COLUMN captured_from TEXT NOT NULL DEFAULT '';

-- name_order: the name of the first of the photo's files, as names are ordered.
ALTER TABLE photos ADD COLUMN name_order TEXT NOT NULL DEFAULT '';

UPDATE photos SET name_order = coalesce((SELECT min(name_order(base_name(rel))) FROM files WHERE photo_id = photos.id), '');

CREATE TRIGGER files_insert_order AFTER INSERT ON files WHEN NEW.photo_id IS NOT NULL BEGIN
  UPDATE photos SET name_order = (SELECT min(name_order(base_name(rel))) FROM files WHERE photo_id = NEW.photo_id) WHERE id = NEW.photo_id;
END;

CREATE TRIGGER files_update_order AFTER UPDATE OF rel, photo_id ON files
WHEN NEW.photo_id IS NOT NULL AND (OLD.rel <> NEW.rel OR OLD.photo_id IS NOT NEW.photo_id) BEGIN
  UPDATE photos SET name_order = (SELECT min(name_order(base_name(rel))) FROM files WHERE photo_id = NEW.photo_id) WHERE id = NEW.photo_id;
END;

-- file_time is 0 where no file has a date that can be right: a clock that was never set says
-- 1970 or 1980. A date in the future is taken for that of the day the photo was found.
UPDATE photos SET file_time = 0 WHERE file_time < 315705600;
UPDATE photos SET file_time = added / 1000000000 WHERE file_time > added / 1000000000 + 172800;

-- A date that lies in the future when the photo is found, more than two days, is kept as
-- what the file says, and orders nothing.
DROP INDEX photos_tiles;
ALTER TABLE photos DROP COLUMN taken;
ALTER TABLE photos DROP COLUMN dated;
ALTER TABLE photos ADD COLUMN dated INTEGER
  GENERATED ALWAYS AS (coalesce(captured_local <= added / 1000000000 + 172800, 0)) VIRTUAL;
ALTER TABLE photos ADD COLUMN taken INTEGER
  GENERATED ALWAYS AS (iif(coalesce(captured_local <= added / 1000000000 + 172800, 0), captured_local, file_time)) VIRTUAL;

-- Photos of one second stand in the order of their fractions, then of their names.
CREATE INDEX photos_tiles ON photos (dated, taken, captured_nanos, name_order, id, width, height, colour, format, camera,
  lens_id, iso, rating, x, y, z, captioned, tagged, named, captured_span) WHERE orphaned_since IS NULL;
