package dev.alambic.quantizer.int8;

import dev.alambic.onnx.InvalidModelException;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Static quantization to 8-bit integers in QDQ form: every value that becomes integers goes through a QuantizeLinear
 * and a DequantizeLinear, and the runtime fuses them with the nodes between into integer kernels. See
 * {@link StaticPlan} for which values, the package for the arithmetic.
 *
 * <p>Source: Jacob et al., <cite>Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
 * Inference</cite>, CVPR 2018, section 2; the ranges are the smallest and largest values over the calibration samples.
 */
public final class QuantizeStatic implements Pass {
    private static final long MIN_OPSET = 13;
    private static final int COMPARED = 4;

    private final Iterable<Map<String, Tensor>> samples;

    private final WeightForm form;

    /** @param samples inputs of the model by name, such as it will meet; read once */
    public QuantizeStatic(Iterable<Map<String, Tensor>> samples, WeightForm form) {
        this.samples = samples;
        this.form = form;
    }

    @Override
    public Promise promise() {
        return Promise.LOSSY;
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
        StaticPlan plan = StaticPlan.of(model.graph());
        List<String> ranged = plan.ranged();
        if (ranged.isEmpty()) {
            return new Outcome(model, List.of("no Conv, Gemm or MatMul with a constant float32 weight: nothing to do"));
        }
        List<Map<String, Tensor>> first = new ArrayList<>();
        Map<String, Range> ranges = RangeSearch.of(model, ranged, remembering(first));
        OnnxModel made = model.withGraph(new QdqWriter(model.graph(), plan, ranges, form).written());
        return new Outcome(made, List.of(errorNote(model, made, first)));
    }

    /** Returns the samples, the first of them being put aside as they go by. */
    private Iterable<Map<String, Tensor>> remembering(List<Map<String, Tensor>> first) {
        return () -> {
            Iterator<Map<String, Tensor>> all = samples.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public Map<String, Tensor> next() {
                    Map<String, Tensor> sample = all.next();
                    if (first.size() < COMPARED) {
                        first.add(sample);
                    }
                    return sample;
                }
            };
        };
    }

    private static String errorNote(OnnxModel model, OnnxModel made, List<Map<String, Tensor>> samples) {
        double worst = samples.stream()
                .mapToDouble(sample -> Agreement.between(model, made, sample).relative())
                .max()
                .orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "on the first calibration batches an output moved by at most %.2f %% of the largest",
                100 * worst);
    }

    @Override
    public void ensures(OnnxModel model) {
        for (Node node : model.graph().nodes()) {
            if (node.is("Conv") && Unit.of(model.graph(), node).isPresent()) {
                throw new InvalidModelException(
                        node.label(), "weights are integers after static quantization", "int8", "float32");
            }
        }
    }
}
