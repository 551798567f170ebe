/**
 * Latency, throughput, memory and size of models side by side, measured in ONNX Runtime.
 *
 * <pre>{@code
 * Workload    = batches, threads, Provider, Feeds (batch -> inputs), Timing, memory processes
 * Comparison  = baseline, Machine, ModelResult*
 * Machine     = what it is, Noise
 * ModelResult = name, file, fileBytes, ModelSize, Quality?, Latency*, Startup?, OpenLoop*, Memory?
 * Latency     = Setting, Times, speed-up, their intervals, throughput, spread
 * Setting     = batch, threads, Provider
 * }</pre>
 *
 * <p>{@link dev.alambic.bench.Benchmark} is the front door, {@link dev.alambic.bench.format.ComparisonFormat} writes
 * what it found; what measures is in the packages below.
 */
@NullMarked
package dev.alambic.bench;

import org.jspecify.annotations.NullMarked;
