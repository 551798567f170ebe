package dev.alambic.cli.samples;

import dev.alambic.onnx.graph.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Inputs of a model, read one after the other and again on each pass.
 *
 * @param batches by input name
 * @param count how many samples those are
 * @param source where they come from, for messages
 */
public record InputSamples(Iterable<Map<String, Tensor>> batches, int count, String source) {

    /** Returns samples of which each is made when it is asked for. */
    static <T> InputSamples of(List<T> items, Function<T, Map<String, Tensor>> reader, String source) {
        return new InputSamples(() -> lazily(items.iterator(), reader), items.size(), source);
    }

    private static <T> Iterator<Map<String, Tensor>> lazily(
            Iterator<T> items, Function<T, Map<String, Tensor>> reader) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Map<String, Tensor> next() {
                return reader.apply(items.next());
            }
        };
    }
}
