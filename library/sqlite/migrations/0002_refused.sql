-- A row with an empty vec says that the model can't take the photo: it is done
-- with and lacks a vector for good. There are few of them; this index tells which.
CREATE INDEX embeddings_refused ON embeddings (model, photo_id) WHERE length(vec) = 0;

-- A row of embedding_deletions with the photo 0, which is never a photo's id, says
-- that all vectors of the model were dropped. It stands for as many rows as there
-- were vectors, so that those don't outlive the vectors they tell of.
