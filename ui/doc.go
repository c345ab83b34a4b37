// Package ui is the window: Fyne views and the models behind them. It shows what
// a Backend tells it and hands every intent back to it; it knows the domain types
// of package library, and neither encoders, nor storage, nor a running Fyne app.
package ui
