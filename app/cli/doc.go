// Package cli is the commands of Descry, one file each, and how their answers are printed.
// It asks package service for all it does and knows no window: whoever has one hands it to
// Main.
package cli
