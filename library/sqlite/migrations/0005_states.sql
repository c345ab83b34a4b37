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
