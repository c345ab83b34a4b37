// Package kit is what the features of the window are made of: widgets, layouts, rows, sheets,
// path fields, and the tasks that do their work off the goroutine of the widgets. Package kit
// knows no window, no backend and no feature. A widget that hands on keys takes a KeySink.
package kit
