package query

import (
	"strconv"
	"strings"
)

// conditionLabel is a filter on a chip.
func conditionLabel(key string, not bool, labels []string) string {
	if len(labels) == 1 && not && labels[0] == "not rated" {
		return "rated"
	}
	list := listed(labels)
	if key == "has" {
		if not {
			return "has no " + list
		}
		return "has a " + listed(labels, "a ")
	}
	switch key {
	case "in", "folder", "name", "camera", "lens", "tag", "person", "type":
		list = key + ": " + list
	}
	if not {
		return "not " + list
	}
	return list
}

// listed joins alternatives: "canon, nikon or sony". article stands before all but the first.
func listed(labels []string, article ...string) string {
	a := strings.Join(article, "")
	if n := len(labels) - 1; n > 0 {
		return strings.Join(labels[:n], ", "+a) + " or " + a + labels[n]
	}
	return strings.Join(labels, "")
}

// times is a weight on a chip, "" for the usual weight.
func times(weight float32) string {
	if weight == 1 {
		return ""
	}
	return " × " + weightText(weight)
}

// raised is a weight as typed, "" for the usual weight.
func raised(weight float32) string {
	if weight == 1 {
		return ""
	}
	return "^" + weightText(weight)
}

func weightText(weight float32) string { return strconv.FormatFloat(float64(weight), 'f', -1, 32) }
