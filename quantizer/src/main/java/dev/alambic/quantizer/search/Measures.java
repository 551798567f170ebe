package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import java.util.function.ToDoubleFunction;

/**
 * How models are judged; more is better but for times.
 *
 * @param quality what the bound is about: an accuracy, or a signal to noise ratio in dB
 * @param closeness tells which unit does most harm; finer than an accuracy, which one unit often leaves as it was
 */
public record Measures(
        ToDoubleFunction<OnnxModel> quality, ToDoubleFunction<OnnxModel> closeness, Latencies latencies) {

    /** Returns measures in which the quality itself tells which unit does harm. */
    public static Measures of(ToDoubleFunction<OnnxModel> quality, Latencies latencies) {
        return new Measures(quality, quality, latencies);
    }

    public Measures withCloseness(ToDoubleFunction<OnnxModel> newCloseness) {
        return new Measures(quality, newCloseness, latencies);
    }
}
