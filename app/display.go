//go:build !headless

package app

import (
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
)

// checkDisplay reports a missing display before the toolkit ends the program for the lack of
// one.
func checkDisplay() error {
	display := os.Getenv("DISPLAY")
	switch {
	case runtime.GOOS != "linux" || os.Getenv("WAYLAND_DISPLAY") != "":
		return nil
	case display == "":
		return problem.New("display-none", nil)
	}
	if err := dialDisplay(display); err != nil {
		return problem.Wrap("display-unreachable", notice.Params{"Display": display}, err)
	}
	return nil
}

// dialDisplay connects to an X server as X clients do: "host:number.screen" over TCP, without
// a host through a socket, which may have no file. Another form of display is left to the
// toolkit.
func dialDisplay(display string) error {
	colon := strings.LastIndexByte(display, ':')
	number, _, _ := strings.Cut(display[colon+1:], ".")
	n, err := strconv.ParseUint(number, 10, 15)
	if colon < 0 || err != nil {
		return nil
	}
	host := display[:colon]
	if host != "" && host != "unix" {
		return dial("tcp", net.JoinHostPort(host, strconv.FormatUint(6000+n, 10)))
	}
	socket := "/tmp/.X11-unix/X" + number
	if dial("unix", "@"+socket) == nil {
		return nil
	}
	return dial("unix", socket)
}

func dial(network, address string) error {
	c, err := net.DialTimeout(network, address, 5*time.Second)
	if err != nil {
		return err
	}
	return c.Close()
}
