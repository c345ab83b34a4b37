package ui

import (
	"context"
	"time"
)

// prepareEvery is how often typing prepares for the search to come: less often than
// what it loads is given back when it rests.
const prepareEvery = 30 * time.Second

// typed follows the search box.
func (w *Window) typed(text string) {
	if now := w.now(); text != "" && now.Sub(w.prepared) > prepareEvery {
		w.prepared = now
		w.tasks.run(func(ctx context.Context) { w.backend.PrepareSearch(ctx) })
	}
	w.nav.typedText(text)
}
