package cli

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/assets/languages"
)

// everyCommand calls do with a command and all below it.
func everyCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, below := range cmd.Commands() {
		everyCommand(below, do)
	}
}

// TestUsage holds the layout of a command's usage to what cobra would print.
func TestUsage(t *testing.T) {
	root := NewRoot(nil)
	root.InitDefaultHelpCmd()
	n := 0
	everyCommand(root, func(cmd *cobra.Command) {
		n++
		got := cmd.UsageString()
		root.SetUsageFunc(nil)
		want := cmd.UsageString()
		root.SetUsageFunc(printUsage)
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", cmd.CommandPath(), got, want)
		}
	})
	if n < 40 {
		t.Errorf("only %d commands", n)
	}
}

// TestPlaceholders finds placeholders that a language has in English in one text and in its
// own words in another.
func TestPlaceholders(t *testing.T) {
	defer message.Use(message.Language())
	for _, tag := range languages.Spoken() {
		message.Use(tag)
		root := NewRoot(nil)
		root.InitDefaultHelpCmd()
		everyCommand(root, func(cmd *cobra.Command) {
			help := cmd.Long + "\n" + cmd.Short + "\n" + cmd.UsageString()
			for _, word := range placeholder.FindAllString(help, -1) {
				if placeholderWord(word) != word {
					t.Errorf("%v: help about %s has %s, which is %s elsewhere", tag, cmd.CommandPath(), word, placeholderWord(word))
				}
			}
			for _, word := range placeholder.FindAllString(cmd.Use, -1) {
				if placeholderIDs[word] == "" {
					t.Errorf("the use of %s has the placeholder %s, which has no message", cmd.CommandPath(), word)
				}
			}
		})
	}
}

func TestWrongCalls(t *testing.T) {
	for call, want := range map[string]string{
		"index --nope":           "there is no flag --nope",
		"doctor -x":              "there is no flag -x",
		"doctor -hx":             "there is no flag -x",
		"doctor --dry-run=maybe": `--dry-run takes true or false, and not "maybe"`,
		"doctor --=3":            "--=3 is no way to write a flag",
		"doctor now":             `no arguments are taken, and "now" is one (see descry doctor --help)`,
		"finetune --shots many":  `--shots takes a whole number, and "many" is none, or too large`,
		"finetune --tags=\"":     `"\"" is no value for --tags: `,
		"eval --images":          "the flag --images needs a value",
		"head use":               "1 argument is needed, 0 given (see descry head use --help)",
		"head export a":          "2 arguments are needed, 1 given (see descry head export --help)",
		"backup a b":             "at most 1 argument is taken, 2 given (see descry backup --help)",
		"feedback":               "at least 1 argument is needed, 0 given (see descry feedback --help)",
		"head nope":              `unknown command "nope" for "descry head" (see descry head --help)`,
		"help nope":              `unknown command "nope" for "descry"`,
		"help head use":          "",
		"help head nope":         `unknown command "nope" for "descry head"`,
		"completion elvish":      `unknown command "elvish" for "descry completion" (see descry completion --help)`,
	} {
		root := NewRoot(nil)
		root.SetArgs(strings.Fields(call))
		root.SetOut(io.Discard)
		root.SetErr(io.Discard)
		err := root.Execute()
		if want == "" {
			if err != nil {
				t.Errorf("%s: %v", call, err)
			}
			continue
		}
		if !errors.Is(err, problem.ErrUsage) {
			t.Errorf("%s: %v is no mistake in the call", call, err)
			continue
		}
		if got := message.Explain(err); got != want && !(strings.HasSuffix(want, ": ") && strings.HasPrefix(got, want)) {
			t.Errorf("%s: %q, want %q", call, got, want)
		}
	}
}

// TestCompletion completes calls as a shell does, and prints the scripts that have a shell do
// so.
func TestCompletion(t *testing.T) {
	for call, want := range map[string]string{
		"__complete folders conf":                 "confirm\t",
		"__complete help folders conf":            "confirm\t",
		"__completeNoDesc folders conf":           "confirm\n",
		"completion bash":                         "__complete ",
		"completion bash --no-descriptions":       "__completeNoDesc ",
		"completion fish":                         "__complete ",
		"completion fish --no-descriptions":       "__completeNoDesc ",
		"completion powershell":                   "__complete ",
		"completion powershell --no-descriptions": "__completeNoDesc ",
		"completion zsh":                          "__complete ",
		"completion zsh --no-descriptions":        "__completeNoDesc ",
	} {
		root := NewRoot(nil)
		root.SetArgs(strings.Fields(call))
		var out strings.Builder
		root.SetOut(&out)
		root.SetErr(io.Discard)
		if err := root.Execute(); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %v, printed without %q:\n%.300s", call, err, want, out.String())
		}
	}
}
