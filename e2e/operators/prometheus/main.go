// What Prometheus does with metrics, in two parts.
//
//	prometheus scrape    a server in the cluster: GET /?url=URL answers with the page of a target, and sends the token in
//	                     /token/token, if there is one, as Prometheus does
//	prometheus evaluate  evaluates rules and queries over pages, with Prometheus' own storage and engine, and a clock of its
//	                     own: an hour of scrapes takes milliseconds. Reads a Request and writes an Outcome for each phase
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// Interval of scrapes and evaluations.
const interval = 30 * time.Second

// Request has the rules (a rule file of Prometheus) and what is scraped.
type Request struct {
	Rules   string   `json:"rules"`
	Queries []string `json:"queries"`
	Phases  []Phase  `json:"phases"`
	Ahead   int      `json:"aheadMinutes"` // how far the last phase ends ahead of now
}

// Phase is a time in which targets show the same pages.
type Phase struct {
	Minutes int    `json:"minutes"`
	Pages   []Page `json:"pages"`
}

// Page is the text that a target shows, with the labels that Prometheus adds.
type Page struct {
	Text        string            `json:"text"`
	Labels      map[string]string `json:"labels"`
	HonorLabels bool              `json:"honorLabels"`
}

// Outcome is what has happened in a phase.
type Outcome struct {
	Fired   []Alert        `json:"fired"`   // alerts that fired at any time
	Results map[string]int `json:"results"` // number of series at the end, by query
	Failed  []string       `json:"failed"`  // rules that could not be evaluated
}

// Alert is an alert that has fired.
type Alert struct {
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

func main() {
	run := evaluate
	if len(os.Args) > 1 && os.Args[1] == "scrape" {
		run = serve
	}
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func evaluate(ctx context.Context) error {
	var request Request
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "prometheus-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	day := (24 * time.Hour).Milliseconds()
	options := tsdb.DefaultOptions()
	options.MinBlockDuration, options.MaxBlockDuration, options.RetentionDuration = day, day, 0
	db, err := tsdb.Open(filepath.Join(dir, "data"), nil, nil, options, tsdb.NewDBStats())
	if err != nil {
		return err
	}
	defer db.Close()
	file := filepath.Join(dir, "rules.yaml")
	if err := os.WriteFile(file, []byte(request.Rules), 0o600); err != nil {
		return err
	}
	engine := promql.NewEngine(promql.EngineOpts{MaxSamples: 1e7, Timeout: time.Minute})
	quiet := slog.New(slog.DiscardHandler)
	manager := rules.NewManager(&rules.ManagerOptions{
		QueryFunc:  rules.EngineQueryFunc(engine, db),
		Appendable: db,
		Queryable:  db,
		NotifyFunc: func(context.Context, string, ...*rules.Alert) {},
		Logger:     quiet,
		Parser:     parser.NewParser(parser.Options{}),
	})
	groups, problems := manager.LoadGroups(interval, labels.EmptyLabels(), "", nil, false, file)
	if len(problems) > 0 {
		return errors.Join(problems...)
	}

	// Absolute times matter: leases are renewed and certificates expire at one.
	now := time.Now().Truncate(interval).Add(time.Duration(request.Ahead) * time.Minute)
	for _, phase := range request.Phases {
		now = now.Add(-time.Duration(phase.Minutes) * time.Minute)
	}
	targets := &targets{db: db, known: map[string]labels.Labels{}}
	outcomes := []Outcome{}
	for _, phase := range request.Phases {
		outcome := Outcome{Fired: []Alert{}, Results: map[string]int{}, Failed: []string{}}
		fired := map[uint64]bool{}
		for end := now.Add(time.Duration(phase.Minutes) * time.Minute); now.Before(end); now = now.Add(interval) {
			if err := targets.scrape(ctx, now, phase.Pages); err != nil {
				return err
			}
			for _, group := range groups {
				group.Eval(ctx, now)
				outcome.add(group, fired)
			}
		}
		if err := outcome.query(ctx, request.Queries, engine, db, now.Add(-interval)); err != nil {
			return err
		}
		outcomes = append(outcomes, outcome)
	}
	return json.NewEncoder(os.Stdout).Encode(outcomes)
}

// add remembers the alerts of a group that fire, and its errors.
func (o *Outcome) add(group *rules.Group, fired map[uint64]bool) {
	for _, rule := range group.AlertingRules() {
		if err := rule.LastError(); err != nil && !slices.Contains(o.Failed, rule.Name()+": "+err.Error()) {
			o.Failed = append(o.Failed, rule.Name()+": "+err.Error())
		}
		for _, alert := range rule.ActiveAlerts() {
			if key := alert.Labels.Hash(); alert.State == rules.StateFiring && !fired[key] {
				fired[key] = true
				o.Fired = append(o.Fired, Alert{alert.Labels.Map(), alert.Annotations.Map()})
			}
		}
	}
}

// query counts the series of each query.
func (o *Outcome) query(ctx context.Context, queries []string, engine *promql.Engine, db storage.Queryable, now time.Time) error {
	for _, text := range queries {
		query, err := engine.NewInstantQuery(ctx, db, nil, text, now)
		if err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		result := query.Exec(ctx)
		vector, err := result.Vector()
		query.Close()
		if err = errors.Join(result.Err, err); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		o.Results[text] = len(vector)
	}
	return nil
}

// targets knows the series of the latest scrape, as a scrape that misses one must mark it as stale.
type targets struct {
	db    *tsdb.DB
	known map[string]labels.Labels
}

func (t *targets) scrape(ctx context.Context, now time.Time, pages []Page) error {
	appender := t.db.Appender(ctx)
	seen := map[string]labels.Labels{}
	for _, page := range pages {
		if err := appendPage(appender, now, page, seen); err != nil {
			return errors.Join(err, appender.Rollback())
		}
	}
	for key, series := range t.known {
		if _, ok := seen[key]; !ok {
			if _, err := appender.Append(0, series, now.UnixMilli(), math.Float64frombits(value.StaleNaN)); err != nil {
				return errors.Join(err, appender.Rollback())
			}
		}
	}
	t.known = seen
	return appender.Commit()
}

func appendPage(appender storage.Appender, now time.Time, page Page, seen map[string]labels.Labels) error {
	lines, err := textparse.New([]byte(page.Text), "text/plain", labels.NewSymbolTable(), textparse.ParserOptions{})
	if err != nil {
		return err
	}
	add := func(series labels.Labels, name string, sample float64) error {
		if name != "" {
			series = labels.NewBuilder(series).Set(labels.MetricName, name).Labels()
		}
		_, err := appender.Append(0, series, now.UnixMilli(), sample)
		if err != nil {
			return fmt.Errorf("%s: %w", series, err)
		}
		seen[series.String()] = series
		return nil
	}
	for {
		entry, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return add(labels.FromMap(page.Labels), "up", 1)
		}
		if err != nil {
			return err
		}
		if entry != textparse.EntrySeries {
			continue
		}
		var own labels.Labels
		lines.Labels(&own)
		_, _, sample := lines.Series()
		if err := add(withTarget(own, page), "", sample); err != nil {
			return err
		}
	}
}

// withTarget adds the labels of a target. They take precedence: a label of the page with the same name becomes exported_NAME.
// With `honor_labels`, those of the page do.
func withTarget(own labels.Labels, page Page) labels.Labels {
	builder := labels.NewBuilder(own)
	for name, text := range page.Labels {
		present := own.Get(name)
		if present != "" && page.HonorLabels {
			continue
		}
		if present != "" {
			builder.Set("exported_"+name, present)
		}
		builder.Set(name, text)
	}
	return builder.Labels()
}
