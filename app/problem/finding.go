package problem

import (
	"context"
	"errors"
)

// Finding is the result of one check. OK means nothing to do; Repaired that there
// was something and it is done.
type Finding struct {
	Check    string `json:"check"`
	OK       bool   `json:"ok"`
	Repaired bool   `json:"repaired"`
	Detail   string `json:"detail"`
}

// Failed is the finding of a check that could not be made.
func Failed(check string, err error) Finding {
	if errors.Is(err, context.Canceled) {
		return Finding{Check: check, Detail: "interrupted"}
	}
	return Finding{Check: check, Detail: Explain(err)}
}
