// Package problem is what keeps Descry from its work, as far as people read about it: mistakes
// in a call, and reasons that people can do something about.
package problem
