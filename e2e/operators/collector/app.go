package main

import (
	"context"
	"net"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	otellog "go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// export sends signals to the endpoints in the environment, which the exporters of the SDK read. It ends only with an error.
func export() error {
	ctx := context.Background()
	// The Services of this cluster hide the address of the pod, by which the collector finds it.
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	identity := resource.NewSchemaless(attribute.String("service.name", host), attribute.String("k8s.pod.ip", ownAddress()))
	spans, err := otlptracehttp.New(ctx)
	if err != nil {
		return err
	}
	metrics, err := otlpmetrichttp.New(ctx)
	if err != nil {
		return err
	}
	records, err := otlploghttp.New(ctx)
	if err != nil {
		return err
	}
	tracer := sdktrace.NewTracerProvider(sdktrace.WithResource(identity), sdktrace.WithSyncer(spans)).Tracer("app")
	meters := sdkmetric.NewMeterProvider(sdkmetric.WithResource(identity), sdkmetric.WithReader(sdkmetric.NewPeriodicReader(metrics, sdkmetric.WithInterval(time.Second))))
	requests, err := meters.Meter("app").Int64Counter("app.requests")
	if err != nil {
		return err
	}
	logger := sdklog.NewLoggerProvider(sdklog.WithResource(identity), sdklog.WithProcessor(sdklog.NewSimpleProcessor(records))).Logger("app")
	for {
		_, span := tracer.Start(ctx, "request")
		requests.Add(ctx, 1)
		var record otellog.Record
		record.SetBody(otellog.StringValue("request"))
		logger.Emit(ctx, record)
		span.End()
		time.Sleep(time.Second)
	}
}

func ownAddress() string {
	addresses, _ := net.InterfaceAddrs()
	for _, address := range addresses {
		if ip, ok := address.(*net.IPNet); ok && !ip.IP.IsLoopback() && ip.IP.To4() != nil {
			return ip.IP.String()
		}
	}
	return ""
}
