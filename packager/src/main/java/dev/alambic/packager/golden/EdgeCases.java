package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.contract.Contract;
import dev.alambic.packager.contract.TextRole;
import dev.alambic.packager.manifest.TensorSpec.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a package: the caller's samples, zeros, the least and the greatest values, values by chance, and two
 * samples at once where the model takes them.
 */
public final class EdgeCases {
    /** Fewer cases than these are filled up by values of chance. */
    public static final int LEAST = 8;

    private static final int MOST_SAMPLES = 6;
    private static final long SEED = 1;

    private final Contract contract;
    private final FreeSizes sizes;
    private final List<Sample> cases = new ArrayList<>();

    private EdgeCases(Contract contract, FreeSizes sizes) {
        this.contract = contract;
        this.sizes = sizes;
    }

    /**
     * Returns the cases of a model, the same for the same arguments.
     *
     * @param samples real ones; at most {@value #MOST_SAMPLES} are taken, spread evenly
     * @param shapes sizes of free extents by name
     */
    public static List<Sample> of(Contract contract, List<Sample> samples, Map<String, Long> shapes) {
        if (contract.inputs().stream().anyMatch(input -> type(input) == DataType.STRING)) {
            return samples.stream().limit(MOST_SAMPLES).toList(); // which texts it knows the model itself must tell
        }
        EdgeCases made = new EdgeCases(contract, new FreeSizes(contract, shapes));
        made.add(samples);
        return List.copyOf(made.cases);
    }

    private void add(List<Sample> samples) {
        int taken = Math.min(MOST_SAMPLES, samples.size());
        for (int i = 0; i < taken; i++) {
            cases.add(samples.get(i * samples.size() / taken));
        }
        add("zeros", "every value 0", (input, range) -> 0);
        add("minimum", "every value the least of its range, or -1 where none is known", (input, range) -> least(range));
        add(
                "maximum",
                "every value the greatest of its range, or 1 where none is known",
                (input, range) -> most(range));
        Random random = new Random(SEED);
        for (int i = 1; cases.size() < LEAST - 1; i++) {
            addRandom("random-" + i, 1, random);
        }
        if (sizes.admitsBatch(2)) {
            addPair(random);
        } else {
            addRandom("random-last", 1, random);
        }
    }

    /** The value of one element of an input. */
    @FunctionalInterface
    private interface Filling {
        double value(ValueInfo input, @Nullable Range range);
    }

    private static double least(@Nullable Range range) {
        return range == null ? -1 : range.min();
    }

    private static double most(@Nullable Range range) {
        return range == null ? 1 : range.max();
    }

    private void addRandom(String name, int batch, Random random) {
        String what = "values by chance" + (batch > 1 ? ", " + batch + " samples at once" : "");
        cases.add(new Sample(name, what, null, filled(batch, (input, range) -> chance(input, range, random))));
    }

    private double chance(ValueInfo input, @Nullable Range range, Random random) {
        if (contract.role(input).filter(TextRole.MASK::equals).isPresent()) {
            return 1;
        }
        if (range != null && !type(input).isFloating()) {
            return range.min() + random.nextInt((int) Math.min(Integer.MAX_VALUE - 1, range.max() - range.min()) + 1);
        }
        if (range != null) {
            return range.min() + random.nextDouble() * (range.max() - range.min());
        }
        return type(input).isFloating() ? random.nextGaussian() : random.nextInt(2);
    }

    /** Adds a case, unless there is one of the same inputs already. */
    private void add(String name, String what, Filling filling) {
        Map<String, Tensor> inputs = filled(1, filling);
        if (cases.stream().noneMatch(each -> each.inputs().equals(inputs))) {
            cases.add(new Sample(name, what, null, inputs));
        }
    }

    private Map<String, Tensor> filled(int batch, Filling filling) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < contract.inputs().size(); i++) {
            ValueInfo input = contract.inputs().get(i);
            Range range = contract.inputSpecs().get(i).range();
            boolean none = range == null && !type(input).isFloating();
            // whole numbers of unknown range may be indices, for which 0 and 1 are the safest
            Range known = none ? new Range(0, 1) : range;
            inputs.put(
                    input.name(),
                    Tensor.filled(type(input), () -> filling.value(input, known), sizes.dims(input, batch)));
        }
        return inputs;
    }

    private static DataType type(ValueInfo input) {
        if (input.type() == null) {
            throw new AssertionError("bug: a contract has inputs of known type only");
        }
        return input.type().elementType();
    }

    /** Adds two samples in one run: the first two of equal extents, else values by chance. */
    private void addPair(Random random) {
        for (int i = 0; i + 1 < cases.size(); i++) {
            Map<String, Tensor> first = cases.get(i).inputs();
            Map<String, Tensor> second = cases.get(i + 1).inputs();
            if (isOne(first) && sameShapes(first, second)) {
                Map<String, Tensor> both = new LinkedHashMap<>();
                first.forEach((name, tensor) -> both.put(name, joined(tensor, second.getOrDefault(name, tensor))));
                String what =
                        "'" + cases.get(i).name() + "' and '" + cases.get(i + 1).name() + "' in one batch";
                cases.add(new Sample("batch-of-2", what, null, both));
                return;
            }
        }
        addRandom("batch-of-2", 2, random);
    }

    private static boolean isOne(Map<String, Tensor> inputs) {
        return inputs.values().stream().allMatch(tensor -> tensor.rank() > 0 && tensor.dim(0) == 1);
    }

    private static boolean sameShapes(Map<String, Tensor> first, Map<String, Tensor> second) {
        return new TreeSet<>(first.keySet()).equals(new TreeSet<>(second.keySet()))
                && first.entrySet().stream()
                        .allMatch(each -> Arrays.equals(
                                each.getValue().dims(),
                                second.getOrDefault(each.getKey(), each.getValue())
                                        .dims()));
    }

    private static Tensor joined(Tensor first, Tensor second) {
        long[] dims = first.dims();
        dims[0] += second.dim(0);
        ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(first.byteSize() + second.byteSize()));
        return Tensor.of(
                first.dataType(),
                dims,
                data.put(first.data()).put(second.data()).flip());
    }
}
