/**
 * Latency, throughput, memory and size of models side by side, measured in ONNX Runtime.
 *
 * <pre>{@code
 * Workload    = batches, threads, Provider, Feeds (batch -> inputs), Timing, memory processes
 * Comparison  = baseline, Machine, ModelResult*
 * ModelResult = name, file, fileBytes, ModelSize, accuracy?, Latency*, Memory?
 * Latency     = batch, threads, p50, p90?, p99?, throughput, speed-up, their intervals, spread
 * }</pre>
 *
 * <p>{@link dev.alambic.bench.Benchmark} is the front door, {@link dev.alambic.bench.ComparisonFormat} writes what it
 * found.
 */
@NullMarked
package dev.alambic.bench;

import org.jspecify.annotations.NullMarked;
