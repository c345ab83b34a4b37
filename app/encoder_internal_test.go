package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/cli"
	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service/models"
	"descry/internal/childprocess"
)

// asProgram, a variable of the environment, has the test's own program be Descry, as
// main.go has it.
const asProgram = "DESCRY_TEST_AS_PROGRAM"

// TestMain makes the test's own program the child that computes on a graphics card, too.
func TestMain(m *testing.M) {
	if err := os.Setenv("LC_ALL", "C"); err != nil { // the texts that tests read are English
		panic(err)
	}
	if os.Getenv(asProgram) != "" {
		LeaveSignals()
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	if len(os.Args) > 1 && os.Args[1] == models.EncoderCommand {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// TestEncoderProcess starts the hidden command with a home that nothing can be made in:
// it reads no settings, opens no library, and ends with its input.
func TestEncoderProcess(t *testing.T) {
	program, err := childprocess.OwnProgram()
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(t.TempDir(), "file")
	apptest.MustWrite(t, home, "no folder")
	var stderr bytes.Buffer
	p, err := childprocess.Start(childprocess.Command{Path: program, Args: []string{"descry", models.EncoderCommand},
		Env: []string{config.HomeVariable + "=" + home}, Stderr: &stderr})
	if err != nil {
		t.Fatal(err)
	}
	defer p.End()
	said := make([]byte, len("descry encoder"))
	if _, err := p.Out.Read(said); err != nil || string(said) != "descry encoder" {
		t.Errorf("it says %q, %v", said, err)
	}
	_ = p.In.Close()
	<-p.Gone
	if !p.State().Success() || stderr.Len() > 0 {
		t.Errorf("%v, %s", p.State(), &stderr)
	}
	for _, text := range []string{cli.NewRoot(runWindow).UsageString(), cli.NewRoot(runWindow).Long} {
		if strings.Contains(text, models.EncoderCommand) {
			t.Errorf("the help names it: %s", text)
		}
	}
}
