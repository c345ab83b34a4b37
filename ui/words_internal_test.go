package ui

import (
	"time"
)

var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)
