package dev.alambic.packager.golden;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.RowOrder;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.packager.manifest.Golden;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the cases on the model and measures the tolerance: {@value #MARGIN} times the greatest difference between ways
 * to run the model on this machine, at least 2^-13 of the greatest expected value (sums of thousands of float32 terms
 * in another order; 2^-7 for a model that computes in float16), rounded up to two digits. A case that the model does
 * not run on, or whose answer is not finite, is left out, since no two machines need agree on it, and so are those that
 * go on from it. What goes on has the state that the same way to run the model gave.
 */
public final class GoldenVectors {
    private static final int MARGIN = 4;
    private static final double LEAST = 0x1p-13;
    private static final double LEAST_HALF = 0x1p-7;
    private static final long SEED = 1;
    private static final String FOLDER = "golden/";
    private static final String FLOATS_FOR_INTEGERS = "session.disable_quant_qdq";

    private final List<Sample> cases = new ArrayList<>();
    private final List<Map<String, Tensor>> answers = new ArrayList<>();
    private final Map<String, Double> measured = new LinkedHashMap<>();
    private final Map<String, Double> greatest = new LinkedHashMap<>();
    private final List<String> ways = new ArrayList<>();
    private final OnnxModel model;
    private final double least;
    private final RowOrder order;

    private GoldenVectors(OnnxModel model) {
        this.model = model;
        boolean half = model.graph().initializers().values().stream()
                .anyMatch(tensor -> tensor.dataType() == DataType.FLOAT16 || tensor.dataType() == DataType.BFLOAT16);
        this.least = half ? LEAST_HALF : LEAST;
        this.order = RowOrder.of(model.graph());
    }

    /** The vectors as the manifest has them, and their files by name. */
    public record Made(List<Golden.Tolerance> tolerances, List<Golden.Case> cases, Map<String, ByteBuffer> files) {}

    /**
     * Runs {@code samples}.
     *
     * @param file the model's file
     * @param ort the same in ONNX Runtime's own format; null if there is none
     * @throws UnsupportedModelException if fewer than half of the cases have a finite answer
     */
    public static Made make(OnnxModel model, Path file, @Nullable Path ort, List<Sample> samples) {
        GoldenVectors vectors = new GoldenVectors(model);
        vectors.answer(file, samples);
        if (vectors.isShort(samples.size())) {
            vectors.answer(file, found(model));
        }
        vectors.requireEnough(samples.size());
        List<Way> ways = ways(model, file, ort);
        ways.forEach(way -> vectors.ways.add(way.name));
        ways.parallelStream().map(vectors::differences).forEachOrdered(vectors::take);
        return vectors.made();
    }

    private void answer(Path file, List<Sample> samples) {
        try (Session session = Session.open(file, SessionOptions.defaults())) {
            Carried carried = Carried.of(model);
            boolean whole = true;
            for (Sample sample : samples) {
                if (sample.continues() && !whole) {
                    continue; // the sequence broke off
                }
                Optional<Map<String, Tensor>> answer =
                        Attempts.first(List.of(carried.feeds(sample.inputs())), session::run);
                answer.ifPresent(carried::keep);
                whole = answer.isPresent() && take(sample, answer.get());
            }
        }
    }

    private boolean take(Sample sample, Map<String, Tensor> answer) {
        boolean finite = answer.values().stream().allMatch(GoldenVectors::isFinite);
        if (finite) {
            add(sample, answer);
        }
        return finite;
    }

    private void add(Sample sample, Map<String, Tensor> answer) {
        cases.add(sample);
        answers.add(answer);
        answer.forEach((name, tensor) -> greatest.merge(name, magnitude(tensor), Math::max));
    }

    /** Returns inputs of sizes and values that {@code model} runs on, for one that the usual cases do not suit. */
    private static List<Sample> found(OnnxModel model) {
        List<Sample> found = new ArrayList<>();
        for (Map<String, Tensor> inputs : Probe.of(model).samples(EdgeCases.LEAST, SEED)) {
            found.add(new Sample("found-" + (found.size() + 1), "values that the model runs on", null, inputs));
        }
        return found;
    }

    private boolean isShort(int asked) {
        return cases.isEmpty() || cases.size() * 2 < asked;
    }

    private void requireEnough(int asked) {
        if (isShort(asked)) {
            int tried = Math.max(asked, 1);
            throw new UnsupportedModelException("golden vectors: " + (tried - cases.size()) + " of " + tried
                    + " inputs give no answers, or none that are numbers (give real ones by --data or --inputs)");
        }
        greatest.keySet().forEach(name -> measured.put(name, 0.0));
    }

    private static boolean isFinite(Tensor tensor) {
        return Double.isFinite(Difference.of(tensor, tensor)) && Double.isFinite(magnitude(tensor));
    }

    /** Returns max |element|; infinite if one is. */
    private static double magnitude(Tensor tensor) {
        double most = 0;
        if (tensor.dataType().isFloating()) {
            for (float value : tensor.floats()) {
                most = Math.max(most, Math.abs(value));
            }
        }
        return most;
    }

    /** A way to run the model. */
    private record Way(String name, Path file, SessionOptions options) {}

    /**
     * Returns ways that another machine might go: they differ in order and place of rounding. The reference, all
     * optimizations, is not among them.
     */
    private static List<Way> ways(OnnxModel model, Path file, @Nullable Path ort) {
        SessionOptions options = SessionOptions.defaults();
        List<Way> ways = new ArrayList<>(List.of(
                new Way("no optimization", file, options.withOptimization(OptimizationLevel.NONE)),
                new Way("basic optimization", file, options.withOptimization(OptimizationLevel.BASIC)),
                new Way("extended optimization", file, options.withOptimization(OptimizationLevel.EXTENDED))));
        if (model.graph().nodes().stream().anyMatch(node -> node.is("QuantizeLinear"))) {
            ways.add(new Way("floats in place of integer kernels", file, options.withConfig(FLOATS_FOR_INTEGERS, "1")));
        }
        if (ort != null) {
            ways.add(new Way("the .ort file", ort, options));
        }
        return ways;
    }

    /** Returns how far the answers of another way lie from the expected ones, by output. */
    private Map<String, Double> differences(Way way) {
        Map<String, Double> differences = new LinkedHashMap<>();
        try (Session session = Session.open(way.file, way.options)) {
            Carried carried = Carried.of(model);
            for (int i = 0; i < cases.size(); i++) {
                Map<String, Tensor> raw = session.run(carried.feeds(cases.get(i).inputs()));
                carried.keep(raw);
                Map<String, Tensor> answer = order.aligned(answers.get(i), raw);
                answers.get(i)
                        .forEach((name, expected) -> differences.merge(
                                name, Difference.of(expected, answer.getOrDefault(name, expected)), Math::max));
            }
        }
        return differences;
    }

    private void take(Map<String, Double> differences) {
        differences.forEach((name, difference) -> measured.merge(name, difference, Math::max));
    }

    private Made made() {
        List<Golden.Tolerance> tolerances = measured.entrySet().stream()
                .map(each -> new Golden.Tolerance(
                        each.getKey(), tolerance(each.getKey(), each.getValue()), each.getValue(), ways))
                .toList();
        Map<String, ByteBuffer> files = new TreeMap<>();
        List<Golden.Case> written = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Sample sample = cases.get(i);
            String folder = FOLDER + String.format(Locale.ROOT, "%02d-%s/", i + 1, sample.name());
            written.add(new Golden.Case(
                    sample.name(),
                    sample.what(),
                    sample.text(),
                    write(folder + "input-", sample.inputs(), files),
                    write(folder + "output-", answers.get(i), files),
                    sample.continues() ? Boolean.TRUE : null));
        }
        return new Made(tolerances, written, files);
    }

    private double tolerance(String output, double seen) {
        if (!Double.isFinite(seen)) {
            throw new UnsupportedModelException(
                    "output '" + output
                            + "': this runtime's ways to run the model disagree beyond measure, so that no answer can be expected");
        }
        double wanted = Math.max(MARGIN * seen, least * greatest.getOrDefault(output, 0.0));
        return new BigDecimal(wanted).round(new MathContext(2, RoundingMode.UP)).doubleValue();
    }

    private static List<Golden.TensorFile> write(
            String start, Map<String, Tensor> tensors, Map<String, ByteBuffer> files) {
        List<Golden.TensorFile> written = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            String file = start + written.size() + TensorFiles.ending(tensor);
            files.put(file, TensorFiles.content(tensor));
            List<Long> shape = Arrays.stream(tensor.dims()).boxed().toList();
            written.add(new Golden.TensorFile(name, tensor.dataType().lowerName(), shape, file));
        });
        return written;
    }
}
