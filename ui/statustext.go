package ui

import "strings"

// statusText says in one line what is going on.
func statusText(s Status) string {
	line := activityText(s)
	if s.Elsewhere && s.Phase != Idle {
		line += " · by the Descry service"
	}
	if s.Notice != "" && s.Phase != Waiting {
		line += " · " + s.Notice
	}
	return line
}

func activityText(s Status) string {
	if s.Filling != "" && (s.Phase == Idle || s.Phase == Indexing) {
		return indexingText("Preparing "+s.Filling+": ", s)
	}
	switch s.Phase {
	case Starting:
		return "Starting…"
	case Scanning:
		return "Looking for photos… " + Plural(s.Total, "file", "files") + " found"
	case Indexing:
		return indexingText("Indexing ", s)
	case Paused:
		if s.Filling != "" {
			return "Paused · preparing " + s.Filling + ": " + progressText(s)
		}
		return "Paused · " + progressText(s)
	case Waiting:
		if s.Notice == "" {
			return "Waiting"
		}
		return s.Notice
	}
	if s.Photos == 0 {
		return "No photos yet"
	}
	return "Up to date · " + Plural(s.Photos, "photo", "photos")
}

func indexingText(what string, s Status) string {
	parts := []string{what + progressText(s)}
	if rate := formatRate(s.PerSecond); rate != "" {
		parts = append(parts, rate)
	}
	if left := formatTimeLeft(s.SecondsTo); left != "" {
		parts = append(parts, left)
	}
	return strings.Join(parts, " · ")
}

func progressText(s Status) string {
	if s.Total <= 0 {
		return Plural(s.Photos, "photo", "photos")
	}
	return FormatCount(s.Done) + " of " + FormatCount(s.Total)
}

// modelText says which model answers on which device.
func modelText(s Status) string {
	switch {
	case s.Model == "":
		return ""
	case s.Device == "":
		return s.Model
	}
	return s.Model + " · " + s.Device
}

// canPause reports whether there is indexing in this process to pause or resume.
func canPause(s Status) bool {
	return !s.Elsewhere && (s.Phase == Indexing || s.Phase == Scanning || s.Phase == Paused)
}
