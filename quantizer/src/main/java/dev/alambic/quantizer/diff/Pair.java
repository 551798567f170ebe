package dev.alambic.quantizer.diff;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two models loaded to run on the same inputs, with the same values inside as further outputs. */
record Pair(Session expected, Session actual) implements AutoCloseable {

    static Pair open(OnnxModel expected, OnnxModel actual, Collection<String> inside) {
        Session first = Session.open(expected, inside, SessionOptions.defaults());
        try {
            return new Pair(first, Session.open(actual, inside, SessionOptions.defaults()));
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }

    /** What both gave for one value. */
    record Results(Tensor expected, Tensor actual) {}

    /** Is told of each value of a run. */
    @FunctionalInterface
    interface Visitor {
        void visit(String value, Results results);
    }

    /**
     * Runs both on {@code sample} and shows what they give for {@code values}.
     *
     * @throws IllegalArgumentException if one has no such value
     */
    void run(Map<String, Tensor> sample, Collection<String> values, Visitor visitor) {
        if (values.isEmpty()) {
            return;
        }
        List<String> names = List.copyOf(values);
        Map<String, Tensor> a = expected.run(sample, names);
        Map<String, Tensor> b = actual.run(sample, names);
        for (String name : names) {
            visitor.visit(name, new Results(Objects.requireNonNull(a.get(name)), Objects.requireNonNull(b.get(name))));
        }
    }

    @Override
    public void close() {
        try {
            actual.close();
        } finally {
            expected.close();
        }
    }
}
