package models

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/ui/kit"
)

// deviceKey is the job that changes the device.
const deviceKey = "device"

func (p *Page) deviceMenu(below fyne.CanvasObject) { p.shell.DropDown(below, p.deviceItems()...) }

func (p *Page) deviceItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, name := range p.page.Devices {
		item := fyne.NewMenuItem(deviceName(name), func() { p.setDevice(name) })
		item.Checked = name == p.page.Device
		items = append(items, item)
	}
	return items
}

// deviceName is one of models.Page.Devices for people.
func deviceName(device string) string {
	if device == models.Automatic {
		return message.Text("device-automatic", nil)
	}
	return device
}

func (p *Page) setDevice(name string) {
	j := &job{key: deviceKey, name: message.Text("models-device", nil), stage: notice.New("models-stage-device", notice.Params{"Device": deviceName(name)})}
	p.startJob(j, func(ctx context.Context, _ stageProgress) error {
		return p.backend.SetDevice(ctx, name)
	}, nil)
}

// showDevice says what the models run on and why.
func (p *Page) showDevice() {
	runs := ""
	if !p.page.RunsOn.IsZero() {
		runs = message.Text("models-runs-on", message.Params{"Device": message.OfNotice(p.page.RunsOn, p.now())})
	}
	p.runsOn.SetText(runs)
	why := message.Sentences(p.page.DeviceWhy, p.now())
	notice := strings.TrimSuffix(message.OfNotice(p.page.DeviceNotice, p.now()), ".")
	switch {
	case why == "":
	case notice != "" && strings.Contains(why, notice):
		why = "" // stated below
	default:
		why = message.AsSentence(why)
	}
	p.why.SetText(why)
	p.device.SetText(deviceName(p.page.Device))
	kit.SetVisible(p.device, len(p.page.Devices) > 0)
	p.card.show(p.page.Card)
	p.showNotice()
}

// showNotice shows in full the notice that the status bar only hints at.
func (p *Page) showNotice() {
	text := message.OfNotice(p.page.DeviceNotice, p.now())
	if text == "" {
		text = message.OfNotice(p.status.ModelNotice, p.now())
	}
	for _, key := range []string{deviceKey, cardKey} {
		if j := p.jobs[key]; j != nil && j.note != "" {
			text = j.note
		}
	}
	if text != "" {
		text = message.AsSentence(text)
	}
	p.notice.SetText(text)
}
