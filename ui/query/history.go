package query

import "strings"

// historyLimit is how many searches are remembered: enough for those of last week, and few enough
// to walk through with the arrow key.
const historyLimit = 50

// history holds past searches, newest first, and where ↑ has walked to.
type history struct {
	entries []string
	at      int // -1 while not walking
	// recalled is the entry that ↑ or ↓ led to, as it stands in the box.
	recalled string
}

func newHistory(entries []string) *history {
	return &history{entries: entries, at: -1}
}

// add remembers a search. A search that was made before moves to the front. A text that goes on
// from the newest entry, as typing with pauses gives, replaces the newest entry.
func (h *history) add(text string) {
	h.at = -1
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	kept := []string{text}
	for i, old := range h.entries {
		if old == text || i == 0 && strings.HasPrefix(text, old) {
			continue
		}
		kept = append(kept, old)
	}
	h.entries = kept[:min(len(kept), historyLimit)]
}

// older walks one step back; false at the end.
func (h *history) older() (string, bool) {
	if h.at+1 >= len(h.entries) {
		return "", false
	}
	h.at++
	h.recalled = h.entries[h.at]
	return h.recalled, true
}

// newer walks one step forward; past the newest it gives "", true.
func (h *history) newer() (string, bool) {
	if h.at < 0 {
		return "", false
	}
	h.at--
	if h.at < 0 {
		return "", true
	}
	h.recalled = h.entries[h.at]
	return h.recalled, true
}

// walking reports whether text is the entry that ↑ or ↓ put there, so that the
// keys go on walking instead of moving the cursor.
func (h *history) walking(text string) bool {
	return h.at >= 0 && h.at < len(h.entries) && h.recalled == text
}
