package query

import (
	"slices"
	"testing"

	"descry/app/message"
)

func TestHistory(t *testing.T) {
	h := newHistory([]string{"cat", "old"})
	h.add("dog")
	h.add("dog in snow") // typing went on
	h.add("cat")         // searched again
	if want := []string{"cat", "dog in snow", "old"}; !slices.Equal(h.entries, want) {
		t.Fatalf("history %q, want %q", h.entries, want)
	}
	first, _ := h.older()
	second, _ := h.older()
	if first != "cat" || second != "dog in snow" || !h.walking("dog in snow") {
		t.Errorf("walked to %q, %q", first, second)
	}
	h.newer()
	if text, ok := h.newer(); text != "" || !ok || h.walking("") {
		t.Errorf("past the newest: %q, %v", text, ok)
	}
	for i := range 2 * historyLimit {
		h.add(message.FormatCount(i) + "!")
	}
	if len(h.entries) != historyLimit {
		t.Errorf("%d entries kept, want %d", len(h.entries), historyLimit)
	}
}
