// Package finetune teaches a model the user's own words: from cached vectors of
// photos, tags and captions it trains a small head for the text side, measures
// what it gains on photos that it has not seen, and guards what it must not lose.
//
// A head moves the vector of a query; photos keep theirs. An adapter on the image
// side would add nothing: scores are dot products, so a linear map of the images
// is a map of the query, and the ranking of photos is what counts. The package
// works on plain vectors and knows neither files, models nor windows.
package finetune
