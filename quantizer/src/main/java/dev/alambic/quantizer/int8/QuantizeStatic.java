package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.calibrate.Calibrator;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.explain.FloatProducts;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Static quantization to 8-bit integers in QDQ form: every value that becomes integers goes through a QuantizeLinear
 * and a DequantizeLinear, and the runtime fuses them with the nodes between into integer kernels. See
 * {@link StaticPlan} for which values, the package for the arithmetic.
 *
 * <p>Source: Jacob et al., <cite>Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
 * Inference</cite>, CVPR 2018, section 2; the ranges are the smallest and largest values over the calibration samples.
 */
public final class QuantizeStatic implements Pass.Lossy {
    private static final String TABLE = "rows of its weight are looked up as well, and integers would be a second copy"
            + " (dynamic and mixed integers store one)";
    private static final long MIN_OPSET = 13;
    private static final int COMPARED = 4;

    private final @Nullable Calibrator calibrator;
    private final Map<String, Range> known;
    private final Int8Options options;
    private final WeightForm form;

    private QuantizeStatic(
            @Nullable Calibrator calibrator, Map<String, Range> known, Int8Options options, WeightForm form) {
        this.calibrator = calibrator;
        this.known = known;
        this.options = options;
        this.form = form;
    }

    /** Returns the pass that finds ranges by running the model. */
    public static QuantizeStatic calibrated(Calibrator calibrator, Int8Options options, WeightForm form) {
        return new QuantizeStatic(calibrator, Map.of(), options, form);
    }

    /**
     * Returns the pass that uses known ranges.
     *
     * @param ranges of all values that become integers, as {@link #ranges} finds them
     */
    public static QuantizeStatic of(Map<String, Range> ranges, Int8Options options) {
        return new QuantizeStatic(null, Map.copyOf(ranges), options, WeightForm.INTEGERS);
    }

    /**
     * Returns the range of every value that could become integers, whatever is excluded, so that a model is calibrated
     * once and quantized many times.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Map<String, Range> ranges(OnnxModel model, Calibrator calibrator, Int8Options options) {
        return calibrator.ranges(
                model,
                StaticPlan.of(model.graph(), options.withExcluded(List.of())).quantized());
    }

    /** Scales by channel need version 13 of DequantizeLinear. */
    @Override
    public void requires(OnnxModel model) {
        if (model.opset() < MIN_OPSET) {
            throw new UnsupportedModelException("static quantization needs opset " + MIN_OPSET
                    + " (expected at least 13, was " + model.opset() + ")");
        }
    }

    @Override
    public Outcome apply(OnnxModel model) {
        StaticPlan plan = plan(model);
        List<Map<String, Tensor>> first = new ArrayList<>();
        Schemes schemes = new Schemes(model, options, ranges(model, plan, first));
        OnnxModel made = model.withGraph(new QdqWriter(model, options, schemes, form).written());
        List<String> notes = new ArrayList<>();
        if (made.equals(model)) {
            notes.add("no Conv, Gemm or MatMul by a constant float32 weight: nothing to do");
        }
        notes.addAll(new FloatProducts(model.graph()).notes(plan::isInteger));
        notes.addAll(FloatProducts.sentences(
                model.graph(),
                node -> StaticPlan.isTable(model.graph(), node) ? Optional.of(TABLE) : Optional.empty()));
        if (made.equals(model)) {
            return new Outcome(model, notes);
        }
        if (usesWideExtension(made)) {
            made = made.withOpset(WriteQOperators.EXTENSIONS, 1);
        }
        if (!first.isEmpty()) {
            notes.add(errorNote(model, made, first));
        }
        return new Outcome(made, notes);
    }

    private StaticPlan plan(OnnxModel model) {
        return StaticPlan.of(model.graph(), options);
    }

    private Map<String, Range> ranges(OnnxModel model, StaticPlan plan, List<Map<String, Tensor>> first) {
        if (calibrator != null) {
            return ranges(model, calibrator.withSamples(remembering(calibrator.samples(), first)), options);
        }
        for (String value : plan.quantized()) {
            if (!known.containsKey(value)) {
                throw new IllegalArgumentException("ranges: they are of the model that is quantized (expected one of '"
                        + value + "', was " + known.size() + " others)");
            }
        }
        return known;
    }

    private static boolean usesWideExtension(OnnxModel model) {
        return model.graph().nodes().stream().anyMatch(node -> node.domain().equals(WriteQOperators.EXTENSIONS));
    }

    /** Returns the samples, the first of them being put aside as they go by. */
    private static Iterable<Map<String, Tensor>> remembering(
            Iterable<Map<String, Tensor>> samples, List<Map<String, Tensor>> first) {
        return () -> StreamSupport.stream(samples.spliterator(), false)
                .peek(sample -> {
                    if (first.size() < COMPARED) {
                        first.add(sample);
                    }
                })
                .iterator();
    }

    private static String errorNote(OnnxModel model, OnnxModel made, List<Map<String, Tensor>> samples) {
        double worst = samples.stream()
                .mapToDouble(sample -> Agreement.between(model, made, sample).relative())
                .max()
                .orElse(Double.NaN);
        if (worst == Double.POSITIVE_INFINITY) {
            return "on the first calibration batches an output came out in another size, which depends on the values";
        }
        return String.format(
                Locale.ROOT,
                "on the first calibration batches an output moved by at most %.2f %% of the largest",
                100 * worst);
    }

    @Override
    public void ensures(OnnxModel model) {
        StaticPlan plan = plan(model);
        for (Node node : model.graph().nodes()) {
            if (node.is("Conv") && plan.unit(node).isPresent()) {
                throw new InvalidModelException(
                        node.label(), "weights are integers after static quantization", "int8", "float32");
            }
        }
    }
}
