-- name is what the camera is called, written is "make model" as files write it. Two
-- that are written differently may be called the same. folded is both, since the
-- owner may ask for either.
ALTER TABLE cameras RENAME COLUMN name TO written;
ALTER TABLE cameras ADD COLUMN name TEXT NOT NULL DEFAULT '';

DELETE FROM cameras WHERE id NOT IN (SELECT camera FROM photos WHERE camera IS NOT NULL);
UPDATE cameras SET name = called, folded = fold(called) || char(31) || fold(written)
  FROM (SELECT camera, camera_name(make, model) AS called FROM photos WHERE camera IS NOT NULL GROUP BY camera) p
  WHERE p.camera = cameras.id;

-- How much stricter than as judged a saved search is, in units of the levels
-- (search.Request.Strictness).
ALTER TABLE saved_searches ADD COLUMN strictness REAL NOT NULL DEFAULT 0;

-- A photo that doesn't say when it was taken has no place among the others by date:
-- in the grid's order it stands behind them, by the date of its file.
DROP INDEX photos_tiles;
CREATE INDEX photos_tiles ON photos (dated, taken, id, width, height, colour, format, camera, lens_id, iso, rating,
  x, y, z, captioned, tagged, named) WHERE orphaned_since IS NULL;

-- ignored: the owner doesn't want to hear of the file as long as it stays as it is.
ALTER TABLE files ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0 CHECK (ignored IN (0, 1));

CREATE INDEX files_ignored ON files (folder_id) WHERE ignored = 1;

CREATE TRIGGER files_not_ignored AFTER UPDATE OF state ON files WHEN NEW.ignored = 1 AND NEW.state <> 2 BEGIN
  UPDATE files SET ignored = 0 WHERE id = NEW.id;
END;
