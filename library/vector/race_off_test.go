//go:build !race

package vector_test

// raceDetector slows plain loops down tenfold, so recall tests then use less.
const raceDetector = false
