// Package cli is the commands of Descry, one file each, and how their answers are printed. The
// commands call package service and know no window. The caller of Main hands in the function
// that opens one.
package cli
