// Package membw reads memory as fast as the processor can: the yardstick for
// the vector scan, used by its benchmarks only.
package membw
