package ort_test

import ("testing"; "os"; "fmt"; "strings"; "path/filepath"; onnx "github.com/yalue/onnxruntime_go"; "io/fs"; "descry/assets"; "time")

func TestZZ(t *testing.T) {
	rt := open(t); _ = rt
	p := imported(t, filepath.Join(fixtures, os.Getenv("ZZ")), filepath.Join(fixtures, "text-llama3-8b-like"))
	path, _ := p.Path(p.Vision.File)
	size := p.Vision.Size
	in0, out0 := p.Vision.Input, p.Vision.Embedding
	if os.Getenv("ST") != "" {
		d, _ := fs.ReadFile(assets.StarterPack(), "vision.onnx"); path = filepath.Join(t.TempDir(), "m.onnx"); os.WriteFile(path, d, 0o600); size = 224; in0 = "pixel_values"; out0 = "image_embedding"
	}
	for _, dev := range []string{"CPU", "AUTO"} { for _, prec := range []string{"", "ACCURACY", "FP32"} { for _, lvl := range []onnx.GraphOptimizationLevel{onnx.GraphOptimizationLevelDisableAll, onnx.GraphOptimizationLevelEnableAll} { for _, strict := range []string{"0", "1"} {
	s, _ := onnx.NewSessionOptions()
	s.SetGraphOptimizationLevel(lvl)
	s.AddSessionConfigEntry("session.disable_cpu_ep_fallback", strict)
	if os.Getenv("VERB") != "" { s.SetLogSeverityLevel(onnx.LoggingLevelVerbose) }
	o := map[string]string{"device_type": dev}
	if prec != "" { o["precision"] = prec }
	if err := s.AppendExecutionProviderOpenVINO(o); err != nil { t.Log(o, err); continue }
	dir := t.TempDir()
	s.EnableProfiling(filepath.Join(dir, "p"))
	g, err := onnx.NewDynamicAdvancedSession(path, []string{in0}, []string{out0}, s)
	if err != nil { t.Log(o, lvl, strict, err); continue }
	in, _ := onnx.NewEmptyTensor[float32](onnx.NewShape(1,3,int64(size),int64(size)))
	g.Run([]onnx.Value{in}, []onnx.Value{nil})
	b := time.Now()
	err = g.Run([]onnx.Value{in}, []onnx.Value{nil})
	el := time.Since(b)
	g.Destroy()
	files, _ := filepath.Glob(dir+"/*")
	for _, f := range files { d, _ := os.ReadFile(f); t.Log(o, lvl, strict, err, el, fmt.Sprint(strings.Count(string(d), "OpenVINOExecutionProvider"), " ", strings.Count(string(d), "CPUExecutionProvider"))) }
	}}}}
}
