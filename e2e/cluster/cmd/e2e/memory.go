package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// watchMemory writes the peak memory of all processes of the cluster to a file, in KiB.
// Shared memory counts once (PSS).
func watchMemory(ctx context.Context, file string) {
	peak := 0
	for ; ctx.Err() == nil; sleep(ctx, 2*time.Second) {
		if now := memory("/proc"); now > peak {
			peak = now
			must(os.WriteFile(file, fmt.Appendln(nil, peak), 0o644))
		}
	}
}

// memory sums the memory of the processes of a proc file system. A process that ends in the meantime counts as zero.
func memory(proc string) int {
	sum := 0
	files, _ := filepath.Glob(filepath.Join(proc, "[0-9]*", "smaps_rollup"))
	for _, file := range files {
		sum += readPss(file)
	}
	return sum
}

func readPss(file string) int {
	f, err := os.Open(file)
	if err != nil {
		return 0
	}
	defer f.Close()
	kilobytes := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, found := strings.CutPrefix(lines.Text(), "Pss:"); found {
			fmt.Sscanf(value, "%d kB", &kilobytes)
			break
		}
	}
	return kilobytes
}
