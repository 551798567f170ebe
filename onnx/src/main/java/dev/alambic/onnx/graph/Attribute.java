package dev.alambic.onnx.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The value of a node's attribute. */
public sealed interface Attribute {

    /** Returns this with each subgraph in it changed by {@code change}; itself if nothing changes. */
    default Attribute mapGraphs(UnaryOperator<Graph> change) {
        if (this instanceof OfGraph one) {
            Graph changed = change.apply(one.value());
            return changed.equals(one.value()) ? this : new OfGraph(changed);
        }
        if (this instanceof OfGraphs many) {
            return new OfGraphs(many.values().stream().map(change).toList());
        }
        return this;
    }

    /** Returns a number, a text or a list of them as a scalar or a tensor of one axis, and a tensor as it is. */
    default Optional<Tensor> asTensor() {
        return Optional.empty();
    }

    /** A number of {@code float}. */
    record OfFloat(float value) implements Attribute {
        @Override
        public Optional<Tensor> asTensor() {
            return Optional.of(Tensor.scalar(value));
        }
    }

    /** A 64-bit integer. */
    record OfInt(long value) implements Attribute {
        @Override
        public Optional<Tensor> asTensor() {
            return Optional.of(Tensor.scalar(value));
        }
    }

    /** A byte string, by convention UTF-8. */
    record OfString(Bytes value) implements Attribute {
        @Override
        public Optional<Tensor> asTensor() {
            return Optional.of(Tensor.ofStrings(List.of(value)));
        }
    }

    /** A constant tensor. */
    record OfTensor(Tensor value) implements Attribute {
        @Override
        public Optional<Tensor> asTensor() {
            return Optional.of(value);
        }
    }

    /** A subgraph, whose nodes may read values of the graphs around it. */
    record OfGraph(Graph value) implements Attribute {}

    /** A list of floats. */
    record OfFloats(List<Float> values) implements Attribute {
        public OfFloats {
            values = List.copyOf(values);
        }

        @Override
        public Optional<Tensor> asTensor() {
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i);
            }
            return Optional.of(Tensor.ofFloats(floats, floats.length));
        }
    }

    /** A list of 64-bit integers. */
    record OfInts(List<Long> values) implements Attribute {
        public OfInts {
            values = List.copyOf(values);
        }

        @Override
        public Optional<Tensor> asTensor() {
            long[] longs = values.stream().mapToLong(Long::longValue).toArray();
            return Optional.of(Tensor.ofLongs(longs, longs.length));
        }
    }

    /** A list of byte strings. */
    record OfStrings(List<Bytes> values) implements Attribute {
        public OfStrings {
            values = List.copyOf(values);
        }

        @Override
        public Optional<Tensor> asTensor() {
            return Optional.of(Tensor.ofStrings(values, values.size()));
        }
    }

    /** A list of tensors. */
    record OfTensors(List<Tensor> values) implements Attribute {
        public OfTensors {
            values = List.copyOf(values);
        }
    }

    /** A list of subgraphs. */
    record OfGraphs(List<Graph> values) implements Attribute {
        public OfGraphs {
            values = List.copyOf(values);
        }
    }

    /** A kind that this program does not interpret (sparse tensors, types, references), as the file has it. */
    record Opaque(Bytes value) implements Attribute {}
}
