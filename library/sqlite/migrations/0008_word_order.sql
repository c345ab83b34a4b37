-- An ORDER BY within an aggregate is known to SQLite since 3.44 only. An older one refuses
-- the whole catalogue for it, and owners look into their data with what their distribution
-- has: the order is that of the rows which are aggregated. It is for nothing but to make
-- the same of the same; searches don't depend on it.

DROP VIEW photo_words;

CREATE VIEW photo_words AS SELECT p.id AS photo,
  (SELECT group_concat(words, ' ' || char(57344) || ' ') FROM (SELECT t.words
    FROM (SELECT DISTINCT tag FROM photo_tags WHERE photo = p.id AND origin < 2) w CROSS JOIN tags t ON t.id = w.tag
    WHERE t.kind = 0 ORDER BY t.id)) AS tags,
  (SELECT group_concat(words, ' ' || char(57344) || ' ') FROM (SELECT t.words
    FROM (SELECT DISTINCT tag FROM photo_tags WHERE photo = p.id AND origin < 2) w CROSS JOIN tags t ON t.id = w.tag
    WHERE t.kind = 1 ORDER BY t.id)) AS people,
  (SELECT words(group_concat(name, char(31)))
    FROM (SELECT DISTINCT base_name(rel) AS name FROM files WHERE photo_id = p.id ORDER BY name)) AS names,
  (SELECT group_concat(words, ' ' || char(57344) || ' ') FROM (SELECT d.words FROM dirs d
    WHERE d.id IN (SELECT dir FROM files WHERE photo_id = p.id) ORDER BY d.id)) AS places,
  CASE WHEN p.captioned THEN words(p.title || char(31) || coalesce(p.own_caption, p.caption)) END AS caption
FROM photos p WHERE p.orphaned_since IS NULL;
