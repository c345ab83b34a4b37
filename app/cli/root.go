package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/config"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
)

// Complain prints the one line of a failure.
func Complain(stderr io.Writer, err error) { fmt.Fprintln(stderr, "descry:", message.Explain(err)) }

// remarkSettings says what is wrong with the settings file.
func remarkSettings(stderr io.Writer) {
	if wrong := config.MistakeInSettings(); wrong != nil {
		fmt.Fprintln(stderr, "descry:", message.OfNotice(wrong.Remark(), time.Now()))
	}
}

// WindowFunc opens the library's window, with folders to add and a query. A word that is
// no folder is explained by noCommand.
type WindowFunc func(cmd *cobra.Command, dirs []string, query string) error

// NewRoot builds the command tree.
func NewRoot(window WindowFunc) *cobra.Command {
	root := &cobra.Command{
		Use:           "descry [DIR…]",
		Short:         message.Text("command-root-short", nil),
		Long:          message.Text("command-root-long", message.Params{"Variable": config.HomeVariable}),
		Version:       config.Version,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	var query string
	root.Flags().StringVar(&query, "search", "", message.Text("command-root-flag-search", nil))
	lang := languageFlag(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := config.CheckLanguage(*lang); err != nil {
			return problem.AsUsage(err)
		}
		if asJSON, err := cmd.Flags().GetBool("json"); err == nil && asJSON {
			message.WordInEnglish()
		}
		if cmd.Name() != "doctor" { // which says so among the rest
			remarkSettings(cmd.ErrOrStderr())
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, dirs []string) error {
		if window == nil {
			return noWindow(cmd, dirs)
		}
		return window(cmd, dirs, query)
	}
	root.SetFlagErrorFunc(flagMistake)
	root.AddCommand(indexCommand(), searchCommand(), whyCommand(), savedCommand(), feedbackCommand(), similarCommand(), showCommand(), statusCommand(),
		watchCommand(), evalCommand(), embedCommand(), modelCommand(), doctorCommand(), foldersCommand(),
		tagCommand(), captionCommand(), forgetCommand(), backupCommand(), restoreCommand(), exportCommand(), importCommand(),
		finetuneCommand(), headCommand(), completionCommand())
	wordHelp(root)
	return root
}

// NoCommand explains an argument that is neither a command nor a folder.
func NoCommand(root *cobra.Command, word string, err error) error {
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(word); len(near) > 0 {
		return problem.Usage("cli-no-command", notice.Params{"Word": problem.Quotable(word, 200), "Command": near[0]})
	}
	return problem.Wrap("cli-see-commands", nil, err)
}

// noWindow fails in a program without a window: with NoCommand where an argument is no folder.
func noWindow(root *cobra.Command, dirs []string) error {
	for _, dir := range dirs {
		if _, err := service.FolderPath(dir, false); err != nil {
			return NoCommand(root, dir, err)
		}
	}
	return problem.Usage("cli-no-window", nil)
}
