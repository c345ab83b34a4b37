// Package membw reads memory as fast as the processor can. The benchmarks of the vector scan
// compare the scan with membw.
package membw
