package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/columns"
)

// helpName is the command, and the flag, that tell about a command.
const helpName = "help"

// wordHelp has the table word what cobra says itself: how commands are called, what their
// flags mean, and about help and version. The tree is complete by then.
func wordHelp(root *cobra.Command) {
	root.SetUsageFunc(printUsage)
	help := helpCommand()
	root.SetHelpCommand(help) // which cobra adds when a command runs
	addHelpFlag(help)
	addHelpFlags(root)
	root.Flags().BoolP("version", "v", false, message.Text("command-root-flag-version", nil))
	root.SetVersionTemplate(message.Text("command-version", message.Params{"Version": root.Version}) + "\n")
}

func addHelpFlags(cmd *cobra.Command) {
	addHelpFlag(cmd)
	for _, below := range cmd.Commands() {
		addHelpFlags(below)
	}
}

// addHelpFlag is marked as cobra marks a flag of its own, so that completion treats both alike.
func addHelpFlag(cmd *cobra.Command) {
	cmd.Flags().BoolP(helpName, "h", false, message.Text("command-flag-help", nil))
	_ = cmd.Flags().SetAnnotation(helpName, cobra.FlagSetByCobraAnnotation, []string{"true"}) // the flag exists
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   helpName + " [command]",
		Short: message.Text("command-help-short", nil),
		Long:  message.Text("command-help-long", nil),
		ValidArgsFunction: func(cmd *cobra.Command, words []string, begun string) (list []cobra.Completion, _ cobra.ShellCompDirective) {
			if of, rest, err := cmd.Root().Find(words); err == nil && len(rest) == 0 {
				for _, below := range of.Commands() {
					if below.IsAvailableCommand() && strings.HasPrefix(below.Name(), begun) {
						list = append(list, cobra.CompletionWithDesc(below.Name(), below.Short))
					}
				}
			}
			return list, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, words []string) error {
			of, rest, err := cmd.Root().Find(words)
			if err == nil && len(rest) == 0 {
				return of.Help()
			}
			if len(rest) == 0 {
				rest, of = words, cmd.Root()
			}
			return unknownCommand(of, rest[0])
		},
	}
}

// unknownCommand is the mistake of a word after a command that has no such command.
func unknownCommand(cmd *cobra.Command, word string) error {
	return problem.Usage("cli-unknown-command", notice.Params{"Word": problem.Quotable(word, 200), "Command": cmd.CommandPath()})
}

func printUsage(cmd *cobra.Command) error {
	_, err := fmt.Fprint(cmd.OutOrStderr(), usageText(cmd))
	return err
}

// usageText tells how a command is called, and what commands and flags it has.
func usageText(cmd *cobra.Command) string {
	var b strings.Builder
	part := func(heading, text string) {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(heading + "\n" + text)
	}
	part(message.Text("usage-heading", nil), useLines(cmd))
	if cmd.HasAvailableSubCommands() {
		part(message.Text("usage-commands", nil), commandList(cmd))
	}
	if cmd.HasAvailableLocalFlags() {
		part(message.Text("usage-flags", nil), flagList(cmd.LocalFlags()))
	}
	if cmd.HasAvailableInheritedFlags() {
		part(message.Text("usage-global-flags", nil), flagList(cmd.InheritedFlags()))
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n" + message.Text("usage-more", message.Params{"Command": cmd.CommandPath()}) + "\n")
	}
	return b.String()
}

// useLines are the ways to call a command.
func useLines(cmd *cobra.Command) string {
	text := ""
	if cmd.Runnable() {
		use := cmd.Use
		if cmd.HasParent() {
			use = cmd.Parent().CommandPath() + " " + use
		}
		text = "  " + use + " [flags]\n"
	}
	if cmd.HasAvailableSubCommands() {
		text += "  " + cmd.CommandPath() + " [command]\n"
	}
	return placeholder.ReplaceAllStringFunc(text, placeholderWord)
}

// placeholder is a word in the use of a command that stands for what the user writes there.
var placeholder = regexp.MustCompile(`\b[A-Z]{2,}\b|\[(?:flags|command)\]`)

// placeholderIDs are the messages of placeholders.
var placeholderIDs = map[string]string{
	"DIR":       "placeholder-dir",
	"FILE":      "placeholder-file",
	"ID":        "placeholder-id",
	"NAME":      "placeholder-name",
	"NEW":       "placeholder-new",
	"OLD":       "placeholder-old",
	"PAIR":      "placeholder-pair",
	"PATH":      "placeholder-path",
	"PATTERN":   "placeholder-pattern",
	"PHOTO":     "placeholder-photo",
	"QUERY":     "placeholder-query",
	"TAG":       "placeholder-tag",
	"TEXT":      "placeholder-text",
	"[command]": "placeholder-command",
	"[flags]":   "placeholder-flags",
}

func placeholderWord(word string) string {
	if id, ok := placeholderIDs[word]; ok {
		return message.Text(id, nil)
	}
	return word
}

// commandList is the commands of a command, a line each.
func commandList(cmd *cobra.Command) string {
	var b strings.Builder
	for _, below := range cmd.Commands() {
		if below.IsAvailableCommand() || below.Name() == helpName {
			b.WriteString("  " + columns.Left(below.Name(), below.NamePadding()) + " " + below.Short + "\n")
		}
	}
	return b.String()
}

// flagList is flags with what they mean, a line each.
func flagList(flags *pflag.FlagSet) string {
	type line struct{ flag, meaning string }
	var lines []line
	wide := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		text := "      --" + f.Name
		if f.Shorthand != "" {
			text = "  -" + f.Shorthand + ", --" + f.Name
		}
		value, meaning := pflag.UnquoteUsage(f)
		if value != "" {
			text += " " + value
		}
		if preset := presetValue(f); preset != "" {
			meaning += " " + message.Text("usage-flag-default", message.Params{"Value": preset})
		}
		lines = append(lines, line{text, meaning})
		wide = max(wide, columns.Width(text))
	})
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(columns.Left(l.flag, wide+3) + l.meaning + "\n")
	}
	return b.String()
}

// presetValue is the value that a flag has if it isn't given, "" for one that says nothing.
func presetValue(f *pflag.Flag) string {
	switch {
	case slices.Contains([]string{"", "0", "0s", "false", "[]"}, f.DefValue):
		return ""
	case f.Value.Type() == "string":
		return fmt.Sprintf("%q", f.DefValue)
	}
	return f.DefValue
}
