package dev.alambic.exporter;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/** Seeded random inputs of a signature. */
record Samples(Signature signature, long seed) {

    /** Returns the inputs number {@code draw}, each symbol at the size chosen of those that it is tried at. */
    Map<String, Tensor> at(int draw, ToLongFunction<Signature.Sizes> choice) {
        Map<String, Long> symbols = new LinkedHashMap<>();
        signature.symbols().forEach((name, tried) -> symbols.put(name, choice.applyAsLong(tried)));
        Random random = new Random(seed * 31 + draw);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (ValueInfo input : signature.inputs()) {
            inputs.put(input.name(), tensor(input, symbols, random));
        }
        return inputs;
    }

    private Tensor tensor(ValueInfo input, Map<String, Long> symbols, Random random) {
        DataType type = Signature.typeOf(input);
        long[] dims = Signature.shapeOf(input).dims().stream()
                .mapToLong(dim -> size(input, dim, symbols))
                .toArray();
        DoubleSupplier values = values(input, type, random);
        return Tensor.filled(type, type.isFloating() ? values : () -> Math.floor(values.getAsDouble()), dims);
    }

    private static long size(ValueInfo input, Dim dim, Map<String, Long> symbols) {
        if (dim instanceof Dim.Fixed fixed) {
            return fixed.size();
        }
        if (dim instanceof Dim.Named named) {
            return Objects.requireNonNull(symbols.get(named.symbol()), named::symbol);
        }
        throw new IllegalArgumentException(
                "input '" + input.name() + "': an extent is a size or a symbol (was unknown)");
    }

    private DoubleSupplier values(ValueInfo input, DataType type, Random random) {
        Signature.Range range = signature.ranges().get(input.name());
        if (range != null) {
            return () -> range.low() + (range.high() - range.low()) * random.nextDouble();
        }
        return type.isFloating() ? random::nextGaussian : () -> random.nextInt(2);
    }
}
