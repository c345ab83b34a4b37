package message

import (
	"testing"

	"golang.org/x/text/language"
)

func TestSpacesAtParameters(t *testing.T) {
	inLanguage(t, language.MustParse("zh-Hans"))
	for _, c := range []struct {
		id, before, next, want string
	}{
		{"alternatives-end", "JPEG", "PNG", "JPEG 或 PNG"},
		{"alternatives-end", "3 星", "已拒绝", "3 星或已拒绝"},
		{"alternatives-end", "海滩", "Alpen", "海滩或 Alpen"},
		{"alternatives-end", "/a/b", "50%", "/a/b 或 50%"},
		{"enumeration", "JPEG", "PNG", "JPEG、PNG"},
		{"phrases", "海滩", "山", "海滩 · 山"},
		{"alternatives-end", "", "", "或"},
		{"alternatives-end", "a\uFDD0", " b", "a\uFFFD或 b"},
	} {
		if got := Text(c.id, Params{"Before": c.before, "Next": c.next}); got != c.want {
			t.Errorf("%s of %q and %q is %q, want %q", c.id, c.before, c.next, got, c.want)
		}
	}
	for text, want := range map[string]string{
		"照片\uFDD0海滩\uFDD1已删除":                            "照片海滩已删除",
		"照片\uFDD0a.jpg\uFDD1已删除":                         "照片 a.jpg 已删除",
		"照片 \uFDD0海滩\uFDD1 已删除":                          "照片 海滩 已删除",
		"共\uFDD012\uFDD1张":                               "共 12 张",
		"\uFDD02024\uFDD1年\uFDD05月\uFDD1\uFDD016\uFDD1日": "2024年5月16日",
		"自\uFDD02024年5月\uFDD1起":                          "自 2024年5月起",
		"\uFDD0今天\uFDD1\uFDD012\uFDD1":                   "今天 12",
		"\uFDD0今天\uFDD1\uFDD0早上\uFDD1":                   "今天早上",
		"见\uFDD0\uFDD1页":                                 "见页",
		"在a里":                                            "在a里",
		"（\uFDD0a\uFDD1）":                                "（a）",
		"":                                               "",
	} {
		if got := spaced(text); got != want {
			t.Errorf("%q is spaced %q, want %q", text, got, want)
		}
	}
	inLanguage(t, language.English)
	if got := Text("enumeration", Params{"Before": "海滩", "Next": "a\uFDD0"}); got != "海滩, a\uFDD0" {
		t.Errorf("English has %q", got)
	}
}
