// Package problem is what keeps Descry from its work, as far as people read of it: mistakes
// in a call, reasons they can do something about, and what doctor finds.
package problem
