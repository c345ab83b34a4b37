//go:build !headless

package app

import (
	"github.com/BurntSushi/toml"

	"descry/app/config"
	"descry/app/service"
	"descry/ui"
)

// backendWithState is the window's backend: the session, and the file in which the window's
// state is kept.
type backendWithState struct {
	*service.Session
	path string
}

var _ ui.Backend = backendWithState{}

// LoadState implements ui.Backend. A file that can't be read gives the zero state.
func (b backendWithState) LoadState() ui.State {
	var state ui.State
	if _, err := toml.DecodeFile(b.path, &state); err != nil {
		return ui.State{}
	}
	return state
}

// SaveState implements ui.Backend.
func (b backendWithState) SaveState(s ui.State) error { return config.WriteTOML(b.path, s) }
