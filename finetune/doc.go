// Package finetune trains a small head for the text side of a model from cached vectors of
// photos, tags and captions. The package measures what a head gains on photos that the
// training has not seen, and guards general search.
//
// A head moves the vector of a query. Photos keep their vectors. An adapter on the image side
// would add nothing: scores are dot products, so a linear map of the images is a map of the
// query, and only the ranking of photos counts. The package works on plain vectors and knows
// neither files, models nor windows.
package finetune
