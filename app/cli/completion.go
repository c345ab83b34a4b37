package cli

import (
	"github.com/spf13/cobra"

	"descry/app/message"
)

// completionCommand takes the place of the command that cobra would add, which has its own
// words. It prints what a shell needs to complete the words of a call.
func completionCommand() *cobra.Command {
	var bare bool
	cmd := &cobra.Command{
		Use:               "completion",
		Short:             message.Text("command-completion-short", nil),
		Long:              message.Text("command-completion-long", nil),
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		Hidden:            true,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, shell := range []struct {
		name  string
		print func(cmd *cobra.Command) error
	}{
		{"bash", func(cmd *cobra.Command) error { return cmd.Root().GenBashCompletionV2(cmd.OutOrStdout(), !bare) }},
		{"fish", func(cmd *cobra.Command) error { return cmd.Root().GenFishCompletion(cmd.OutOrStdout(), !bare) }},
		{"powershell", func(cmd *cobra.Command) error {
			if bare {
				return cmd.Root().GenPowerShellCompletion(cmd.OutOrStdout())
			}
			return cmd.Root().GenPowerShellCompletionWithDesc(cmd.OutOrStdout())
		}},
		{"zsh", func(cmd *cobra.Command) error {
			if bare {
				return cmd.Root().GenZshCompletionNoDesc(cmd.OutOrStdout())
			}
			return cmd.Root().GenZshCompletion(cmd.OutOrStdout())
		}},
	} {
		below := &cobra.Command{
			Use:               shell.name,
			Short:             message.Text("command-completion-shell-short", message.Params{"Shell": shell.name}),
			Args:              noArgs,
			ValidArgsFunction: cobra.NoFileCompletions,
			RunE:              func(cmd *cobra.Command, _ []string) error { return shell.print(cmd) },
		}
		below.Flags().BoolVar(&bare, "no-descriptions", false, message.Text("command-completion-flag-no-descriptions", nil))
		cmd.AddCommand(below)
	}
	return cmd
}
