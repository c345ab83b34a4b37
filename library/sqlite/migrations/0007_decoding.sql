-- The version of the decoding that read a photo, so that a better one reads it anew.

-- decoding: by which version what is known of the photo, its thumbnail and its vectors
-- were made; 0 before versions were noted.
ALTER TABLE photos ADD COLUMN decoding INTEGER NOT NULL DEFAULT 0;

CREATE INDEX photos_decoding ON photos (decoding);

-- decoding: which version could not read the file; it says nothing of one that is a photo.
ALTER TABLE files ADD COLUMN decoding INTEGER NOT NULL DEFAULT 0;
